/**
 * The shell of the vault: what is on screen, and what happens to it when the vault locks.
 *
 * 1. Outside, one of: welcome, open, create, locked. Inside, the screen of the present place under the tabs.
 * 2. On lock each screen closes first (it seals its draft). When the keys go, nothing of it stays in the page, whether or not
 *    the network has let it finish; leaving does the same at once.
 * 3. After an unlock the person is where she was.
 * 4. A move closes the screen left, draws the next, puts the focus on its title and says it.
 * 5. What is under way is said on every screen: a recovery that people asked for (`standing.js`), an erasure (`leaving/under-way.js`).
 *    What can wait (no recovery words) is said on the first screens of the tabs.
 * 6. A screen whose module is not here yet is waited for, unless she goes elsewhere or the vault locks meanwhile.
 */
import { loadCatalogue, refreshIfOld, onChange } from "../../flows/catalogue.js";
import { onForget, onIdle, onLock, session } from "../../flows/session.js";
import { closeDialogs } from "../../ui/dialog.js";
import { errorText } from "../../ui/messages.js";
import { html, nothing, render } from "../../ui/html.js";
import { t } from "../../ui/i18n.js";
import { clearToasts, failure } from "../../ui/notice.js";
import { places, shellView, tools, waiting } from "../../ui/shell.js";
import { entry } from "./entry.js";
import { erasuresShown, lookIfOld } from "./leaving/under-way.js";
import { followLooks } from "./looks.js";
import { askFresh } from "./fresh.js";
import { back, current, go, listen, onPlace, replace } from "./router.js";
import { loadScreen, loadScreens, screenAt } from "./screens.js";
import { standing } from "./standing.js";

const TABS = [
  { name: "journal", icon: "journal", label: () => t("Journal") },
  { name: "evidence", icon: "files", label: () => t("Pièces") },
  { name: "timelines", icon: "thread", label: () => t("Frises") },
  { name: "contacts", icon: "people", label: () => t("Contacts") },
  { name: "shares", icon: "share", label: () => t("Partages") },
];

/** @type {"outside" | "loading" | "inside" | "refused"} */
let state = "outside";
/** @type {import("./screens.js").Screen | undefined} */
let screen;
/** @type {{ message: string } | undefined} */
let refusal;
/** @type {number | undefined} seconds before the lock, when it is near */
let lockIn;
let drawing = false;

const outside = entry({ refresh, entered });

export function start() {
  byId("main").replaceChildren();
  listen();
  onPlace(show);
  onLock(() => screen?.close?.());
  onForget(wipe);
  followLooks();
  onIdle((seconds) => {
    lockIn = seconds;
    refresh();
  });
  onChange(refresh);
  refresh();
}

/** The vault has been opened or unlocked: read the catalogue, then the place asked for. */
async function entered() {
  state = "loading";
  refresh();
  try {
    await loadCatalogue();
    // The last rows were a task of their own; drawing is the next, so that neither holds up the page for long.
    await new Promise((resolve) => setTimeout(resolve));
    if (state !== "loading") return;
    state = "inside";
    show(current());
    void loadScreens();
  } catch (error) {
    refusal = { message: errorText(error) };
    state = "refused";
    refresh();
  }
}

/** @param {import("./router.js").Place} place */
function show(place) {
  if (state !== "inside") return;
  void screen?.close?.();
  screen = undefined;
  const make = screenAt(place.name);
  if (make) arrive(place, make);
  else void arriveLater(place);
}

/** Rule 6. @param {import("./router.js").Place} place */
async function arriveLater(place) {
  draw();
  const make = await loadScreen(place.name).catch(() => unreached);
  if (state === "inside" && current() === place && !screen) arrive(place, make);
}

/** @type {import("./screens.js").MakeScreen} */
function unreached({ place, replace: again }) {
  const error = { message: errorText({ code: "offline" }) };
  return { title: t("Pas de connexion"), view: () => failure(error, { label: t("Réessayer"), onClick: () => again({ ...place }) }) };
}

/** @param {import("./router.js").Place} place @param {import("./screens.js").MakeScreen} make */
function arrive(place, make) {
  screen = make({ place, refresh, go, replace, back, fresh: askFresh });
  draw();
  refreshIfOld();
  lookIfOld(refresh);
  window.scrollTo(0, 0);
  document.querySelector("h1")?.focus();
}

/** Rule 2. A lock has closed the screen already, or is still waiting for it; leaving has not. */
function wipe() {
  if (session.login === undefined) void screen?.close?.();
  screen = undefined;
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
  const inside = state === "inside" && !screen?.alone;
  document.body.classList.toggle("with-tabs", inside);
  render(inside ? navigation() : nothing, byId("bar-tabs"));
  render(content(), byId("main"));
}

/** @param {string} id of a place that the template of the page holds */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

function content() {
  if (state === "loading") return waiting(t("Ouverture de votre coffre…"));
  if (state === "refused" && refusal) return failure(refusal, { label: t("Réessayer"), onClick: () => void entered() });
  if (state !== "inside") return outside.view();
  if (!screen) return waiting(t("Un instant…"));
  const notices = screen.alone ? undefined : standing({ tab: screen.backTo ? "" : (screen.tab ?? ""), refresh, go });
  const above = screen.alone ? undefined : erasuresShown({ refresh, go });
  return shellView({ ...screen, above, notices, content: screen.view(), onBack: back, backLabel: backLabel(screen), lockIn });
}

/** @param {import("./screens.js").Screen} shown */
function backLabel(shown) {
  return TABS.find((tab) => tab.name === shown.backTo)?.label() ?? (shown.backTo === "more" ? t("Réglages") : t("Retour"));
}

function navigation() {
  const items = TABS.map(({ name, icon, label }) => ({ name, icon, label: label() }));
  const onGo = (/** @type {string} */ name) => go({ name });
  return html`${places({ items, current: screen?.tab, onGo })}${tools({ current: screen?.tab, onGo })}`;
}
