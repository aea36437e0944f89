/**
 * Asking for items to be erased.
 *
 *  1. The dialog names the live shares that still show them, before anything is done; those chosen end first.
 *  2. After thirty days of trash they are erased at once. Before, she waits three days, or gives her words of rescue.
 *  3. Words younger than three days do not take the waiting away: then it waits as if without them, and says so.
 */
import { askErasure, isAtOnce } from "../../../flows/erasures.js";
import { erase } from "../../../flows/items.js";
import { phraseState } from "../../../flows/settings.js";
import { endShare, sharesWith } from "../../../flows/shares.js";
import { openDialog } from "../../../ui/dialog.js";
import { eraseBody } from "../../../ui/erasing.js";
import { formatDate, t, tn } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { TypedWords } from "./words.js";

/** @param {{ ids: string[], ripe: boolean }} what ripe: all of them have had their thirty days @returns {Promise<void>} once the dialog has gone */
export async function eraseDialog({ ids, ripe }) {
  const asking = new Asking(ids, ripe);
  await asking.closed();
}

class Asking {
  /** @type {string[]} */
  #ids;
  /** @type {boolean} */
  #ripe;
  /** @type {import("../../../ui/erasing.js").LiveShare[] | undefined} */
  #shares;
  /** @type {Set<string>} */
  #ending = new Set();
  /** @type {import("../../../ui/erasing.js").Moment} */
  #moment = "wait";
  #busy = false;
  /** @type {{ message: string } | undefined} */
  #error;
  #words = new TypedWords(() => this.#redraw());
  #dialog;

  /** @param {string[]} ids @param {boolean} ripe */
  constructor(ids, ripe) {
    [this.#ids, this.#ripe] = [ids, ripe];
    this.#dialog = openDialog(this.#props());
    void this.#look();
  }

  async closed() {
    await this.#dialog.closed;
    this.#words.forget();
  }

  #redraw() {
    this.#dialog.update(this.#props());
  }

  async #look() {
    try {
      const entries = await sharesWith(this.#ids);
      this.#shares = entries.map(({ id, label, not_after: until }) => ({ id, label, until }));
    } catch (error) {
      this.#error = { message: errorText(error) };
    }
    this.#redraw();
  }

  #props() {
    return {
      title: tn("Effacer pour de bon ?", "Effacer {n} éléments pour de bon ?", this.#ids.length),
      body: eraseBody({
        ripe: this.#ripe, shares: this.#shares, ending: this.#ending, moment: this.#moment, hasWords: hasWords(), words: this.#words.props(), error: this.#error,
        onEnd: (id, end) => this.#end(id, end), onMoment: (moment) => this.#choose(moment),
      }),
      actions: [
        { label: t("Annuler") },
        { label: this.#label(), tone: /** @type {const} */ ("end"), disabled: this.#busy || !this.#shares, onClick: () => this.#confirm() },
      ],
    };
  }

  #label() {
    if (this.#busy) return t("Un instant…");
    return this.#ripe || this.#moment === "now" ? t("Effacer maintenant") : t("Demander l’effacement");
  }

  /** @param {string} id @param {boolean} end */
  #end(id, end) {
    if (end) this.#ending.add(id);
    else this.#ending.delete(id);
    this.#redraw();
  }

  /** @param {import("../../../ui/erasing.js").Moment} moment */
  #choose(moment) {
    this.#moment = moment;
    if (moment !== "now") this.#words.forget();
    this.#redraw();
  }

  async #confirm() {
    [this.#busy, this.#error] = [true, undefined];
    this.#redraw();
    try {
      for (const id of this.#ending) await endShare(id); // 1
      await this.#erase();
      return true;
    } catch (error) {
      [this.#busy, this.#error] = [false, { message: errorText(error) }];
      this.#redraw();
      return false;
    }
  }

  async #erase() {
    if (this.#ripe) return this.#now(); // 2
    const phrase = this.#moment === "now" ? { phrase: this.#words.value } : {};
    const asked = await askErasure({ items: this.#ids, ...phrase });
    if (!asked) return;
    if (this.#moment === "now" && isAtOnce(asked.readyAt)) return this.#now();
    const date = formatDate(asked.readyAt, "moment");
    toast(this.#moment === "now" ? t("Vos mots de secours sont trop récents : l’effacement attend le {date}.", { date }) : t("Demandé. L’effacement sera possible le {date}.", { date })); // 3
  }

  async #now() {
    await erase(this.#ids);
    toast(t("Effacé."));
  }
}

/** Whether the vault has words of rescue that its owner may give. */
export function hasWords() {
  return phraseState() === "checked" || phraseState() === "unchecked";
}
