/**
 * Erasures under way, said on every screen: as the server lists them, once one was announced at the opening or asked for since, here or
 * in another session.
 */
import { cancelErasure, erasures, finishErasure } from "../../../flows/erasures.js";
import { lookIfOld as lookForNew, underWay } from "../../../flows/notices.js";
import { onForget, session } from "../../../flows/session.js";
import { erasuresUnderWay } from "../../../ui/erasing.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { askFresh } from "../fresh.js";

const NONE = "[]";

/** @type {Awaited<ReturnType<typeof erasures>>} */
let list = [];
/** Nobody has moved yet: what the opening told is new enough. */
let isNew = true;
/** Erasures announced, as last looked at. */
let followed = NONE;
let busy = false;
/** @type {{ message: string } | undefined} */
let error;

/** @returns {Map<string, string>} when an item may be erased, by its id */
export function goingItems() {
  return new Map(list.flatMap(({ items, readyAt }) => items.map((id) => [id, readyAt])));
}

/** Whether the whole vault is to be erased. */
export const isWholeGoing = () => list.some(({ whole }) => whole);

/** One has arrived on a screen: what was announced is looked at, and later moves ask whether there is something new. @param {() => void} refresh */
export function lookIfOld(refresh) {
  follow(refresh);
  if (isNew) isNew = false;
  else void lookForNew(() => {
    follow(refresh);
    refresh();
  });
}

/** @param {() => void} refresh */
function follow(refresh) {
  const told = JSON.stringify(underWay().filter(({ kind }) => kind === "erasure"));
  if (told === followed) return;
  followed = told;
  void lookAgain(refresh);
}

/** @param {() => void} refresh */
export async function lookAgain(refresh) {
  try {
    const found = await erasures();
    if (session.state === "open") list = found;
  } catch {
    // Without the network the vault shows what it knows, and the next move asks again.
    followed = "";
  }
  refresh();
}

/** @param {{ refresh: () => void, go: (place: import("../router.js").Place) => void }} shell */
export function erasuresShown({ refresh, go }) {
  const shown = list.map(({ id, whole, items, readyAt, ready }) => ({ id, whole, count: items.length, readyAt, ready }));
  return erasuresUnderWay({
    list: shown, busy, error, onTakeAlong: () => go({ name: "portability" }), onFinish: (id) => void finish(id, refresh),
    onCancel: (id) => void attempt(() => cancelErasure(id), t("Annulé. Rien n’est effacé."), refresh),
  });
}

/** @param {string} id @param {() => void} refresh */
async function finish(id, refresh) {
  if (!(await askFresh())) return;
  const items = list.find((one) => one.id === id)?.items ?? [];
  await attempt(() => finishErasure({ id, items }), t("Effacé."), refresh);
}

/** @param {() => Promise<unknown>} act @param {string} done @param {() => void} refresh */
async function attempt(act, done, refresh) {
  [busy, error] = [true, undefined];
  refresh();
  try {
    await act();
    toast(done);
  } catch (caught) {
    error = { message: errorText(caught) };
  }
  busy = false;
  await lookAgain(refresh);
}

onForget(() => {
  [list, isNew, followed, busy, error] = [[], true, NONE, false, undefined];
});
