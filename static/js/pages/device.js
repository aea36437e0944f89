/** Entry of the page that keeps the public pages on this device, or takes them away. */
import { canKeep, dropPart, keepPart, keptParts } from "../flows/device-pages.js";
import { t } from "../ui/i18n.js";
import { errorText } from "../ui/messages.js";

/** @param {string} id @returns {HTMLElement} of the template */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

async function draw() {
  const kept = canKeep() && (await keptParts()).includes("pages");
  byId("device-none").hidden = canKeep();
  byId("device-off").hidden = !canKeep() || kept;
  byId("device-on").hidden = !kept;
}

/** @param {string} button @param {() => Promise<void>} act @param {() => string} during @param {() => string} done */
function wire(button, act, during, done) {
  byId(button).addEventListener("click", () => void run(button, act, during(), done));
}

/** @param {string} button @param {() => Promise<void>} act @param {string} during @param {() => string} done */
async function run(button, act, during, done) {
  const pressed = /** @type {HTMLButtonElement} */ (byId(button));
  pressed.disabled = true;
  byId("device-state").textContent = during;
  try {
    await act();
    byId("device-state").textContent = done();
  } catch (error) {
    byId("device-state").textContent = errorText(error);
  }
  pressed.disabled = false;
  await draw();
}

wire("device-keep", () => keepPart("pages"), () => t("Les pages arrivent…"), () => t("C’est fait. Vous pouvez couper le réseau et essayer."));
wire("device-drop", () => dropPart("pages"), () => t("Un instant…"), () => t("Retirées. Cet appareil ne garde plus ces pages."));
await draw();
