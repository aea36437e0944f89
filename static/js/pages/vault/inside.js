/**
 * The screens of an open vault, and the way from one to the next (rules 3 to 6 of `shell.js`). Loaded behind the door.
 */
import { loadCatalogue, onChange, refreshIfOld } from "../../flows/catalogue.js";
import { onLock } from "../../flows/session.js";
import { errorText } from "../../ui/messages.js";
import { html } from "../../ui/html.js";
import { t } from "../../ui/i18n.js";
import { failure } from "../../ui/notice.js";
import { places, shellView, tools, waiting } from "../../ui/shell.js";
import { followDevice } from "./device-standing.js";
import { askFresh } from "./fresh.js";
import { erasuresShown, lookIfOld } from "./leaving/under-way.js";
import { followLooks } from "./looks.js";
import { back, current, go, onPlace, replace } from "./router.js";
import { loadScreen, loadScreens, screenAt } from "./screens.js";
import { standing } from "./standing.js";

const TABS = [
  { name: "journal", icon: "journal", label: () => t("Journal") },
  { name: "evidence", icon: "files", label: () => t("Pièces") },
  { name: "timelines", icon: "thread", label: () => t("Frises") },
  { name: "contacts", icon: "people", label: () => t("Contacts") },
  { name: "shares", icon: "share", label: () => t("Partages") },
];

/** @type {import("./screens.js").Screen | undefined} */
let screen;
let isOpen = false;
/** @type {{ refresh: () => void, draw: () => void }} */
let shell;

/** Once a page. @param {typeof shell} given */
export function prepare(given) {
  shell = given;
  onPlace(show);
  onLock(close);
  followLooks();
  followDevice(shell.refresh);
  onChange(shell.refresh);
}

/** The catalogue is read; `arrive` draws it. @throws what `loadCatalogue` throws */
export async function read() {
  await loadCatalogue();
  // The last rows were a task of their own; drawing is the next, so that neither holds up the page for long.
  await new Promise((resolve) => setTimeout(resolve));
}

/** Rule 3, and the other screens behind it. */
export function arrive() {
  isOpen = true;
  show(current());
  // After the first drawing, not in the same task.
  setTimeout(() => void loadScreens());
}

/** The keys are gone, and with them what was on screen. @param {boolean} closing the screen has not been closed yet */
export function forget(closing) {
  if (closing) void close();
  [screen, isOpen] = [undefined, false];
}

/** A form that must not be wandered off from: no tabs. */
export const isAlone = () => Boolean(screen?.alone);

/** @param {number | undefined} lockIn seconds before the lock, when it is near */
export function view(lockIn) {
  if (!screen) return waiting(t("Un instant…"));
  const notices = screen.alone ? undefined : standing({ tab: screen.backTo ? "" : (screen.tab ?? ""), refresh: shell.refresh, go });
  const above = screen.alone ? undefined : erasuresShown({ refresh: shell.refresh, go });
  return shellView({ ...screen, above, notices, content: screen.view(), onBack: back, backLabel: backLabel(screen), lockIn });
}

export function navigation() {
  const items = TABS.map(({ name, icon, label }) => ({ name, icon, label: label() }));
  const onGo = (/** @type {string} */ name) => go({ name });
  return html`${places({ items, current: screen?.tab, onGo })}${tools({ current: screen?.tab, onGo })}`;
}

const close = () => screen?.close?.();

/** @param {import("./router.js").Place} place */
function show(place) {
  if (!isOpen) return;
  void close();
  screen = undefined;
  const make = screenAt(place.name);
  if (make) put(place, make);
  else void putLater(place);
}

/** Rule 6. @param {import("./router.js").Place} place */
async function putLater(place) {
  shell.draw();
  const make = await loadScreen(place.name).catch(() => unreached);
  if (isOpen && current() === place && !screen) put(place, make);
}

/** @type {import("./screens.js").MakeScreen} */
function unreached({ place, replace: again }) {
  const error = { message: errorText({ code: "offline" }) };
  return { title: t("Pas de connexion"), view: () => failure(error, { label: t("Réessayer"), onClick: () => again({ ...place }) }) };
}

/** @param {import("./router.js").Place} place @param {import("./screens.js").MakeScreen} make */
function put(place, make) {
  screen = make({ place, refresh: shell.refresh, go, replace, back, fresh: askFresh });
  shell.draw();
  refreshIfOld();
  lookIfOld(shell.refresh);
  window.scrollTo(0, 0);
  document.querySelector("h1")?.focus();
}

/** @param {import("./screens.js").Screen} shown */
function backLabel(shown) {
  return TABS.find((tab) => tab.name === shown.backTo)?.label() ?? (shown.backTo === "more" ? t("Réglages") : t("Retour"));
}
