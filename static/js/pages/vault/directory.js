/** The directory inside the vault: an entry is kept as a contact at one press, and can be corrected there. */
import { directoryOf, keepEntry, known } from "../../flows/directory-source.js";
import { newId } from "../../flows/items.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { DirectoryLook } from "../directory-look.js";
import { saving } from "./saving.js";

/** @typedef {import("../../flows/directory.js").Entry} Entry */

/** @type {import("./screens.js").MakeScreen} */
function directoryScreen({ refresh, go }) {
  /** @type {DirectoryLook | undefined} */
  let look;
  /** @type {{ message: string } | undefined} */
  let error;
  /** @type {ReturnType<typeof saving> | undefined} */
  let keeping;

  /** @param {Entry} entry */
  function add(entry) {
    const id = known(entry) ?? newId();
    const kept = () => go({ name: "contact", id });
    if (known(entry)) return kept();
    keeping?.stop();
    keeping = saving({ id, refresh, kept });
    return void keeping.run(() => keepEntry(entry, id));
  }

  async function load() {
    try {
      look = new DirectoryLook(await directoryOf(), { refresh, onAdd: add });
      error = undefined;
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }
  void load();

  function view() {
    const wrong = error ?? keeping?.error;
    const again = { label: t("Réessayer"), onClick: () => void load() };
    return html`<p class="soft">${t("Ce que vous cherchez reste dans cet onglet. « Ajouter » garde l’adresse dans vos contacts, chiffrée.")}</p>
      ${wrong ? failure(wrong, ...(error ? [again] : [])) : nothing}
      ${look ? look.view() : error ? nothing : skeleton()}`;
  }
  return { title: t("Annuaire"), tab: "contacts", backTo: "contacts", view, close: () => keeping?.stop() };
}

export const screens = { directory: directoryScreen };
