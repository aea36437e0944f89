/** Another step of a screen: the same place, a new page to whoever reads it or hears it. */

/** From its title on, once it is drawn: to be called after `refresh`, whose drawing comes at the end of this turn. */
export function arrive() {
  queueMicrotask(() => {
    window.scrollTo(0, 0);
    document.querySelector("h1")?.focus();
  });
}
