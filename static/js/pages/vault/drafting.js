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

/** @typedef {{ kind: "event" | "evidence" | "contact" | "timeline" | "heap", target: string | null, body: () => object, refresh: () => void }} Props target: the item edited, null for a new one */

/** Drafts on their way: a list that is shown meanwhile waits for them. @type {Set<Promise<unknown>>} */
const leaving = new Set();

export class Drafting {
  /** What is said of it beside the buttons. */
  text = "";
  #props;
  #id = newId();
  #dirty = false;
  #sent = false;
  #over = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Props} props */
  constructor(props) {
    this.#props = props;
  }

  /** Something was typed. */
  touch() {
    if (this.#over) return;
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), PAUSE);
  }

  /** Send what was typed since the last time, if anything. */
  async keep() {
    const { kind, target, body, refresh } = this.#props;
    clearTimeout(this.#timer);
    if (!this.#dirty || this.#over) return;
    [this.#dirty, this.#sent] = [false, true];
    try {
      await noted(keepDraft(kind, { target, ...body() }, this.#id));
      this.text = this.#dirty ? "" : t("Brouillon gardé, chiffré");
    } catch (error) {
      this.text = errorCode(error) === "offline" ? t("Brouillon gardé dans cette page, en attente du réseau") : errorText(error);
    }
    refresh();
  }

  /** @returns {Promise<import("../../flows/drafts.js").Draft | undefined>} the draft that this form goes on with; none when it cannot be had now */
  async restore() {
    const { kind, target } = this.#props;
    const all = await drafts().catch(() => []);
    const found = all.find((draft) => draft.kind === kind && draft.body?.target === target);
    if (!found || this.#dirty || this.#over) return undefined;
    [this.#id, this.#sent] = [found.id, true];
    return found;
  }

  /** Thrown away, or no longer needed. */
  async drop() {
    clearTimeout(this.#timer);
    this.#over = true;
    if (this.#sent) await dropDraft(this.#id);
  }

  /** Thrown away, if she is sure, to begin again with an empty form. @returns {Promise<boolean>} false when she keeps it */
  async again() {
    const agreed = await confirmDialog({
      title: t("Effacer ce brouillon ?"), text: t("Ce qui est écrit ici sera perdu. Ce qui est déjà enregistré n’est pas touché."),
      confirm: t("Effacer"), cancel: t("Le garder"), tone: "end",
    });
    if (!agreed) return false;
    await this.drop();
    [this.#id, this.text, this.#dirty, this.#sent, this.#over] = [newId(), "", false, false, false];
    this.#props.refresh();
    return true;
  }
}

/** @template T @param {Promise<T>} sent @returns {Promise<T>} */
function noted(sent) {
  leaving.add(sent);
  const rest = () => void leaving.delete(sent);
  sent.then(rest, rest);
  return sent;
}

/**
 * The drafts of some kinds, for a list to offer.
 *
 * @param {...import("../../flows/drafts.js").DraftKind} kinds
 * @returns {Promise<{ kind: string, target: string | null, at: string, body: any }[]>} newest first; none when they cannot be had now
 */
export async function draftsOf(...kinds) {
  try {
    await Promise.allSettled(leaving);
    const found = (await drafts()).filter(({ kind, body }) => kinds.includes(kind) && body);
    return found.map(({ kind, at, body }) => ({ kind, target: body.target ?? null, at, body }));
  } catch {
    return [];
  }
}
