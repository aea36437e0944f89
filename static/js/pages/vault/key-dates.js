/** Key dates: added in one line, corrected in one line. */
import { onChange, row } from "../../flows/catalogue.js";
import { parseWhen, whenText } from "../../flows/dates.js";
import { list, save } from "../../flows/key-dates.js";
import { t } from "../../ui/i18n.js";
import { keyDatesView } from "../../ui/key-dates.js";
import { errorText } from "../../ui/messages.js";
import { understood } from "./around.js";
import { toTrash } from "./item-actions.js";
import { saySaved } from "./saving.js";

/** @typedef {{ id?: string, title: string, date: string, busy: boolean, error: string }} Typed */
/** @typedef {import("../../flows/dates.js").When} When */

/** @returns {Typed} */
const blank = () => ({ title: "", date: "", busy: false, error: "" });

/** @type {import("./screens.js").MakeScreen} */
function keyDatesScreen({ place, refresh }) {
  let adding = blank();
  let editing = typedOf(place.id);
  /** @type {{ message: string } | undefined} */
  let error;
  const stop = onChange(refresh);

  /** @param {Typed} typed @param {() => void} then */
  async function keep(typed, then) {
    const { id, title, date } = typed;
    Object.assign(typed, { busy: true, error: "" });
    refresh();
    try {
      await save({ ...(id ? { id } : {}), title, when: parseWhen(date) });
      then();
      saySaved();
    } catch (caught) {
      Object.assign(typed, { busy: false, error: errorText(caught) });
    }
    refresh();
  }

  /** @param {string} id */
  async function drop(id) {
    error = undefined;
    await toTrash(id).catch((caught) => { error = { message: errorText(caught) }; });
    refresh();
  }

  /** @param {Typed | undefined} typed @param {{ title?: string, date?: string }} change */
  function change(typed, change) {
    if (typed) Object.assign(typed, change, { error: "" });
    refresh();
  }

  const view = () => keyDatesView({
    dates: list().map(({ id, summary }) => ({ id, title: String(summary?.title), whenText: whenText(/** @type {any} */ (summary).when) })),
    adding: shown(adding), editing: editing?.id ? { ...shown(editing), id: editing.id } : undefined, error,
    onAdding: (typed) => change(adding, typed), onAdd: () => void keep(adding, () => { adding = blank(); }),
    onEdit: (id) => { editing = typedOf(id); refresh(); }, onEditing: (typed) => change(editing, typed),
    onKeep: () => editing && void keep(editing, () => { editing = undefined; }), onDrop: (id) => void drop(id),
  });
  return { title: t("Grandes dates"), tab: "journal", backTo: "journal", narrow: true, view, close: stop };
}

/** @param {Typed} typed */
const shown = ({ title, date, busy, error }) => ({ title, date, busy, error, understood: understood(date) });

/** @param {string | undefined} id @returns {Typed | undefined} */
function typedOf(id) {
  const { title, when } = /** @type {{ title: string, when: When }} */ (/** @type {unknown} */ ((id && row(id)?.summary) ?? {}));
  return id && when ? { ...blank(), id, title, date: when.text || whenText(when) } : undefined;
}

export const screens = { "key-dates": keyDatesScreen };
