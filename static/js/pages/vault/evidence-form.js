/**
 * Keeping a piece, or saying more of it.
 *
 * 1. Files are chosen first and leave at once; each is kept when it has arrived (`uploads.js`).
 * 2. With one file, the form below says what it shows; with several, each can be described afterwards.
 * 3. Without a file, a text is the piece: a message copied, words noted.
 * 4. What a photo says of itself is proposed, and written only on a press.
 */
import { row } from "../../flows/catalogue.js";
import { open, save } from "../../flows/evidence.js";
import { whenOf } from "../../flows/exif.js";
import { newId } from "../../flows/items.js";
import { whenText } from "../../flows/dates.js";
import { evidenceForm } from "../../ui/evidence-form.js";
import { t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { skeleton } from "../../ui/progress.js";
import { drafting } from "./drafting.js";
import { peopleEditor } from "./people.js";
import { saving } from "./saving.js";
import { sendings } from "./sendings.js";
import { onUploads, startUpload, uploadOf } from "./uploads.js";
import { whenEditor } from "./when.js";

/** @typedef {import("../../ui/evidence-form.js").Typed} Typed */

/** @returns {Typed} */
const blank = () => ({ title: "", description: "", obtained: "", where: "", text: "" });

/** @type {import("./screens.js").MakeScreen} */
export function evidenceFormScreen({ place, refresh, go, replace, back }) {
  const target = place.name === "evidence-edit" ? place.id ?? null : null;
  let id = target ?? newId();
  let typed = blank();
  let ready = target === null;
  let writing = target !== null;
  /** @type {string[]} pieces made on this screen */
  let ids = [];
  /** @type {any} the newest version, when there is one */
  let record;
  /** @type {{ at: string } | undefined} */
  let found;
  /** @type {{ message: string } | undefined} */
  let error;
  const changed = () => {
    draft.touch();
    refresh();
  };
  const when = whenEditor({ id: "evidence-when", legend: t("De quand cela date-t-il ?"), changed });
  const people = peopleEditor({ id: "evidence-who", label: t("Qui est concerné ?"), changed });
  const draft = drafting({ kind: "evidence", target, body: () => ({ typed, when: when.state(), people: people.state(), ids, writing }), refresh });
  const stop = onUploads(refresh);
  const form = () => ({ ...typed, when: when.value(), who: people.value() });
  const kept = async () => {
    await draft.drop();
    replace({ name: "evidence-item", id });
  };
  let keeping = saving({ id, refresh, kept });

  /** Rules 1 and 2. @param {File[]} files */
  function add(files) {
    const alone = ids.length === 0 && files.length === 1;
    ids = [...ids, ...files.map((file) => startUpload(file, alone ? form : undefined).id)];
    writing = alone;
    if (alone) follow(String(ids[0]));
    // Not a draft yet: the files are kept by themselves, and only what is typed could be lost.
    refresh();
  }

  /** The form is now about this piece. @param {string} item */
  function follow(item) {
    keeping.stop();
    id = item;
    keeping = saving({ id, refresh, kept });
  }

  /** @param {any} piece */
  function fill(piece) {
    record = piece;
    typed = Object.assign(blank(), Object.fromEntries(Object.keys(blank()).map((name) => [name, piece[name]])));
    when.put(piece.when);
    people.put(piece.who);
  }

  /** @param {any} state of a draft */
  function take(state) {
    typed = { ...blank(), ...state.typed };
    when.restore(state.when);
    people.restore(state.people);
    if (target !== null) return;
    ids = (Array.isArray(state.ids) ? state.ids : []).filter((/** @type {string} */ item) => row(item) || uploadOf(item));
    writing = Boolean(state.writing);
    if (ids.length === 1) follow(String(ids[0]));
  }

  async function load() {
    try {
      const [restored, piece] = await Promise.all([draft.restore().catch(() => undefined), target === null ? undefined : open(target)]);
      if (piece) fill(piece);
      if (restored) take(restored.body);
      found = restored && { at: restored.at };
    } catch (caught) {
      error = { message: errorText(caught) };
    }
    ready = true;
    refresh();
  }

  async function again() {
    if (!(await draft.again())) return;
    [found, ids, writing] = [undefined, [], target !== null];
    fill({ ...blank(), when: { precision: "unknown", from: null, to: null, time: null, text: "" }, who: [] });
    if (target !== null) await load();
    refresh();
  }

  function keep() {
    error = undefined;
    void keeping.run(async () => {
      const upload = uploadOf(id);
      await upload?.done;
      if (upload?.state === "failed") throw Object.assign(new Error("a file"), { code: "files_not_whole" });
      const before = row(id) ? await open(id) : undefined;
      await save({ ...form(), id, file: before?.file ?? null, thumb: before?.thumb ?? null, ...(before ? { source: before.source } : {}) });
    });
  }

  /** Rule 4. */
  function proposals() {
    const source = uploadOf(id)?.source ?? record?.source;
    const date = source && whenOf(source);
    const coordinates = source?.place ? `${source.place.lat}, ${source.place.lon}` : "";
    return {
      date: date && when.isEmpty() ? whenText(date) : "", place: typed.where === "" ? coordinates : "",
      onDate: () => { if (date) when.put(date); changed(); }, onPlace: () => { typed.where = coordinates; changed(); },
    };
  }

  /** What stands in the place of the form's own file. */
  function files() {
    const mine = ids.flatMap((item) => uploadOf(item) ?? []);
    const arrived = ids.filter((item) => row(item)).map((item) => ({ id: item, title: String(row(item)?.summary?.title ?? "") }));
    return { sendings: sendings(mine.filter(({ state }) => state !== "kept" && state !== "cancelled")), arrived, onDescribe: (/** @type {string} */ item) => go({ name: "evidence-edit", id: item }) };
  }

  void load();
  const view = () => (ready ? evidenceForm({
    typed, writing, hasFile: ids.length > 0 || Boolean(record?.file), several: ids.length > 1, isNew: target === null, ...files(), proposals: proposals(),
    when: when.view(), people: people.view(), error: error ?? keeping.error, found: found && { ...found, onAgain: () => void again() },
    end: { busy: keeping.busy, busyText: uploadOf(id)?.state === "running" ? t("Envoi du fichier…") : t("Enregistrement…"), state: draft.text, onSave: keep, onCancel: back },
    onFiles: add, onWrite: () => { writing = true; refresh(); },
    onChange: (change) => {
      Object.assign(typed, change);
      changed();
    },
  }) : skeleton());
  const close = async () => {
    stop();
    keeping.stop();
    if (ids.length > 1) await draft.drop();
    else await draft.keep();
  };
  const title = target === null ? t("Ajouter une pièce") : t("Modifier « {title} »", { title: String(row(target)?.summary?.title ?? "") });
  return { title, tab: "evidence", backTo: "evidence", narrow: true, view, close };
}
