import assert from "node:assert/strict";
import { test } from "node:test";

import { Catalogue, acceptRoot, openPage, pageNumber, rowsIn, sealPage } from "../../../static/js/crypto/catalogue.js";
import { b64, dump, randomBytes, randomId, sha256, unb64 } from "../../../static/js/crypto/encoding.js";
import { frame, parseFrame } from "../../../static/js/crypto/framing.js";
import { vaultKeys } from "../../../static/js/crypto/kdf.js";
import {
  checkContinues,
  erased,
  latest,
  newItemKey,
  openRecord,
  restored,
  sealRecord,
  trashed,
  withVersion,
} from "../../../static/js/crypto/rows.js";
import { defaultSettings, sealRoot } from "../../../static/js/crypto/roots.js";
import { Identity, newIdentityDocument } from "../../../static/js/crypto/signing.js";
import { newPasswordSlot, newVaultKey } from "../../../static/js/crypto/slots.js";
import { summaryOf } from "../../../static/js/crypto/summary.js";
import { contactRecord } from "./records.js";
import { assertBytes, assertRefused, runCases, vectors } from "./vectors.js";

/** @typedef {import("../../../static/js/crypto/catalogue.js").Commit} Commit */

const file = vectors("catalogue");
const AT = "2026-11-23T08:00:00Z";
const LATER = "2026-11-24T08:00:00Z";

/** @param {any} slot */
const readSlot = ({ slot_id: slotId, kind, params, sealed }) => ({
  slotId: unb64(slotId),
  kind,
  params,
  sealed: unb64(sealed),
});

runCases(
  "page_number",
  file.page_number,
  (given) => pageNumber(unb64(given.item_id)),
  (number, given) => assert.equal(number, given.out),
);

runCases(
  "parse_frame",
  file.parse_frame,
  (given) => parseFrame(unb64(given.data)),
  ({ seq, root, pages }, given) => {
    const lengths = pages.map(({ number, version, sealed }) => [number, version, sealed.length]);
    assert.deepEqual({ seq, root: root.length, pages: lengths }, given.out);
    assertBytes(frame(seq, root, pages.toReversed()), unb64(given.data));
  },
);

runCases(
  "open_catalogue",
  file.open_catalogue,
  async ({ vmk, vault_id: vault, epoch, identity, slots, seen, frame: data }) => {
    const vaultId = unb64(vault);
    const keys = await vaultKeys(unb64(vmk), vaultId, epoch);
    const unlocked = { vaultId, epoch, keys, identity: await Identity.fromDocument(unb64(identity)) };
    const highest = seen && { seq: seen.seq, rootHash: unb64(seen.root_hash), version: seen.version };
    return Catalogue.open(unlocked, unb64(data), slots.map(readSlot), highest);
  },
  (catalogue, given) => {
    assert.deepEqual(catalogue.root, given.out.root);
    assert.equal(b64(catalogue.rootHash), given.out.root_hash);
    assert.deepEqual(catalogue.rows().map((row) => row.id), given.out.ids);
  },
);

runCases(
  "open_record",
  file.open_record,
  ({ row, version, vault_id: vaultId, sealed }) => openRecord(row, version, unb64(vaultId), unb64(sealed)),
  (record, given) => assertBytes(dump(record), dump(given.out)),
);

/** A vault without slots, which a catalogue does not need. */
async function newVault() {
  const vaultId = randomId();
  const keys = await vaultKeys(newVaultKey(), vaultId, 1);
  return { vaultId, epoch: 1, keys, identity: await Identity.fromDocument(newIdentityDocument()) };
}

/** A change that puts one more version of one item. */
async function putting(unlocked, id, n) {
  const key = newItemKey();
  const record = contactRecord(`Version ${n}`);
  const sealed = await sealRecord(key, unlocked.vaultId, unb64(id), n, record);
  const added = { n, hash: await sha256(sealed), key, at: AT, summary: summaryOf(record), files: [] };
  return { sealed, change: { rows: new Map([[id, (row) => withVersion(row, id, "contact", added)]]) } };
}

/** @param {Commit[]} commits @returns what a server that keeps them serves */
function served(commits) {
  const pages = new Map(commits.flatMap((commit) => commit.pages).map((page) => [page.number, page]));
  const { seq, root } = commits.at(-1);
  return frame(seq, root, [...pages.values()]);
}

test("commits follow each other, and open as they were made", async () => {
  const unlocked = await newVault();
  const id = b64(randomId());
  const first = await Catalogue.create(unlocked, [], AT);
  const { sealed, change } = await putting(unlocked, id, 1);
  const second = await first.catalogue.apply(change, AT);
  const third = await second.catalogue.apply((await putting(unlocked, id, 2)).change, LATER);
  assert.deepEqual(first.catalogue.rows(), []);
  assert.equal(third.catalogue.root.prev, b64(await sha256(second.root)));

  const opened = await Catalogue.open(unlocked, served([first, second, third]), [], second.catalogue.seen);
  assert.deepEqual(opened.root, third.catalogue.root);
  assert.deepEqual(opened.rows(), third.catalogue.rows());
  assert.deepEqual(opened.seen, third.catalogue.seen);
  assert.equal(latest(opened.row(id)), 2);
  assert.equal((await openRecord(opened.row(id), 1, unlocked.vaultId, sealed)).name, "Version 1");
});

test("a change is applied again to a newer catalogue, and loses nothing of it", async () => {
  const unlocked = await newVault();
  const [mine, hers] = [b64(randomId()), b64(randomId())];
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  const { change } = await putting(unlocked, mine, 1);
  await catalogue.apply(change, AT);
  const theirs = await catalogue.apply((await putting(unlocked, hers, 1)).change, AT);
  const merged = await theirs.catalogue.apply(change, LATER);
  assert.deepEqual(new Set(merged.catalogue.rows().map((row) => row.id)), new Set([mine, hers]));
  assert.deepEqual(catalogue.rows(), []);
});

test("trash, restoring and erasing are edits of a row that stays", async () => {
  const unlocked = await newVault();
  const id = b64(randomId());
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  let state = (await catalogue.apply((await putting(unlocked, id, 1)).change, AT)).catalogue;
  const edit = async (call) => {
    state = (await state.apply({ rows: new Map([[id, call]]) }, LATER)).catalogue;
    return state.row(id);
  };
  assert.equal((await edit((row) => trashed(row, LATER))).trashed_at, LATER);
  assert.equal((await edit(restored)).trashed_at, null);
  const gone = await edit((row) => erased(row, LATER));
  assert.deepEqual([gone.versions, gone.files, gone.summary, gone.erased_at], [[], [], null, LATER]);
  await assertRefused(async () => state.apply((await putting(unlocked, id, 2)).change, LATER), "omitted");
  await assertRefused(() => latest(gone), "omitted");
  await assertRefused(() => state.row(b64(randomId())), "omitted");
});

test("an edit cannot make what a reader would refuse", async () => {
  const unlocked = await newVault();
  const id = b64(randomId());
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  const { change } = await putting(unlocked, id, 1);
  const { catalogue: state } = await catalogue.apply(change, AT);
  const edits = [
    (row) => ({ ...row, id: b64(randomId()) }),
    (row) => ({ ...row, kind: "event" }),
    (row) => ({ ...row, versions: [] }),
    (row) => ({ ...row, note: "" }),
    (row) => withVersion(row, id, "contact", { n: 3, hash: randomBytes(32), key: newItemKey(), at: AT, summary: {}, files: [] }),
  ];
  for (const edit of edits) {
    await assertRefused(() => state.apply({ rows: new Map([[id, edit]]) }, AT), "malformed");
  }
  await assertRefused(() => state.apply(change, AT), "malformed");
});

test("shares and slots change with their own functions", async () => {
  const unlocked = await newVault();
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  const slot = { slotId: randomId(), kind: "password", params: "{}", sealed: randomBytes(104) };
  const { catalogue: state, root, seq } = await catalogue.apply({ slots: [slot], shares: (shares) => shares }, LATER);
  assert.deepEqual(state.root.shares, []);
  await Catalogue.open(unlocked, frame(seq, root, []), [slot]);
  await assertRefused(() => Catalogue.open(unlocked, frame(seq, root, []), []), "foreign_slot");
});

test("pages may be opened apart, once the root is accepted", async () => {
  const unlocked = await newVault();
  const first = await Catalogue.create(unlocked, [], AT);
  const rows = new Map();
  for (let i = 0; i < 5; i += 1) {
    const { change } = await putting(unlocked, b64(randomId()), 1);
    for (const [id, edit] of change.rows) rows.set(id, edit);
  }
  const second = await first.catalogue.apply({ rows }, AT);
  const accepted = await acceptRoot(unlocked, served([first, second]), [], first.catalogue.seen);
  const opened = await Promise.all(accepted.pages.map(async (page) => rowsIn((await openPage(unlocked, page)).written)));
  assert.deepEqual(Catalogue.of(unlocked, accepted, opened).rows(), second.catalogue.rows());
});

test("a page says its number and holds only its own rows", async () => {
  const unlocked = await newVault();
  const id = b64(randomId());
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  const { pages } = await catalogue.apply((await putting(unlocked, id, 1)).change, AT);
  const [page] = pages;
  const { rows } = await openPage(unlocked, page);
  assert.deepEqual(rows.map((row) => row.id), [id]);
  const other = (page.number + 1) % 256;
  await assertRefused(() => sealPage(unlocked, other, 1, rows), "malformed");
  await assertRefused(() => sealPage(unlocked, page.number, 1, []), "malformed");
  await assertRefused(() => openPage(unlocked, { ...page, number: other }), "does_not_open");
  await assertRefused(() => openPage(unlocked, { ...page, version: 1 }), "does_not_open");
});

test("the lists of a catalogue survive the clone that a worker sends", async () => {
  const unlocked = await newVault();
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  const { catalogue: state } = await catalogue.apply((await putting(unlocked, b64(randomId()), 1)).change, AT);
  const { root, rootHash, pages } = structuredClone({ root: state.root, rootHash: state.rootHash, pages: state.pages });
  const again = new Catalogue(unlocked, root, rootHash, pages);
  assert.deepEqual(again.rows(), state.rows());
  assert.equal((await again.apply({}, LATER)).seq, 3);
});

/** The same vault under the keys of the next epoch, and its one slot. */
async function nextKeys({ vaultId, epoch }) {
  const vmk = newVaultKey();
  const keys = await vaultKeys(vmk, vaultId, epoch + 1);
  const identity = await Identity.fromDocument(newIdentityDocument());
  const params = { m: 65_536, t: 3, p: 1, salt: randomBytes(16) };
  const slots = [await newPasswordSlot(vaultId, epoch + 1, params, randomBytes(32), vmk)];
  return { next: { vaultId, epoch: epoch + 1, keys, identity }, slots };
}

test("a rotation seals everything again under new keys, and follows what was seen", async () => {
  const unlocked = await newVault();
  const [one, two] = [b64(randomId()), b64(randomId())];
  const first = await Catalogue.create(unlocked, [], AT);
  const { sealed, change } = await putting(unlocked, one, 1);
  const second = await first.catalogue.apply(change, AT);
  const third = await second.catalogue.apply((await putting(unlocked, two, 1)).change, AT);
  const { next, slots } = await nextKeys(unlocked);
  const ended = { shares: () => [], settings: (settings) => ({ ...settings, phrase: "unchecked" }) };
  const rotated = await third.catalogue.rotate(next, slots, LATER, ended);

  assert.equal(rotated.catalogue.root.prev, b64(await sha256(third.root)));
  assert.deepEqual(rotated.pages.map(({ number }) => number), [...third.catalogue.pages.keys()].toSorted((a, b) => a - b));
  const opened = await Catalogue.open(next, served([first, second, third, rotated]), slots, third.catalogue.seen);
  assert.deepEqual(opened.rows(), third.catalogue.rows());
  for (const row of third.catalogue.rows()) checkContinues(row, opened.row(row.id));
  assert.equal(opened.settings.phrase, "unchecked");
  assert.equal((await openRecord(opened.row(one), 1, unlocked.vaultId, sealed)).name, "Version 1");
  const after = await opened.apply((await putting(next, one, 2)).change, LATER);
  await Catalogue.open(next, served([rotated, after]), slots, opened.seen);

  await assertRefused(() => Catalogue.open(unlocked, served([rotated]), [], third.catalogue.seen), "does_not_open");
  await assertRefused(() => Catalogue.open(next, served([first, second, third]), slots, opened.seen), "does_not_open");
  const [page] = third.pages;
  const half = frame(rotated.seq, rotated.root, [...rotated.pages.filter(({ number }) => number !== page.number), page]);
  await assertRefused(() => Catalogue.open(next, half, slots), "forged");
});

test("a rotation to the wrong keys is not made", async () => {
  const unlocked = await newVault();
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  const { next, slots } = await nextKeys(unlocked);
  const wrong = [
    { ...next, epoch: 3 },
    { ...next, epoch: 1 },
    { ...next, vaultId: randomId() },
    { ...next, identity: unlocked.identity },
  ];
  for (const keys of wrong) await assertRefused(() => catalogue.rotate(keys, slots, AT), "malformed");
  await assertRefused(() => catalogue.rotate(next, [], AT), "foreign_slot");
  await assertRefused(() => catalogue.rotate(next, [{ ...slots[0], kind: "escrow" }], AT), "unsupported");
});

test("settings change with their function, and stay otherwise", async () => {
  const unlocked = await newVault();
  const { catalogue } = await Catalogue.create(unlocked, [], AT, { ...defaultSettings(), phrase: "unchecked" });
  assert.equal(catalogue.settings.phrase, "unchecked");
  const named = { id: b64(randomId()), name: "Téléphone" };
  const { catalogue: chosen } = await catalogue.apply({ settings: (old) => ({ ...old, title: "Météo", names: [named] }) }, AT);
  const { catalogue: later } = await chosen.apply({}, LATER);
  assert.deepEqual(later.settings, { phrase: "unchecked", title: "Météo", icon: null, blur: false, names: [named] });
  assert.deepEqual(catalogue.settings.names, []);
  await assertRefused(() => later.apply({ settings: (old) => ({ ...old, icon: "padlock" }) }, AT), "malformed");
});

test("a root of release 1 is continued by one of version 2", async () => {
  const unlocked = await newVault();
  const { catalogue } = await Catalogue.create(unlocked, [], AT);
  const { settings: _none, ...old } = catalogue.root;
  const first = await sealRoot(unlocked, { ...old, v: 1 });
  const opened = await Catalogue.open(unlocked, frame(1, first, []), []);
  assert.deepEqual(opened.settings, defaultSettings());
  assert.equal(opened.seen.version, 1);
  const { root, catalogue: next } = await opened.apply({}, LATER);
  assert.equal(next.seen.version, 2);
  assert.deepEqual(Object.keys(next.root), Object.keys(catalogue.root));
  await Catalogue.open(unlocked, frame(2, root, []), [], opened.seen);
});
