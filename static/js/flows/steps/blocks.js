/**
 * The text of a step: blocks apart by an empty line, so that a person edits plain text and paper still knows its shape.
 *
 * What is read over and copied is the plain text alone. When it is printed, a block that is still as it was composed keeps its
 * kind (a heading, the sender, the signature); one that she changed is a paragraph. Nothing of hers is ever parsed as markup.
 */

/** @typedef {"title" | "heading" | "from" | "to" | "fact" | "text" | "sign"} BlockKind */
/** @typedef {{ kind: BlockKind, text: string }} Block */

/** @param {BlockKind} kind @param {...(string | null)} lines empty ones are left out @returns {Block[]} none when nothing is left */
export function block(kind, ...lines) {
  const text = lines.map((line) => tidy(line ?? "")).filter(Boolean).join("\n");
  return text ? [{ kind, text }] : [];
}

/** A heading and what it is above, or nothing at all. @param {string} title @param {Block[]} blocks @returns {Block[]} */
export function section(title, blocks) {
  return blocks.length ? [...block("heading", title), ...blocks] : [];
}

/** Empty lines inside a block would cut it. @param {string} text */
function tidy(text) {
  return text.trim().replace(/\n\s*\n/g, "\n");
}

/** A place left for a hand to fill. @param {string} what */
export const blank = (what) => `[${what}]`;

/** @param {string} text @returns {number} places still to fill */
export function blanksIn(text) {
  return text.match(/\[[^\]\n]+\]/g)?.length ?? 0;
}

/** @param {Block[]} blocks */
export function textOf(blocks) {
  return blocks.map(({ text }) => text).join("\n\n");
}

/** Spaces that do not break may have been lost on the way through a keyboard. @param {string} text */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

/** @param {string} text */
const firstLine = (text) => plain(text).split("\n", 1)[0] ?? "";

/**
 * The text as she left it, in blocks again. A fact is known by its first line, since its account is what one corrects.
 *
 * @param {string} text
 * @param {Block[]} composed
 * @returns {Block[]}
 */
export function blocksOf(text, composed) {
  const kinds = new Map(composed.map(({ kind, text: before }) => [plain(before), kind]));
  const heads = new Set(composed.filter(({ kind }) => kind === "fact").map(({ text: before }) => firstLine(before)));
  const parts = text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
  return parts.map((part) => ({ kind: kinds.get(plain(part)) ?? (heads.has(firstLine(part)) ? "fact" : "text"), text: part }));
}
