/** People: those who saw, those who help, those concerned. */
import { row } from "../../flows/catalogue.js";
import { list, open, save } from "../../flows/contacts.js";
import { byDate, newId } from "../../flows/items.js";
import { contactForm } from "../../ui/contact-form.js";
import { contactList, contactText, contactView, roleName } from "../../ui/contact-view.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure, toast } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { drafting, draftsOf } from "./drafting.js";
import { latestOf } from "./event.js";
import { toTrash, versionsOf } from "./item-actions.js";
import { saving } from "./saving.js";

/** @typedef {import("../../ui/contact-form.js").Typed} Typed */

/** @returns {Typed} */
const blank = () => ({ name: "", role: null, organisation: "", means: [{ type: "phone", value: "" }], notes: "" });

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
      onOpen: (id) => go({ name: "contact", id }), onAdd: add,
    });
  }
  const action = { label: t("Ajouter un contact"), icon: "plus", onClick: add };
  return { title: t("Contacts"), tab: "contacts", get action() { return list().length ? action : undefined; }, view };
}

/** @type {import("./screens.js").MakeScreen} */
function formScreen({ place, refresh, replace, back }) {
  const target = place.name === "contact-edit" ? place.id ?? null : null;
  const id = target ?? newId();
  let typed = blank();
  let ready = target === null;
  /** @type {{ at: string } | undefined} */
  let found;
  /** @type {{ message: string } | undefined} */
  let error;
  const draft = drafting({ kind: "contact", target, body: () => ({ typed }), refresh });
  const kept = async () => {
    await draft.drop();
    replace({ name: "contact", id });
  };
  const keeping = saving({ id, refresh, kept });

  async function load() {
    try {
      const [restored, record] = await Promise.all([draft.restore().catch(() => undefined), target === null ? undefined : open(target)]);
      const { name, role, organisation, means, notes } = record ?? blank();
      if (record) typed = { name, role, organisation, means: means.length ? means : blank().means, notes };
      if (restored) typed = { ...blank(), ...restored.body.typed };
      found = restored && { at: restored.at };
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    ready = true;
    refresh();
  }

  async function again() {
    if (!(await draft.again())) return;
    [found, typed] = [undefined, blank()];
    if (target !== null) await load();
    refresh();
  }

  void load();
  const view = () => (ready ? contactForm({
    typed, error: error ?? keeping.error, found: found && { ...found, onAgain: () => void again() },
    end: { busy: keeping.busy, state: draft.text, onSave: () => void keeping.run(() => save({ ...typed, role: typed.role ?? "other", id })), onCancel: back },
    onChange: (change) => {
      typed = { ...typed, ...change };
      draft.touch();
      refresh();
    },
  }) : skeleton());
  const close = async () => {
    keeping.stop();
    await draft.keep();
  };
  const title = target === null ? t("Ajouter un contact") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "contacts", backTo: "contacts", narrow: true, view, close };
}

/** @type {import("./screens.js").MakeScreen} */
function contactScreen({ place, refresh, go, replace }) {
  const id = place.id ?? "";
  /** @type {any} */
  let record;
  let seen = 0;
  /** @type {{ message: string } | undefined} */
  let error;
  const names = { name: t("le nom"), role: t("le rôle"), organisation: t("la structure"), means: t("les coordonnées"), notes: t("les notes") };
  const versions = versionsOf({ id, refresh, draw: contactText, names });

  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    try {
      await act();
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    refresh();
  }

  async function load() {
    seen = latestOf(id);
    record = await open(id);
  }

  async function drop() {
    await toTrash(id);
    replace({ name: "contacts" });
  }

  /** @param {string} value */
  async function copy(value) {
    await navigator.clipboard.writeText(value);
    toast(t("Copié."));
  }

  function view() {
    const shown = row(id);
    if (!shown || shown.erased_at !== null) return failure({ message: t("Ce contact n’est plus dans le coffre. Le reste est intact.") });
    if (latestOf(id) !== seen) void attempt(load);
    if (!record) return error ? failure(error) : skeleton();
    const events = byDate("event").filter(({ summary }) => /** @type {any} */ (summary).who.includes(record.name));
    return contactView({
      ...record, error, trashed: shown.trashed_at !== null, versions: versions.view(shown.versions.length),
      events: events.map((event) => ({ id: event.id, title: String(event.summary?.title) })),
      onCopy: (value) => void attempt(() => copy(value)), onEdit: () => go({ name: "contact-edit", id }),
      onTrash: () => void attempt(drop), onEvent: (event) => go({ name: "event", id: event }), roleText: roleName(record.role),
    });
  }

  return { get title() { return String(row(id)?.summary?.title || t("Contact")); }, tab: "contacts", backTo: "contacts", narrow: true, view, close: versions.stop };
}

export const screens = { contacts: listScreen, "contact-new": formScreen, "contact-edit": formScreen, contact: contactScreen };
