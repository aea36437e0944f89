/**
 * The passphrase once more, before what cannot be taken back: showing a part to someone, changing a way in.
 * A person who picks up an open phone can read; she cannot share.
 */
import { errorText } from "../../ui/messages.js";
import { openDialog } from "../../ui/dialog.js";
import { field } from "../../ui/field.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/i18n.js";
import { failure } from "../../ui/notice.js";
import { isFresh, unlock } from "../../flows/session.js";

/** @returns {Promise<boolean>} false when she prefers not to */
export async function askFresh() {
  if (isFresh()) return true;
  let password = "";
  let granted = false;
  let busy = false;
  /** @type {{ message: string } | undefined} */
  let error;
  const props = () => ({
    title: t("Votre phrase de passe, encore une fois"),
    body: html`<p>${t("Avant un geste qui compte, nous vérifions que c’est bien vous.")}</p>
      ${error ? failure(error) : nothing}
      ${field({ id: "fresh-password", label: t("Phrase de passe"), type: "password", value: password, onInput: (value) => { password = value; } })}`,
    actions: [
      { label: t("Annuler"), tone: /** @type {const} */ ("quiet") },
      { label: busy ? t("Vérification…") : t("Continuer"), tone: /** @type {const} */ ("main"), disabled: busy, onClick: confirm },
    ],
  });
  const dialog = openDialog(props());
  async function confirm() {
    busy = true;
    dialog.update(props());
    try {
      const { second } = await unlock(password);
      granted = !second;
      // The session had ended meanwhile: only the door asks for a second factor.
      if (second) error = { message: errorText({ code: "second_needed" }) };
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    busy = false;
    dialog.update(props());
    return granted;
  }
  await dialog.closed;
  return granted;
}
