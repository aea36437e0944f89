/**
 * Preparing a step, in four screens: what it is, what to choose, a few words, the text.
 *
 *  1. Nothing is needed: a step may be read as it comes, with blanks.
 *  2. Nothing leaves the tab but what she prints, copies or keeps (`work.js`).
 */
import { row, rows } from "../../../flows/catalogue.js";
import { confirmDialog } from "../../../ui/dialog.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { skeleton } from "../../../ui/progress.js";
import { aboutView, chooseView, fieldsView } from "../../../ui/step-form.js";
import { stepKind, stepName } from "../../../ui/step-kinds.js";
import { textView } from "../../../ui/step-text.js";
import { counted } from "../../reader/shown.js";
import { pickDialog, pickRow } from "../picking.js";
import { saidOf } from "../saving.js";
import { dropWork, wakingWorks, workOn } from "./work.js";

/** @typedef {import("../screens.js").Context} Context */
/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("../../../flows/steps.js").StepName} StepName */

/** @type {import("../screens.js").MakeScreen} */
function stepNew(context) {
  const { id, step = 0 } = context.place;
  const name = stepName(id);
  const waking = wakingWorks();
  if (waking) return wakingScreen(context, name, waking);
  const make = [aboutStep, chooseStep, fieldsStep, textStep][step] ?? aboutStep;
  return make(context, name, workOn(name));
}

/** After an unlock: what was under way comes back first. @param {Context} context @param {StepName} name @param {Promise<void>} waking */
function wakingScreen({ place, replace }, name, waking) {
  let gone = false;
  void waking.then(() => { if (!gone) replace(place); });
  return { ...screen(stepKind(name).title), view: () => skeleton(), close: () => { gone = true; } };
}

/** @param {string} title */
function screen(title) {
  return { title, tab: "more", backTo: "steps", narrow: true };
}

/** @param {Context} context */
const next = ({ go, place }) => () => go({ ...place, step: (place.step ?? 0) + 1 });

/** @param {Context} context @param {StepName} name @param {Work} work */
function aboutStep(context, name, work) {
  const onWay = (/** @type {string} */ way) => {
    work.way = way;
    context.refresh();
  };
  return { ...screen(stepKind(name).title), view: () => aboutView({ name, way: work.way, onWay, onNext: next(context) }) };
}

/** @param {Context} context @param {StepName} name @param {Work} work */
function chooseStep(context, name, work) {
  const { refresh } = context;
  const { choosing } = work;
  choosing.drawWith(refresh);
  const then = (/** @type {() => void} */ act) => {
    act();
    refresh();
  };
  const attach = async (/** @type {string} */ id) => {
    const pieces = await pickDialog(rows("evidence"), t("Choisir dans le coffre"));
    then(() => work.attach(id, pieces));
  };
  const fromTimeline = async () => {
    const timelines = await pickDialog(rows("timeline"), t("Reprendre une frise"));
    if (timelines.length) await choosing.addTimelines(timelines);
  };
  const view = () => chooseView({
    name, lists: choosing.lists(), options: work.options, wanted: work.wanted(), busy: choosing.busy, error: choosing.error, what: counted(choosing.kinds()),
    onTimeline: rows("timeline").length ? () => void fromTimeline() : undefined, onOption: (id, on) => then(() => { work.options[id] = on; }), onAttach: (id) => void attach(id),
    onDetach: (id, piece) => then(() => work.detach(id, piece)), onPaper: (id, on) => then(() => work.onPaper(id, on)), onNext: next(context),
  });
  return { ...screen(t("Que mettre dedans ?")), view };
}

/** @param {Context} context @param {StepName} name @param {Work} work */
function fieldsStep(context, name, work) {
  const isReused = work.reuse();
  const onOwn = (/** @type {string} */ id, /** @type {string} */ value) => {
    work.own[id] = value;
    context.refresh();
  };
  return { ...screen(t("Quelques mots de vous")), view: () => fieldsView({ name, own: work.own, isReused, onOwn, onNext: next(context) }) };
}

/** @param {Context} context @param {StepName} name @param {Work} work */
function textStep(context, name, work) {
  const { refresh } = context;
  const state = { busy: false, error: /** @type {{ message: string } | undefined} */ (undefined) };

  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    Object.assign(state, { busy: true, error: undefined });
    refresh();
    await act().catch((error) => { state.error = { message: errorText(error) }; });
    state.busy = false;
    refresh();
  }

  const on = acts(context, name, work, attempt);
  void attempt(() => work.compose());
  const view = () => textView({ ...state, text: work.text, gloss: work.gloss, blocks: work.blocks, blanks: work.blanks, stale: work.stale, kept: work.kept, pieces: piecesOf(work), ...on });
  return { ...screen(stepKind(name).title), view };
}

/**
 * What she may do with the text.
 *
 * @param {Context} context
 * @param {StepName} name
 * @param {Work} work
 * @param {(act: () => Promise<unknown>) => Promise<void>} attempt
 */
function acts({ refresh, go, replace }, name, work, attempt) {
  const erase = async () => {
    if (!(await sure(t("Tout effacer ?"), t("Ce que vous avez choisi et écrit pour cette démarche sera perdu. Le coffre n’est pas touché."), t("Effacer")))) return;
    dropWork(name);
    replace({ name: "step-new", id: name });
  };
  const again = async () => {
    if (work.text === undefined || (await sure(t("Refaire le texte ?"), t("Ce que vous avez changé à la main dans ce texte sera perdu."), t("Refaire")))) await attempt(() => work.compose(true));
  };
  const keep = async () => {
    await work.keep();
    toast(saidOf(t("Gardé dans vos pièces.")));
  };
  const edit = (/** @type {string} */ text) => {
    work.edit(text);
    refresh();
  };
  return {
    onText: edit, onPrint: () => window.print(), onCopy: () => void attempt(() => copy(work.text ?? "")), onKeep: () => void attempt(keep),
    onAgain: () => void again(), onErase: () => void erase(), onPiece: (/** @type {string} */ id) => go({ name: "evidence-item", id }),
  };
}

/** @param {string} title @param {string} text @param {string} confirm */
function sure(title, text, confirm) {
  return confirmDialog({ title, text, confirm, cancel: t("Annuler"), tone: "end" });
}

/** @param {string} text */
async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(t("Texte copié."));
}

/** @param {Work} work */
function piecesOf(work) {
  return work.choosing.ids().flatMap((id) => row(id) ?? []).filter(({ kind }) => kind === "evidence").map(pickRow);
}

export const screens = { "step-new": stepNew };
