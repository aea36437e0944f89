/**
 * The words of an HTML mail, without a document: tags are passed over, in one go from the first letter to the last, so that no
 * nesting and no missing bracket makes it longer. Entities stay: `mail.js` replaces them.
 */

import { MESSAGE_LIMIT } from "./limits.js";

/** Letters that are enough: what is shown of a message is shorter, entities may be ten letters each. */
const ENOUGH = 10 * MESSAGE_LIMIT;
const NAME = /[a-z][a-z0-9]{0,15}/iy;
const SILENT = new Set(["style", "script", "title", "template", "noscript", "textarea", "select"]);
const BREAKS = new Set(["br", "p", "div", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "section", "article", "header", "footer", "pre"]);

/** @param {string} html @returns {{ text: string, cut: boolean }} */
export function wordsOf(html) {
  /** @type {string[]} */
  const words = [];
  let [at, length] = [0, 0];
  while (at < html.length && length < ENOUGH) {
    const start = html.indexOf("<", at);
    const text = html.slice(at, start < 0 ? html.length : start).replace(/\s+/g, " ");
    words.push(text);
    length += text.length;
    if (start < 0) break;
    const { end, mark } = tag(html, start);
    words.push(mark);
    at = end;
  }
  const joined = words.join("").replace(/ ?\n[ \n]*/g, (lines) => (lines.split("\n").length > 2 ? "\n\n" : "\n"));
  return { text: joined.trim(), cut: length >= ENOUGH };
}

/** @param {string} html @param {number} start of the bracket @returns {{ end: number, mark: string }} where words go on, and what stands for the tag */
function tag(html, start) {
  if (html.startsWith("<!--", start)) return { end: after(html, "-->", start + 4), mark: "" };
  NAME.lastIndex = html[start + 1] === "/" ? start + 2 : start + 1;
  const name = NAME.exec(html)?.[0].toLowerCase() ?? "";
  // A bracket that begins no tag is a sign like another.
  if (name === "" && html[start + 1] !== "!" && html[start + 1] !== "?") return { end: start + 1, mark: "<" };
  const end = after(html, ">", start);
  if (html[start + 1] !== "/" && SILENT.has(name)) return { end: afterClosing(html, name, end), mark: "" };
  return { end, mark: BREAKS.has(name) ? "\n" : "" };
}

/** @param {string} html @param {string} sign @param {number} from @returns {number} the end, when it is not there */
function after(html, sign, from) {
  const found = html.indexOf(sign, from);
  return found < 0 ? html.length : found + sign.length;
}

/** @param {string} html @param {string} name @param {number} from */
function afterClosing(html, name, from) {
  const closing = new RegExp(`</${name}`, "gi");
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found ? after(html, ">", found.index) : html.length;
}
