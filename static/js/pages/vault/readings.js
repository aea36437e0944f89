/** The landmark in the vault: what was kept and its course, a new look, and one of them read again. */
import { row } from "../../flows/catalogue.js";
import { newId } from "../../flows/items.js";
import { outcome } from "../../flows/reading-scale.js";
import { list, open, save } from "../../flows/readings.js";
import { saidIn, scaleOf } from "../../flows/readings-shared.js";
import { html, nothing } from "../../ui/html.js";
import { formatDay, t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { failure } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { readingsList, readingView } from "../../ui/readings.js";
import { ScaleLook } from "../scale-look.js";
import { toTrash } from "./item-actions.js";
import { saving } from "./saving.js";

/**
 * Something read once for a screen.
 * @template T
 * @param {() => Promise<T>} read
 * @param {() => void} refresh
 */
function once(read, refresh) {
  /** @type {{ value?: T, error?: { message: string } }} */
  const state = {};
  void read().then(
    (value) => {
      state.value = value;
      refresh();
    },
    (caught) => {
      state.error = { message: errorText(caught) };
      refresh();
    },
  );
  return state;
}

/** @type {import("./screens.js").MakeScreen} */
function listScreen({ refresh, go }) {
  const state = once(list, refresh);
  const onNew = () => go({ name: "reading-new" });
  const view = () => (state.value || state.error
    ? readingsList({ kept: state.value ?? [], error: state.error, onNew, onOpen: (id) => go({ name: "reading", id }) }) : skeleton());
  const action = { label: t("Faire le point"), icon: "plus", onClick: onNew };
  return { title: t("Repères"), tab: "more", backTo: "more", narrow: true, get action() { return state.value?.length ? action : undefined; }, view };
}

/** @type {import("./screens.js").MakeScreen} */
function newScreen({ refresh, replace }) {
  const id = newId();
  const keeping = saving({ id, refresh, kept: () => replace({ name: "readings" }) });
  /** @type {ScaleLook | undefined} */
  let look;
  const state = once(async () => {
    const scale = await scaleOf();
    look = new ScaleLook(scale, { refresh, more, steps: false });
    return scale;
  }, refresh);
  const keep = () => void keeping.run(async () => state.value && look && save(state.value, look, id));
  const more = () => html`${keeping.error ? failure(keeping.error) : nothing}
    <div class="sheet stack"><p>${t("Vous pouvez garder ce repère dans votre coffre, chiffré, pour en suivre le cours. Rien ne vous y oblige.")}</p>
      <div class="actions"><button type="button" class="btn main" ?disabled=${keeping.busy} @click=${keep}>${t("Garder ce repère")}</button></div></div>`;
  const view = () => (state.error ? failure(state.error) : html`<div class="scale">
    <p class="soft">${t("Ce n’est ni un diagnostic, ni une preuve. Rien n’est gardé tant que vous ne le demandez pas.")}</p>${look ? look.view() : skeleton()}</div>`);
  return { title: t("Faire le point"), tab: "more", backTo: "readings", narrow: true, view, close: () => keeping.stop() };
}

/** @type {import("./screens.js").MakeScreen} */
function readingScreen({ place, refresh, replace }) {
  const id = place.id ?? "";
  const state = once(async () => ({ scale: await scaleOf(), record: await open(id) }), refresh);
  /** @type {{ message: string } | undefined} */
  let error;
  async function drop() {
    try {
      await toTrash(id);
      replace({ name: "readings" });
    } catch (caught) {
      error = { message: errorText(caught) };
      refresh();
    }
  }
  function view() {
    if (state.error) return failure(state.error);
    if (!state.value) return skeleton();
    const { level, audience, answers } = saidIn(state.value.record);
    return readingView({ level, said: outcome(state.value.scale, answers, audience).said, error, onTrash: () => void drop() });
  }
  const day = /** @type {any} */ (row(id)?.summary)?.when?.from;
  return { title: day ? formatDay(String(day)) : t("Repère"), tab: "more", backTo: "readings", narrow: true, view };
}

export const screens = { readings: listScreen, "reading-new": newScreen, reading: readingScreen };
