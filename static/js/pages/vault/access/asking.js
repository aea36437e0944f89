/**
 * A dialog that asks for what an act needs — the passphrase, a code or a passkey, a name — and does it, staying open on a refusal
 * with what was typed. What is typed goes with the dialog.
 */
import { readSecond } from "../../../flows/factors.js";
import { assertPasskey } from "../../../flows/passkeys.js";
import { openDialog } from "../../../ui/dialog.js";
import { field } from "../../../ui/field.js";
import { html, nothing } from "../../../ui/html.js";
import { t } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { failure } from "../../../ui/notice.js";

/** @typedef {import("../../../flows/factors.js").Second} Second */

/**
 * @typedef {object} Asked
 * @property {string} title
 * @property {string} text
 * @property {string} confirm
 * @property {"main" | "end"} [tone]
 * @property {boolean} [password] the passphrase is needed
 * @property {boolean} [second] a proof of a second factor is
 * @property {boolean} [passkeys] which may be a passkey
 * @property {{ label: string, value: string, hint: string }} [name]
 */

/** @typedef {{ password: string, name: string, second: () => Promise<Second> }} Given second reads what was typed, or asks the passkey */

/**
 * @param {Asked} asked
 * @param {(given: Given) => Promise<unknown>} act
 * @returns {Promise<boolean>} whether it was done
 */
export async function ask(asked, act) {
  const typed = { password: "", code: "", name: asked.name?.value ?? "" };
  let [busy, done] = [false, false];
  /** @type {{ message: string } | undefined} */
  let error;
  const props = () => ({
    title: asked.title,
    body: body(asked, { typed, error, busy, onPasskey: () => void withPasskey() }),
    actions: [
      { label: t("Annuler"), tone: /** @type {const} */ ("quiet") },
      { label: busy ? t("Un instant…") : asked.confirm, tone: asked.tone ?? "main", disabled: busy, onClick: () => confirm(async () => readSecond(typed.code)) },
    ],
  });
  const dialog = openDialog(props());
  /** @param {Given["second"]} second */
  async function confirm(second) {
    if (busy) return false;
    [busy, error] = [true, undefined];
    dialog.update(props());
    try {
      await act({ password: typed.password, name: typed.name, second });
      done = true;
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    busy = false;
    dialog.update(props());
    return done;
  }
  async function withPasskey() {
    const isDone = await confirm(async () => {
      const { ticket, assertion } = await assertPasskey();
      return { ticket, assertion };
    });
    if (isDone) dialog.close();
  }
  await dialog.closed;
  return done;
}

/**
 * @param {Asked} asked
 * @param {{ typed: { password: string, code: string, name: string }, error: { message: string } | undefined, busy: boolean, onPasskey: () => void }} state
 */
function body({ text, password, second, passkeys, name }, { typed, error, busy, onPasskey }) {
  const keep = (/** @type {keyof typeof typed} */ key) => (/** @type {string} */ value) => {
    typed[key] = value;
  };
  return html`<div class="stack"><p>${text}</p>
    ${error ? failure(error) : nothing}
    ${name ? field({ id: "ask-name", label: name.label, hint: name.hint, value: typed.name, maxlength: 60, onInput: keep("name") }) : nothing}
    ${password ? field({ id: "ask-password", label: t("Votre phrase de passe"), type: "password", value: typed.password, spellcheck: false, onInput: keep("password") }) : nothing}
    ${second ? field({ id: "ask-second", label: t("Code de l’application, ou code de secours"), value: typed.code, spellcheck: false, onInput: keep("code") }) : nothing}
    ${second && passkeys ? html`<button type="button" class="btn" ?disabled=${busy} @click=${onPasskey}>${t("Utiliser une clé d’accès")}</button>` : nothing}</div>`;
}
