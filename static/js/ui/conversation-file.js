/** One file that came with a message: shown in its frame, by the rules of any piece; hers to keep as one. */
import { sendingList } from "./file-field.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure } from "./notice.js";
import { pieceFrame } from "./piece-frame.js";
import { factList } from "./tile.js";

/**
 * @param {object} props
 * @param {import("./piece-frame.js").PieceFrame} props.frame
 * @param {string} props.lookError why it cannot be shown or saved
 * @param {{ message: string } | undefined} props.error
 * @param {[string, string][]} props.known who sent it, when, what it is
 * @param {boolean} props.saving
 * @param {import("./html.js").TemplateResult | undefined} props.gate in the way of keeping
 * @param {import("./file-field.js").Sending[]} props.sendings
 * @param {(() => void) | undefined} props.onKeep while it is no piece
 * @param {(() => void) | undefined} props.onPiece once it is one
 * @param {() => void} props.onSave
 * @param {() => void} props.onMessage
 */
export function attachedView({ frame, lookError, error, known, saving, gate, sendings, onKeep, onPiece, onSave, onMessage }) {
  return html`<article class="stack item">
    ${error ? failure(error) : nothing}
    <div class="viewer"><div class="frame">${pieceFrame(frame)}</div></div>
    ${lookError ? failure({ message: lookError }) : nothing}
    ${factList(known)}
    ${sendingList(sendings)}
    ${onKeep ? gate ?? html`<p class="soft small">${t("Ce fichier est dans la conversation, tel quel. Gardé comme une pièce, il a sa date, et vous pouvez le lier à un fait ou le montrer seul.")}</p>` : nothing}
    <div class="actions">
      ${onKeep && !gate ? html`<button type="button" class="btn main" @click=${onKeep}>${icon("files")}${t("Garder comme pièce")}</button>` : nothing}
      ${onPiece ? html`<button type="button" class="btn main" @click=${onPiece}>${icon("files")}${t("Voir la pièce")}</button>` : nothing}
      <button type="button" class="btn" @click=${onMessage}>${icon("back")}${t("Voir le message")}</button>
      <button type="button" class="btn quiet" ?disabled=${saving} @click=${onSave}>${icon("save")}${saving ? t("Enregistrement…") : t("Enregistrer sur cet appareil")}</button>
    </div>
  </article>`;
}
