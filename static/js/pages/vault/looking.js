/** Looking at the file of one piece: its address lives as long as its screen. */
import { holdsConversation } from "../../flows/conversations.js";
import { saveFile, viewKind, viewUrl } from "../../flows/files.js";
import { showInViewer } from "../../flows/viewer.js";
import { confirmDialog } from "../../ui/dialog.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";

export class Look {
  /** Why it cannot be shown or saved. */
  error = "";
  saving = false;
  /** It looks like an exported conversation, which has a reader of its own. */
  isConversation = false;
  #file;
  #refresh;
  #kind;
  /** @type {import("../../flows/reading.js").View | undefined} */
  #view;
  #broken = false;
  #large = false;
  #over = false;

  /**
   * @param {import("../../flows/reading.js").Looked} file
   * @param {() => void} refresh
   */
  constructor(file, refresh) {
    this.#file = file;
    this.#refresh = refresh;
    this.#kind = viewKind(file);
    if (this.#kind === "image" || this.#kind === "audio" || this.#kind === "video") void this.#show(() => this.#address());
    else void this.#recognise();
  }

  async #recognise() {
    // A beginning that cannot be had now is no reason to say anything: the file says it when it is opened.
    this.isConversation = await holdsConversation(this.#file).catch(() => false);
    if (this.isConversation && !this.#over) this.#refresh();
  }

  /** @param {() => Promise<unknown>} act @returns {Promise<boolean>} */
  async #attempt(act) {
    this.error = "";
    try {
      await act();
    } catch (caught) {
      this.error = errorText(caught);
    }
    if (!this.#over) this.#refresh();
    return this.error === "";
  }

  /** @param {() => Promise<unknown>} act */
  async #show(act) {
    if (!(await this.#attempt(act))) this.#unable();
  }

  async #address() {
    const made = await viewUrl(this.#file);
    if (this.#over) made.release();
    else this.#view = made;
  }

  #unable() {
    this.#broken = true;
    if (!this.#over) this.#refresh();
  }

  /** A copy leaves the vault in the clear: she decides, knowing it. */
  async save() {
    const agreed = await confirmDialog({
      title: t("Enregistrer sur cet appareil ?"), confirm: t("Enregistrer sur l’appareil"),
      text: t("Le fichier sera en clair dans les téléchargements : toute personne qui prend cet appareil pourra l’ouvrir. L’original reste scellé dans le coffre."),
    });
    if (!agreed) return;
    this.saving = true;
    this.#refresh();
    if (await this.#attempt(() => saveFile(this.#file))) toast(t("Enregistré dans les téléchargements de cet appareil."));
    this.saving = false;
    if (!this.#over) this.#refresh();
  }

  /** @returns {import("../../ui/piece-frame.js").PieceFrame} */
  frame() {
    return {
      name: this.#file.name, type: this.#file.type, kind: this.#kind, url: this.#view?.url, broken: this.#broken, large: this.#large,
      onFrame: (element) => void this.#show(() => showInViewer(element, this.#file)),
      onBroken: () => this.#unable(),
      onLarge: () => {
        this.#large = !this.#large;
        this.#refresh();
      },
    };
  }

  close() {
    this.#over = true;
    this.#view?.release();
  }
}
