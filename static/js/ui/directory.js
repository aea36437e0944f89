/** The directory: what one looks for, the map, and who answers. Everything is in the page; searching asks nobody. */
import { guard, html, icon, live, nothing, repeat } from "./html.js";
import { t, tn } from "./i18n.js";
import { directoryMap } from "./directory-map.js";
import { empty } from "./empty.js";
import { numbers, site } from "./help-lines.js";

/** @typedef {import("../flows/directory.js").Entry} Entry */
/** @typedef {import("../flows/directory.js").Content} Content */
/** @typedef {import("../flows/directory.js").Wanted} Wanted */

/**
 * @typedef {object} DirectoryProps
 * @property {Content} content
 * @property {Wanted} wanted
 * @property {import("../flows/directory.js").Found} found
 * @property {Map<string, number>} counts entries of each place
 * @property {string} stop tile of the keyboard
 * @property {boolean} far the place is overseas
 * @property {boolean} wide there is room for the map from the start
 * @property {(change: Partial<Wanted>) => void} onWant
 * @property {(code: string, key: string) => string} onMove
 * @property {(entry: Entry) => void} onAdd the same at every drawing, so that a key draws again only what it changes
 */

/** @param {DirectoryProps} props */
export function directory(props) {
  return html`<div class="directory-look">
    <div class="directory-ask">${asking(props)}</div>
    <div class="directory-place">${placing(props)}</div>
    <div class="directory-found">${answers(props)}</div>
  </div>`;
}

/** @param {DirectoryProps} props */
function asking({ content, wanted, onWant }) {
  const typed = (/** @type {Event} */ event) => onWant({ text: /** @type {HTMLInputElement} */ (event.target).value });
  return html`<div role="search" class="stack">
    <div class="search">${icon("search")}<input type="search" aria-label=${t("Chercher une association, une ville, un besoin")} placeholder=${t("Nom, département, besoin…")} autocomplete="off" spellcheck="false" .value=${live(wanted.text)} @input=${typed}></div>
    <fieldset class="choices"><legend>${t("De quoi avez-vous besoin ?")}</legend><div class="options">
      ${[{ id: "", label: t("Tout voir") }, ...content.needs].map(({ id, label }) => html`<label>
        <input type="radio" name="need" value=${id} autocomplete="off" .checked=${live(wanted.need === id)} @change=${() => onWant({ need: id })}>${label}</label>`)}
    </div></fieldset>
    ${list("kind", t("Quelle sorte d’aide ?"), [{ id: "", label: t("Toutes") }, ...content.kinds], wanted.kind, (kind) => onWant({ kind }))}
  </div>`;
}

/** @param {DirectoryProps} props */
function placing({ content, wanted, counts, stop, wide, onWant, onMove }) {
  const places = content.places.map(({ code, name }) => ({ id: code, label: `${code} ${name}` }));
  return html`${list("place", t("Où ?"), [{ id: "", label: t("Toute la France") }, ...places], wanted.place, (place) => onWant({ place }))}
    <details class="fold map-fold" ?open=${wide}><summary>${t("Choisir sur la carte")}</summary>
    ${guard([wanted.place, stop], () => directoryMap({ places: content.places, counts, chosen: wanted.place, stop, onMove, onChoose: (code) => onWant({ place: code === wanted.place ? "" : code }) }))}
    <p class="map-key soft small"><span><i class="some"></i>${t("une adresse au moins")}</span><span><i></i>${t("numéros nationaux")}</span></p></details>`;
}

/**
 * @param {string} id
 * @param {string} label
 * @param {{ id: string, label: string }[]} options
 * @param {string} value
 * @param {(value: string) => void} onChoose
 */
function list(id, label, options, value, onChoose) {
  const chosen = (/** @type {Event} */ event) => onChoose(/** @type {HTMLSelectElement} */ (event.target).value);
  return html`<div class="field"><label for="directory-${id}">${label}</label>
    <select id="directory-${id}" autocomplete="off" .value=${live(value)} @change=${chosen}>${options.map((one) => html`<option value=${one.id} ?selected=${one.id === value}>${one.label}</option>`)}</select></div>`;
}

/** @param {DirectoryProps} props */
function answers(props) {
  const { content, wanted, found } = props;
  const total = found.here.length + found.everywhere.length;
  const place = content.places.find(({ code }) => code === wanted.place);
  return html`<p class="soft small" role="status">${total ? tn("Une adresse", "{n} adresses", total) : t("Aucune adresse")}</p>
    ${place ? local(place.name, props) : nothing}
    ${place && found.everywhere.length ? html`<h2>${t("Partout en France")}</h2>` : nothing}
    ${groups(found.everywhere, props, place ? 3 : 2)}
    ${total === 0 && !place ? nowhere() : nothing}`;
}

/** @param {string} name @param {DirectoryProps} props */
function local(name, props) {
  const { found: { here }, far } = props;
  return html`<h2>${name}</h2>
    ${here.length ? groups(here, props, 3) : html`<p>${t("Nous n’avons pas d’adresse ici pour cette recherche.")}</p>`}
    <p class="note">${icon("phone")}<span>${t("Le 116 006 oriente vers l’association la plus proche.")} <a class="number" href="tel:116006">116 006</a>
      ${far ? html`${t("Depuis l’outre-mer :")} <a class="number" href="tel:+33180523376">+33 1 80 52 33 76</a>` : nothing}</span></p>`;
}

function nowhere() {
  return empty({ picture: "empty-search", title: t("Rien à ce nom"), text: t("Essayez un autre mot, un besoin ou un département. Le 116 006 peut aussi vous orienter.") });
}

/** @param {Entry[]} entries @param {DirectoryProps} props @param {2 | 3} level of the headings */
function groups(entries, { content, onAdd }, level) {
  const kinds = content.kinds.filter(({ id }) => entries.some(({ kind }) => kind === id));
  return kinds.map(({ id, label }) => html`<section class="directory-kind">
    ${level === 2 ? html`<h2>${label}</h2>` : html`<h3>${label}</h3>`}
    <ul class="directory-entries" role="list">${repeat(entries.filter(({ kind }) => kind === id), (one) => one.id, (one) => guard([one, onAdd], () => card(one, content, onAdd)))}</ul>
  </section>`);
}

/** @param {Entry} entry @param {Content} content @param {(entry: Entry) => void} onAdd */
function card(entry, content, onAdd) {
  return html`<li class="entry" data-id=${entry.id}>
    <p class="entry-name"><strong lang="fr">${entry.name}</strong><span class="soft small">${where(entry, content)}</span></p>
    <p class="entry-means">${numbers(entry)}${entry.url ? site(entry.url) : nothing}${entry.email ? html`<a href="mailto:${entry.email}">${entry.email}</a>` : nothing}</p>
    <p class="entry-say" lang=${entry.language}>${entry.description}${entry.hours ? html` <span class="soft">${entry.hours}.</span>` : nothing}</p>
    ${entry.checks.length ? html`<p class="entry-check"><span class="chip watch">${t("À vérifier")}</span> <span class="small">${entry.checks.join(", ")}</span></p>` : nothing}
    <p class="entry-end"><span class="soft small"><a href=${entry.source} rel="noreferrer">${t("Source")}</a>${t(" : ")}${entry.origin}</span>
      <button type="button" class="entry-add" aria-label=${t("Ajouter {name} à mes contacts", { name: entry.name })} @click=${() => onAdd(entry)}>${icon("plus")}${t("Ajouter à mes contacts")}</button></p>
  </li>`;
}

/** @param {Entry} entry @param {Content} content */
function where({ territories }, { places }) {
  const names = places.filter(({ code }) => territories.includes(code)).map(({ code, name }) => `${name} (${code})`);
  return names.length ? names.join(", ") : t("toute la France");
}
