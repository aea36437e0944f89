/** Key dates: added in one line, corrected in one line. */
import { onChange, row } from "../../flows/catalogue.js";
import { whenText } from "../../flows/dates.js";
import { keyDateOf, list } from "../../flows/key-dates.js";
import { t } from "../../ui/i18n.js";
import { keyDatesView } from "../../ui/key-dates.js";
import { errorText } from "../../ui/messages.js";
import { toTrash } from "./item-actions.js";
import { KeyDateLine } from "./key-date-line.js";
import { saySaved } from "./saving.js";

/** @type {import("./screens.js").MakeScreen} */
function keyDatesScreen({ place, refresh }) {
  let adding = new KeyDateLine(refresh);
  let editing = lineOf(place.id, refresh);
  /** @type {{ message: string } | undefined} */
  let error;
  const stop = onChange(refresh);

  /** @param {string} id */
  async function drop(id) {
    error = undefined;
    await toTrash(id).catch((caught) => { error = { message: errorText(caught) }; });
    refresh();
  }

  const added = () => {
    adding = new KeyDateLine(refresh);
    saySaved();
  };
  const corrected = () => {
    editing = undefined;
    saySaved();
  };
  const view = () => keyDatesView({
    dates: list().map((one) => ({ id: one.id, title: keyDateOf(one).title, whenText: whenText(keyDateOf(one).when) })),
    adding: adding.shown(), editing: editing?.id ? { ...editing.shown(), id: editing.id } : undefined, error,
    onAdding: (change) => adding.change(change), onAdd: () => void adding.keep(added),
    onEdit: (id) => { editing = lineOf(id, refresh); refresh(); }, onEditing: (change) => editing?.change(change),
    onKeep: () => void editing?.keep(corrected), onDrop: (id) => void drop(id),
  });
  return { title: t("Grandes dates"), tab: "journal", backTo: "journal", narrow: true, view, close: stop };
}

/** @param {string | undefined} id @param {() => void} refresh @returns {KeyDateLine | undefined} */
function lineOf(id, refresh) {
  const found = id === undefined ? undefined : row(id);
  if (!found?.summary) return undefined;
  const { title, when } = keyDateOf(found);
  return new KeyDateLine(refresh, { id: found.id, title, date: when.text || whenText(when) });
}

export const screens = { "key-dates": keyDatesScreen };
