/**
 * What a file is, by its beginning and never by its name: WhatsApp, a backup of SMS, one e-mail, a box of them, an archive.
 */

import { encodingOf } from "./bytes.js";
import { ENVELOPE } from "./mail.js";
import { headOf } from "./whatsapp.js";

/** @typedef {"whatsapp" | "sms" | "mail" | "mailbox" | "archive"} Kind */

/** How applications name what they export: what is likely in an archive, and says nothing of any other file. */
export const EXPORTED = /whatsapp|_?chat\b|\bsms|\bmms|discussion|conversation/i;
const ZIP = [0x50, 0x4b];
const XML = /^\s*<(?:\?xml|!doctype|!--|smses|sms|mms)/i;
const SMS = /<(?:smses|sms|mms)[\s>]|<!doctype|<!entity/i;
const MAILBOX = new RegExp(String.raw`${ENVELOPE.source}[ \t]{0,9}\r?\n[\w-]+:`);
const HEADER = /^(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|x-[\w-]+):/i;
const ANY_HEADER = /^(?:[!-9;-~]+:|[ \t])/;
const NEEDED = /^(?:from|date|subject):/im;
const LINES_LOOKED = 60;

/**
 * @param {Uint8Array} head the first bytes
 * @returns {Kind | null} null when it is none of them
 */
export function kindOf(head) {
  if (ZIP.every((byte, i) => head[i] === byte) && (head[2] === 3 || head[2] === 5)) return "archive";
  const text = new TextDecoder(encodingOf(head)).decode(head);
  if (XML.test(text)) return SMS.test(text) ? "sms" : null;
  if (MAILBOX.test(text)) return "mailbox";
  const lines = text.split(/\r?\n/, LINES_LOOKED);
  if (lines.some((line) => headOf(line) !== null)) return "whatsapp";
  return isMail(lines, text) ? "mail" : null;
}

/** @param {string[]} lines @param {string} text */
function isMail([first = "", ...others], text) {
  if (!HEADER.test(first)) return false;
  const end = others.indexOf("");
  const headers = end < 0 ? others.slice(0, -1) : others.slice(0, end);
  return headers.every((line) => ANY_HEADER.test(line)) && NEEDED.test(text);
}
