/** Reading a conversation that a test wrote: text, bytes or a source; and what came of it. */

import { blobSource } from "../../../../static/js/flows/conversations/bytes.js";
import { Looking } from "../../../../static/js/flows/conversations/looking.js";
import { codeOf } from "../../../../static/js/flows/errors.js";
import { Reading } from "../../../../static/js/flows/conversations/reading.js";

/** @param {string | Uint8Array | Blob | { size: number, read: Function }} given */
export function sourceOf(given) {
  if (typeof given === "object" && "read" in given) return given;
  return blobSource(given instanceof Blob ? given : new Blob([given]));
}

export async function looked(given) {
  const reading = await Reading.of(sourceOf(given));
  const looking = new Looking(reading);
  const summary = looking.summary();
  await looking.look({});
  return { reading, looking, summary, all: looking.slice(0, Math.min(summary.count, 1000)) };
}

/** @param {ReturnType<Looking["slice"]>[number]} message « 2023-03-12 21:04:00 Marc: Bonjour » */
export function told({ date, second, who, mine, text }) {
  const day = [Math.floor(date / 10000), Math.floor(date / 100) % 100, date % 100].map((n) => String(n).padStart(2, "0")).join("-");
  const hour = second === null ? "--" : [second / 3600, (second / 60) % 60, second % 60].map((n) => String(Math.floor(n)).padStart(2, "0")).join(":");
  return `${day} ${hour} ${mine ? "(me)" : who}: ${text}`;
}

/** @param {Promise<unknown>} act @returns {Promise<string>} the code it is refused with */
export async function refusal(act) {
  try {
    await act;
  } catch (error) {
    return codeOf(error);
  }
  return "nothing was refused";
}

/** @param {Promise<{ content: Blob }>} taken */
export const bytesOf = async (taken) => Buffer.from(await (await taken).content.arrayBuffer());

/** The first file of this name that a message speaks of. @param {Reading} reading @param {string} name */
export function fileNamed(reading, name) {
  for (let at = 0; at < reading.messages.count; at += 1) {
    const number = reading.messages.get(at).attachments.findIndex((one) => one.name === name);
    if (number >= 0) return reading.file(at, number);
  }
  throw new Error(`no message speaks of ${name}`);
}
