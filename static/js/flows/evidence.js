/**
 * Pieces of evidence: a file as it was given or a text, what it shows, and how it was obtained.
 *
 * The file is sealed and uploaded first (`files.js`); the commit of the record is what keeps it.
 */

import { serverNow } from "../api/client.js";
import { EVIDENCE_VERSION, KEY, VERSION } from "../crypto/constants.js";
import { b64, formatTime, randomBytes } from "../crypto/encoding.js";
import { row, rows } from "./catalogue.js";
import { unknownWhen } from "./dates.js";
import { FlowError } from "./errors.js";
import { noSource } from "./exif.js";
import { byDate, keep, line, opened, plainPeople, plainWhen, prose, titleOf } from "./items.js";
import { readRecord } from "./records.js";
import { uploadsKept } from "./uploads.js";

/** @typedef {import("./items.js").FileReference} FileReference */

/**
 * @typedef {object} EvidenceForm one of `file` and `text` is needed
 * @property {string} [id] of the piece edited
 * @property {string} [title] made from the name of the file when empty
 * @property {string} [description]
 * @property {string} [obtained] how it came into her hands
 * @property {import("./dates.js").When} [when]
 * @property {string} [where]
 * @property {Partial<import("./items.js").Person>[]} [who]
 * @property {FileReference | null} [file]
 * @property {FileReference | null} [thumb]
 * @property {string} [text]
 * @property {import("./exif.js").Source} [source] what the file says of itself
 * @property {string | null} [of] id of the piece that the file was taken out of
 * @property {string | null} [self] the name that is hers in the conversation that the file is; empty when none is
 */

/**
 * @param {EvidenceForm} form
 * @param {any} before the newest version of the piece edited, undefined for a new one
 * @returns {any} the document of FORMAT 8.3
 */
export function evidenceRecord(form, before) {
  const [text, description] = [prose("text", form.text), prose("description", form.description)];
  const { file = null, thumb = null } = form;
  if (!file && text === "") throw new FlowError("empty_item");
  const { taken_at, place, device } = form.source ?? noSource();
  const ties = tiesOf(form, before);
  const same = before !== undefined && before.file?.id === file?.id && (file !== null || before.text === text);
  return {
    v: ties ? EVIDENCE_VERSION : VERSION,
    kind: "evidence",
    title: line("title", form.title) || line("title", file?.name) || titleOf(description, text),
    description,
    obtained: prose("obtained", form.obtained),
    when: plainWhen(form.when ?? unknownWhen()),
    where: line("where", form.where),
    who: plainPeople(form.who),
    file: file && plainReference(file),
    thumb: thumb && plainReference(thumb),
    text,
    source: { taken_at, place: place && { lat: place.lat, lon: place.lon }, device },
    ...ties,
    kept_at: same ? before.kept_at : formatTime(serverNow()),
    // A commitment to what did not change must stay the same (FORMAT 8.4).
    blind: same ? before.blind : b64(randomBytes(KEY)),
  };
}

/** What FORMAT 8.7 adds, where there is something to say; a form that does not speak of it changes nothing. @param {EvidenceForm} form @param {any} before */
function tiesOf(form, before) {
  const { of = before?.of ?? null, self = before?.self ?? null } = form;
  return of === null && self === null ? null : { of, self: self === null ? null : line("self", self) };
}

/** Members in the order of FORMAT 8.2. @param {FileReference} reference @returns {FileReference} */
function plainReference({ id, key, name, type, size, sealed, sha256 }) {
  return { id, key, name, type, size, sealed, sha256 };
}

/** @param {EvidenceForm} form @returns {Promise<string>} id, once it is kept */
export async function save(form) {
  const before = form.id !== undefined && row(form.id) ? await readRecord(form.id) : undefined;
  const record = evidenceRecord(form, before);
  const files = [record.file?.id, record.thumb?.id].filter((id) => id !== undefined);
  const id = await keep(form.id, record, files);
  void uploadsKept(files);
  return id;
}

/** @param {string} id @returns {Promise<any>} the record with `id`, `version`, `keptAt`, `editedAt` */
export const open = (id) => opened(id);

/** @returns {import("./catalogue.js").Row[]} oldest first, undated last */
export const list = () => byDate("evidence");

/** Pieces kept lately first. @returns {import("./catalogue.js").Row[]} */
export function latestFirst() {
  const at = (/** @type {import("./catalogue.js").Row} */ found) => found.versions[0]?.at ?? "";
  return rows("evidence").toSorted((a, b) => (at(a) < at(b) ? 1 : -1));
}
