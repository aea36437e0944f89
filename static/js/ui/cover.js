/**
 * A plain sheet over everything while the person is elsewhere, so that the picture which the system keeps of this window for its
 * list of applications or tabs shows nothing. The style sheet does the covering (`html.covered`), dialogs and full screen included.
 *
 * 1. It comes when the page is hidden, when it is put away, and on a phone as soon as the window loses the focus: the system may take its
 *    picture before the page knows that it is hidden. Not on a desk, where a window beside another is still being read.
 * 2. A document shown in a frame of ours takes the focus without anybody having left.
 * 3. Any sign that somebody is back takes it away; the touch that does so presses nothing.
 *
 * The system may still be quicker than the page, and a recording of the screen is out of its reach.
 */

const PHONE = "(pointer: coarse)";

export function coverWhenAway() {
  document.addEventListener("visibilitychange", () => cover(document.visibilityState === "hidden"));
  window.addEventListener("pagehide", () => cover(true));
  window.addEventListener("blur", () => {
    if (window.matchMedia(PHONE).matches && !(document.activeElement instanceof HTMLIFrameElement)) cover(true);
  });
  for (const sign of ["focus", "pageshow", "pointerup", "keydown"]) {
    window.addEventListener(sign, () => document.visibilityState === "visible" && cover(false), { capture: true });
  }
}

/** @param {boolean} covered */
function cover(covered) {
  document.documentElement.classList.toggle("covered", covered);
}
