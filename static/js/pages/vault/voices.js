/** Recordings of a voice that were cut, offered in the journal until each is kept as a piece, or is not to be. */
import { forgetVoice, interruptedVoices } from "../../flows/voice-drafts.js";
import { confirmDialog } from "../../ui/dialog.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";
import { voicesWaiting } from "../../ui/voice-waiting.js";
import { goOn, startUpload, uploadOf } from "./uploads.js";

/** @typedef {import("../../flows/voice-drafts.js").Interrupted & { busy: boolean, error: { message: string } | undefined }} Waiting */

export class Voices {
  #refresh;
  #go;
  /** @type {Waiting[]} */
  #waiting = [];

  /** @param {{ refresh: () => void, go: (place: import("./router.js").Place) => void }} props */
  constructor({ refresh, go }) {
    this.#refresh = refresh;
    this.#go = go;
    void this.#load();
  }

  async #load() {
    // What cannot be had now is offered when the journal is shown again.
    const found = await interruptedVoices().catch(() => []);
    this.#waiting = found.map((one) => ({ ...one, busy: false, error: undefined }));
    this.#refresh();
  }

  /** @param {Waiting} voice @param {() => Promise<boolean>} act whether it is offered no more */
  async #settle(voice, act) {
    Object.assign(voice, { busy: true, error: undefined });
    this.#refresh();
    const isOver = await act().catch((error) => {
      voice.error = { message: errorText(error) };
      return false;
    });
    voice.busy = false;
    if (isOver) this.#waiting = this.#waiting.filter((one) => one !== voice);
    this.#refresh();
  }

  /** @param {Waiting} voice */
  async #keep(voice) {
    const { id, file } = voice;
    const upload = uploadOf(id) ?? startUpload(file, undefined, id);
    if (upload.state === "failed") goOn(upload);
    await upload.done;
    if (upload.state === "failed") voice.error = { message: upload.error };
    if (upload.state !== "kept") return false;
    toast(t("La note vocale est parmi vos pièces."), { label: t("Voir"), onClick: () => this.#go({ name: "evidence-item", id }) });
    return true;
  }

  /** @param {Waiting} voice */
  async #drop({ id }) {
    const agreed = await confirmDialog({
      title: t("Ne pas garder cet enregistrement ?"), text: t("Ce qui a été enregistré de votre voix sera effacé. Le reste du coffre n’est pas touché."),
      confirm: t("Effacer"), cancel: t("Le garder"), tone: "end",
    });
    if (agreed) await forgetVoice(id);
    return agreed;
  }

  view() {
    return voicesWaiting(this.#waiting.map((voice) => ({
      ...voice, onKeep: () => void this.#settle(voice, () => this.#keep(voice)), onDrop: () => void this.#settle(voice, () => this.#drop(voice)),
    })));
  }
}
