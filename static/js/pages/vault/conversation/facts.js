/**
 * From chosen messages to facts: one, opened in its form as a draft; or one a day, kept together and named « à relire ».
 *
 * Files of messages become pieces of their own when she wishes, byte for byte, once, tied to the conversation and to the facts of their messages.
 */
import { row } from "../../../flows/catalogue.js";
import { byDay, factOf, keepFacts, pieceMadeOf, FACTS_LIMIT } from "../../../flows/conversations.js";
import { keepDraft } from "../../../flows/drafts.js";
import { FlowError } from "../../../flows/errors.js";
import { t } from "../../../ui/i18n.js";
import { peopleOf } from "../people.js";
import { goOn, startUpload, uploadOf, uploads } from "../uploads.js";
import { WhenEditor } from "../when.js";

/** @typedef {import("./opened.js").Opened} Opened */
/** @typedef {import("../../../flows/conversations.js").Shown} Shown */

/** Files taken out at once. */
export const FILES_LIMIT = 20;

/** @typedef {{ key: string, message: Shown, number: number }} Attached which of the files of a message */

/** Files that are here, each once. @param {Opened} opened @param {Shown[]} messages @returns {Attached[]} */
export function filesOf(opened, messages) {
  /** @type {Map<string, Attached>} */
  const files = new Map();
  for (const message of messages) {
    for (const [number, { here }] of message.files.entries()) {
      const key = opened.keyOf(message, number);
      if (here && !files.has(key)) files.set(key, { key, message, number });
    }
  }
  return [...files.values()];
}

/** @param {Opened} opened @param {Shown[]} messages @returns {Promise<Map<string, string>>} by key, the ids of pieces that are on their way */
async function keepFiles(opened, messages) {
  /** @type {Map<string, string>} */
  const ids = new Map();
  if (!opened.withFiles) return ids;
  for (const attached of filesOf(opened, messages).slice(0, FILES_LIMIT)) ids.set(attached.key, await keepFile(opened, attached));
  return ids;
}

/**
 * A file is a piece once, however many facts or attempts lead to it.
 *
 * @param {Opened} opened
 * @param {Attached} attached
 * @param {File} [file] when it was taken out already
 * @returns {Promise<string>} id of the piece, which is on its way or kept
 */
export async function keepFile(opened, { key, message, number }, file) {
  const upload = uploadOf(opened.taken.get(key) ?? "");
  if (upload?.state === "failed") goOn(upload);
  const known = pieceOf(opened, key);
  if (known !== undefined) return known;
  const taken = file ?? (await opened.conversation.file(message.at, number));
  const before = await recall(opened, key, taken);
  if (before !== undefined) return before;
  const { when } = factOf([message], { me: null, others: [], pieces: [] });
  const { id } = startUpload(taken, () => ({ obtained: t("Fichier joint à une conversation exportée."), of: opened.id, ...(when ? { when } : {}) }));
  opened.taken.set(key, id);
  return id;
}

/** The piece that a file was made before, also in another sitting. @param {Opened} opened @param {string} key @param {File} file */
export async function recall(opened, key, file) {
  const known = pieceOf(opened, key) ?? (await pieceMadeOf(opened.id, file));
  if (known !== undefined) opened.taken.set(key, known);
  return known;
}

/** The piece that a file is known to have become, or becomes. @param {Opened} opened @param {string} key */
export function pieceOf({ taken }, key) {
  const id = taken.get(key);
  if (id === undefined) return undefined;
  const onItsWay = uploads().some((upload) => upload.id === id);
  return onItsWay || row(id)?.trashed_at === null ? id : undefined;
}

/** One fact: the draft that the form will open. @param {Opened} opened @param {Shown[]} messages */
export async function draftFact(opened, messages) {
  const pieces = [opened.id, ...(await keepFiles(opened, messages)).values()];
  const { title = "", said = "", when, who = [] } = factOf(messages, { me: opened.me, others: opened.others(), pieces });
  const editor = new WhenEditor({ id: "", legend: "", changed: () => undefined, refresh: () => undefined });
  if (when) editor.put(when);
  const people = peopleOf(who.map(({ name = "" }) => name));
  const typed = { title, facts: "", said, where: "", danger: null, feelings: "", thoughts: "" };
  await keepDraft("event", { target: null, typed, when: editor.state(), people: { people, typing: "" }, files: pieces });
}

/**
 * One fact a day, once the pieces that they lead back to are kept. A lock in between ends it: words are asked of the worker anew,
 * not held while files leave.
 *
 * @param {Opened} opened
 * @param {number[]} numbers of messages
 * @returns {Promise<{ facts: number, messages: number[] }>} how many, and the messages in them: there may be more days than facts are made at once
 */
export async function keepDays(opened, numbers) {
  await keptAll([opened.id]);
  const days = async () => byDay(await opened.conversation.some(numbers)).slice(0, FACTS_LIMIT);
  const files = await keepFiles(opened, (await days()).flat());
  await keptAll([...files.values()]);
  const kept = await days();
  await keepFacts(kept.map((day) => {
    const pieces = [opened.id, ...filesOf(opened, day).flatMap(({ key }) => files.get(key) ?? [])];
    const form = factOf(day, { me: opened.me, others: opened.others(), pieces });
    return { ...form, who: peopleOf((form.who ?? []).map(({ name = "" }) => name)) };
  }));
  return { facts: kept.length, messages: kept.flat().map(({ at }) => at) };
}

/** @param {string[]} ids of pieces @throws {FlowError} `files_not_whole` */
async function keptAll(ids) {
  await Promise.all(ids.map((id) => uploadOf(id)?.done));
  if (!ids.every((id) => row(id))) throw new FlowError("files_not_whole");
}
