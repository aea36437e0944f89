/**
 * Run before anything of the page: hears its largest paint, the shifts of its layout and how long an act took to be seen.
 * CLS is the worst window of shifts (five seconds at most, a second apart at most), INP the longest act of the few.
 */
(() => {
  let paint = 0;
  let element = "";
  let windows = [];
  let acts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) [paint, element] = [entry.startTime, entry.element?.tagName ?? ""];
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, value, hadRecentInput } of list.getEntries()) {
      if (hadRecentInput) continue;
      const last = windows.at(-1);
      if (last && startTime - last.end < 1000 && startTime - last.start < 5000) Object.assign(last, { end: startTime, sum: last.sum + value });
      else windows.push({ start: startTime, end: startTime, sum: value });
    }
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId) acts = Math.max(acts, duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  globalThis.benchVitals = () => ({ paint, element, shift: Math.max(0, ...windows.map(({ sum }) => sum)), acts });
})();
