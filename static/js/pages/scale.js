/** Entry of the landmark: the sentences come with the page, the answers live in this tab alone and end with it. */
import { outcome, worded } from "../flows/reading-scale.js";
import { render } from "../ui/html.js";
import { t } from "../ui/i18n.js";
import { announce } from "../ui/notice.js";
import { scaleOutcome } from "../ui/scale-outcome.js";
import { scaleForm } from "../ui/scale.js";

/** @typedef {import("../flows/reading-scale.js").Answer} Answer */

class Landmark {
  #place;
  #scale;
  /** @type {Record<string, Answer>} */
  #answers = {};
  /** @type {import("../flows/reading-scale.js").Audience} */
  #audience = "person";
  #ended = false;

  /** @param {HTMLElement} place @param {import("../flows/reading-scale.js").Scale} scale */
  constructor(place, scale) {
    this.#place = place;
    this.#scale = scale;
  }

  draw() {
    render(this.#ended ? this.#outcome() : this.#form(), this.#place);
  }

  #form() {
    const { levels, sentences } = this.#scale;
    const parts = levels.map((level) => ({
      level, sentences: sentences.filter((one) => one.level === level.id).map((one) => worded(this.#scale, one, this.#audience)),
    }));
    return scaleForm({
      parts, answers: this.#answers, audience: this.#audience,
      onAudience: (audience) => {
        this.#audience = audience;
        this.draw();
      },
      onAnswer: (id, answer) => this.#answer(id, answer), onFinish: () => this.#turn(true), onClear: () => this.#clear(),
    });
  }

  #outcome() {
    const found = outcome(this.#scale, this.#answers, this.#audience);
    return scaleOutcome({ found, scale: this.#scale, onBack: () => this.#turn(false), onClear: () => this.#clear() });
  }

  /** @param {string} id @param {Answer | null} answer null: passed over */
  #answer(id, answer) {
    const { [id]: _before, ...others } = this.#answers;
    this.#answers = answer === null ? others : { ...others, [id]: answer };
    this.draw();
    const critical = this.#scale.sentences.some((one) => one.id === id && one.critical);
    if (answer === "yes" && critical) announce(t("De l’aide est affichée juste après cette phrase."));
  }

  #clear() {
    this.#answers = {};
    this.#turn(false);
    announce(t("Tout est effacé."));
  }

  /** @param {boolean} ended */
  #turn(ended) {
    this.#ended = ended;
    this.draw();
    const first = document.getElementById("first-help") ?? document.getElementById("outcome") ?? document.getElementById("scale-title");
    first?.focus();
    first?.scrollIntoView({ block: "start" });
  }
}

const place = document.getElementById("scale");
const content = place?.dataset["content"];
if (place && content) {
  place.replaceChildren();
  new Landmark(place, JSON.parse(content)).draw();
}
