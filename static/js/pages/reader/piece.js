/**
 * Looking at one piece over the page: the picture, the player, the document or the text, what is known of it, and saving it.
 *
 * Its address lives as long as it is looked at. What cannot be shown here can still be saved.
 */
import { saveFile, viewKind, viewUrl } from "../../flows/files.js";
import { whenText } from "../../flows/dates.js";
import { showInViewer } from "../../flows/viewer.js";
import { openDialog } from "../../ui/dialog.js";
import { formatDate, formatList, formatSize, t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";
import { pieceName } from "../../ui/reader-page.js";
import { pieceView } from "../../ui/reader-piece.js";

/** @typedef {import("../../ui/reader-page.js").Piece} Piece */
/** @typedef {import("../../flows/sealed-file.js").Source} Source */

/**
 * @param {Piece[]} pieces in order
 * @param {string} id of the one to look at first
 * @param {Source} source
 * @param {{ explain?: (error: unknown) => string, canSave?: boolean }} [reader] explain: what went wrong, for whoever is looking
 */
export function lookAtPieces(pieces, id, source, { explain = errorText, canSave = false } = {}) {
  let place = Math.max(0, pieces.findIndex((piece) => piece.id === id));
  let look = opened(pieces[place], source, refresh, explain);
  const dialog = openDialog(props());
  void dialog.closed.then(() => look.close());

  /** @param {number} by */
  function move(by) {
    look.close();
    place += by;
    look = opened(pieces[place], source, refresh, explain);
    refresh();
    return false;
  }

  function refresh() {
    dialog.update(props());
  }

  function props() {
    const one = /** @type {Piece} */ (pieces[place]);
    const others = pieces.length < 2 ? [] : [
      { label: t("Précédente"), disabled: place === 0, onClick: () => move(-1) },
      { label: t("Suivante"), disabled: place === pieces.length - 1, onClick: () => move(1) },
    ];
    return { title: pieceName(one), body: pieceView(look.view()), wide: true, actions: canSave ? [...others, ...look.actions()] : others };
  }
}

/**
 * @param {Piece | undefined} piece
 * @param {Source} source
 * @param {() => void} refresh
 * @param {(error: unknown) => string} explain
 */
function opened(piece, source, refresh, explain) {
  const { id = "", title = "", record = {} } = piece ?? {};
  const { file } = record;
  const kind = file ? viewKind(file) : null;
  /** @type {import("../../flows/reading.js").View | undefined} */
  let view;
  /** @type {{ message: string } | undefined} */
  let error;
  let saving = false;
  let over = false;

  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    try {
      error = undefined;
      await act();
    } catch (caught) {
      error = { message: explain(caught) };
    }
    if (!over) refresh();
  }

  async function address() {
    const made = await viewUrl(file, source);
    if (over) made.release();
    else view = made;
  }

  async function save() {
    saving = true;
    refresh();
    await attempt(() => saveFile(file, source));
    saving = false;
    if (!error) toast(t("Enregistrée dans les téléchargements de cet appareil."));
    if (!over) refresh();
    return false;
  }

  if (kind === "image" || kind === "audio" || kind === "video") void attempt(address);
  /** @param {HTMLIFrameElement} frame */
  const onFrame = (frame) => void attempt(() => showInViewer(frame, file, source));
  return {
    view: () => ({
      id, name: title, kind, url: view?.url, text: file ? "" : record.text, error, facts: factsOf(record), onFrame,
      onBroken: () => void attempt(() => Promise.reject(Object.assign(new Error("not shown"), { code: "no_preview" }))),
    }),
    actions: () => (file ? [{ label: saving ? t("Enregistrement…") : t("Enregistrer"), tone: /** @type {const} */ ("main"), disabled: saving, onClick: save }] : []),
    close: () => {
      over = true;
      view?.release();
    },
  };
}

/** What is known of a piece, empty things left out. @param {any} record @returns {[string, string][]} */
function factsOf({ description, when, where, who = [], obtained, source, kept_at: keptAt, file, text }) {
  const names = formatList(who.map((/** @type {{ name: string }} */ { name }) => name));
  const place = source?.place ? `${source.place.lat}, ${source.place.lon}` : "";
  const facts = /** @type {[string, string][]} */ ([
    [t("Ce que c’est"), file ? description || text : description],
    [t("Date"), when && when.precision !== "unknown" ? whenText(when) : ""],
    [t("Lieu"), where],
    [t("Présents"), names],
    [t("Comment elle a été obtenue"), obtained],
    [t("Prise le, d’après le fichier"), source?.taken_at ?? ""],
    [t("Localisation dans le fichier"), place],
    [t("Mise à l’abri le"), keptAt ? formatDate(keptAt, "moment") : ""],
    [t("Fichier"), file ? `${file.name} · ${formatSize(file.size)}` : ""],
    [t("Empreinte SHA-256"), file ? hex(file.sha256) : ""],
  ]);
  return facts.filter(([, value]) => value);
}

/** Hexadecimal, as the tools that a court's expert uses write it. @param {string} text base64url */
function hex(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
