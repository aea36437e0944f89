/**
 * Taking the vault along, and bringing one back. What runs goes on while she moves inside the vault, and ends with it.
 */
import { rows } from "../../flows/catalogue.js";
import { exportVault } from "../../flows/export.js";
import { importVault } from "../../flows/import.js";
import { onForget } from "../../flows/session.js";
import { confirmDialog } from "../../ui/dialog.js";
import { t, tn } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { portabilityView } from "../../ui/portability.js";

/** Milliseconds between two drawings of the progress. */
const DRAWN_EACH = 200;

/** @type {{ kind: "export" | "import", done: number, total: number, stop: AbortController } | undefined} */
let work;
/** @type {{ message: string } | undefined} */
let error;
let done = "";
let drawnAt = 0;
/** Draws the screen, while it is shown. */
let redraw = () => {};

/** @param {{ done: number, total: number }} step */
function advance(step) {
  if (work) Object.assign(work, step);
  if (performance.now() - drawnAt < DRAWN_EACH) return;
  drawnAt = performance.now();
  redraw();
}

/**
 * @param {"export" | "import"} kind
 * @param {(options: { onProgress: typeof advance, signal: AbortSignal }) => Promise<string>} act says what was done
 */
async function run(kind, act) {
  if (work) return;
  const mine = { kind, done: 0, total: 0, stop: new AbortController() };
  [work, error, done] = [mine, undefined, ""];
  redraw();
  try {
    const said = await act({ onProgress: advance, signal: mine.stop.signal });
    if (work === mine) done = said;
  } catch (caught) {
    if (work === mine) error = { message: errorText(caught) };
  }
  if (work === mine) work = undefined;
  redraw();
}

/** Neutral: it stays in the downloads of the device. */
function nameOfToday() {
  return `documents-${new Date().toLocaleDateString("sv-SE")}.zip`;
}

/** @param {() => Promise<boolean>} fresh */
async function takeAlong(fresh) {
  const sure = await confirmDialog({
    title: t("Écrire tout le coffre, en clair ?"), confirm: t("Oui, l’écrire"),
    text: t("La personne qui trouve ce fichier peut tout lire. Enregistrez-le là où vous seule ou vous seul pouvez aller."),
  });
  if (!sure || !(await fresh())) return;
  await run("export", async (options) => {
    await exportVault({ name: nameOfToday(), ...options });
    return t("Le fichier est enregistré. Mettez-le en lieu sûr, puis effacez-le des téléchargements de cet appareil.");
  });
}

/** @param {File} file */
function bringBack(file) {
  return run("import", async (options) => {
    const { kept, already } = await importVault(file, options);
    const said = tn("{n} élément rapporté.", "{n} éléments rapportés.", kept);
    return already ? `${said} ${tn("{n} était déjà là.", "{n} étaient déjà là.", already)}` : said;
  });
}

const isEmpty = () => rows().length === 0 && rows(undefined, { trashed: true }).length === 0;

/** @type {import("./screens.js").MakeScreen} */
function portabilityScreen({ refresh, fresh }) {
  redraw = refresh;
  const shown = () => work && { kind: work.kind, done: work.done, total: work.total, onCancel: () => work?.stop.abort() };
  const view = () => portabilityView({
    empty: isEmpty(), work: shown(), error, done, onExport: () => void takeAlong(fresh), onImport: (file) => void bringBack(file),
  });
  const close = () => {
    redraw = () => {};
    if (!work) [error, done] = [undefined, ""];
  };
  return { title: t("Emporter ou rapporter"), tab: "more", backTo: "more", narrow: true, view, close };
}

onForget(() => {
  work?.stop.abort();
  [work, error, done] = [undefined, undefined, ""];
});

export const screens = { portability: portabilityScreen };
