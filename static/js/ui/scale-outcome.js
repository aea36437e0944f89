/** What follows from the sentences ticked: help first where life may be at stake, then words, then the next useful thing. */
import { html, icon, nothing } from "./html.js";
import { formatNumber, t, tn } from "./i18n.js";
import { helpLines } from "./help-lines.js";

/** @typedef {import("../flows/reading-scale.js").Outcome} Outcome */
/** @typedef {import("../flows/reading-scale.js").Scale} Scale */

/**
 * @param {object} props
 * @param {Outcome} props.found
 * @param {Scale} props.scale
 * @param {() => void} props.onBack to the sentences, which are as they were
 * @param {() => void} props.onClear
 * @param {import("./html.js").Content} [props.more] what the vault adds: keeping it
 * @param {boolean} [props.steps] lead on to other pages
 * @param {string} [props.mark] the language of the scale, where it is not the page's
 */
export function scaleOutcome({ found, scale, mark, onBack, onClear, more = nothing, steps = true }) {
  return html`<section class="scale-outcome" aria-labelledby="outcome">
    ${found.first.length ? firstHelp(found.first, mark) : nothing}
    <h2 id="outcome" tabindex="-1">${found.level ? t("Où cela mène") : t("Rien n’est coché")}</h2>
    ${found.level ? reached(found, scale, mark) : nothingTicked()}
    ${found.unknown ? html`<p>${tn("À une phrase, vous répondez « je ne sais pas ». Le doute a sa place ici ; on peut en parler avec quelqu’un.", "À {n} phrases, vous répondez « je ne sais pas ». Le doute a sa place ici ; on peut en parler avec quelqu’un.", found.unknown)}</p>` : nothing}
    ${found.help.length ? html`<h3>${t("À qui parler")}</h3>${helpLines(found.help)}` : nothing}
    ${steps ? nextSteps(found) : nothing}
    ${more}
    <div class="actions no-print">
      <button type="button" class="btn" @click=${onBack}>${icon("back")}${t("Revenir aux phrases")}</button>
      <button type="button" class="btn quiet" @click=${onClear}>${t("Tout effacer")}</button>
    </div>
  </section>`;
}

/** @param {Outcome["first"]} sentences @param {string} [mark] */
function firstHelp(sentences, mark) {
  const help = [...new Map(sentences.flatMap((one) => one.help).map((one) => [one.id, one])).values()];
  return html`<div class="note bad scale-first">${icon("phone")}
    <h2 class="title" id="first-help" tabindex="-1">${t("D’abord, de l’aide")}</h2>
    ${sentences.map(({ why }) => html`<p lang=${mark ?? nothing}>${why}</p>`)}
    <div>${helpLines(help)}</div>
  </div>`;
}

/** @param {Outcome} found @param {Scale} scale @param {string} [mark] */
function reached(found, scale, mark) {
  return html`${gauge(found, scale, mark)}
    <p>${t("La phrase la plus grave que vous avez cochée se trouve ici. Elle seule compte : il n’y a ni note, ni total.")}</p>
    <ul class="scale-advice" lang=${mark ?? nothing}>${found.advice.map((line) => html`<li>${line}</li>`)}</ul>
    ${found.cluster ? html`<p>${t("Plusieurs signes de vigilance se rejoignent : les contacts ci-dessous comptent aussi ceux du danger.")}</p>` : nothing}
    ${report(found, scale, mark)}
    ${why(found, mark)}`;
}

/** @param {Outcome} found @param {Scale} scale @param {string} [mark] */
function gauge({ level }, { levels }, mark) {
  return html`<ol class="scale-gauge" role="list">${levels.map(({ id, label }) => html`<li class=${id} aria-current=${id === level?.id ? "step" : nothing}>
    <svg viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true"><polygon points=${WEDGE[id]}></polygon></svg>
    <span lang=${mark ?? nothing}>${label}</span>${id === level?.id ? html`<strong class="here">${t("vous êtes ici")}</strong>` : nothing}
  </li>`)}</ol>`;
}

const WEDGE = { green: "0,22 100,16 100,24 0,24", amber: "0,16 100,8 100,24 0,24", red: "0,8 100,0 100,24 0,24" };

/** @param {Outcome} found @param {Scale} scale @param {string} [mark] */
function report({ criteria, m1 }, { report: words, criteria: names }, mark) {
  if (criteria.length === 0) return nothing;
  const said = criteria.length === 1 ? words.one : words.many.replace("{n}", formatNumber(criteria.length));
  return html`<p><span lang=${mark ?? nothing}>${said}</span> ${m1 ? t("Elle est parmi vos réponses.") : t("Elle n’est pas parmi vos réponses.")}</p>
    <details class="fold"><summary>${t("Les critères touchés")}</summary><ul lang=${mark ?? nothing}>${criteria.map((name) => html`<li>${names[name]?.label}</li>`)}</ul></details>`;
}

/** @param {Outcome} found @param {string} [mark] */
function why({ said }, mark) {
  return html`<details class="fold"><summary>${t("Ce que disent les phrases cochées")}</summary>
    <ul lang=${mark ?? nothing}>${said.map((one) => html`<li>${one.text}<br><span class="soft">${one.why}</span></li>`)}</ul></details>`;
}

function nothingTicked() {
  return html`<p>${t("Vous pouvez revenir aux phrases, ou parler à quelqu’un sans rien cocher. Rien ne presse.")}</p>`;
}

/** @param {Outcome} found */
function nextSteps({ level }) {
  const grave = level?.id === "red";
  const wanted = level?.actions ?? ["contact_resource"];
  /** @type {Record<string, () => import("./html.js").TemplateResult>} */
  const all = {
    read_library: () => step("/guide", "document", t("Lire les gestes qui sauvent"), t("Garder un lien, garder ses soins : des fiches courtes.")),
    contact_resource: () => step("/annuaire", "people", t("Trouver de l’aide près de chez vous"), t("Votre recherche reste dans votre appareil.")),
    keep_document: () => step("/guide/garder", "files", t("Quoi garder, et comment"), t("Sans piège ni risque inutile.")),
    share_with_pro: () => step("/guide/aide", "share", t("Préparer un rendez-vous"), t("Ce qu’une association, une avocate ou un avocat peut faire.")),
    add_journal_event: () => step("/notes", "shelter", t("Noter ce qui s’est passé"), t("Dans un coffre que vous seule, vous seul, pouvez lire.")),
  };
  const shown = wanted.flatMap((name) => all[name]?.() ?? []);
  return html`<nav class="no-print" aria-labelledby="then"><h3 id="then">${grave ? t("Ensuite, à votre rythme") : t("Si vous voulez continuer")}</h3><ul class="rows scale-steps">${shown}</ul></nav>`;
}

/** @param {string} href @param {string} drawing @param {string} title @param {string} text */
function step(href, drawing, title, text) {
  return html`<li class="list-row">${icon(drawing)}<div class="what"><a class="row-open" href=${href}><strong>${title}</strong></a><p class="meta">${text}</p></div></li>`;
}
