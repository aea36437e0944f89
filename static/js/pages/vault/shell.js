/**
 * The shell of the vault: what is on screen, and what happens to it when the vault locks.
 *
 * 1. Outside, one of: welcome, open, create, locked. Inside, the screen of the present place under the tabs (`inside.js`, which is
 *    loaded once the door is drawn).
 * 2. On lock each screen closes first (it seals its draft). When the keys go, nothing of it stays in the page, whether or not
 *    the network has let it finish; leaving does the same at once.
 * 3. After an unlock the person is where she was.
 * 4. A move closes the screen left, draws the next, puts the focus on its title and says it.
 * 5. What is under way is said on every screen: a recovery that people asked for (`standing.js`), an erasure (`leaving/under-way.js`).
 *    What can wait (no recovery words) is said on the first screens of the tabs.
 * 6. A screen whose module is not here yet is waited for, unless she goes elsewhere or the vault locks meanwhile.
 */
import { FlowError } from "../../flows/errors.js";
import { onForget, onIdle, session } from "../../flows/session.js";
import { closeDialogs } from "../../ui/dialog.js";
import { errorText } from "../../ui/messages.js";
import { nothing, render } from "../../ui/html.js";
import { t } from "../../ui/i18n.js";
import { clearToasts, failure } from "../../ui/notice.js";
import { coverWhenAway } from "../../ui/cover.js";
import { waiting } from "../../ui/shell.js";
import { entry } from "./entry.js";
import { listen } from "./router.js";

/** @type {"outside" | "loading" | "inside" | "refused"} */
let state = "outside";
/** @type {typeof import("./inside.js") | undefined} */
let inside;
/** @type {{ message: string } | undefined} */
let refusal;
/** @type {number | undefined} seconds before the lock, when it is near */
let lockIn;
let drawing = false;

const outside = entry({ refresh, entered });

/** @param {string} door what was pressed before this was there: open, create, or nothing */
export function start(door) {
  listen();
  coverWhenAway();
  onForget(wipe);
  onIdle((seconds) => {
    lockIn = seconds;
    refresh();
  });
  if (door === "open" || door === "create") outside.to(door);
  takeOver();
  // What does not come now is asked for again when the vault opens.
  loadInside().catch(() => {});
}

/** Draws in the place of the door that came with the page, without moving the focus. */
function takeOver() {
  const focused = [...byId("main").querySelectorAll("button")].findIndex((one) => one === document.activeElement);
  byId("main").replaceChildren();
  draw();
  byId("main").querySelectorAll("button")[focused]?.focus();
}

/** @returns {Promise<typeof import("./inside.js")>} @throws {FlowError} `offline` */
async function loadInside() {
  const found = await import("./inside.js").catch((cause) => {
    throw new FlowError("offline", { cause });
  });
  if (!inside) found.prepare({ refresh, draw });
  inside = found;
  return found;
}

/** The vault has been opened or unlocked: read the catalogue, then the place asked for. */
async function entered() {
  state = "loading";
  refresh();
  try {
    const found = await loadInside();
    if (state === "loading") await found.read();
    if (state !== "loading") return;
    state = "inside";
    found.arrive();
  } catch (error) {
    refusal = { message: errorText(error) };
    state = "refused";
    refresh();
  }
}

/** Rule 2. A lock has closed the screen already, or is still waiting for it; leaving has not. */
function wipe() {
  inside?.forget(session.login === undefined);
  lockIn = undefined;
  state = "outside";
  closeDialogs();
  clearToasts();
  outside.locked();
  draw();
}

/** Several changes in one turn cost one drawing. */
function refresh() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    draw();
  });
}

function draw() {
  // After « Quitter vite » the page is emptied already, and stays so.
  if (!document.getElementById("main")) return;
  const shown = state === "inside" ? inside : undefined;
  const withTabs = Boolean(shown && !shown.isAlone());
  document.body.classList.toggle("with-tabs", withTabs);
  render(shown && withTabs ? shown.navigation() : nothing, byId("bar-tabs"));
  render(shown ? shown.view(lockIn) : content(), byId("main"));
}

/** @param {string} id of a place that the template of the page holds */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

function content() {
  if (state === "loading") return waiting(t("Ouverture de votre coffre…"));
  if (state === "refused" && refusal) return failure(refusal, { label: t("Réessayer"), onClick: () => void entered() });
  return outside.view();
}
