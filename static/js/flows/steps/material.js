/**
 * What a step is made from: chosen records, as the one who reads the text may see them.
 *
 *  1. Only what was chosen enters. Feelings and thoughts are left out unless chosen, with a title that was made from them (FORMAT 10.7).
 *  2. A person is named when she was chosen among the contacts; another who was there is counted, and named only on demand.
 *  3. Notes on contacts never enter; their means only on demand. What a person wrote inside her account stays as she wrote it.
 *  4. Facts stand oldest first, undated last. A piece takes its number where it is first cited; those never cited follow by date.
 *
 * Nothing here is sent or kept: a text is composed in the tab.
 */

import { redact } from "../../crypto/sharing.js";
import { formatDate } from "../../ui/i18n.js";
import { compareWhen } from "../dates.js";

/** @typedef {{ id: string, record: any }} Chosen */
/** @typedef {{ feelings?: boolean, thoughts?: boolean, names?: boolean, means?: boolean, law?: boolean, whole?: boolean }} Choice */
/** @typedef {{ pieces: string[], paper: boolean }} Wanted a piece that is asked for: those of the vault that answer, or one on paper */

/**
 * @typedef {object} Given
 * @property {Chosen[]} items facts, pieces and contacts, newest version of each
 * @property {string} way which of the requests of this step
 * @property {Record<string, string>} own what she wrote in the fields; an absent one is empty
 * @property {Choice} choice
 * @property {Record<string, Wanted>} wanted
 * @property {number} now milliseconds
 */

/**
 * @typedef {object} Material
 * @property {Chosen[]} facts
 * @property {(Chosen & { n: number })[]} pieces
 * @property {Chosen[]} people
 * @property {string} way
 * @property {(id: string) => string} own
 * @property {Choice} choice
 * @property {(id: string) => Wanted} wanted
 * @property {string} today in words
 */

/** @param {Given} given @returns {Material} */
export function material({ items, way, own, choice, wanted, now }) {
  const { feelings, thoughts } = choice;
  const ids = new Set(items.map(({ id }) => id));
  const seen = items.map(({ id, record }) => ({ id, record: redact(record, ids, { feelings, thoughts, notes: false }) }));
  const facts = ofKind(seen, "event").toSorted(byDate);
  return {
    facts, pieces: numbered(facts, ofKind(seen, "evidence").toSorted(byDate)), people: ofKind(seen, "contact"),
    way, choice, today: formatDate(now), own: (id) => own[id]?.trim() ?? "", wanted: (id) => wanted[id] ?? { pieces: [], paper: false },
  };
}

/** @param {Chosen[]} items @param {string} kind */
function ofKind(items, kind) {
  return items.filter(({ record }) => record.kind === kind);
}

/** @param {Chosen} a @param {Chosen} b */
function byDate(a, b) {
  return compareWhen(a.record.when, b.record.when);
}

/** Rule 4. @param {Chosen[]} facts @param {Chosen[]} pieces */
function numbered(facts, pieces) {
  const cited = facts.flatMap(({ record }) => record.evidence);
  const order = [...new Set([...cited, ...pieces.map(({ id }) => id)])];
  const known = new Map(pieces.map((piece) => [piece.id, piece]));
  return order.flatMap((id) => known.get(id) ?? []).map((piece, index) => ({ ...piece, n: index + 1 }));
}
