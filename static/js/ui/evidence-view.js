/** One piece, to be looked at: the file first, what it shows, then what proves it, folded. */
import { acts, dates, linked } from "./event-view.js";
import { check } from "./field.js";
import { html, icon, nothing } from "./html.js";
import { formatDate, t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { pieceFrame } from "./piece-frame.js";
import { factList } from "./tile.js";

/**
 * @typedef {object} EvidenceView
 * @property {string} description
 * @property {string} text a piece without a file
 * @property {string} obtained
 * @property {import("./piece-frame.js").PieceFrame | undefined} frame
 * @property {boolean | undefined} heavy hard to see; undefined where nothing can be veiled
 * @property {(on: boolean) => void} onHeavy
 * @property {[string, string][]} known date, place, people
 * @property {[string, string][] | null} file what is known of the file
 * @property {string} written time
 * @property {string | null} edited time
 * @property {import("./event-view.js").Linked[]} events
 * @property {import("./event-view.js").Linked[]} of the conversation that its file was taken out of
 * @property {(id: string) => void} onOf
 * @property {import("./event-view.js").Linked[]} timelines
 * @property {import("./html.js").Content} versions
 * @property {boolean} trashed
 * @property {boolean} saving
 * @property {string} lookError why it cannot be shown or saved
 * @property {{ message: string } | undefined} error
 * @property {(() => void) | undefined} onConversation to read it, when it is an exported conversation
 * @property {() => void} onSave
 * @property {() => void} onEdit
 * @property {() => void} onTimeline
 * @property {() => void} onShare
 * @property {() => void} onReread somebody else reads it in her place
 * @property {() => void} onTrash
 * @property {(id: string) => void} onEvent
 * @property {(id: string) => void} onLine
 */

/** What is written of a piece, at any version. @param {{ description: string, text: string, obtained: string }} props */
export function evidenceText({ description, text, obtained }) {
  return html`${text ? html`<blockquote class="written">${text}</blockquote>` : nothing}
    ${description ? html`<p class="written">${description}</p>` : nothing}
    ${obtained ? html`<section><h2 class="small-title">${t("Comment c’est obtenu")}</h2><p class="written">${obtained}</p></section>` : nothing}`;
}

/** @param {EvidenceView} props */
export function evidenceView(props) {
  const { frame, known, error, lookError, trashed, events, onEvent, timelines, onLine } = props;
  return html`<article class="stack item">
    ${error ? failure(error) : nothing}
    ${trashed ? notice({ tone: "watch", text: t("Cette pièce est à la corbeille.") }) : nothing}
    ${frame ? html`<div class="viewer"><div class="frame">${pieceFrame(frame)}</div></div>` : nothing}
    ${lookError ? failure({ message: lookError }) : nothing}
    ${props.onConversation ? html`<div class="no-print"><button type="button" class="btn main" @click=${props.onConversation}>${icon("phone")}${t("Lire la conversation")}</button></div>` : nothing}
    ${props.heavy === undefined ? nothing : html`<div class="no-print">${check({ id: "piece-heavy", label: t("Image difficile : la montrer seulement quand on la demande, ici et dans les partages"), checked: props.heavy, onChange: props.onHeavy })}</div>`}
    ${evidenceText(props)}
    ${known.length ? factList(known) : nothing}
    ${linked(t("Joint à la conversation"), props.of, "phone", props.onOf)}
    ${linked(t("Dans les faits"), events, "journal", onEvent)}
    ${linked(t("Sur les frises"), timelines, "thread", onLine)}
    ${acts(props)}
    ${aboutFile(props)}
    <p class="small soft">${dates({ ...props, first: t("Gardé le {date}.", { date: formatDate(props.written) }) })}</p>
    ${props.versions}
  </article>`;
}

/** @param {EvidenceView} props */
function aboutFile({ file, saving, onSave }) {
  if (!file) return nothing;
  return html`<details class="fold">
    <summary>${t("Le fichier : nom, taille, empreinte")}</summary>
    ${factList(file)}
    <p class="hint">${t("L’empreinte est un nombre calculé sur le fichier : un seul bit changé la change toute.")}</p>
  </details>
  <div class="no-print"><button type="button" class="btn" ?disabled=${saving} @click=${onSave}>${icon("save")}${saving ? t("Enregistrement…") : t("Enregistrer sur cet appareil")}</button></div>`;
}
