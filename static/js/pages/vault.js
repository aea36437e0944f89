/**
 * Entry of the vault page: the one address under which everything private happens.
 *
 * 1. The door's first screen comes with the page (`templates/vault/app.html`) and is seen before any script. This module imports
 *    nothing, so that it is there with it: what is pressed meanwhile is done as soon as the door is there.
 * 2. A browser that lacks something goes to the page that says which ones do.
 * 3. The sheets of what is behind the door come after it was painted.
 * 4. What does not come is said, with a way to ask again.
 */
let wanted = "";
const door = document.getElementById("door");
door?.addEventListener("click", remember);

/** Rule 1. @param {Event} event */
function remember({ target }) {
  const button = target instanceof Element ? target.closest("button") : null;
  if (!button) return;
  for (const other of door?.querySelectorAll("button") ?? []) other.removeAttribute("aria-busy");
  button.setAttribute("aria-busy", "true");
  wanted = button.value;
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = door?.dataset["wait"] ?? "";
}

/** Rule 3. */
function dress() {
  for (const link of document.querySelectorAll("link[data-later]")) link.setAttribute("rel", "stylesheet");
}

async function begin() {
  const shell = import("./vault/shell.js");
  shell.catch(() => {});
  const { missingFeatures } = await import("../flows/support.js");
  if ((await missingFeatures()).length > 0) return window.location.replace("/navigateur");
  const { start } = await shell;
  dress();
  start(wanted);
}

begin().catch(() => {
  document.getElementById("door-failed")?.removeAttribute("hidden");
});
