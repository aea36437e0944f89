/**
 * Pictures that stay blurred until they are asked for, one by one.
 *
 *  1. All of them where the owner wished it: somebody may be looking over her shoulder.
 *  2. Those that she marked as hard to see, always, and for whoever she shows them to.
 *  3. The address of a picture is made anew each time its screen is opened, and what was shown then is blurred again.
 */
import { html, icon, keyed, nothing } from "./html.js";
import { t } from "./i18n.js";

let isOn = false;
/** @type {Set<string>} addresses */
const shown = new Set();
/** @type {(address: string) => void} */
let told = () => {};

/** Called when a picture that is hard to see is shown. @param {(address: string) => void} fn */
export function onHeavyShown(fn) {
  told = fn;
}

/** @param {boolean} on */
export function blurPictures(on) {
  if (on !== isOn) shown.clear();
  isOn = on;
}

/**
 * @param {string} address of the picture
 * @param {import("./html.js").Content} picture
 * @param {string} name what the button says it shows
 * @param {boolean} [heavy] rule 2
 */
export function blurred(address, picture, name, heavy = false) {
  if (!(isOn || heavy) || shown.has(address)) return picture;
  const label = heavy ? t("Image difficile : montrer {name}", { name }) : t("Montrer {name}", { name });
  // Keyed: what is revealed below is this picture, and never another that takes its place.
  return keyed(address, html`<span class="blurred-frame blurred">${picture}<button type="button" class="btn icon-only unblur" @click=${reveal(address, heavy)}>${icon("eye", label)}${heavy ? html`<span class="veil-word" aria-hidden="true">${t("Image difficile")}</span>` : nothing}</button></span>`);
}

/** @param {string} address @param {boolean} heavy */
function reveal(address, heavy) {
  return (/** @type {Event} */ event) => {
    shown.add(address);
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.parentElement?.classList.remove("blurred");
    button.hidden = true;
    if (heavy) told(address);
  };
}
