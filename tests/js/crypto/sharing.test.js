import assert from "node:assert/strict";
import { test } from "node:test";

import { argon2id } from "hash-wasm";

import { b64, dump, load, parseTime, randomBytes, sha256, unb64 } from "../../../static/js/crypto/encoding.js";
import { openingMessage, parsePolicy, policy } from "../../../static/js/crypto/policy.js";
import * as schema from "../../../static/js/crypto/schema.js";
import {
  Link,
  linkKeys,
  newCode,
  normalCode,
  openShare,
  redact,
  sealShare,
  shareEntry,
  shareKek,
} from "../../../static/js/crypto/sharing.js";
import { Identity, KeyPair, newIdentityDocument, sign, verify } from "../../../static/js/crypto/signing.js";
import { contactRecord, eventRecord, evidenceRecord } from "./records.js";
import { assertBytes, assertRefused, runCases, vectors } from "./vectors.js";

/** @type {import("../../../static/js/crypto/kdf.js").Argon2id} */
const argon2 = (password, salt, { m, t, p, length }) =>
  argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: length, outputType: "binary" });

const file = vectors("sharing");

runCases(
  "parse_link",
  file.parse_link,
  (given) => Link.parse(given.fragment),
  (parsed, given) => {
    assert.deepEqual({ share_id: b64(parsed.shareId), secret: b64(parsed.secret) }, given.out);
    assert.equal(parsed.fragment(), given.fragment);
  },
);

runCases(
  "normal_code",
  file.normal_code,
  (given) => normalCode(given.text),
  (normal, given) => assert.equal(normal, given.out),
);

runCases(
  "link_keys",
  file.link_keys,
  (given) => linkKeys(Link.parse(given.fragment), given.code, argon2),
  async ({ recipient, codeKey, linkSign, accessSign }, { out }) => {
    assert.deepEqual([b64(recipient), b64(codeKey)], [out.recipient, out.code_key]);
    const seeds = [out.link_sign, out.access_sign];
    const expected = await Promise.all(seeds.map((seed) => KeyPair.fromSecret("Ed25519", unb64(seed))));
    assert.deepEqual([linkSign.publicKey, accessSign.publicKey], expected.map((pair) => pair.publicKey));
    assert.deepEqual([b64(linkSign.publicKey), b64(accessSign.publicKey)], [out.link_public, out.access_public]);
  },
);

runCases(
  "opening_message",
  file.opening_message,
  (given) => {
    const bytes = [given.share_id, given.challenge, given.policy, given.body_hash].map((text) => unb64(text));
    return openingMessage(...bytes);
  },
  (message, given) => assertBytes(message, unb64(given.out)),
);

runCases(
  "share_kek",
  file.share_kek,
  (given) => {
    const keys = { recipient: unb64(given.recipient), codeKey: unb64(given.code_key) };
    return shareKek(keys, unb64(given.half), unb64(given.share_id), unb64(given.policy));
  },
  (kek, given) => assertBytes(kek, unb64(given.out)),
);

runCases(
  "open_share",
  file.open_share,
  (given) => {
    const served = {
      policy: unb64(given.policy),
      bodyHash: unb64(given.body_hash),
      half: unb64(given.half),
      wrapped: unb64(given.wrapped),
      body: unb64(given.body),
    };
    const keys = { recipient: unb64(given.keys.recipient), codeKey: unb64(given.keys.code_key) };
    return openShare(Link.parse(given.fragment), keys, served, parseTime(given.now), parseTime(given.server_now));
  },
  (document, given) => assertBytes(dump(document), dump(given.out)),
);

runCases(
  "load",
  file.load,
  (given) => load(unb64(given.data), schema[given.shape]),
  (document, given) => assertBytes(dump(document), unb64(given.data)),
);

runCases(
  "redact",
  file.redact,
  (given) => redact(given.record, new Set(given.shared), given.choices),
  (seen, given) => assertBytes(dump(seen), dump(given.out)),
);

const DURING = new Date("2026-11-25T00:00:00Z");
const OVER = new Date("2026-11-30T08:00:00Z");
const identity = await Identity.fromDocument(newIdentityDocument());
const link = Link.create();
const code = newCode();
const keys = await linkKeys(link, code, argon2);

/** @param {object} members */
function shareDocument(members = {}) {
  const id = b64(randomBytes(16));
  return {
    v: 1,
    share_id: b64(link.shareId),
    vault_id: b64(randomBytes(16)),
    sharer: identity.public().ed25519,
    label: "Me Martin",
    purpose: "Consultation",
    not_before: "2026-11-23T08:00:00Z",
    not_after: "2026-11-30T08:00:00Z",
    max_opens: 10,
    made_at: "2026-11-23T08:00:00Z",
    items: [{ id, kind: "contact", version: 1, hash: b64(randomBytes(32)), document: contactRecord("Mme B.") }],
    ...members,
  };
}

/** What the server releases of a share. @param {import("../../../static/js/crypto/sharing.js").SealedShare} sealed */
async function release({ policy: policyBytes, half, wrapped, body }) {
  return { policy: policyBytes, half, wrapped, body, bodyHash: await sha256(body) };
}

test("a code is read as a person types it", async () => {
  assert.match(newCode(), /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.notEqual(newCode(), newCode());
  assert.equal(normalCode(" abcd-ehjk "), "ABCDEHJK");
  assert.equal(normalCode("oOiI lL-01"), "00111101");
  for (const wrong of ["", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFGU", "ABCD EFG!"]) {
    await assertRefused(() => normalCode(wrong), "malformed");
  }
});

test("a link is its fragment", async () => {
  const again = Link.parse(link.fragment());
  assert.equal(link.fragment().length, 64);
  assert.deepEqual([again.shareId, again.secret], [link.shareId, link.secret]);
  await assertRefused(() => Link.parse(link.fragment().slice(1)), "malformed");
});

test("a share opens with its link, code, half and policy, and says what was shared", async () => {
  const document = shareDocument();
  const sealed = await sealShare(identity, keys, document);
  const opened = await openShare(link, keys, await release(sealed), DURING, DURING);
  assert.deepEqual(opened, document);
  const entry = await shareEntry(link, document, sealed);
  assert.deepEqual([entry.id, entry.items, entry.link], [document.share_id, 1, b64(link.secret)]);
  assert.equal(JSON.stringify(entry).includes(normalCode(code)), false);
});

test("no part of a share may be another one", async () => {
  const sealed = await sealShare(identity, keys, shareDocument());
  const other = await sealShare(identity, keys, shareDocument());
  const served = await release(sealed);
  const wrongCode = await linkKeys(link, "0000-0000", argon2);
  const looser = policy(link.shareId, "2026-11-23T08:00:00Z", "2026-12-20T08:00:00Z", 10);
  const open = (changes, with_ = keys) => () => openShare(link, with_, { ...served, ...changes }, DURING, DURING);
  await assertRefused(open({}, wrongCode), "does_not_open");
  await assertRefused(open({ half: other.half }), "does_not_open");
  await assertRefused(open({ half: randomBytes(31) }), "malformed");
  await assertRefused(open({ policy: looser }), "does_not_open");
  await assertRefused(open({ wrapped: other.wrapped }), "does_not_open");
  await assertRefused(open({ body: other.body }), "forged");
  await assertRefused(open({ body: other.body, bodyHash: await sha256(other.body) }), "does_not_open");
});

test("a share is over when either clock says so", async () => {
  const served = await release(await sealShare(identity, keys, shareDocument()));
  await assertRefused(() => openShare(link, keys, served, OVER, DURING), "expired");
  await assertRefused(() => openShare(link, keys, served, DURING, OVER), "expired");
});

test("a share that no reader would accept is not made", async () => {
  const [item] = shareDocument().items;
  const refused = [
    { not_after: "2026-12-30T08:00:00Z" },
    { max_opens: 0 },
    { items: [] },
    { items: [item, item] },
    { items: [{ ...item, kind: "event" }] },
    { items: [{ ...item, kind: "event", document: eventRecord({ evidence: [b64(randomBytes(16))] }) }] },
  ];
  for (const members of refused) await assertRefused(() => sealShare(identity, keys, shareDocument(members)), "malformed");
  await assertRefused(() => sealShare(identity, keys, shareDocument({ sharer: b64(randomBytes(32)) })), "forged");
});

test("an opening is signed for one challenge, policy and body", async () => {
  const challenge = randomBytes(32);
  const policyBytes = policy(link.shareId, "2026-11-23T08:00:00Z", "2026-11-30T08:00:00Z", 10);
  const bodyHash = randomBytes(32);
  const message = await openingMessage(link.shareId, challenge, policyBytes, bodyHash);
  const receipt = await sign(keys.accessSign.privateKey, "opening", message);
  await verify(keys.accessSign.publicKey, "opening", message, receipt);
  await assertRefused(() => verify(keys.accessSign.publicKey, "link", message, receipt), "forged");
  await assertRefused(() => verify(keys.linkSign.publicKey, "opening", message, receipt), "forged");
  const later = await openingMessage(link.shareId, randomBytes(32), policyBytes, bodyHash);
  await assertRefused(() => verify(keys.accessSign.publicKey, "opening", later, receipt), "forged");
  await assertRefused(() => openingMessage(link.shareId, new Uint8Array(0), policyBytes, bodyHash), "malformed");
  assert.equal(parsePolicy(policyBytes).maxOpens, 10);
});

test("feelings, thoughts and notes are shared only when chosen, and names of what is not shared are left out", () => {
  const [kept, left, person] = [0, 1, 2].map(() => b64(randomBytes(16)));
  const record = eventRecord({
    facts: "F",
    feelings: "Peur",
    thoughts: "Doute",
    evidence: [kept, left],
    who: [{ name: "Mme B.", contact: person }],
  });
  const seen = redact(record, new Set([kept]), {});
  assert.deepEqual([seen.feelings, seen.thoughts, seen.facts, seen.evidence], ["", "", "F", [kept]]);
  assert.deepEqual(seen.who, [{ name: "Mme B.", contact: null }]);
  assert.equal(redact(record, new Set(), { feelings: true }).feelings, "Peur");
  assert.equal(redact(record, new Set([person]), {}).who[0].contact, person);
  assert.equal(redact(contactRecord("A"), new Set(), {}).notes, "");
  assert.equal(redact(contactRecord("A"), new Set(), { notes: true }).notes, "Était là.");
  assert.deepEqual(record.evidence, [kept, left]);
});

test("a copy without location takes the place of a file, and its place goes with it", () => {
  const file = {
    id: b64(randomBytes(16)),
    key: b64(randomBytes(32)),
    name: "photo.jpg",
    type: "image/jpeg",
    size: 1,
    sealed: 5000,
    sha256: b64(randomBytes(32)),
  };
  const record = evidenceRecord({ file });
  const copy = { ...file, id: b64(randomBytes(16)) };
  assert.deepEqual(redact(record, new Set(), {}).source, record.source);
  const seen = redact(record, new Set(), { file: copy });
  assert.deepEqual([seen.file, seen.source.place, seen.blind], [copy, null, null]);
});
