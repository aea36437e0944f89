/**
 * Entry of the directory: its entries come with the page, and no search leaves it. What is typed and chosen before this module is
 * there stays.
 */
import { Directory } from "../flows/directory.js";
import { openDialog } from "../ui/dialog.js";
import { html, render } from "../ui/html.js";
import { t } from "../ui/i18n.js";
import { DirectoryLook } from "./directory-look.js";

/** An entry is not handed from this page to the vault: whatever carries it there would be a trace of it. */
function explain() {
  openDialog({
    title: t("Ajouter à mes contacts"),
    body: html`<p>${t("Cette liste se trouve aussi dans votre coffre. Ouvrez-le, puis « Contacts » et « Annuaire » : un bouton y remplit la fiche pour vous.")}</p>
      <p>${t("D’ici, l’adresse choisie laisserait une marque dans le navigateur. Dans le coffre, elle reste chiffrée.")}</p>
      <p><a class="btn main" href="/notes">${t("Ouvrir mon coffre")}</a></p>`,
  });
}

/** @param {HTMLElement} place @param {string} query @returns {string} what a field of the page holds by now */
const held = (place, query) => /** @type {HTMLInputElement | null} */ (place.querySelector(query))?.value ?? "";

/** @param {HTMLElement} place @param {string} content */
function start(place, content) {
  const draw = () => render(look.view(), place);
  const typing = document.activeElement?.matches("#directory input[type=search]");
  const wanted = {
    text: held(place, "input[type=search]"), need: held(place, "input[name=need]:checked"),
    kind: held(place, "#directory-kind"), place: held(place, "#directory-place"),
  };
  const look = new DirectoryLook(new Directory(JSON.parse(content)), { wanted, refresh: draw, onAdd: explain });
  place.replaceChildren();
  draw();
  if (typing) /** @type {HTMLElement | null} */ (place.querySelector("input[type=search]"))?.focus();
}

const place = document.getElementById("directory");
const content = place?.dataset["content"];
if (place && content) start(place, content);
