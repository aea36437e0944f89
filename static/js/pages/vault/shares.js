/**
 * What is shown, to whom, until when: the list of shares, and one of them.
 *
 * An opening counts here only with the receipt that its recipient signed; one that does not verify is said as such.
 */
import { onChange } from "../../flows/catalogue.js";
import { endShare, linkOf, listShares, lookAgain } from "../../flows/shares.js";
import { vaultSource } from "../../flows/sources.js";
import { confirmDialog } from "../../ui/dialog.js";
import { formatDate, t, tn } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";
import { shareList, shareOne } from "../../ui/share-list.js";
import { lookAtPieces } from "../reader/piece.js";
import { pictures } from "../reader/pictures.js";
import { sentences } from "../reader/readings.js";
import { counted, kindsOf, shown, untilText } from "../reader/shown.js";

/** @typedef {import("../../flows/shares.js").ShareStatus} ShareStatus */

/** @param {ShareStatus} status @param {string} [what] counted by kind, once it has been looked at */
function card(status, what = "") {
  const { id, label, purpose, items, maxOpens, opens, wrongCodes, receipts, state } = status;
  return {
    id, recipient: label || t("Sans nom"), purpose, ended: state === "ended" || state === "over",
    what: what || tn("{n} élément", "{n} éléments", items), until: until(status), state: stateText(status),
    openings: receipts.map(({ at, verified }) => opening(at, verified)),
    never: t("Jamais ouvert"),
    left: tn("{n} ouverture encore possible", "{n} ouvertures encore possibles", Math.max(0, maxOpens - opens)),
    wrong: wrongCodes ? tn("{n} code faux essayé", "{n} codes faux essayés", wrongCodes) : "",
  };
}

/** @param {string} at @param {boolean} verified */
function opening(at, verified) {
  const date = formatDate(at, "moment");
  return verified ? t("Ouvert le {date}", { date }) : t("Le service dit : ouvert le {date}, sans preuve", { date });
}

/** @param {ShareStatus} status */
function stateText({ state, endedWhy, unknown }) {
  if (state === "over" || (state === "ended" && endedWhy === "expired")) return t("terminé");
  if (state === "ended") return endedWhy === "wrong_codes" ? t("fermé : trop de codes faux") : t("arrêté");
  if (unknown) return t("inconnu du service");
  return state === "waiting" ? t("pas encore ouvert") : t("en cours");
}

/** @param {ShareStatus} status */
function until({ state, notAfter, endedAt }) {
  if (state === "ended" && endedAt) return t("arrêté le {date}", { date: formatDate(endedAt, "moment") });
  if (state === "over") return t("terminé depuis le {date}", { date: formatDate(notAfter, "moment") });
  return untilText(notAfter);
}

/** @param {any} document */
const whatOf = (document) => counted(kindsOf(document.items));

/** Copying is the person's own gesture; the code is not kept anywhere, so only the link can be copied. @param {string} id */
async function copyLink(id) {
  await navigator.clipboard.writeText(linkOf(id));
  toast(t("Lien copié. Le code n’est gardé nulle part : seule la personne à qui vous l’avez dit le connaît."));
}

/** @param {string} recipient @param {string} id @returns {Promise<boolean>} */
async function askEnd(recipient, id) {
  const text = t("Le lien et le code n’ouvriront plus rien, tout de suite et pour de bon. Ce que {recipient} a déjà vu ou copié reste vu. Votre coffre ne change pas.", { recipient });
  if (!(await confirmDialog({ title: t("Arrêter ce partage ?"), text, confirm: t("Arrêter maintenant"), tone: "end" }))) return false;
  await endShare(id);
  toast(t("Arrêté. Ce lien n’ouvre plus rien."));
  return true;
}

/**
 * What both screens have in common: the statuses, and an error that stays.
 * @param {() => void} refresh
 * @param {(found: ShareStatus[]) => void | Promise<void>} then
 */
function watched(refresh, then) {
  const state = { loading: true, error: /** @type {{ message: string } | undefined} */ (undefined), found: /** @type {ShareStatus[]} */ ([]) };
  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    try {
      state.error = undefined;
      await act();
    } catch (caught) {
      state.error = { message: errorText(caught) };
    }
    state.loading = false;
    refresh();
  }
  const load = () => attempt(async () => {
    state.found = await listShares();
    state.loading = false;
    refresh();
    await then(state.found);
  });
  void load();
  return { state, attempt, load, stop: onChange(() => void load()) };
}

/** @type {import("./screens.js").MakeScreen} */
function sharesScreen({ refresh, go }) {
  /** @type {Map<string, string>} */
  const what = new Map();
  const { state, attempt, load, stop } = watched(refresh, async (found) => {
    for (const { id } of found.filter((one) => one.state === "live" && !what.has(one.id))) {
      what.set(id, whatOf(await lookAgain(id)));
      refresh();
    }
  });
  const end = (/** @type {ReturnType<typeof card>} */ { id, recipient }) => void attempt(async () => {
    if (await askEnd(recipient, id)) await load();
  });
  return {
    title: t("Partages"), tab: "shares", narrow: true, close: stop,
    // An empty list has its own button, in the middle of the screen.
    get action() { return state.found.length ? { label: t("Montrer une partie"), icon: "plus", onClick: () => go({ name: "share-new" }) } : undefined; },
    view: () => shareList({
      ...state, cards: state.found.map((status) => card(status, what.get(status.id))),
      onNew: () => go({ name: "share-new" }), onOpen: (id) => go({ name: "share", id }), onEnd: end,
      onCopy: (id) => void attempt(() => copyLink(id)), onRetry: () => void load(),
    }),
  };
}

/** @type {import("./screens.js").MakeScreen} */
function shareScreen({ place, refresh, replace }) {
  const id = place.id ?? "";
  /** @type {any} */
  let document;
  /** @type {ReturnType<typeof pictures> | undefined} */
  let thumbs;
  /** @type {import("../reader/readings.js").Sentences | undefined} */
  let known;
  const { state, attempt, load, stop } = watched(refresh, (found) => {
    if (!found.some((one) => one.id === id)) replace({ name: "shares" });
  });
  const look = () => attempt(async () => {
    document = await lookAgain(id);
    thumbs = pictures(document.items, vaultSource(), refresh);
    known = sentences(refresh);
  });
  const close = () => {
    stop();
    thumbs?.close();
  };
  function view() {
    const status = state.found.find((one) => one.id === id);
    const seen = document && shown(document, thumbs?.of, known);
    return shareOne({
      ...state, card: status && card(status, document && whatOf(document)), seen,
      onPiece: (piece) => lookAtPieces(seen.pieces, piece, vaultSource()), onLook: () => void look(), onRetry: () => void load(),
      onCopy: () => void attempt(() => copyLink(id)),
      onEnd: () => void attempt(async () => {
        if (await askEnd(status?.label ?? "", id)) await load();
      }),
    });
  }
  return { title: t("Un partage"), tab: "shares", backTo: "shares", narrow: true, close, view };
}

export const screens = { shares: sharesScreen, share: shareScreen };
