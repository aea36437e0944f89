/**
 * The elements of a backup in XML, as its text goes by: names, attributes, nothing else.
 *
 * Not a parser of XML at large, on purpose. A backup holds emoji as two halves (`&#55357;&#56842;`), which XML forbids and its parsers
 * refuse; and films of fifty megabytes in one attribute, which they hold whole.
 *  1. A document type is refused: entities of one's own are how a thousand bytes become a thousand million.
 *  2. Only the five entities of XML and numbers are replaced; any other stays as it is written.
 *  3. Elements are nested, attributes counted, names and values limited. A value that nobody wants is measured, not held.
 */

import { FlowError } from "../errors.js";
import { MESSAGE_LIMIT, XML_ATTRIBUTES, XML_DEPTH, XML_NAME } from "./limits.js";

/** @typedef {{ name: string, attributes: Record<string, string>, lengths: Record<string, number>, starts: Record<string, number> }} Element lengths: letters of values before entities were replaced; starts: those before each value, in all */
/** @typedef {{ wants: (attribute: string) => boolean, open: (element: Element) => void, close: (name: string) => void }} Handler */

/** Letters that any beginning of a tag or attribute fits in. */
const LOOKED_AHEAD = 512;
/** A letter may be written in ten. */
const VALUE_LIMIT = 10 * MESSAGE_LIMIT;
const NAME = new RegExp(String.raw`<([A-Za-z_][\w.:-]{0,${XML_NAME}})(?=[\s/>])`, "y");
const CLOSE = new RegExp(String.raw`</([A-Za-z_][\w.:-]{0,${XML_NAME}})\s*>`, "y");
const ATTRIBUTE = new RegExp(String.raw`\s{0,100}([A-Za-z_][\w.:-]{0,${XML_NAME}})\s{0,100}=\s{0,100}(["'])`, "y");
const END = /\s{0,100}(\/?)>/y;
const KNOWN = /** @type {Record<string, string>} */ ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" });

const malformed = () => new FlowError("conversation_xml_malformed");

/** @param {string} name @returns {Element} */
const elementOf = (name) => ({ name, attributes: {}, lengths: {}, starts: {} });

export class Elements {
  #handler;
  #text = "";
  #at = 0;
  /** Letters that went by before `#text`. */
  #before = 0;
  #over = false;
  #depth = 0;
  /** @type {"outside" | "comment" | "inside" | "value"} */
  #state = "outside";
  /** What ends a comment, an instruction or a value. */
  #until = "";
  /** @type {Element} */
  #element = elementOf("");
  #attribute = "";
  /** @type {string[]} */
  #value = [];
  #length = 0;

  /** @param {Handler} handler */
  constructor(handler) {
    this.#handler = handler;
  }

  /** @param {string} text @throws {FlowError} `conversation_xml_unsafe`, `conversation_xml_malformed`. */
  push(text) {
    this.#before += this.#at;
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    while (this.#step());
  }

  /** @throws {FlowError} `conversation_xml_malformed`: it was cut. */
  end() {
    this.#over = true;
    this.push("");
    if (this.#state !== "outside" || this.#depth > 0) throw malformed();
  }

  /** @returns {boolean} false when it needs more text */
  #step() {
    if (this.#state === "outside") return this.#outside();
    if (this.#state === "comment") return this.#pass();
    return this.#state === "value" ? this.#readValue() : this.#inside();
  }

  /** Enough of what follows to know what it is. */
  #sees() {
    return this.#over || this.#text.length - this.#at >= LOOKED_AHEAD;
  }

  #outside() {
    const next = this.#text.indexOf("<", this.#at);
    this.#at = next < 0 ? this.#text.length : next;
    if (next < 0 || !this.#sees()) return false;
    if (this.#starts("<!--")) return this.#passUntil("-->");
    if (this.#starts("<?")) return this.#passUntil("?>");
    if (this.#starts("<!")) throw new FlowError("conversation_xml_unsafe"); // 1
    return this.#starts("</") ? this.#close() : this.#open();
  }

  /** @param {string} sign */
  #starts(sign) {
    return this.#text.startsWith(sign, this.#at);
  }

  /** @param {string} end */
  #passUntil(end) {
    [this.#state, this.#until] = ["comment", end];
    return true;
  }

  #pass() {
    const end = this.#text.indexOf(this.#until, this.#at);
    // The last letters may be the beginning of the end.
    this.#at = end < 0 ? Math.max(this.#at, this.#text.length - this.#until.length) : end + this.#until.length;
    if (end >= 0) this.#state = "outside";
    return end >= 0;
  }

  /** @param {RegExp} pattern sticky @returns {RegExpExecArray | null} */
  #take(pattern) {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #open() {
    const name = this.#take(NAME)?.[1];
    this.#depth += 1;
    if (!name || this.#depth > XML_DEPTH) throw malformed(); // 3
    [this.#element, this.#state] = [elementOf(name), "inside"];
    return true;
  }

  #close() {
    const name = this.#take(CLOSE)?.[1];
    if (!name || this.#depth === 0) throw malformed();
    this.#depth -= 1;
    this.#handler.close(name);
    return true;
  }

  #inside() {
    if (!this.#sees()) return false;
    const end = this.#take(END);
    if (end) return this.#opened(end[1] === "/");
    const [, name = "", quote = ""] = this.#take(ATTRIBUTE) ?? [];
    if (name === "" || Object.keys(this.#element.lengths).length >= XML_ATTRIBUTES) throw malformed();
    this.#element.starts[name] = this.#before + this.#at;
    [this.#attribute, this.#until, this.#value, this.#length, this.#state] = [name, quote, [], 0, "value"];
    return true;
  }

  /** @param {boolean} empty */
  #opened(empty) {
    this.#state = "outside";
    this.#handler.open(this.#element);
    if (!empty) return true;
    this.#depth -= 1;
    this.#handler.close(this.#element.name);
    return true;
  }

  #readValue() {
    const end = this.#text.indexOf(this.#until, this.#at);
    const stop = end < 0 ? this.#text.length : end;
    const room = this.#handler.wants(this.#attribute) ? Math.max(0, VALUE_LIMIT - this.#length) : 0;
    if (room > 0) this.#value.push(this.#text.slice(this.#at, Math.min(stop, this.#at + room)));
    this.#length += stop - this.#at;
    this.#at = stop;
    if (end < 0) return false;
    this.#at += 1;
    this.#element.attributes[this.#attribute] = unescaped(this.#value.join(""));
    this.#element.lengths[this.#attribute] = this.#length;
    this.#state = "inside";
    return true;
  }
}

/** Rule 2. @param {string} text */
function unescaped(text) {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name) return KNOWN[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0x10ffff ? "\uFFFD" : String.fromCodePoint(code);
  });
}
