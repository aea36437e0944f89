/** What is not everyday: find, take back from the trash, see who is in, end. */
import { activity, endSession, openSessions } from "../../flows/access.js";
import { commit, row, rows } from "../../flows/catalogue.js";
import { whenText } from "../../flows/dates.js";
import { search } from "../../flows/search.js";
import { leave, lock, session } from "../../flows/session.js";
import { confirmDialog } from "../../ui/dialog.js";
import { errorText } from "../../ui/messages.js";
import { t, tn } from "../../ui/i18n.js";
import { toast } from "../../ui/notice.js";
import { activityView, moreView, searchView, trashView } from "../../ui/more.js";

const TRASH_DAYS = 30;
const DAY = 86_400_000;
const FOUND = 50;

/** Where an item is looked at, and the drawing that stands for it. */
export const KINDS = {
  event: { place: "event", icon: "journal", label: () => t("Fait") },
  evidence: { place: "evidence-item", icon: "files", label: () => t("Pièce") },
  timeline: { place: "timeline", icon: "thread", label: () => t("Frise") },
  contact: { place: "contact", icon: "people", label: () => t("Contact") },
  reading: { place: "journal", icon: "lamp", label: () => t("Repère") },
};

/** @param {import("../../flows/catalogue.js").Row} found */
function line(found) {
  const { icon, label } = KINDS[found.kind];
  const summary = /** @type {Record<string, any>} */ (found.summary ?? {});
  const when = summary.when ? whenText(summary.when) : "";
  return { id: found.id, title: summary.title, icon, meta: [label(), when].filter(Boolean).join(" · ") };
}

/** @type {import("./screens.js").MakeScreen} */
function searchScreen({ refresh, go }) {
  let text = "";
  /** @type {ReturnType<typeof line>[]} */
  let found = [];
  /** @param {string} next */
  async function look(next) {
    text = next;
    const ids = next.trim() ? await search(next, { limit: FOUND }) : [];
    if (text !== next) return;
    found = ids.flatMap((id) => row(id) ?? []).map(line);
    refresh();
  }
  /** @param {string} id */
  const open = (id) => {
    const item = row(id);
    if (item) go({ name: KINDS[item.kind].place, id });
  };
  return { title: t("Chercher"), tab: "search", narrow: true, view: () => searchView({ text, found, onInput: (next) => void look(next), onOpen: open }) };
}

/** @type {import("./screens.js").MakeScreen} */
function trashScreen({ refresh, fresh }) {
  /** @type {{ message: string } | undefined} */
  let error;
  /** @param {Parameters<typeof commit>[0]} change @param {string} done */
  async function attempt(change, done) {
    try {
      await commit(change);
      error = undefined;
      toast(done);
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }
  /** @param {string} id */
  async function erase(id) {
    const sure = await confirmDialog({
      title: t("Effacer pour de bon ?"), confirm: t("Effacer"), tone: "end",
      text: t("Personne ne pourra le faire revenir, vous non plus. Ce qui a déjà été montré ou copié reste chez qui l’a reçu."),
    });
    if (sure && (await fresh())) await attempt({ erase: [id] }, t("Effacé."));
  }
  const view = () => trashView({
    error, onRestore: (id) => void attempt({ restore: [id] }, t("Remis à sa place.")), onErase: (id) => void erase(id),
    trashed: rows(undefined, { trashed: true }).map((item) => ({ ...line(item), left: daysLeft(item.trashed_at) })),
  });
  return { title: t("Corbeille"), tab: "more", backTo: "more", narrow: true, view };
}

/** @param {string | null} trashedAt */
function daysLeft(trashedAt) {
  return Math.max(0, Math.ceil((Date.parse(trashedAt ?? "") + TRASH_DAYS * DAY - Date.now()) / DAY));
}

/** @type {import("./screens.js").MakeScreen} */
function activityScreen({ refresh }) {
  /** @type {Awaited<ReturnType<typeof openSessions>>} */
  let sessions = [];
  /** @type {Awaited<ReturnType<typeof activity>>} */
  let events = [];
  /** @type {{ message: string } | undefined} */
  let error;
  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    try {
      await act();
      [sessions, events] = await Promise.all([openSessions(), activity()]);
      error = undefined;
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }
  void attempt(async () => undefined);
  const end = (/** @type {string} */ id) => void attempt(() => endSession(id));
  return { title: t("Qui est entré"), tab: "more", backTo: "more", narrow: true, view: () => activityView({ sessions, events, error, onEnd: end }) };
}

/** @type {import("./screens.js").MakeScreen} */
function moreScreen({ go }) {
  const trashed = rows(undefined, { trashed: true }).length;
  const view = () => moreView({
    login: session.login ?? "", used: session.used, quota: session.quota,
    trashed: tn("{n} élément", "{n} éléments", trashed),
    onGo: (name) => go({ name }), onLock: () => void lock(), onLeave: () => void leave(),
  });
  return { title: t("Réglages"), tab: "more", narrow: true, view };
}

export const screens = { search: searchScreen, more: moreScreen, trash: trashScreen, activity: activityScreen };
