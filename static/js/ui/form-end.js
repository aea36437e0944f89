/** What every form of the vault has in common: a draft found again, and the end with its one main button. */
import { html, ifDefined, nothing } from "./html.js";
import { formatDate, t } from "./i18n.js";
import { notice } from "./notice.js";

/**
 * @typedef {object} FormEnd
 * @property {boolean} busy
 * @property {string} [busyText] what is waited for
 * @property {string} state of the draft: « Brouillon gardé, chiffré »
 * @property {() => void} onSave
 * @property {() => void} onCancel
 */

/** @param {FormEnd} props */
export function formEnd({ busy, busyText, state, onSave, onCancel }) {
  return html`<div class="actions form-end">
    <button type="button" class="btn main" aria-busy=${ifDefined(busy ? "true" : undefined)} ?disabled=${busy} @click=${onSave}>
      ${busy ? busyText || t("Enregistrement…") : t("Enregistrer")}</button>
    <button type="button" class="btn quiet" @click=${onCancel}>${t("Plus tard")}</button>
    <p class="soft small" role="status">${state || nothing}</p>
  </div>`;
}

/** @typedef {{ at: string, onAgain: () => void }} FoundDraft */

/** @param {FoundDraft | undefined} found */
export function draftNote(found) {
  if (!found) return nothing;
  return notice({
    tone: "safe", text: t("Voici votre brouillon du {date}, comme vous l’avez laissé.", { date: formatDate(found.at) }),
    action: { label: t("Effacer ce brouillon"), onClick: found.onAgain },
  });
}

/**
 * In a list: something is being written.
 * @param {{ at: string, title: string, onOpen: () => void } | undefined} draft
 */
export function draftWaiting(draft) {
  if (!draft) return nothing;
  const text = draft.title ? t("« {title} », écrit le {date}, n’est pas encore enregistré.", { title: draft.title, date: formatDate(draft.at) }) : t("Un brouillon du {date} n’est pas encore enregistré.", { date: formatDate(draft.at) });
  return notice({ tone: "safe", text, action: { label: t("Reprendre"), onClick: draft.onOpen } });
}
