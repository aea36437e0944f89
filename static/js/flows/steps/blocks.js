/**
 * The text of a step: blocks apart by an empty line, so that a person edits plain text and paper still knows its shape.
 *
 * What is read over and copied is the plain text alone. When it is printed, a block that is still as it was composed keeps its
 * kind (a heading, the sender, the signature); one that she changed is a paragraph. Nothing of hers is ever parsed as markup.
 */

/** @typedef {"title" | "heading" | "from" | "to" | "text" | "sign"} BlockKind */
/** @typedef {{ kind: BlockKind, text: string }} Block */

/** @param {BlockKind} kind @param {...string} lines empty ones are left out @returns {Block[]} none when nothing is left */
export function block(kind, ...lines) {
  const text = lines.map(tidy).filter(Boolean).join("\n");
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

/**
 * The text as she left it, in blocks again.
 *
 * @param {string} text
 * @param {Block[]} composed
 * @returns {Block[]}
 */
export function blocksOf(text, composed) {
  const kinds = new Map(composed.map(({ kind, text: before }) => [before, kind]));
  const parts = text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
  return parts.map((part) => ({ kind: kinds.get(part) ?? "text", text: part }));
}
