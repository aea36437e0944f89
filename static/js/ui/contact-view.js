/** People kept: by what they are to her, then one by one. */
import { empty } from "./empty.js";
import { linked } from "./event-view.js";
import { draftWaiting } from "./form-end.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { listRows } from "./rows.js";
import { factList } from "./tile.js";

/** @typedef {"witness" | "relative" | "professional" | "involved" | "other"} Role */

/** In the order in which they are listed. @type {Role[]} */
export const ROLES = ["professional", "relative", "witness", "involved", "other"];

/** @param {Role} role */
export function roleName(role) {
  const names = {
    professional: t("Aide professionnelle"), relative: t("Proche"), witness: t("Témoin"), involved: t("Personne impliquée"), other: t("Autre"),
  };
  return names[role];
}

/** @param {string} type of a means */
export function meansName(type) {
  const names = /** @type {Record<string, string>} */ ({ phone: t("Téléphone"), email: t("E-mail"), address: t("Adresse"), other: t("Autre moyen") });
  return names[type] ?? "";
}

/**
 * @param {object} props
 * @param {{ id: string, title: string, role: Role, text: string }[]} props.contacts by name
 * @param {Parameters<typeof draftWaiting>[0]} props.draft
 * @param {(id: string) => void} props.onOpen
 * @param {() => void} props.onAdd
 * @param {() => void} props.onDirectory
 */
export function contactList({ contacts, draft, onOpen, onAdd, onDirectory }) {
  const search = html`<p class="to-directory"><button type="button" class="btn" @click=${onDirectory}>${icon("search")}${t("Chercher dans l’annuaire")}</button></p>`;
  if (contacts.length === 0) {
    return html`${draftWaiting(draft)}${empty({
      picture: "empty-contacts", title: t("Personne ici pour l’instant"), action: { label: t("Ajouter un contact"), onClick: onAdd },
      text: t("Une avocate, une association, quelqu’un qui a vu : gardez ici comment les joindre."),
    })}${search}`;
  }
  const groups = ROLES.map((role) => ({ role, people: contacts.filter((contact) => contact.role === role) })).filter(({ people }) => people.length);
  return html`<div class="stack">${draftWaiting(draft)}${groups.map(({ role, people }) => html`<section>
    <h2 class="small-title">${roleName(role)}</h2>
    ${listRows(people.map(({ id, title, text }) => ({ id, title, meta: text.split("\n")[0] ?? "", icon: "people" })), { onOpen })}
  </section>`)}${search}</div>`;
}

/**
 * @typedef {object} ContactRecord
 * @property {string} name
 * @property {Role} role
 * @property {string} organisation
 * @property {{ type: string, value: string }[]} means
 * @property {string} notes
 */

/** A contact at any version. @param {ContactRecord} props */
export function contactText({ name, role, organisation, means, notes }) {
  return html`${factList([[t("Nom"), name], [t("Rôle"), roleName(role)], ...(organisation ? [/** @type {[string, string]} */ ([t("Structure"), organisation])] : []),
    ...means.map(({ type, value }) => /** @type {[string, string]} */ ([meansName(type), value]))])}
    ${notes ? html`<p class="written">${notes}</p>` : nothing}`;
}

/**
 * @param {ContactRecord & { roleText: string, events: import("./event-view.js").Linked[], versions: import("./html.js").Content, trashed: boolean,
 *   error: { message: string } | undefined, onCopy: (value: string) => void, onEdit: () => void, onTrash: () => void, onEvent: (id: string) => void }} props
 */
export function contactView(props) {
  const { roleText, organisation, means, notes, events, error, trashed, onCopy, onEdit, onTrash, onEvent } = props;
  return html`<article class="stack item">
    ${error ? failure(error) : nothing}
    ${trashed ? notice({ tone: "watch", text: t("Ce contact est à la corbeille.") }) : nothing}
    <p class="when-line">${[roleText, organisation].filter(Boolean).join(" · ")}</p>
    ${means.length ? listRows(means.map(({ type, value }, index) => ({
      id: String(index), title: value, meta: meansName(type),
      end: html`<button type="button" class="btn quiet" @click=${() => onCopy(value)}>${icon("copy")}<span>${t("Copier")}</span><span class="visually-hidden">${value}</span></button>`,
    }))) : nothing}
    ${notes ? html`<section><h2 class="small-title">${t("Notes")}</h2><p class="hint">${t("Jamais partagées sans votre choix.")}</p><p class="written">${notes}</p></section>` : nothing}
    ${linked(t("Dans les faits"), events, "journal", onEvent)}
    ${trashed ? nothing : html`<div class="actions">
      <button type="button" class="btn main" @click=${onEdit}>${icon("edit")}${t("Modifier")}</button>
      <button type="button" class="btn quiet end" @click=${onTrash}>${icon("trash")}${t("Supprimer")}</button>
    </div>`}
    ${props.versions}
  </article>`;
}
