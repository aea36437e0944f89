/** Keeping a piece: the file first, which leaves at once; then what it shows, if she wishes. */
import { field } from "./field.js";
import { sendingList } from "./file-field.js";
import { draftNote, formEnd } from "./form-end.js";
import { html, icon, nothing } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { listRows } from "./rows.js";
import { fileButton } from "./tile.js";

/**
 * @typedef {object} Typed
 * @property {string} title
 * @property {string} description
 * @property {string} obtained
 * @property {string} where
 * @property {string} text a piece without a file
 */

/**
 * @typedef {object} EvidenceForm
 * @property {Typed} typed
 * @property {boolean} isNew
 * @property {boolean} writing the form is shown
 * @property {import("./html.js").Content} recorder to record one's voice
 * @property {import("./html.js").TemplateResult | undefined} gate in the place of the file, while none is taken
 * @property {boolean} hasFile
 * @property {boolean} several
 * @property {import("./file-field.js").Sending[]} sendings
 * @property {{ id: string, title: string, waiting: boolean }[]} arrived
 * @property {{ date: string, place: string, onDate: () => void, onPlace: () => void }} proposals
 * @property {import("./html.js").Content} when
 * @property {import("./html.js").Content} people
 * @property {import("./form-end.js").FormEnd} end
 * @property {import("./form-end.js").FoundDraft | undefined} found
 * @property {{ message: string } | undefined} error
 * @property {(files: File[]) => void} onFiles
 * @property {(() => void) | undefined} onConversation to read the file, which looks like an exported conversation
 * @property {() => void} onImport
 * @property {() => void} onWrite
 * @property {(id: string) => void} onDescribe
 * @property {(change: Partial<Typed>) => void} onChange
 */

/** @param {EvidenceForm} props */
export function evidenceForm(props) {
  const { isNew, writing, several, error } = props;
  return html`<div class="stack loose">
    ${writing || several ? draftNote(props.found) : nothing}
    ${isNew ? choosing(props) : nothing}
    ${sendingList(props.sendings)}
    ${several ? described(props) : arrivedAlone(props)}
    ${props.onConversation ? notice({ text: t("Ce fichier ressemble à une conversation exportée."), action: { label: t("La lire"), onClick: props.onConversation } }) : nothing}
    ${error ? failure(error) : nothing}
    ${writing && !several ? fields(props) : nothing}
  </div>`;
}

/** @param {EvidenceForm} props */
function choosing({ gate, recorder, hasFile, writing, onFiles, onImport, onWrite }) {
  if (hasFile || writing) return nothing;
  if (gate) return html`${gate}<div><button type="button" class="btn" @click=${onWrite}>${icon("edit")}${t("Copier un message, noter un texte")}</button></div>`;
  return html`<div class="choosing dropzone" @dragover=${over} @dragleave=${left} @drop=${dropped(onFiles)}>
      <p>${t("Le fichier est scellé ici, gardé tel quel, au bit près. Il est à l’abri dès qu’il est arrivé ; vous direz ensuite ce qu’il montre, si vous voulez.")}</p>
      <div class="row">
        ${fileButton({ id: "evidence-file", label: t("Choisir des fichiers"), onFiles })}
        <span class="only-touch">${fileButton({ id: "evidence-photo", label: t("Prendre une photo"), accept: "image/*", capture: true, several: false, onFiles })}</span>
        <button type="button" class="btn quiet" @click=${onWrite}>${icon("edit")}${t("Copier un message, noter un texte")}</button>
        <button type="button" class="btn quiet" @click=${onImport}>${icon("phone")}${t("Importer une conversation")}</button>
      </div>
      ${recorder}
  </div>`;
}

/** @param {DragEvent} event */
function over(event) {
  event.preventDefault();
  /** @type {HTMLElement} */ (event.currentTarget).classList.add("over");
}

/** @param {DragEvent} event */
function left(event) {
  /** @type {HTMLElement} */ (event.currentTarget).classList.remove("over");
}

/** @param {(files: File[]) => void} onFiles */
function dropped(onFiles) {
  return (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    left(event);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) onFiles(files);
  };
}

/** @param {EvidenceForm} props */
function described({ arrived, onDescribe }) {
  if (arrived.length === 0) return nothing;
  const rows = arrived.map(({ id, title, waiting }) => ({
    id, title, icon: waiting ? "wait" : "check", meta: waiting ? t("pas encore en ligne") : t("Enregistré"), end: html`<button type="button" class="btn" @click=${() => onDescribe(id)}>${t("Décrire")}</button>`,
  }));
  const text = arrived.some(({ waiting }) => waiting)
    ? t("Chaque pièce est gardée sous son nom ; celles qui attendent ne sont pas encore en ligne. Vous pouvez les décrire maintenant, ou plus tard.")
    : t("Chaque pièce est enregistrée sous son nom. Vous pouvez la décrire maintenant, ou plus tard.");
  return html`<p>${text}</p>${listRows(rows)}`;
}

/** @param {EvidenceForm} props */
function arrivedAlone({ arrived, isNew }) {
  const [one] = arrived;
  if (!one || !isNew) return nothing;
  if (one.waiting) return notice({ tone: "watch", text: t("« {title} » est gardé sur cet appareil, pas encore en ligne. Ce qui suit peut attendre.", { title: one.title }) });
  return notice({ tone: "safe", title: t("Enregistré"), text: t("« {title} » est à l’abri. Ce qui suit peut attendre.", { title: one.title }) });
}

/** @param {EvidenceForm} props */
function fields(props) {
  const { typed, onChange, hasFile, when, people, proposals } = props;
  return html`
    ${hasFile ? nothing : field({ id: "evidence-text", type: "area", label: t("Le message, ou le texte"), hint: t("Recopiez-le sans rien changer, fautes comprises."), value: typed.text, onInput: (text) => onChange({ text }) })}
    ${field({ id: "evidence-title", label: t("Titre"), value: typed.title, maxlength: 300, onInput: (title) => onChange({ title }) })}
    ${field({ id: "evidence-description", type: "area", label: t("Qu’est-ce que cela montre ?"), value: typed.description, onInput: (description) => onChange({ description }) })}
    ${when}
    ${proposals.date ? notice({ text: t("Date trouvée dans le fichier : {date}.", { date: proposals.date }), action: { label: t("L’utiliser"), onClick: proposals.onDate } }) : nothing}
    ${field({ id: "evidence-where", label: t("Où ?"), value: typed.where, maxlength: 300, onInput: (where) => onChange({ where }) })}
    ${proposals.place ? notice({ text: t("Lieu trouvé dans le fichier : {place}. Il n’est envoyé à aucune carte.", { place: proposals.place }), action: { label: t("L’utiliser"), onClick: proposals.onPlace } }) : nothing}
    ${people}
    ${field({ id: "evidence-obtained", type: "area", label: t("Comment l’avez-vous obtenu ?"), hint: t("Reçu, photographié, enregistré, trouvé… Cela compte pour qui devra s’y fier."), value: typed.obtained, onInput: (obtained) => onChange({ obtained }) })}
    ${formEnd(props.end)}`;
}
