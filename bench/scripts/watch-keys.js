/**
 * Run before anything of the page: hears how long each key takes to be seen, from its event to the end of the frame that draws what
 * it changed, in milliseconds.
 */
(() => {
  const seen = [];
  addEventListener("keydown", () => {
    const start = performance.now();
    requestAnimationFrame(() => setTimeout(() => seen.push(performance.now() - start)));
  }, { capture: true });
  globalThis.benchKeys = () => seen;
})();
