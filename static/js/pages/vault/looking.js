/** Looking at the file of one piece: its address lives as long as its screen. */
import { saveFile, viewKind, viewUrl } from "../../flows/files.js";
import { showInViewer } from "../../flows/viewer.js";
import { confirmDialog } from "../../ui/dialog.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";

/**
 * @param {import("../../flows/items.js").FileReference} file
 * @param {() => void} refresh
 */
export function looking(file, refresh) {
  const kind = viewKind(file);
  /** @type {import("../../flows/reading.js").View | undefined} */
  let view;
  let error = "";
  let broken = false;
  let large = false;
  let saving = false;
  let over = false;

  /** @param {() => Promise<unknown>} act @param {() => void} [unable] */
  async function attempt(act, unable) {
    try {
      error = "";
      await act();
    } catch (caught) {
      error = errorText(caught);
      unable?.();
    }
    if (!over) refresh();
  }

  const unable = () => { broken = true; };

  async function address() {
    const made = await viewUrl(file);
    if (over) made.release();
    else view = made;
  }

  async function save() {
    const agreed = await confirmDialog({
      title: t("Enregistrer sur cet appareil ?"), confirm: t("Enregistrer sur l’appareil"),
      text: t("Le fichier sera en clair dans les téléchargements : toute personne qui prend cet appareil pourra l’ouvrir. L’original reste scellé dans le coffre."),
    });
    if (!agreed) return;
    saving = true;
    refresh();
    await attempt(() => saveFile(file));
    saving = false;
    if (!error) toast(t("Enregistré dans les téléchargements de cet appareil."));
    if (!over) refresh();
  }

  if (kind === "image" || kind === "audio" || kind === "video") void attempt(address, unable);

  return {
    get error() { return error; },
    get saving() { return saving; },
    frame: () => ({
      name: file.name, type: file.type, kind, url: view?.url, broken, large,
      onFrame: (/** @type {HTMLIFrameElement} */ element) => void attempt(() => showInViewer(element, file), unable),
      onBroken: () => { unable(); refresh(); }, onLarge: () => { large = !large; refresh(); },
    }),
    save: () => void save(),
    close: () => {
      over = true;
      view?.release();
    },
  };
}
