/**
 * What is being typed in one form, kept sealed as it is typed.
 *
 * 1. A second and a half after the last key the draft is sealed and sent; at a lock or when she goes elsewhere, at once.
 * 2. A form finds the newest draft of its own kind and item again: after a lock, a closed tab, on another device.
 * 3. Once the item is kept, or the draft thrown away, nothing sends it any more.
 */
import { drafts, dropDraft, keepDraft } from "../../flows/drafts.js";
import { newId } from "../../flows/items.js";
import { confirmDialog } from "../../ui/dialog.js";
import { errorCode, errorText } from "../../ui/messages.js";
import { t } from "../../ui/i18n.js";

/** Milliseconds after the last key. */
const PAUSE = 1500;

/** @typedef {{ kind: "event" | "evidence" | "contact" | "timeline", target: string | null, body: () => object, refresh: () => void }} Props target: the item edited, null for a new one */

/** @param {Props} props */
export function drafting({ kind, target, body, refresh }) {
  let id = newId();
  let text = "";
  let dirty = false;
  let sent = false;
  let over = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function touch() {
    if (over) return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), PAUSE);
  }

  async function keep() {
    clearTimeout(timer);
    if (!dirty || over) return;
    [dirty, sent] = [false, true];
    try {
      await keepDraft(kind, { target, ...body() }, id);
      text = dirty ? "" : t("Brouillon gardé, chiffré");
    } catch (error) {
      text = errorCode(error) === "offline" ? t("Brouillon gardé dans cette page, en attente du réseau") : errorText(error);
    }
    refresh();
  }

  /** @returns {Promise<import("../../flows/drafts.js").Draft | undefined>} the draft that this form goes on with */
  async function restore() {
    const found = (await drafts()).find((draft) => draft.kind === kind && draft.body?.target === target);
    if (!found || dirty || over) return undefined;
    [id, sent] = [found.id, true];
    return found;
  }

  /** Thrown away, or no longer needed. */
  async function drop() {
    clearTimeout(timer);
    over = true;
    if (sent) await dropDraft(id);
  }

  /** Thrown away, if she is sure, to begin again with an empty form. @returns {Promise<boolean>} false when she keeps it */
  async function again() {
    const agreed = await confirmDialog({
      title: t("Effacer ce brouillon ?"), text: t("Ce qui est écrit ici sera perdu. Ce qui est déjà enregistré n’est pas touché."),
      confirm: t("Effacer"), cancel: t("Le garder"), tone: "end",
    });
    if (!agreed) return false;
    await drop();
    [id, text, dirty, sent, over] = [newId(), "", false, false, false];
    refresh();
    return true;
  }

  return { touch, keep, restore, drop, again, get text() { return text; }, get dirty() { return dirty; } };
}

/**
 * The drafts of one kind, for the list of that kind to offer.
 *
 * @param {string} kind
 * @returns {Promise<{ target: string | null, at: string, body: any }[]>} newest first; none when they cannot be had now
 */
export async function draftsOf(kind) {
  try {
    const found = (await drafts()).filter((draft) => draft.kind === kind && draft.body);
    return found.map(({ at, body }) => ({ target: body.target ?? null, at, body }));
  } catch {
    return [];
  }
}
