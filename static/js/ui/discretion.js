/** How the vault looks to others: the tab, pictures, and an icon on the device. What each of these shows is said first. */
import { check, field } from "./field.js";
import { html, ifDefined, live, nothing, submitted } from "./html.js";
import { t } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { TAB_ICONS } from "./tab.js";

/** @typedef {import("./tab.js").TabIcon} TabIcon */

const TITLE_MAX = 60;

/** Titles that go with the drawings. @returns {Record<TabIcon, string>} */
export const usualTitles = () => ({ notes: t("Notes"), weather: t("Météo"), recipes: t("Recettes"), none: "" });

/** @returns {[TabIcon, string][]} */
const icons = () => [["notes", t("Notes")], ["weather", t("Météo")], ["recipes", t("Recettes")], ["none", t("Aucune")]];

/**
 * @typedef {object} Discretion
 * @property {string} title as typed
 * @property {string} plain the title when none is typed
 * @property {TabIcon} icon
 * @property {boolean} blur
 * @property {boolean} busy
 * @property {{ message: string } | undefined} error
 * @property {{ title?: string, icon?: TabIcon, blur?: boolean }} [typed]
 * @property {(change: { title?: string, icon?: TabIcon, blur?: boolean }) => void} onChange
 * @property {() => void} onSave
 * @property {Installing} installing
 */

/**
 * @typedef {object} Installing
 * @property {"asked" | "ready" | "prompt" | undefined} state undefined: not asked for; ready: by the menu of the browser; prompt: the browser can be asked
 * @property {boolean} read the warning
 * @property {(read: boolean) => void} onRead
 * @property {() => void} onPrepare
 * @property {() => void} onPrompt
 */

/** @param {Discretion} props */
export function discretionView(props) {
  return html`<form class="stack loose" @submit=${submitted(props.onSave)}>
      <p>${t("De quoi éviter un regard en passant. Cela ne résiste pas à quelqu’un qui cherche.")}</p>
      ${props.error ? failure(props.error) : nothing}
      ${tabPart(props)}
      ${picturesPart(props)}
      <div class="actions"><button type="submit" class="btn main" ?disabled=${props.busy}>${props.busy ? t("Enregistrement…") : t("Enregistrer")}</button></div>
    </form>
    ${known()}
    ${installPart(props.installing)}`;
}

/** @param {Discretion} props */
function tabPart({ title, plain, icon, onChange }) {
  return html`<section class="stack" aria-labelledby="tab-part">
    <h2 id="tab-part">${t("L’onglet")}</h2>
    ${tabPicture({ title: title.trim() || plain, icon })}
    ${field({
      id: "tab-title", label: t("Titre de l’onglet"), value: title, maxlength: TITLE_MAX, placeholder: plain, onInput: (value) => onChange({ title: value }),
      hint: t("Quelque chose de banal. Il se voit dans la liste des onglets et peut rester dans l’historique du navigateur."),
    })}
    <fieldset class="choices"><legend>${t("Icône")}</legend>
      <div class="options">${icons().map(([name, label]) => html`<label class="icon-choice">
        <input type="radio" name="tab-icon" value=${name} .checked=${live(name === icon)} @change=${() => onChange({ icon: name })}>
        ${name === "none" ? nothing : html`<img src=${TAB_ICONS[name]} alt="">`}<span>${label}</span></label>`)}</div>
    </fieldset>
    <p class="small soft">${t("L’onglet les porte tant que le coffre est ouvert. Verrouillé ou fermé, il reprend le titre de tout le monde. L’adresse du site, elle, ne change pas.")}</p>
  </section>`;
}

/** The tab as it will look. @param {{ title: string, icon: TabIcon }} props */
function tabPicture({ title, icon }) {
  return html`<div class="tab-picture" role="img" aria-label=${t("Aperçu de l’onglet : {title}", { title })}>
    <span class="tab">${icon === "none" ? nothing : html`<img src=${TAB_ICONS[icon]} alt="">`}<span class="name">${title}</span></span><span class="other"></span>
  </div>`;
}

/** @param {Discretion} props */
function picturesPart({ blur, onChange }) {
  return html`<section class="stack" aria-labelledby="pictures-part">
    <h2 id="pictures-part">${t("Les images")}</h2>
    ${check({ id: "blur", label: t("Flouter les photos et les vidéos, et ne montrer que celles que je touche"), checked: blur, onChange: (checked) => onChange({ blur: checked }) })}
  </section>`;
}

/** What is so without choosing. */
function known() {
  return html`<section class="stack" aria-labelledby="known-part">
    <h2 id="known-part">${t("Toujours")}</h2>
    <ul>
      <li>${t("Quand vous changez d’application ou d’onglet, la page se couvre. L’appareil peut avoir pris son image avant : « Quitter vite » est plus sûr.")}</li>
      <li>${t("L’historique du navigateur ne retient qu’une adresse pour tout le coffre.")}</li>
      <li>${t("Une impression ne porte ni le nom du site, ni ce bandeau. Ce que vous imprimez, lui, se lit.")}</li>
      <li>${t("Aucun message, aucune notification ne part d’ici.")}</li>
      <li>${t("Rien du coffre ne reste sur l’appareil, sauf la copie chiffrée que vous auriez demandée dans « Cet appareil ». « Quitter vite » ne l’enlève pas.")}</li>
    </ul>
  </section>`;
}

/** @param {Installing} props */
function installPart({ state, read, onRead, onPrepare, onPrompt }) {
  return html`<details class="fold">
    <summary>${t("Une icône sur l’écran d’accueil")}</summary>
    ${notice({ tone: "watch", title: t("Une icône se voit"), text: html`<ul>
      <li>${t("sur l’écran d’accueil, au nom de « Notes », que votre titre ne change pas ;")}</li>
      <li>${t("dans la liste des applications, et parmi celles ouvertes il y a peu ;")}</li>
      <li>${t("dans les réglages de l’appareil : stockage, batterie, temps d’écran, parfois avec l’adresse du site ;")}</li>
      <li>${t("sur vos autres appareils, si un compte les relie, et dans un contrôle parental.")}</li>
    </ul>` })}
    <p>${t("« Quitter vite » ne l’enlève pas. Pour la retirer : appui long sur l’icône, puis désinstaller. Une adresse retenue de tête ne se voit nulle part.")}</p>
    ${check({ id: "install-read", label: t("J’ai lu ce que cela montre"), checked: read, onChange: onRead })}
    <div role="status">${installState({ state, read, onPrepare, onPrompt })}</div>
  </details>`;
}

/** @param {Pick<Installing, "state" | "read" | "onPrepare" | "onPrompt">} props */
function installState({ state, read, onPrepare, onPrompt }) {
  if (state === "prompt") return html`<button type="button" class="btn" @click=${onPrompt}>${t("Ajouter l’icône maintenant")}</button>`;
  if (state === "ready") return html`<p>${t("C’est prêt, pour cette fois. Dans le menu du navigateur, choisissez « Ajouter à l’écran d’accueil » ou « Installer ».")}</p>`;
  const busy = state === "asked";
  return html`<button type="button" class="btn" aria-busy=${ifDefined(busy ? "true" : undefined)} ?disabled=${busy || !read} @click=${onPrepare}>${t("Préparer l’icône")}</button>`;
}
