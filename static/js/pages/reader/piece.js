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
  const open = () => new Look(/** @type {Piece} */ (pieces[place]), source, refresh, explain);
  let look = open();
  const dialog = openDialog(props());
  void dialog.closed.then(() => look.close());

  /** @param {number} by */
  function move(by) {
    look.close();
    place += by;
    look = open();
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

/** One piece while it is looked at. */
class Look {
  #piece;
  #source;
  #refresh;
  #explain;
  #kind;
  /** @type {import("../../flows/reading.js").View | undefined} */
  #view;
  /** @type {{ message: string } | undefined} */
  #error;
  #saving = false;
  #over = false;

  /**
   * @param {Piece} piece
   * @param {Source} source
   * @param {() => void} refresh
   * @param {(error: unknown) => string} explain
   */
  constructor(piece, source, refresh, explain) {
    this.#piece = piece;
    this.#source = source;
    this.#refresh = refresh;
    this.#explain = explain;
    const { file } = piece.record;
    this.#kind = file ? viewKind(file) : null;
    if (this.#kind === "image" || this.#kind === "audio" || this.#kind === "video") void this.#attempt(() => this.#address());
  }

  /** @param {() => Promise<unknown>} act */
  async #attempt(act) {
    try {
      this.#error = undefined;
      await act();
    } catch (caught) {
      this.#error = { message: this.#explain(caught) };
    }
    if (!this.#over) this.#refresh();
  }

  async #address() {
    const made = await viewUrl(this.#piece.record.file, this.#source);
    if (this.#over) made.release();
    else this.#view = made;
  }

  async #save() {
    this.#saving = true;
    this.#refresh();
    await this.#attempt(() => saveFile(this.#piece.record.file, this.#source));
    this.#saving = false;
    if (!this.#error) toast(t("Enregistrée dans les téléchargements de cet appareil."));
    if (!this.#over) this.#refresh();
    return false;
  }

  view() {
    const { id, title, record, heavy } = this.#piece;
    const refused = () => Promise.reject(Object.assign(new Error("the browser does not show it"), { code: "no_preview" }));
    return {
      id, name: title, kind: this.#kind, url: this.#view?.url, heavy, text: record.file ? "" : record.text, error: this.#error, facts: factsOf(record),
      onFrame: (/** @type {HTMLIFrameElement} */ frame) => void this.#attempt(() => showInViewer(frame, record.file, this.#source)),
      onBroken: () => void this.#attempt(refused),
    };
  }

  /** @returns {import("../../ui/dialog.js").Action[]} */
  actions() {
    if (!this.#piece.record.file) return [];
    return [{ label: this.#saving ? t("Enregistrement…") : t("Enregistrer"), tone: "main", disabled: this.#saving, onClick: () => this.#save() }];
  }

  close() {
    this.#over = true;
    this.#view?.release();
  }
}

/** What is known of a piece, empty things left out. @param {any} record @returns {[string, string][]} */
function factsOf({ description, when, where, who = [], obtained, source, kept_at: keptAt, file, text }) {
  const names = formatList(who.map((/** @type {{ name: string }} */ { name }) => name));
  const place = source?.place ? `${source.place.lat}, ${source.place.lon}` : "";
  const facts = /** @type {[string, string][]} */ ([
    [t("Ce que c’est"), file ? description || text : description],
    [t("Date"), when && when.precision !== "unknown" ? whenText(when) : ""],
    [t("Lieu"), where],
    [t("Qui était là"), names],
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
