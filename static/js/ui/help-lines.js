/** Whom to call: a name, numbers that dial when they are touched, and when somebody answers. */
import { html, nothing } from "./html.js";
import { t } from "./i18n.js";

/** @typedef {{ name: string, phones: string[], sms: string[], url: string | null, hours: string | null, language: string, description?: string }} Help */

/** @param {string} number as it is read */
const dialled = (number) => number.replaceAll(/[^+\d]/g, "");

/** @param {Pick<Help, "phones" | "sms">} entry */
export function numbers({ phones, sms }) {
  return html`${phones.map((number) => html`<a class="number" href="tel:${dialled(number)}">${number}</a>`)}
    ${sms.map((number) => html`<a class="number" href="sms:${dialled(number)}">${t("SMS au {number}", { number })}</a>`)}`;
}

/** @param {Help[]} entries */
export function helpLines(entries) {
  return html`<ul class="help-lines">${entries.map((entry) => html`<li>
    <p class="help-name"><strong lang="fr">${entry.name}</strong>${entry.hours ? html`<span class="soft small" lang=${entry.language}>${entry.hours}</span>` : nothing}</p>
    <p class="help-means">${numbers(entry)}${entry.phones.length + entry.sms.length === 0 && entry.url ? site(entry.url) : nothing}</p>
  </li>`)}</ul>`;
}

/** @param {string} url */
export const site = (url) => html`<a href=${url} rel="noreferrer">${host(url)}</a>`;

/** @param {string} url */
const host = (url) => new URL(url).host.replace(/^www\./, "");
