/** What the page's vitals are now, of the observers that `watch-vitals.js` set before it began. Milliseconds; CLS has no unit. */
() => globalThis.benchVitals();
