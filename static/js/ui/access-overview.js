/** « Accès »: what is open, what opens it, what is asked besides, and who came. Each line says what it means. */
import { chips } from "./chips.js";
import { html, icon, nothing, repeat } from "./html.js";
import { t, tn } from "./i18n.js";
import { failure, notice } from "./notice.js";
import { roughWhen } from "./rough-when.js";

/** @typedef {{ label: string, onClick: () => void, end?: boolean, quiet?: boolean, about: string }} Press about: what the button is of, for whoever hears it alone */
/** @typedef {{ id: string, icon: string, title: string, lines: string[], chip?: import("./chips.js").Chip, actions: Press[] }} Line */

/** @param {Line[]} lines */
function lineList(lines) {
  return html`<ul class="rows access-rows">${repeat(lines, (line) => line.id, (line) => html`<li class="list-row">
    ${icon(line.icon)}
    <div class="what">
      <strong>${line.title}</strong>
      ${line.lines.map((text) => html`<p class="meta">${text}</p>`)}
      ${line.chip ? chips([line.chip]) : nothing}
    </div>
    ${line.actions.length ? html`<div class="end">${line.actions.map(press)}</div>` : nothing}
  </li>`)}</ul>`;
}

/** @param {Press} action */
function press({ label, onClick, end = false, quiet = false, about }) {
  return html`<button type="button" class="btn ${end ? "end" : ""} ${quiet ? "quiet" : ""}" @click=${onClick}>${label}<span class="visually-hidden">${t(" : ")}${about}</span></button>`;
}

/**
 * @param {string} id
 * @param {string} title
 * @param {import("./html.js").Content} content
 */
function section(id, title, content) {
  return html`<section class="stack access-part" aria-labelledby=${id}><h2 id=${id}>${title}</h2>${content}</section>`;
}

const VIAS = () => new Map([
  ["password", t("par la phrase de passe")],
  ["passkey", t("par une clé d’accès")],
  ["phrase", t("par les mots de secours")],
  ["people", t("par deux feuilles de secours")],
]);

/** @typedef {{ id: string, via: string, createdAt: string, seenAt: string, current: boolean, name: string | undefined }} OpenSession */

/** @param {{ sessions: OpenSession[], onName: (id: string) => void, onEnd: (id: string) => void, onEndOthers: () => void }} props */
export function sessionsPart({ sessions, onName, onEnd, onEndOthers }) {
  const others = sessions.filter(({ current }) => !current);
  const lines = sessions.map((session) => {
    const title = session.name ?? (session.current ? t("Cet appareil") : t("Un autre onglet ou appareil"));
    const name = { label: t("Nommer"), quiet: true, onClick: () => onName(session.id), about: title };
    return {
      id: session.id, icon: "eye", title,
      lines: [
        t("Ouvert {when}, {via}", { when: roughWhen(session.createdAt), via: VIAS().get(session.via) ?? "" }),
        session.current ? t("C’est celui que vous avez sous les yeux") : t("Servi pour la dernière fois {when}", { when: roughWhen(session.seenAt) }),
      ],
      actions: session.current ? [name] : [name, { label: t("Fermer"), end: true, onClick: () => onEnd(session.id), about: title }],
    };
  });
  return section("access-open", t("Ouvert en ce moment"), html`
    <p class="soft">${t("Chaque ligne est un endroit où le coffre est ouvert. Une ligne que vous ne reconnaissez pas : fermez-la, puis changez la phrase de passe.")}</p>
    ${lineList(lines)}
    ${others.length ? html`<div><button type="button" class="btn end" @click=${onEndOthers}>${t("Fermer tous les autres")}</button></div>` : nothing}`);
}

/** @param {{ lines: Line[], onForget: () => void }} props what a rotation ended, that she had */
export function againPart({ lines, onForget }) {
  return section("access-again", t("À refaire, si vous voulez"), html`
    <p class="soft">${t("« Tout renouveler » a mis fin à ce qui suit. Rien ne presse : votre phrase de passe et vos mots de secours ouvrent le coffre.")}</p>
    ${lineList(lines)}
    <div><button type="button" class="btn quiet" @click=${onForget}>${t("Ne plus le proposer")}</button></div>`);
}

/** @typedef {{ lines: Line[], onRotate: () => void }} WaysProps */

/** @param {WaysProps} props */
export function waysPart({ lines, onRotate }) {
  return section("access-ways", t("Façons d’ouvrir"), html`
    <p class="soft">${t("Chacune suffit pour ouvrir le coffre. Il n’y en a pas d’autre, et nous n’en avons aucune.")}</p>
    ${lineList(lines)}
    ${notice({
      title: t("Quelqu’un a pu entrer, ou copier une feuille ?"),
      text: t("« Tout renouveler » change d’un coup la phrase de passe, les mots de secours et les clés du coffre. Ce que cette personne a déjà vu ou copié reste chez elle ; ce que vous ajoutez ensuite lui est fermé."),
      action: { label: t("Tout renouveler…"), onClick: onRotate },
    })}`);
}

/** @param {{ lines: Line[], active: boolean, onTotp: () => void, onPasskey: (() => void) | undefined }} props active: there is a factor already */
export function factorsPart({ lines, active, onTotp, onPasskey }) {
  return section("access-factors", t("Double vérification"), html`
    <p class="soft">${active
      ? t("Après la phrase de passe, il faut aussi un code ou une clé. Qui connaît la phrase n’entre pas avec elle seule. Les mots de secours, eux, n’en demandent pas.")
      : t("Facultative. Après la phrase de passe, un code ou une clé est demandé : qui connaît la phrase n’entre pas avec elle seule. Le code est sur un téléphone, que l’on peut vous prendre ou fouiller : dix codes de secours, sur papier, en tiennent lieu.")}</p>
    ${lines.length ? lineList(lines) : nothing}
    <div class="row">
      <button type="button" class="btn" @click=${onTotp}>${t("Ajouter une application de codes")}</button>
      ${onPasskey ? html`<button type="button" class="btn" @click=${onPasskey}>${t("Ajouter une clé d’accès")}</button>` : nothing}
    </div>`);
}

/** @typedef {{ day: string, opened: string, failed: string[] }} AccessDay */

/** @param {{ days: AccessDay[], changes: { id: string, text: string, when: string }[] }} props changes: newest first */
export function lastPart({ days, changes }) {
  const anyFailed = days.some(({ failed }) => failed.length > 0);
  return section("access-last", t("Derniers accès"), html`
    ${days.length ? html`<ul class="rows access-days">${days.map(dayRow)}</ul>` : html`<p>${t("Rien encore.")}</p>`}
    <p class="soft">${anyFailed
      ? t("Un essai raté veut dire que quelqu’un a tapé votre identifiant, et n’est pas entré. C’est peut-être vous, une lettre à côté. Cela ne dit ni qui, ni d’où. S’il y en a beaucoup et que ce n’est pas vous, quelqu’un connaît votre identifiant : la phrase de passe tient toujours.")
      : t("Aucun essai raté depuis trois mois. Un essai raté, ici, voudrait dire que quelqu’un a tapé votre identifiant, et n’est pas entré.")}</p>
    <details class="fold"><summary>${t("Tout ce qui a été noté")}</summary>
      <ul class="access-events">${changes.map(({ text, when }) => html`<li><span>${text}</span> <span class="soft">${when}</span></li>`)}</ul>
      <p class="small soft">${t("Ni adresse, ni nom d’appareil : nous ne les gardons pas.")}</p>
    </details>`);
}

/** @param {AccessDay} day */
function dayRow({ day, opened, failed }) {
  return html`<li class="list-row">${icon("clock")}<div class="what"><strong>${day}</strong>
    ${opened ? html`<p class="meta">${opened}</p>` : nothing}
    ${chips(failed.map((text) => ({ text, tone: /** @type {const} */ ("watch"), icon: "watch" })))}</div></li>`;
}

/** @param {number} opened @param {number} unknown of them, from a network not seen before */
export function openedText(opened, unknown) {
  if (opened === 0) return "";
  const sum = tn("{n} ouverture", "{n} ouvertures", opened);
  return unknown === 0 ? sum : `${sum}, ${tn("dont {n} depuis un réseau nouveau", "dont {n} depuis un réseau nouveau", unknown)}`;
}

/** @param {string} kind @param {number} n */
export function failedText(kind, n) {
  const texts = new Map([
    ["password", () => tn("{n} essai raté, phrase de passe", "{n} essais ratés, phrase de passe", n)],
    ["second", () => tn("{n} code refusé, après la bonne phrase de passe", "{n} codes refusés, après la bonne phrase de passe", n)],
    ["phrase", () => tn("{n} essai raté, mots de secours", "{n} essais ratés, mots de secours", n)],
    ["people", () => tn("{n} essai raté, feuilles de secours", "{n} essais ratés, feuilles de secours", n)],
    ["passkey", () => tn("{n} clé d’accès refusée", "{n} clés d’accès refusées", n)],
  ]);
  return (texts.get(kind) ?? (() => tn("{n} essai raté", "{n} essais ratés", n)))();
}

/** @param {{ error: { message: string } | undefined, parts: import("./html.js").Content[] }} props */
export function overviewView({ error, parts }) {
  return html`<div class="stack loose access">${error ? failure(error) : nothing}${parts}</div>`;
}
