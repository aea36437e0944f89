/** More of a long list: by itself when its end comes near, by a press for those who do not scroll. */
import { html, nothing, ref } from "./html.js";
import { tn } from "./i18n.js";

/** @type {WeakMap<Element, () => void>} what each button does now */
const actions = new WeakMap();

const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) actions.get(target)?.();
}, { rootMargin: "600px" });

/**
 * @param {number} more how many are not shown
 * @param {() => void} onMore
 */
export function moreButton(more, onMore) {
  if (more <= 0) return nothing;
  return html`<button type="button" class="btn wide" ${ref((element) => watch(element, onMore))} @click=${onMore}>
    ${tn("Montrer la suite ({n})", "Montrer la suite ({n})", more)}</button>`;
}

/** @param {Element | undefined} element @param {() => void} onMore */
function watch(element, onMore) {
  if (!element) return;
  actions.set(element, onMore);
  // Watched anew after each drawing: a button that stays in sight must still tell of it.
  observer.unobserve(element);
  observer.observe(element);
}
