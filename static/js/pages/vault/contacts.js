/** People: those who saw, those who help, those concerned. */
import { list, open } from "../../flows/contacts.js";
import { byDate } from "../../flows/items.js";
import { contactList, contactText, contactView, roleName } from "../../ui/contact-view.js";
import { t } from "../../ui/i18n.js";
import { toast } from "../../ui/notice.js";
import { draftsOf } from "./drafting.js";
import { ItemScreen } from "./item-screen.js";

/** @type {import("./screens.js").MakeScreen} */
function listScreen({ refresh, go }) {
  /** @type {Awaited<ReturnType<typeof draftsOf>>} */
  let drafts = [];
  void draftsOf("contact").then((found) => {
    drafts = found;
    refresh();
  });
  const add = () => go({ name: "contact-new" });
  function view() {
    const [draft] = drafts;
    return contactList({
      contacts: list().map(({ id, summary }) => ({ id, title: String(summary?.title), role: /** @type {any} */ (summary).role, text: String(summary?.excerpt ?? "") })),
      draft: draft && { at: draft.at, title: String(draft.body.typed?.name ?? ""), onOpen: () => go(draft.target === null ? { name: "contact-new" } : { name: "contact-edit", id: draft.target }) },
      onOpen: (id) => go({ name: "contact", id }), onAdd: add, onDirectory: () => go({ name: "directory" }),
    });
  }
  const action = { label: t("Ajouter un contact"), icon: "plus", onClick: add };
  return { title: t("Contacts"), tab: "contacts", get action() { return list().length ? action : undefined; }, view };
}

/** @type {import("./screens.js").MakeScreen} */
function contactScreen(context) {
  const { go } = context;
  const names = { name: t("le nom"), role: t("le rôle"), organisation: t("la structure"), means: t("les coordonnées"), notes: t("les notes") };
  const item = new ItemScreen(context, { open, home: "contacts", gone: t("Ce contact n’est plus dans le coffre. Le reste est intact."), draw: contactText, names });
  const { id } = item;

  /** @param {string} value */
  async function copy(value) {
    await navigator.clipboard.writeText(value);
    toast(t("Copié."));
  }

  function view() {
    const instead = item.instead();
    if (instead) return instead;
    const { name, role, organisation, means, notes } = item.record;
    const events = byDate("event").filter(({ summary }) => /** @type {any} */ (summary).who.includes(name));
    return contactView({
      ...item.common(), name, role, organisation, means, notes, roleText: roleName(role),
      events: events.map((event) => ({ id: event.id, title: String(event.summary?.title) })),
      onCopy: (value) => void item.attempt(() => copy(value)), onEdit: () => go({ name: "contact-edit", id }), onEvent: (event) => go({ name: "event", id: event }),
    });
  }

  return { get title() { return item.title(t("Contact")); }, tab: "contacts", backTo: "contacts", narrow: true, view, close: () => item.close() };
}

export const screens = { contacts: listScreen, contact: contactScreen };
