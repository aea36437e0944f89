/**
 * From chosen messages to facts: one, opened in its form as a draft; or one a day, kept together and named « à relire ».
 *
 * Files of the archive become pieces of their own when she wishes, byte for byte, once, tied to the facts of their messages.
 */
import { row } from "../../../flows/catalogue.js";
import { byDay, factOf, keepFacts, FACTS_LIMIT } from "../../../flows/conversations.js";
import { keepDraft } from "../../../flows/drafts.js";
import { FlowError } from "../../../flows/errors.js";
import { t } from "../../../ui/i18n.js";
import { peopleOf } from "../people.js";
import { goOn, startUpload, uploadOf } from "../uploads.js";
import { WhenEditor } from "../when.js";

/** @typedef {import("./opened.js").Opened} Opened */
/** @typedef {import("../../../flows/conversations.js").Shown} Shown */

/** Files taken out at once. */
export const FILES_LIMIT = 20;

/** @param {Shown[]} messages @returns {string[]} names of files that are here, each once */
export function filesOf(messages) {
  return [...new Set(messages.flatMap(({ files }) => files.filter(({ here }) => here).map(({ name }) => name)))];
}

/** @param {Opened} opened @param {Shown[]} messages @returns {Promise<Map<string, string>>} by name, the ids of pieces that are on their way */
async function keepFiles(opened, messages) {
  /** @type {Map<string, string>} */
  const ids = new Map();
  if (!opened.withFiles) return ids;
  for (const name of filesOf(messages).slice(0, FILES_LIMIT)) {
    const message = messages.find(({ files }) => files.some((file) => file.name === name));
    ids.set(name, onItsWay(opened.taken.get(name)) ?? (await takeOut(opened, name, message)));
  }
  return ids;
}

/** A file is a piece once, however many facts or attempts lead to it. @param {string | undefined} id */
function onItsWay(id) {
  const upload = id === undefined ? undefined : uploadOf(id);
  if (upload?.state === "failed") goOn(upload);
  return id !== undefined && (upload || row(id)) ? id : undefined;
}

/** @param {Opened} opened @param {string} name @param {Shown | undefined} message */
async function takeOut({ conversation, taken }, name, message) {
  const when = message && factOf([message], { me: null, others: [], pieces: [] }).when;
  const { id } = startUpload(await conversation.file(name), () => ({ obtained: t("Fichier joint à une conversation exportée."), ...(when ? { when } : {}) }));
  taken.set(name, id);
  return id;
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
    const pieces = [opened.id, ...filesOf(day).flatMap((name) => files.get(name) ?? [])];
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
