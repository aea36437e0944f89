/** Milliseconds from the click that opens or unlocks to the first list on screen, and the longest task of the page meanwhile. */
async () => {
  let longest = 0;
  const start = performance.now();
  const tasks = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) if (startTime + duration > start) longest = Math.max(longest, duration);
  });
  tasks.observe({ type: "longtask", buffered: true });
  document.querySelector("#main form button[type=submit]").click();
  await new Promise((resolve) => {
    const shown = () => document.querySelector("#main [data-id]");
    const watcher = new MutationObserver(() => {
      if (!shown()) return;
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(resolve));
    });
    watcher.observe(document.body, { childList: true, subtree: true });
  });
  const seconds = (performance.now() - start) / 1000;
  // Rows may still arrive after the first are on screen.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return { seconds, longest };
}
