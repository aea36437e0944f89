/**
 * What the vault will hold once the changes that wait on this device have gone: rows over the verified ones, for lists, forms and search.
 *
 * Pure. Such a row says `waiting`, and is never taken for one that the catalogue vouches for: its newest version has no hash and no key.
 */

import { summaryOf } from "../crypto/summary.js";

/** @typedef {import("./catalogue.js").Row & { waiting?: boolean }} Row */
/** @typedef {import("./commits.js").Change} Change */
/** @typedef {{ change: Change, at: string }} Waiting */

/**
 * @param {(id: string) => Row | undefined} known the verified row
 * @param {Waiting[]} list in their order
 * @returns {{ rows: Map<string, Row>, records: Map<string, any> }} records by `id/version`
 */
export function overlaid(known, list) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {Map<string, any>} */
  const records = new Map();
  const at = (/** @type {string} */ id) => rows.get(id) ?? known(id);
  for (const { change, at: time } of list) {
    for (const { id, record, files = [] } of change.put ?? []) {
      const row = withRecord(at(id), { id, record, files, time });
      rows.set(id, row);
      records.set(`${id}/${row.versions.at(-1)?.n}`, record);
    }
    for (const id of change.trash ?? []) put(rows, at(id), { trashed_at: time });
    for (const id of change.restore ?? []) put(rows, at(id), { trashed_at: null });
  }
  return { rows, records };
}

/** @param {Map<string, Row>} rows @param {Row | undefined} row @param {Partial<Row>} members */
function put(rows, row, members) {
  if (row && row.erased_at === null) rows.set(row.id, { ...row, ...members, waiting: true });
}

/** @param {Row | undefined} before @param {{ id: string, record: any, files: string[], time: string }} put @returns {Row} */
function withRecord(before, { id, record, files, time }) {
  // What was erased elsewhere does not come back: it is kept anew, under another name (`device-outbox.js`).
  const row = before?.erased_at === null ? before : undefined;
  const version = { n: (row?.versions.at(-1)?.n ?? 0) + 1, hash: "", key: "", at: time };
  return {
    id, kind: record.kind, versions: [...(row?.versions ?? []), version], summary: { ...summaryOf(record) },
    files: [...new Set([...(row?.files ?? []), ...files])], trashed_at: row?.trashed_at ?? null, erased_at: null, waiting: true,
  };
}
