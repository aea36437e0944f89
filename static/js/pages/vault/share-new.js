/**
 * Showing a part of the vault to one person, in four screens: what, to whom, a last look, link and code.
 *
 *  1. Nothing leaves before the last look: it is drawn from the very document that will be sealed.
 *  2. Whoever holds an open phone can prepare a share; only who knows the passphrase can open it.
 *  3. Link and code are shown once, apart; the code is kept nowhere.
 *  4. What is being chosen lives in this tab only: a lock, or another place of the vault, drops it.
 *  5. A piece of which no copy without location can be made is shown as it is only when she says so, one by one.
 *  6. « Relire à ma place » begins with exactly what she was looking at, and says why to the person who reads.
 */
import { list as contacts } from "../../flows/contacts.js";
import { onForget } from "../../flows/session.js";
import { createShare, prepareShare } from "../../flows/shares.js";
import { vaultSource } from "../../flows/sources.js";
import { list as timelines } from "../../flows/timelines.js";
import { formatDate, t, tn } from "../../ui/i18n.js";
import { errorCode, errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";
import { chooseView, doneView, forWhomView } from "../../ui/share-form.js";
import { lookView } from "../../ui/share-look.js";
import { lookAtPieces } from "../reader/piece.js";
import { pictures } from "../reader/pictures.js";
import { sentences } from "../reader/readings.js";
import { counted, kindsOf, shown, untilText } from "../reader/shown.js";
import { current } from "./router.js";
import { Choosing, titlesOf } from "./share-choosing.js";

/** @typedef {import("./screens.js").Context} Context */
/** @typedef {import("../../flows/shares.js").PreparedShare} PreparedShare */

const DAY = 86_400_000;
const DAYS_LIMIT = 30;
const LOOK = 2;
const DONE = 3;

function blank() {
  return {
    picked: /** @type {Choosing | undefined} */ (undefined),
    feelings: false, notes: false, withoutLocation: true, asIs: /** @type {string[]} */ ([]),
    label: "", purpose: "", days: 7, exact: "", opens: 10,
    made: /** @type {{ link: string, code: string } | undefined} */ (undefined),
  };
}

/** Kept from one step to the next (rule 4). */
let choice = blank();
onForget(() => { choice = blank(); });

/** @type {import("./screens.js").MakeScreen} */
function shareNew(context) {
  const { place, replace, refresh } = context;
  if (place.step === DONE && !choice.made) queueMicrotask(() => replace({ name: "shares" }));
  if (!choice.picked) {
    choice.picked = new Choosing(refresh);
    for (const id of place.ids ?? (place.id ? [place.id] : [])) void choice.picked.from(id);
    // Rule 6.
    if (place.why === "reread") choice.purpose = t("Relire à ma place et me dire ce qui compte");
  }
  const steps = [chooseStep, forWhomStep, lookStep, doneStep];
  const make = steps[Math.min(place.step ?? 0, reached())] ?? chooseStep;
  return make(context, choice.picked);
}

/** The furthest step that what is chosen allows: the history of a phone may ask for one whose choices are gone. */
function reached() {
  if (choice.made) return DONE;
  if (!choice.picked || choice.picked.ids().length === 0) return 0;
  return choice.label.trim() === "" || until() === undefined ? 1 : LOOK;
}

/** Rule 4: when a screen closes, the place is already the next one. */
function forgetOutside() {
  const { name, step = 0 } = current();
  if (name !== "share-new" || (choice.made && step !== DONE)) choice = blank();
}

/** @param {string} title @param {number} step */
function screen(title, step) {
  return { title, tab: "shares", backTo: step === 0 ? "shares" : "share-new", narrow: step !== LOOK, close: forgetOutside };
}

/** @param {() => void} refresh */
function setter(refresh) {
  return (/** @type {Partial<ReturnType<typeof blank>>} */ change) => {
    Object.assign(choice, change);
    refresh();
  };
}

/** @param {number} step @param {Context} context */
const next = (step, { go, place }) => () => go({ ...place, name: "share-new", step });

/** @param {Context} context @param {Choosing} picked */
function chooseStep(context, picked) {
  picked.drawWith(context.refresh);
  const view = () => chooseView({
    ...choice, ...picked.state(), reread: context.place.why === "reread", lists: picked.lists(), readings: picked.readings.groups(), located: picked.hasLocated(), locatedIn: picked.located(), what: counted(picked.kinds()),
    timelines: timelines().map(({ id, summary }) => ({
      id, title: summary?.title ?? "", meta: tn("{n} élément", "{n} éléments", summary?.items.length ?? 0),
    })),
    onTimeline: (id) => void picked.fromTimeline(id), onSet: setter(context.refresh), onNext: next(1, context),
  });
  return { ...screen(t("Que montrer ?"), 0), view };
}

/** @returns {number | undefined} milliseconds, undefined when the date written is not one of the next thirty days */
function until() {
  const now = Date.now();
  const at = choice.exact ? new Date(choice.exact).getTime() : now + choice.days * DAY;
  return at > now && at <= now + DAYS_LIMIT * DAY ? at : undefined;
}

/** @param {Context} context */
function forWhomStep(context) {
  const view = () => {
    const at = until();
    return forWhomView({
      ...choice, people: context.place.why === "reread" ? trusted() : [], until: at === undefined ? "" : untilText(new Date(at).toISOString()),
      onSet: setter(context.refresh), onNext: next(LOOK, context),
    });
  };
  return { ...screen(t("Pour qui, jusqu’à quand ?"), 1), view };
}

/** Who may read in her place: those whom she knows, but not those who are involved. */
function trusted() {
  return contacts().filter(({ summary }) => summary?.role !== "involved").map(({ summary }) => String(summary?.title ?? ""));
}

/** @param {Choosing} picked @param {(done: number, all: number) => void} onProgress */
function prepare(picked, onProgress) {
  const { feelings, notes, label, purpose, opens, asIs } = choice;
  const days = ((until() ?? Date.now()) - Date.now()) / DAY;
  const withoutLocation = choice.withoutLocation && picked.hasLocated();
  return prepareShare({ items: picked.ids(), label, purpose, days, maxOpens: opens, feelings, thoughts: feelings, notes, withoutLocation, asIs }, onProgress);
}

/** What is not in it, in words. @param {Choosing} picked @param {string[]} copied ids of pieces shown by a copy */
function leftOut(picked, copied) {
  const rest = picked.lists().map(({ kind, chosen, all }) => [kind, all - chosen]);
  const others = counted(rest.flatMap(([kind, n]) => Array.from({ length: Number(n) }, () => String(kind))));
  const kept = counted(picked.readings.others());
  return [
    choice.feelings ? "" : picked.readings.kinds().includes("days") ? t("vos ressentis, vos réflexions et les mots écrits ces jours-là") : t("vos ressentis et vos réflexions"),
    choice.notes ? "" : t("vos notes sur les contacts"),
    copied.length ? t("le lieu qui pouvait être inscrit dans {pieces}", { pieces: titlesOf(copied) }) : "",
    kept ? t("ce que vous gardez pour vous : {kept}", { kept }) : "",
    others ? t("le reste du coffre : {others}", { others }) : "",
  ].filter(Boolean);
}

/** @param {Context} context @param {Choosing} picked */
function lookStep(context, picked) {
  const { refresh, fresh, replace } = context;
  /** @type {PreparedShare | undefined} */
  let prepared;
  /** @type {ReturnType<typeof pictures> | undefined} */
  let thumbs;
  const known = sentences(refresh);
  const state = { busy: true, done: 0, all: 0, error: /** @type {{ message: string } | undefined} */ (undefined), stuck: /** @type {string[]} */ ([]) };

  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    Object.assign(state, { busy: true, error: undefined, stuck: [] });
    refresh();
    await act().catch((error) => Object.assign(state, refusal(error)));
    state.busy = false;
    refresh();
  }

  const load = (/** @type {string[]} */ asIs = []) => attempt(async () => {
    choice.asIs.push(...asIs); // 5
    prepared = await prepare(picked, (done, all) => {
      Object.assign(state, { done, all });
      refresh();
    });
    thumbs = pictures(prepared.preview, vaultSource(), refresh);
  });

  // Rule 2.
  const open = (/** @type {PreparedShare} */ ready) => attempt(async () => {
    if (!(await fresh())) return;
    choice.made = await createShare(ready);
    replace({ name: "share-new", step: DONE });
  });

  const close = () => {
    thumbs?.close();
    forgetOutside();
  };
  const on = { onRetry: () => void load(), onAsIs: () => void load(state.stuck), onOpen: () => prepared && void open(prepared) };
  void load();
  return { ...screen(t("Dernier regard"), LOOK), close, view: () => lookView({ ...state, stuck: titlesOf(state.stuck), ...seen(prepared, { thumbs, known }, picked), ...on }) };
}

/** What is told of an error: the piece, when it is one of which no copy can be made. @param {any} error */
function refusal(error) {
  return { error: { message: errorText(error) }, stuck: errorCode(error) === "no_copy" ? [String(error.item)] : [] };
}

/**
 * Rule 1.
 * @param {PreparedShare | undefined} prepared
 * @param {{ thumbs: ReturnType<typeof pictures> | undefined, known: import("../reader/readings.js").Sentences }} drawn
 * @param {Choosing} picked
 */
function seen(prepared, { thumbs, known }, picked) {
  if (!prepared) return { label: choice.label };
  const { label, purpose, not_after: notAfter, max_opens: opens } = prepared.document;
  const view = shown(prepared.document, thumbs?.of, known);
  return {
    label, purpose, opens, until: formatDate(notAfter, "moment"), leftOut: leftOut(picked, prepared.copied), shown: view,
    what: counted(kindsOf(prepared.preview)), asIs: titlesOf(view.pieces.map(({ id }) => id).filter((id) => choice.asIs.includes(id))),
    onPiece: (/** @type {string} */ id) => lookAtPieces(view.pieces, id, vaultSource()),
  };
}

/** @param {Context} context */
function doneStep({ replace }) {
  const { made, label } = choice;
  const copy = async (/** @type {string} */ text) => {
    await navigator.clipboard.writeText(text);
    toast(t("Lien copié."));
  };
  const view = () => doneView({ label, link: made?.link ?? "", code: made?.code ?? "", onCopy: (text) => void copy(text), onDone: () => replace({ name: "shares" }) });
  return { ...screen(t("Le lien et le code"), DONE), backTo: "shares", view };
}

export const screens = { "share-new": shareNew };
