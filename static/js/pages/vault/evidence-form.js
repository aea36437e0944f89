/**
 * Keeping a piece, or saying more of it.
 *
 * 1. Files are chosen first and leave at once; each is kept when it has arrived (`uploads.js`).
 * 2. With one file, the form below says what it shows; with several, each can be described afterwards.
 * 3. Without a file, a text is the piece: a message copied, words noted.
 * 4. What a photo says of itself is proposed, and written only on a press.
 */
import { isWaiting, row } from "../../flows/catalogue.js";
import { isConversation } from "../../flows/conversations.js";
import { FlowError } from "../../flows/errors.js";
import { open, save } from "../../flows/evidence.js";
import { whenOf } from "../../flows/exif.js";
import { newId } from "../../flows/items.js";
import { whenText } from "../../flows/dates.js";
import { evidenceForm } from "../../ui/evidence-form.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { skeleton } from "../../ui/progress.js";
import { Drafting } from "./drafting.js";
import { gate } from "./gate.js";
import { peopleEditor } from "./people.js";
import { saving } from "./saving.js";
import { sendings } from "./sendings.js";
import { onUploads, startUpload, uploadOf } from "./uploads.js";
import { Recorder } from "./voice.js";
import { WhenEditor } from "./when.js";

/** @typedef {import("../../ui/evidence-form.js").Typed} Typed */

/** @returns {Typed} */
const blank = () => ({ title: "", description: "", obtained: "", where: "", text: "" });

/** @type {import("./screens.js").MakeScreen} */
function evidenceFormScreen(context) {
  const target = context.place.name === "evidence-edit" ? context.place.id ?? null : null;
  const form = new EvidenceForm(context, target);
  const title = target === null ? t("Ajouter une pièce") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "evidence", backTo: "evidence", narrow: true, view: () => form.view(), close: () => form.close() };
}

class EvidenceForm {
  #context;
  #target;
  /** The piece that the form is about. */
  #id;
  #typed = blank();
  #ready;
  /** The form is shown. */
  #writing;
  /** @type {string[]} pieces made on this screen */
  #ids = [];
  /** A piece whose file looks like an exported conversation. */
  #conversation = "";
  /** @type {any} the newest version, when there is one */
  #record;
  /** @type {{ at: string } | undefined} */
  #found;
  /** @type {{ message: string } | undefined} */
  #error;
  #when;
  #people;
  #draft;
  #keeping;
  #recorder;
  #stop;

  /** @param {import("./screens.js").Context} context @param {string | null} target the piece edited */
  constructor(context, target) {
    const { refresh } = context;
    const changed = () => this.#changed();
    this.#context = context;
    this.#target = target;
    this.#id = target ?? newId();
    this.#ready = target === null;
    this.#writing = target !== null;
    this.#when = new WhenEditor({ id: "evidence-when", legend: t("De quand cela date-t-il ?"), changed, refresh });
    this.#people = peopleEditor({ id: "evidence-who", label: t("Qui est concerné ?"), changed });
    this.#draft = new Drafting({ kind: "evidence", target, body: () => this.#state(), refresh });
    this.#keeping = this.#newKeeping();
    this.#recorder = new Recorder({ refresh, onFile: (file, id) => this.#add([file], id) });
    this.#stop = onUploads(() => this.#told());
    void this.#load();
  }

  #newKeeping() {
    return saving({ id: this.#id, refresh: this.#context.refresh, kept: () => this.#kept() });
  }

  #changed() {
    this.#draft.touch();
    this.#context.refresh();
  }

  #state() {
    return { typed: this.#typed, when: this.#when.state(), people: this.#people.state(), ids: this.#ids, writing: this.#writing };
  }

  /** An upload has moved; once all are cancelled, files are asked for again. */
  #told() {
    const left = this.#ids.filter((id) => row(id) || uploadOf(id));
    if (left.length === 0 && this.#ids.length > 0) [this.#ids, this.#writing] = [[], false];
    this.#context.refresh();
  }

  /** What is written of the piece. */
  #form() {
    return { ...this.#typed, when: this.#when.value(), who: this.#people.value() };
  }

  async #kept() {
    await this.#draft.drop();
    this.#context.replace({ name: "evidence-item", id: this.#id });
  }

  /** Rules 1 and 2. @param {File[]} files @param {string} [piece] id of the piece that the file becomes, where it has one already */
  #add(files, piece) {
    const alone = this.#ids.length === 0 && files.length === 1;
    const form = alone ? () => this.#form() : undefined;
    this.#ids = [...this.#ids, ...files.map((file) => startUpload(file, form, piece).id)];
    this.#writing = alone;
    if (alone) this.#follow(String(this.#ids[0]));
    if (alone && files[0]) void this.#recognise(files[0], String(this.#ids[0]));
    // Not a draft yet: the files are kept by themselves, and only what is typed could be lost.
    this.#context.refresh();
  }

  /** @param {File} file @param {string} id */
  async #recognise(file, id) {
    if (await isConversation(file).catch(() => false)) this.#conversation = id;
    this.#context.refresh();
  }

  /** The form is now about this piece. @param {string} id */
  #follow(id) {
    this.#keeping.stop();
    this.#id = id;
    this.#keeping = this.#newKeeping();
  }

  async #load() {
    try {
      const [restored, record] = await Promise.all([this.#draft.restore(), this.#target === null ? undefined : open(this.#target)]);
      if (record) this.#fill(record);
      if (restored) this.#take(restored.body);
      this.#found = restored && { at: restored.at };
    } catch (caught) {
      this.#error = { message: errorText(caught) };
    }
    this.#ready = true;
    this.#context.refresh();
  }

  /** @param {any} record */
  #fill(record) {
    const { title, description, obtained, where, text } = record;
    this.#record = record;
    this.#typed = { title, description, obtained, where, text };
    this.#when.put(record.when);
    this.#people.put(record.who);
  }

  /** @param {any} state of a draft */
  #take({ typed, when, people, ids, writing }) {
    this.#typed = { ...blank(), ...typed };
    this.#when.restore(when);
    this.#people.restore(people);
    if (this.#target !== null) return;
    this.#ids = (Array.isArray(ids) ? ids.map(String) : []).filter((id) => row(id) || uploadOf(id));
    this.#writing = Boolean(writing);
    if (this.#ids.length === 1) this.#follow(String(this.#ids[0]));
  }

  async #again() {
    if (!(await this.#draft.again())) return;
    this.#found = undefined;
    this.#take({ people: { people: [], typing: "" } });
    this.#when.clear();
    if (this.#target !== null) await this.#load();
    this.#context.refresh();
  }

  #keep() {
    this.#error = undefined;
    void this.#keeping.run(async () => {
      const upload = uploadOf(this.#id);
      await upload?.done;
      if (upload?.state === "failed") throw new FlowError("files_not_whole");
      const { file = null, thumb = null, source } = row(this.#id) ? await open(this.#id) : {};
      await save({ ...this.#form(), id: this.#id, file, thumb, ...(source ? { source } : {}) });
    });
  }

  /** Rule 4. */
  #proposals() {
    const source = uploadOf(this.#id)?.source ?? this.#record?.source;
    const date = source && whenOf(source);
    const place = source?.place ? `${source.place.lat}, ${source.place.lon}` : "";
    return {
      date: date && this.#when.isEmpty() ? whenText(date) : "", place: this.#typed.where === "" ? place : "",
      onDate: () => {
        if (date) this.#when.put(date);
        this.#changed();
      },
      onPlace: () => {
        this.#typed.where = place;
        this.#changed();
      },
    };
  }

  /** What stands in the place of the file. */
  #files() {
    const mine = this.#ids.flatMap((id) => uploadOf(id) ?? []).filter(({ state }) => state !== "kept" && state !== "cancelled");
    const arrived = this.#ids.flatMap((id) => row(id) ?? []).map(({ id, summary }) => ({ id, title: String(summary?.title ?? ""), waiting: isWaiting(id) }));
    return {
      hasFile: mine.length + arrived.length > 0 || Boolean(this.#record?.file), several: this.#ids.length > 1, sendings: sendings(mine), arrived,
      onDescribe: (/** @type {string} */ id) => this.#context.go({ name: "evidence-edit", id }), onFiles: (/** @type {File[]} */ files) => this.#add(files),
    };
  }

  view() {
    if (!this.#ready) return skeleton();
    const busyText = uploadOf(this.#id)?.state === "running" ? t("Envoi du fichier…") : t("Enregistrement…");
    return evidenceForm({
      ...this.#files(), gate: gate(this.#context.go), recorder: this.#recorder.view(), typed: this.#typed, writing: this.#writing, isNew: this.#target === null, proposals: this.#proposals(), when: this.#when.view(), people: this.#people.view(),
      error: this.#error ?? this.#keeping.error, found: this.#found && { ...this.#found, onAgain: () => void this.#again() },
      end: { busy: this.#keeping.busy, busyText, state: this.#draft.text, onSave: () => this.#keep(), onCancel: this.#context.back },
      onImport: () => this.#context.go({ name: "conversation-new" }),
      onConversation: this.#conversation && this.#conversation === this.#id ? () => this.#context.go({ name: "conversation", id: this.#id }) : undefined,
      onWrite: () => {
        this.#writing = true;
        this.#context.refresh();
      },
      onChange: (change) => {
        Object.assign(this.#typed, change);
        this.#changed();
      },
    });
  }

  async close() {
    await this.#recorder.close();
    this.#stop();
    this.#keeping.stop();
    // Several files are kept under their names: there was no form to fill.
    if (this.#ids.length > 1) await this.#draft.drop();
    else await this.#draft.keep();
  }
}

export const screens = { "evidence-new": evidenceFormScreen, "evidence-edit": evidenceFormScreen };
