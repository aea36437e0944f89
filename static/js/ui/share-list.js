/** Shares, for their owner: who sees what, until when, and how to end it. */
import { empty } from "./empty.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { skeleton } from "./progress.js";
import { readingView } from "./reader-page.js";
import { shareCard } from "./rows.js";

/**
 * @typedef {Omit<import("./rows.js").ShareCard, "actions"> & { id: string, purpose: string, left: string, wrong: string }} Card
 */
/** @typedef {{ loading: boolean, error: { message: string } | undefined, onRetry: () => void }} State */

/** @param {State} state */
function trouble({ error, onRetry }) {
  return error ? failure(error, { label: t("Réessayer"), onClick: onRetry }) : nothing;
}

/**
 * @param {State & { cards: Card[], onNew: () => void, onOpen: (id: string) => void, onEnd: (card: Card) => void, onCopy: (id: string) => void }} props
 */
export function shareList({ loading, error, cards, onNew, onOpen, onEnd, onCopy, onRetry }) {
  if (loading) return skeleton(2);
  if (cards.length === 0 && !error) return nobody(onNew);
  const [live, past] = [cards.filter((card) => !card.ended), cards.filter((card) => card.ended)];
  const drawn = (/** @type {Card} */ card) => html`<li>${shareCard({ ...card, actions: actions(card, { onOpen, onEnd, onCopy }) })}</li>`;
  return html`${trouble({ loading, error, onRetry })}
    ${live.length ? html`<h2 class="visually-hidden">${t("Partages en cours")}</h2><ul class="cards">${live.map(drawn)}</ul>` : html`<p>${t("Rien n’est montré à personne en ce moment.")}</p>`}
    ${past.length ? html`<details class="fold"><summary>${t("Partages terminés")}</summary><h2 class="visually-hidden">${t("Partages terminés")}</h2><ul class="cards">${past.map(drawn)}</ul></details>` : nothing}`;
}

/** @param {() => void} onNew */
function nobody(onNew) {
  return empty({
    picture: "empty-shares", title: t("Rien n’est montré à personne"),
    text: t("Vous pouvez montrer quelques faits et leurs pièces à une personne de confiance, pour un temps. Vous verrez quand elle les ouvre, et vous pourrez arrêter à tout moment."),
    action: { label: t("Montrer une partie"), onClick: onNew },
  });
}

/**
 * @param {Card} card
 * @param {{ onOpen: (id: string) => void, onEnd: (card: Card) => void, onCopy: (id: string) => void }} on
 */
function actions(card, { onOpen, onEnd, onCopy }) {
  // What an ended share showed is erased with it.
  if (card.ended) return nothing;
  const see = html`<button type="button" class="btn" @click=${() => onOpen(card.id)} aria-label=${t("Revoir le partage avec {name}", { name: card.recipient })}>${t("Revoir")}</button>`;
  return html`${see}
    <button type="button" class="btn quiet" @click=${() => onCopy(card.id)}>${icon("copy")}${t("Copier le lien")}</button>
    <button type="button" class="btn end" @click=${() => onEnd(card)} aria-label=${t("Arrêter le partage avec {name}", { name: card.recipient })}>${t("Arrêter")}</button>`;
}

/**
 * @param {State & { card: Card | undefined, seen: import("./reader-page.js").Shown | undefined, onPiece: (id: string) => void,
 *   onLook: () => void, onCopy: () => void, onEnd: () => void }} props
 */
export function shareOne({ loading, error, card, seen, onPiece, onLook, onCopy, onEnd, onRetry }) {
  if (loading) return skeleton(2);
  if (!card) return trouble({ loading, error, onRetry });
  return html`${trouble({ loading, error, onRetry })}
    <h2 class="visually-hidden">${t("À qui, jusqu’à quand")}</h2>
    ${shareCard({ ...card, actions: card.ended ? nothing : html`
      <button type="button" class="btn" @click=${onCopy}>${icon("copy")}${t("Copier le lien")}</button>
      <button type="button" class="btn end" @click=${onEnd}>${t("Arrêter ce partage")}</button>` })}
    ${card.purpose ? html`<p><strong>${t("Pourquoi")}</strong> : ${card.purpose}</p>` : nothing}
    ${card.ended ? nothing : html`<p class="soft small">${[card.left, card.wrong].filter(Boolean).join(" · ")}</p>`}
    ${card.ended ? nothing : notice({ text: t("Le code n’est gardé nulle part. S’il est perdu, arrêtez ce partage et faites-en un autre.") })}
    ${card.ended ? nothing : seen
      ? html`<h2>${t("Ce qui est montré, à la lettre")}</h2>${readingView({ shown: seen, onPiece })}`
      : html`<div><button type="button" class="btn" @click=${onLook}>${icon("eye")}${t("Revoir ce qui est montré")}</button></div>`}`;
}
