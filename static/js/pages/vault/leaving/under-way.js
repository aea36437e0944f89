/**
 * Erasures under way, said on every screen: those announced at the opening, then as the server lists them. They are asked for again
 * after what is done here, and when one moves about a while later, since another session may have asked for one.
 */
import { cancelErasure, erasures } from "../../../flows/erasures.js";
import { row } from "../../../flows/catalogue.js";
import { erase } from "../../../flows/items.js";
import { onForget, session } from "../../../flows/session.js";
import { erasuresUnderWay } from "../../../ui/erasing.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { toast } from "../../../ui/notice.js";
import { askFresh } from "../fresh.js";

/** Milliseconds after which a move asks again. */
const OLD = 300_000;

/** @type {Awaited<ReturnType<typeof erasures>>} */
let list = [];
let lookedAt = 0;
let busy = false;
/** @type {{ message: string } | undefined} */
let error;

/** @returns {Map<string, string>} when an item may be erased, by its id */
export function goingItems() {
  return new Map(list.flatMap(({ items, readyAt }) => items.map((id) => [id, readyAt])));
}

/** Whether the whole vault is to be erased. */
export const isWholeGoing = () => list.some(({ whole }) => whole);

/** One has arrived on a screen. @param {() => void} refresh */
export function lookIfOld(refresh) {
  const announced = lookedAt === 0 && session.notices.some(({ kind }) => kind === "erasure");
  const isOld = lookedAt > 0 && performance.now() - lookedAt > OLD;
  if (lookedAt === 0) lookedAt = performance.now();
  if (announced || isOld) void lookAgain(refresh);
}

/** @param {() => void} refresh */
export async function lookAgain(refresh) {
  lookedAt = performance.now();
  try {
    const found = await erasures();
    if (session.state === "open") list = found;
  } catch {
    // Without the network the vault shows what it knows; the next move asks again.
    lookedAt = -OLD;
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
  const there = items.filter((item) => row(item)?.trashed_at);
  await attempt(() => (there.length ? erase(there) : cancelErasure(id)), t("Effacé."), refresh);
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
  [list, lookedAt, busy, error] = [[], 0, false, undefined];
});
