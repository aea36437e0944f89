/** Keeping a person, or correcting what is known of them. */
import { row } from "../../flows/catalogue.js";
import { open, save } from "../../flows/contacts.js";
import { newId } from "../../flows/items.js";
import { contactForm } from "../../ui/contact-form.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { skeleton } from "../../ui/progress.js";
import { Drafting } from "./drafting.js";
import { saving } from "./saving.js";

/** @typedef {import("../../ui/contact-form.js").Typed} Typed */

/** @returns {Typed} */
const blank = () => ({ name: "", role: null, organisation: "", means: [{ type: "phone", value: "" }], notes: "" });

/** @type {import("./screens.js").MakeScreen} */
function contactFormScreen(context) {
  const target = context.place.name === "contact-edit" ? context.place.id ?? null : null;
  const form = new ContactForm(context, target);
  const title = target === null ? t("Ajouter un contact") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "contacts", backTo: "contacts", narrow: true, view: () => form.view(), close: () => form.close() };
}

class ContactForm {
  #context;
  #target;
  #id;
  #typed = blank();
  #ready;
  /** @type {{ at: string } | undefined} */
  #found;
  /** @type {{ message: string } | undefined} */
  #error;
  #draft;
  #keeping;

  /** @param {import("./screens.js").Context} context @param {string | null} target the contact edited */
  constructor(context, target) {
    this.#context = context;
    this.#target = target;
    this.#id = target ?? newId();
    this.#ready = target === null;
    this.#draft = new Drafting({ kind: "contact", target, body: () => ({ typed: this.#typed }), refresh: context.refresh });
    this.#keeping = saving({ id: this.#id, refresh: context.refresh, kept: () => this.#kept() });
    void this.#load();
  }

  async #kept() {
    await this.#draft.drop();
    this.#context.replace({ name: "contact", id: this.#id });
  }

  async #load() {
    try {
      const [restored, record] = await Promise.all([this.#draft.restore(), this.#target === null ? undefined : open(this.#target)]);
      if (record) this.#fill(record);
      if (restored) this.#typed = { ...blank(), ...restored.body.typed };
      this.#found = restored && { at: restored.at };
    } catch (caught) {
      this.#error = { message: errorText(caught) };
    }
    this.#ready = true;
    this.#context.refresh();
  }

  /** @param {any} record */
  #fill({ name, role, organisation, means, notes }) {
    this.#typed = { name, role, organisation, means: means.length ? means : blank().means, notes };
  }

  async #again() {
    if (!(await this.#draft.again())) return;
    [this.#found, this.#typed] = [undefined, blank()];
    if (this.#target !== null) await this.#load();
    this.#context.refresh();
  }

  #keep() {
    this.#error = undefined;
    void this.#keeping.run(() => save({ ...this.#typed, role: this.#typed.role ?? "other", id: this.#id }));
  }

  view() {
    if (!this.#ready) return skeleton();
    return contactForm({
      typed: this.#typed, error: this.#error ?? this.#keeping.error, found: this.#found && { ...this.#found, onAgain: () => void this.#again() },
      end: { busy: this.#keeping.busy, state: this.#draft.text, onSave: () => this.#keep(), onCancel: this.#context.back },
      onChange: (change) => {
        this.#typed = { ...this.#typed, ...change };
        this.#draft.touch();
        this.#context.refresh();
      },
    });
  }

  async close() {
    this.#keeping.stop();
    await this.#draft.keep();
  }
}

export const screens = { "contact-new": contactFormScreen, "contact-edit": contactFormScreen };
