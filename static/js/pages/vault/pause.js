/** The pause above an item that is heavy to read: offered once, gone with the next press or the next screen. */
import { onMarks } from "../../flows/heavy.js";
import { lock } from "../../flows/session.js";
import { heavySeen, takePause } from "../../flows/sitting.js";
import { onHeavyShown } from "../../ui/blurred.js";
import { nothing } from "../../ui/html.js";
import { announce } from "../../ui/notice.js";
import { t } from "../../ui/i18n.js";
import { pauseView } from "../../ui/pause.js";

export class Pause {
  #context;
  /** @type {string[] | undefined} what was heavy, while a pause is offered */
  #items;

  #stop = () => {};

  /** @param {import("./screens.js").Context} context @param {{ pictures?: boolean }} [shown] pictures: the item is one, heavy when it is unveiled */
  constructor(context, { pictures = false } = {}) {
    this.#context = context;
    if (!pictures) return;
    this.#stop = onMarks(context.refresh);
    onHeavyShown(() => this.heavy(context.place.id ?? ""));
  }

  /** Something heavy is on this screen. @param {string} id of the item */
  heavy(id) {
    heavySeen(id);
    const items = takePause();
    if (!items) return;
    this.#items = items;
    announce(t("Une pause vous est proposée, en haut de la page."));
    this.#context.refresh();
  }

  #goOn() {
    this.#items = undefined;
    this.#context.refresh();
    document.querySelector("h1")?.focus();
  }

  close() {
    this.#stop();
  }

  view() {
    const ids = this.#items;
    if (!ids) return nothing;
    // A lock seals the drafts first.
    return pauseView({ onGoOn: () => this.#goOn(), onStop: () => void lock(), onReread: () => this.#context.go({ name: "share-new", ids, why: "reread" }) });
  }
}
