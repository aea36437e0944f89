/** « Cet appareil »: what keeping the vault here gives and shows, said first; then what is here, and how to take it away. */
import { refusedPart } from "./device-refused.js";
import { check, choices } from "./field.js";
import { html, nothing } from "./html.js";
import { formatDate, formatSize, t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { progress } from "./progress.js";

/** @typedef {{ value: string, label: string }} Room bytes for files, as text */

/**
 * @typedef {object} Offer
 * @property {Room[]} rooms
 * @property {string} room
 * @property {boolean} read
 * @property {boolean} busy
 * @property {boolean} apart
 * @property {boolean} other another vault is kept here
 * @property {(room: string) => void} onRoom
 * @property {(read: boolean) => void} onRead
 * @property {() => void} onKeep
 * @property {() => void} onForget
 */

/**
 * @typedef {object} Kept
 * @property {boolean} keeper
 * @property {string} met
 * @property {boolean} apart
 * @property {number} items
 * @property {number} files
 * @property {number} filesWanted
 * @property {number} bytes
 * @property {"idle" | "running" | "full" | "away"} state
 * @property {import("./device-refused.js").RefusedChange[]} refused
 * @property {number} stranded what waits under other keys
 * @property {boolean} lasting the browser promised not to throw it away
 * @property {Room[]} rooms
 * @property {string} room
 * @property {boolean} busy
 * @property {(room: string) => void} onRoom
 * @property {() => void} onAdopt of what is stranded
 * @property {() => void} onForget
 */

/** @param {{ error: { message: string } | undefined, offer?: Offer | undefined, kept?: Kept | undefined }} props */
export function deviceView({ error, offer, kept }) {
  return html`${error ? failure(error) : nothing}${offer ? offerPart(offer) : nothing}${kept ? keptPart(kept) : nothing}`;
}

/** @param {Offer} props */
function offerPart(props) {
  return html`<p>${t("Par défaut, rien de votre coffre ne reste sur un appareil. Si celui-ci n’est qu’à vous, il peut en garder une copie chiffrée : vous lisez et vous écrivez alors sans réseau, et tout part quand le réseau revient.")}</p>
    ${notice({ tone: "watch", title: t("Ce que cela change"), text: html`<ul>
      <li>${t("Les réglages du navigateur montrent que ce site est utilisé ici : son adresse, et la place qu’il prend.")}</li>
      <li>${t("Qui a cet appareil et votre phrase de passe lit la copie, sans réseau et sans seconde vérification. Qui a l’appareil seul peut essayer des phrases, sans que nous comptions les essais.")}</li>
      <li>${t("Une phrase changée ailleurs, ou un coffre effacé ailleurs, n’atteint pas un appareil éteint ou sans réseau. La copie s’ouvre avec l’ancienne phrase jusqu’à ce qu’elle retrouve le service.")}</li>
      <li>${t("« Quitter vite » ferme le coffre, mais laisse la copie chiffrée. Vous la retirez ici.")}</li>
    </ul>` })}
    ${props.other ? otherPart(props) : keepPart(props)}`;
}

/** @param {Offer} props */
function keepPart({ rooms, room, read, busy, apart, onRoom, onRead, onKeep }) {
  return html`${roomPart({ rooms, room, onRoom })}
    ${check({ id: "device-read", label: t("Cet appareil est le mien. J’ai lu ce que cela change"), checked: read, onChange: onRead })}
    <div class="actions"><button type="button" class="btn main" aria-busy=${busy ? "true" : nothing} ?disabled=${busy || !read || apart} @click=${onKeep}>${busy ? t("Un instant…") : t("Garder mon coffre ici")}</button></div>
    <p class="small soft">${t("Votre phrase de passe vous sera demandée.")}</p>`;
}

/** @param {Offer} props */
function otherPart({ busy, onForget }) {
  return html`<p>${t("Un autre coffre est déjà gardé sur cet appareil. Pour garder celui-ci, retirez l’autre d’abord. Ce qui y attendait le réseau serait perdu.")}</p>
    <div class="actions"><button type="button" class="btn end" ?disabled=${busy} @click=${onForget}>${t("Retirer l’autre coffre de cet appareil")}</button></div>`;
}

/** @param {{ rooms: Room[], room: string, onRoom: (room: string) => void }} props */
function roomPart({ rooms, room, onRoom }) {
  return choices({
    name: "device-room", legend: t("Photos et fichiers à garder aussi"), options: rooms, value: room, onChoose: onRoom,
    hint: t("Les plus récents d’abord. Les fiches et les vignettes sont toujours gardées."),
  });
}

/** @param {Kept} props */
function keptPart(props) {
  return html`${notice({ tone: "safe", text: t("Votre coffre est gardé sur cet appareil, chiffré. Il s’ouvre ici sans réseau, avec l’identifiant et la phrase de passe de toujours.") })}
    ${strandedPart(props)}
    ${refusedPart(props.refused)}
    <section class="stack" aria-labelledby="device-here"><h2 id="device-here">${t("Ce qui est ici")}</h2>
      ${herePart(props)}
      ${props.keeper ? roomPart(props) : html`<p class="small soft">${t("Un autre onglet de ce site s’occupe de cet appareil : les choix se font là-bas.")}</p>`}
    </section>
    <section class="stack" aria-labelledby="device-off"><h2 id="device-off">${t("Le retirer")}</h2>
      <p>${t("La copie s’efface d’ici, et les pages du coffre avec elle. Votre coffre en ligne ne change pas. Un appareil garde parfois un temps ce qui a été effacé ; cela reste chiffré.")}</p>
      <div class="actions"><button type="button" class="btn end" ?disabled=${props.busy || !props.keeper} @click=${props.onForget}>${t("Retirer de cet appareil")}</button></div>
    </section>`;
}

/** @param {Kept} props */
function herePart({ met, items, files, filesWanted, bytes, state, apart, lasting }) {
  const at = met ? html`<p>${t("À jour au {date}.", { date: formatDate(met, "moment") })}</p>` : nothing;
  if (apart) return html`${at}<p class="small soft">${t("Sans réseau, les chiffres ne sont pas refaits.")}</p>`;
  return html`${at}
    ${state === "running" ? progress({ label: t("La copie se met à jour"), figures: formatSize(bytes) }) : nothing}
    <p>${tn("{n} élément", "{n} éléments", items)} · ${tn("{n} fichier sur {all}, {size}", "{n} fichiers sur {all}, {size}", files, { all: filesWanted, size: formatSize(bytes) })}</p>
    ${state === "full" ? notice({ tone: "watch", text: t("Il n’y a plus de place sur cet appareil. Ce qui est là reste ; choisissez moins de fichiers.") }) : nothing}
    ${lasting ? nothing : html`<p class="small soft">${t("Ce navigateur n’a pas promis de garder la copie s’il manque de place : ne laissez pas longtemps ici ce qui n’est pas en ligne.")}</p>`}`;
}

/** @param {Kept} props */
function strandedPart({ stranded, onAdopt }) {
  const text = tn("{n} changement ou brouillon a été écrit ici avant que les clés du coffre soient renouvelées ailleurs. Il reste chiffré avec les anciennes clés.", "{n} changements ou brouillons ont été écrits ici avant que les clés du coffre soient renouvelées ailleurs. Ils restent chiffrés avec les anciennes clés.", stranded);
  return html`<div role="status">${stranded ? html`${notice({ tone: "watch", text })}
    <div class="row"><button type="button" class="btn" @click=${onAdopt}>${t("Les reprendre")}</button></div>` : nothing}</div>`;
}
