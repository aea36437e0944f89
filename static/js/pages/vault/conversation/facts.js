/**
 * From chosen messages to facts: one, opened in its form as a draft; or one a day, kept together and named « à relire ».
 *
 * Files of the archive become pieces of their own when she wishes, byte for byte, tied to the fact of their message.
 */
import { row } from "../../../flows/catalogue.js";
import { byDay, factOf, keepFacts, FACTS_LIMIT } from "../../../flows/conversations.js";
import { keepDraft } from "../../../flows/drafts.js";
import { FlowError } from "../../../flows/errors.js";
import { t } from "../../../ui/i18n.js";
import { peopleOf } from "../people.js";
import { startUpload, uploadOf } from "../uploads.js";
import { WhenEditor } from "../when.js";

/** @typedef {import("./opened.js").Opened} Opened */
/** @typedef {import("../../../flows/conversations.js").Shown} Shown */
/** @typedef {import("../../../flows/events.js").EventForm} EventForm */

/** Files taken out at once. */
const FILES_LIMIT = 20;

/** @param {Shown[]} messages @returns {string[]} names of files that are here, each once */
export function filesOf(messages) {
  const names = messages.flatMap(({ files }) => files.filter(({ here }) => here).map(({ name }) => name));
  return [...new Set(names)].slice(0, FILES_LIMIT);
}

/** @param {Opened} opened @param {Shown[]} messages @returns {Promise<string[]>} ids of pieces that are on their way */
async function keepFiles({ conversation, withFiles }, messages) {
  if (!withFiles) return [];
  const ids = [];
  for (const name of filesOf(messages)) {
    const message = messages.find(({ files }) => files.some((file) => file.name === name));
    const when = message && factOf([message], { me: null, others: [], pieces: [] }).when;
    const file = await conversation.file(name);
    ids.push(startUpload(file, () => ({ obtained: t("Jointe à une conversation exportée par moi."), ...(when ? { when } : {}) })).id);
  }
  return ids;
}

/** One fact: the draft that the form will open. @param {Opened} opened @param {Shown[]} messages */
export async function draftFact(opened, messages) {
  const pieces = [opened.id, ...(await keepFiles(opened, messages))];
  const { title = "", said = "", when, who = [] } = factOf(messages, { me: opened.me, others: opened.others(), pieces });
  const editor = new WhenEditor({ id: "", legend: "", changed: () => undefined, refresh: () => undefined });
  if (when) editor.put(when);
  const people = peopleOf(who.map(({ name = "" }) => name));
  const typed = { title, facts: "", said, where: "", danger: null, feelings: "", thoughts: "" };
  await keepDraft("event", { target: null, typed, when: editor.state(), people: { people, typing: "" }, files: pieces });
}

/** One fact a day, once the piece that they lead back to is kept. @param {Opened} opened @param {Shown[]} messages @returns {Promise<number>} how many */
export async function keepDays(opened, messages) {
  await uploadOf(opened.id)?.done;
  if (!row(opened.id)) throw new FlowError("files_not_whole");
  /** @type {EventForm[]} */
  const forms = [];
  for (const day of byDay(messages).slice(0, FACTS_LIMIT)) {
    const form = factOf(day, { me: opened.me, others: opened.others(), pieces: [opened.id] });
    forms.push({ ...form, who: peopleOf((form.who ?? []).map(({ name = "" }) => name)) });
  }
  await keepFacts(forms);
  return forms.length;
}
