/**
 * What a glance at the window sees of an open vault: the title and the icon that its owner chose, never in an address.
 *
 * They stand while the vault is open. A lock or a way out puts back those that the page came with, which are everybody's: a
 * locked tab must not tell whose it is.
 */

export const TAB_ICONS = Object.freeze({
  notes: new URL("../../img/icon.svg", import.meta.url).href,
  weather: new URL("../../img/tab-weather.svg", import.meta.url).href,
  recipes: new URL("../../img/tab-recipes.svg", import.meta.url).href,
  none: new URL("../../img/tab-none.svg", import.meta.url).href,
});

/** @typedef {keyof typeof TAB_ICONS} TabIcon */

/** @type {{ title: string, icon: string } | undefined} those that the page came with */
let everybodys;

const link = () => document.querySelector("link[rel=icon]");

/** The title that the page came with. */
export const plainTitle = () => everybodys?.title ?? document.title;

/** @param {{ title: string | null, icon: TabIcon | null }} chosen null: as the page came */
export function dressTab({ title, icon }) {
  everybodys ??= { title: document.title, icon: link()?.getAttribute("href") ?? "" };
  show(title ?? everybodys.title, icon ? TAB_ICONS[icon] : everybodys.icon);
}

export function undressTab() {
  if (everybodys) show(everybodys.title, everybodys.icon);
}

/** @param {string} title @param {string} icon address */
function show(title, icon) {
  if (document.title !== title) document.title = title;
  const bar = document.getElementById("bar-title");
  if (bar && bar.textContent !== title) bar.textContent = title;
  if (link()?.getAttribute("href") !== icon) link()?.setAttribute("href", icon);
}
