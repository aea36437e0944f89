/** Starts the one worker in which every side seals, and gives the page a function that asks it. */

const policy = globalThis.trustedTypes?.createPolicy("app", { createScriptURL: (url) => url });
const address = new URL("seal-worker.js", import.meta.url).href;
const worker = new Worker(policy ? policy.createScriptURL(address) : address, { type: "module" });

/** @param {string} name of the side @param {number} size bytes @returns {Promise<number>} seconds */
globalThis.sealBy = (name, size) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.seconds));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ name, size });
  });
document.body.dataset.ready = "yes";
