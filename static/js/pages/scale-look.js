/** Answers being given to the landmark, for the public page and for the vault. They live as long as what shows them. */
import { outcome, worded } from "../flows/reading-scale.js";
import { markOf, t } from "../ui/i18n.js";
import { announce } from "../ui/notice.js";
import { scaleOutcome } from "../ui/scale-outcome.js";
import { scaleForm } from "../ui/scale.js";

/** @typedef {import("../flows/reading-scale.js").Answer} Answer */
/** @typedef {import("../flows/reading-scale.js").Scale} Scale */

/**
 * @typedef {object} How
 * @property {() => void} refresh
 * @property {() => import("../ui/html.js").Content} [more] what follows the outcome
 * @property {boolean} [steps] lead on to other pages; not from the vault, which leaving a page would lock
 */

export class ScaleLook {
  /** @type {Record<string, Answer>} */
  answers = {};
  /** @type {import("../flows/reading-scale.js").Audience} */
  audience = "person";
  #scale;
  #how;
  #ended = false;

  /** @param {Scale} scale @param {How} how */
  constructor(scale, how) {
    this.#scale = scale;
    this.#how = how;
  }

  view() {
    return this.#ended ? this.#outcome() : this.#form();
  }

  #form() {
    const { levels, sentences } = this.#scale;
    const parts = levels.map((level) => ({
      level, sentences: sentences.filter((one) => one.level === level.id).map((one) => worded(this.#scale, one, this.audience)),
    }));
    return scaleForm({
      parts, answers: this.answers, audience: this.audience, mark: markOf(this.#scale.language),
      onAudience: (audience) => {
        this.audience = audience;
        this.#how.refresh();
      },
      onAnswer: (id, answer) => this.#answer(id, answer), onFinish: () => this.#turn(true), onClear: () => this.#clear(),
    });
  }

  #outcome() {
    const { more, steps } = this.#how;
    return scaleOutcome({
      found: outcome(this.#scale, this.answers, this.audience), scale: this.#scale, mark: markOf(this.#scale.language), more: more?.(), steps,
      onBack: () => this.#turn(false), onClear: () => this.#clear(),
    });
  }

  /** @param {string} id @param {Answer | null} answer null: passed over */
  #answer(id, answer) {
    const { [id]: _before, ...others } = this.answers;
    this.answers = answer === null ? others : { ...others, [id]: answer };
    this.#how.refresh();
    const critical = this.#scale.sentences.some((one) => one.id === id && one.critical);
    if (answer === "yes" && critical) announce(t("De l’aide est affichée juste après cette phrase."));
  }

  #clear() {
    this.answers = {};
    this.#turn(false);
    announce(t("Tout est effacé."));
  }

  /** @param {boolean} ended */
  #turn(ended) {
    this.#ended = ended;
    this.#how.refresh();
    const first = document.getElementById("first-help") ?? document.getElementById("outcome") ?? document.querySelector("h1");
    if (!(first instanceof HTMLElement)) return;
    first.tabIndex = -1;
    first.focus();
    first.scrollIntoView({ block: "start" });
  }
}
