/**
 * Pictures that stay blurred until they are asked for, one by one, where the owner wished it: somebody may be looking over her
 * shoulder. The address of a picture is made anew each time its screen is opened, and what was shown then is blurred again.
 */
import { html, icon, keyed } from "./html.js";
import { t } from "./i18n.js";

let isOn = false;
/** @type {Set<string>} addresses */
const shown = new Set();

/** @param {boolean} on */
export function blurPictures(on) {
  if (on !== isOn) shown.clear();
  isOn = on;
}

/**
 * @param {string} address of the picture
 * @param {import("./html.js").Content} picture
 * @param {string} name what the button says it shows
 */
export function blurred(address, picture, name) {
  if (!isOn || shown.has(address)) return picture;
  // Keyed: what is revealed below is this picture, and never another that takes its place.
  return keyed(address, html`<span class="blurred-frame blurred">${picture}<button type="button" class="btn icon-only unblur" @click=${reveal(address)}>${icon("eye", t("Montrer {name}", { name }))}</button></span>`);
}

/** @param {string} address */
function reveal(address) {
  return (/** @type {Event} */ event) => {
    shown.add(address);
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.parentElement?.classList.remove("blurred");
    button.hidden = true;
  };
}
