/** What is not everyday: find; and the way to the other settings. */
import { row, rows } from "../../flows/catalogue.js";
import { search } from "../../flows/search.js";
import { isKept } from "../../flows/device.js";
import { leave, lock, session } from "../../flows/session.js";
import { t, tn } from "../../ui/i18n.js";
import { moreView, searchView } from "../../ui/more.js";
import { leaveAndForget } from "./device.js";
import { kindOf, line } from "./kinds.js";

const FOUND = 50;

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
    found = ids.flatMap((id) => row(id) ?? []).filter(kindOf).map(line);
    refresh();
  }
  /** @param {string} id */
  const open = (id) => {
    const item = row(id);
    const place = item && kindOf(item)?.place;
    if (place) go({ name: place, id });
  };
  return { title: t("Chercher"), tab: "search", narrow: true, view: () => searchView({ text, found, onInput: (next) => void look(next), onOpen: open }) };
}

/** @type {import("./screens.js").MakeScreen} */
function moreScreen({ go }) {
  const trashed = rows(undefined, { trashed: true }).length;
  const view = () => moreView({
    login: session.login ?? "", used: session.used, quota: session.quota,
    trashed: tn("{n} élément", "{n} éléments", trashed),
    onGo: (name) => go({ name }), onLock: () => void lock(), onLeave: () => void leave(), ...(isKept() ? { onForget: () => void leaveAndForget() } : {}),
  });
  return { title: t("Réglages"), tab: "more", narrow: true, view };
}

export const screens = { search: searchScreen, more: moreScreen };
