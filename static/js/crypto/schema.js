/**
 * The shapes of the documents of FORMAT 5 to 10: member order, types, limits.
 *
 * A shape is a check: it returns nothing and raises. Two codes, in this order (2.6):
 *  1. `unsupported`: a member `v`, or a `kind`, `kdf` or `mode`, of the right type but not known here;
 *  2. `malformed`: all else, such as a member missing, unknown, out of order, of another type or over its limit.
 *
 * What ties two documents together (a row and its page, a share and its policy) is checked where both are at hand.
 */

import {
  CREDENTIAL_MAX,
  DEVICE_KINDS,
  DOCUMENT_MAX,
  DRAFT_KINDS,
  EVIDENCE_VERSION,
  EXCERPT_LIMIT,
  HASH,
  ICONS,
  ID,
  KDF_NAME,
  KDF_SALT,
  KEY,
  KINDS,
  LINK_SECRET,
  NAMES_LIMIT,
  NAME_LIMIT,
  PAGES,
  PASSKEY_NAME,
  PEOPLE_NAME,
  PEOPLE_NEED,
  PEOPLE_OF,
  PEOPLE_SET,
  PHRASE_NAME,
  PHRASE_STATES,
  READING_VERSION,
  ROOT_VERSION,
  SEED,
  SHARE_DAYS_MAX,
  SHARE_MODE,
  SHARE_OPENS_MAX,
  TEXT_LIMIT,
  TITLE_LIMIT,
  USES,
  WORDS_LIMIT,
} from "./constants.js";
import { compareBytes, parseTime, unb64 } from "./encoding.js";
import { MalformedError } from "./errors.js";
import {
  ascending,
  boolean,
  byKind,
  bytes,
  bytesUpTo,
  choice,
  clock,
  date,
  integer,
  known,
  list,
  members,
  nothing,
  nullable,
  object,
  text,
  time,
  tuple,
  version,
} from "./shapes.js";

/** @typedef {import("./encoding.js").Schema} Schema */

const DAY = 24 * 60 * 60 * 1000; // milliseconds

const id = bytes(ID);
const hash = bytes(HASH);
const key = bytes(KEY);
const title = text(TITLE_LIMIT);
const prose = text(TEXT_LIMIT);
const ids = list(id);
const kindOfItem = known(...KINDS);
const danger = nullable(choice("yes", "some", "no", "unknown"));

// 5. and 6. Ways in, identity

export const KDF_PARAMS = members({
  v: version,
  kdf: known(KDF_NAME),
  m: integer(0),
  t: integer(0),
  p: integer(0),
  salt: bytes(KDF_SALT),
});

/** By kind of slot (5.7). */
export const SLOT_PARAMS = Object.freeze({
  password: KDF_PARAMS,
  phrase: members({ v: version, kdf: known(PHRASE_NAME) }),
  people: members({
    v: version,
    kdf: known(PEOPLE_NAME),
    set: bytes(PEOPLE_SET),
    need: integer(PEOPLE_NEED, PEOPLE_NEED),
    of: integer(PEOPLE_OF, PEOPLE_OF),
  }),
  passkey: members({ v: version, kdf: known(PASSKEY_NAME), credential: bytesUpTo(CREDENTIAL_MAX) }),
});

export const IDENTITY = members({ v: version, ed25519: bytes(SEED), x25519: bytes(SEED) });

// 8. Records (before 7, whose summaries share their parts)

const whenMembers = members({
  precision: choice("exact", "about", "period", "unknown"),
  from: nullable(date),
  to: nullable(date),
  time: nullable(clock),
  text: title,
});

/** @type {Schema} */
const when = (value) => {
  whenMembers(value);
  const { precision, from, to } = object(value);
  if (precision === "unknown" && (from !== null || to !== null)) {
    throw new MalformedError("an unknown date has no bounds");
  }
};

const who = list(members({ name: title, contact: nullable(id) }));
const file = members({ id, key, name: title, type: title, size: integer(0), sealed: integer(0), sha256: hash });
const place = members({ lat: title, lon: title });
const source = members({ taken_at: nullable(title), place: nullable(place), device: nullable(title) });
const means = members({ type: choice("phone", "email", "address", "other"), value: title });
const answer = members({ id: title, answer: title });

const event = members({
  v: version,
  kind: known("event"),
  title,
  facts: prose,
  said: prose,
  when,
  where: title,
  who,
  danger,
  feelings: prose,
  thoughts: prose,
  evidence: ids,
});

/** Evidence of either version (8.7). @param {Schema} blind @param {Schema} self @returns {Schema} */
function evidence(blind, self) {
  const start = {
    kind: known("evidence"),
    title,
    description: prose,
    obtained: prose,
    when,
    where: title,
    who,
    file: nullable(file),
    thumb: nullable(file),
    text: prose,
    source,
  };
  const end = { kept_at: time, blind };
  const first = members({ v: version, ...start, ...end });
  const second = members({ v: integer(EVIDENCE_VERSION, EVIDENCE_VERSION), ...start, of: nullable(id), self, ...end });
  return (value) => {
    const found = object(value);
    (found.v === EVIDENCE_VERSION ? second : first)(value);
    if (found.file === null && found.text === "") throw new MalformedError("evidence has neither file nor text");
  };
}

const contact = members({
  v: version,
  kind: known("contact"),
  name: title,
  role: choice("witness", "relative", "professional", "involved", "other"),
  organisation: title,
  means: list(means),
  notes: prose,
});

const timeline = members({ v: version, kind: known("timeline"), title, description: prose, items: ids });

const READING_END = { title, when, answers: list(answer), note: prose };
const use = choice(...USES);
const readingFirst = members({ v: version, kind: known("reading"), ...READING_END });
const readingMembers = members({ v: integer(READING_VERSION, READING_VERSION), kind: known("reading"), use, ...READING_END });

/** A reading of either version (8.6). @type {Schema} */
const reading = (value) => (object(value).v === READING_VERSION ? readingMembers : readingFirst)(value);

export const RECORD = byKind({ event, evidence: evidence(key, nullable(title)), contact, timeline, reading });
export const SHARED_RECORD = byKind({ event, evidence: evidence(nothing, nothing), contact, timeline, reading });

// 7. Catalogue

const excerpt = text(EXCERPT_LIMIT);
const words = text(WORDS_LIMIT);
const count = integer(0);
const number = integer(1);
const pageNumber = integer(0, PAGES - 1);

const readingSummary = members({ title, when, use, words });
const readingSummaryFirst = members({ title, when, words });
const summaries = {
  event: members({ title, when, where: title, who: list(title), danger, excerpt, words, evidence: count }),
  evidence: members({ title, when, excerpt, words, name: title, type: title, size: count, thumb: nullable(file) }),
  contact: members({ title, role: title, excerpt, words }),
  timeline: members({ title, excerpt, words, items: ids }),
  /** @type {Schema} */
  reading: (value) => (Object.hasOwn(object(value), "use") ? readingSummary : readingSummaryFirst)(value),
};

const rowMembers = members({
  id,
  kind: kindOfItem,
  versions: list(members({ n: number, hash, key, at: time }), Infinity),
  summary: nullable(object),
  files: list(id, Infinity),
  trashed_at: nullable(time),
  erased_at: nullable(time),
});

/**
 * One row of a page (7.5): an erased row says only that it is gone, another has all it needs.
 *
 * @type {Schema}
 */
export const row = (value) => {
  rowMembers(value);
  const { kind, versions, summary, files, erased_at: erasedAt } = object(value);
  if (erasedAt !== null) {
    if (versions.length > 0 || files.length > 0 || summary !== null) {
      throw new MalformedError("an erased row still holds something");
    }
    return;
  }
  const follows = versions.every((/** @type {{ n: number }} */ entry, /** @type {number} */ i) => {
    return entry.n === versions[0].n + i;
  });
  if (versions.length === 0 || !follows) throw new MalformedError("the versions of a row do not follow each other");
  summaries[/** @type {keyof typeof summaries} */ (kind)](summary);
};

export const PAGE = members({ v: version, page: pageNumber, rows: list(row, Infinity) });

const WINDOW = { not_before: time, not_after: time, max_opens: integer(1, SHARE_OPENS_MAX) };

const shareEntry = members({
  id,
  label: title,
  purpose: title,
  ...WINDOW,
  items: number,
  policy: hash,
  body: hash,
  sck: key,
  link: bytes(LINK_SECRET),
  access: key,
  made_at: time,
  ended_at: nullable(time),
});

const name = text(NAME_LIMIT);
const settingsMembers = members({
  phrase: choice(...PHRASE_STATES),
  title: nullable(name),
  icon: nullable(choice(...ICONS)),
  blur: boolean,
  names: list(members({ id, name }), NAMES_LIMIT),
});

/**
 * The settings of a root (7.3).
 *
 * @type {Schema}
 */
export const settings = (value) => {
  settingsMembers(value);
  ascending(object(value).names.map((/** @type {{ id: string }} */ entry) => unb64(entry.id)), compareBytes);
};

const ROOT_START = {
  vault_id: id,
  seq: number,
  prev: nullable(hash),
  epoch: number,
  identity: members({ ed25519: key, x25519: key }),
  slots_mac: hash,
  pages: list(tuple(pageNumber, number, hash), PAGES),
  shares: list(shareEntry, Infinity),
  recipients: list(nothing, 0),
  ledger: nothing,
};
const rootFirst = members({ v: version, ...ROOT_START, time });
const rootMembers = members({ v: integer(ROOT_VERSION, ROOT_VERSION), ...ROOT_START, settings, time });

/**
 * A root document of either version (7.3).
 *
 * @type {Schema}
 */
export const root = (value) => {
  const shape = object(value).v === ROOT_VERSION ? rootMembers : rootFirst;
  shape(value);
  const { seq, prev, pages } = object(value);
  ascending(pages.map((/** @type {[number, number, string]} */ page) => page[0]));
  if (pages.some((/** @type {[number, number, string]} */ page) => page[1] > seq)) {
    throw new MalformedError("a page is newer than its root");
  }
  if ((prev === null) !== (seq === 1)) throw new MalformedError("only the first root has no previous one");
};

export const FRAME = members({
  v: version,
  seq: number,
  root: count,
  pages: list(tuple(pageNumber, number, count), PAGES),
});

// 9. Drafts

export const DRAFT = members({ v: version, kind: known(...DRAFT_KINDS), at: time, body: text(DOCUMENT_MAX) });

// 10. Shares

/** @type {Schema} */
const checkWindow = (value) => {
  const { not_before: start, not_after: end } = object(value);
  const length = parseTime(end).getTime() - parseTime(start).getTime();
  if (length <= 0 || length > SHARE_DAYS_MAX * DAY) {
    throw new MalformedError("a share lasts more than nothing and at most 30 days");
  }
};

const policyMembers = members({ v: version, mode: known(SHARE_MODE), share_id: id, ...WINDOW });

/**
 * A policy document (10.6).
 *
 * @type {Schema}
 */
export const policy = (value) => {
  policyMembers(value);
  checkWindow(value);
};

const sharedItem = members({ id, kind: kindOfItem, version: number, hash, document: SHARED_RECORD });

const shareMembers = members({
  v: version,
  share_id: id,
  vault_id: id,
  sharer: key,
  label: title,
  purpose: title,
  ...WINDOW,
  made_at: time,
  items: list(sharedItem),
});

/**
 * A share document (10.7): what its items name is in it, and no item is there twice.
 *
 * @type {Schema}
 */
export const share = (value) => {
  shareMembers(value);
  checkWindow(value);
  /** @type {Array<{ id: string, kind: string, document: Record<string, any> }>} */
  const items = object(value).items;
  const shared = new Set(items.map((item) => item.id));
  if (items.length === 0 || shared.size !== items.length) {
    throw new MalformedError("a share is empty, or holds an item twice");
  }
  for (const { kind, document } of items) {
    if (document.kind !== kind) throw new MalformedError("an item is not of the kind that it says");
    const named = [...(document.evidence ?? []), ...(document.items ?? []), ...(document.of ? [document.of] : [])];
    if (!named.every((name) => shared.has(name))) throw new MalformedError("a shared item names one that is not shared");
  }
};

// 12. What a device keeps

export const DEVICE = members({ v: version, kind: known(...DEVICE_KINDS), at: time, body: text(DOCUMENT_MAX) });
