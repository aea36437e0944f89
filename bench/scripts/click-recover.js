/** Seconds from the click that recovers to the first list on screen; the screen in between is passed as soon as it is there. */
async () => {
  const start = performance.now();
  const until = (/** @type {string} */ selector) =>
    new Promise((resolve) => {
      const watcher = new MutationObserver(look);
      watcher.observe(document.body, { childList: true, subtree: true });
      look();
      function look() {
        const found = document.querySelector(selector);
        if (!found) return;
        watcher.disconnect();
        resolve(found);
      }
    });
  document.querySelector("#main form button[type=submit]").click();
  const passed = await until("#main form.phrase button.quiet:enabled");
  passed.click();
  await until("#main [data-id]");
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return (performance.now() - start) / 1000;
}
