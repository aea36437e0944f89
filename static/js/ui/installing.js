/**
 * An icon on the device, for who asks for it. No page names the manifest: a browser that saw it would offer by itself to install,
 * beside the address, to whoever holds the device. It is named while the asker's screen stands, then taken back.
 */

/** Milliseconds in which a browser that can be asked says so. */
const PATIENCE = 3000;

/** @typedef {Event & { prompt: () => Promise<unknown> }} InstallEvent */

/** @type {HTMLLinkElement | undefined} */
let link;
/** @type {InstallEvent | undefined} */
let offered;

/** @returns {Promise<"prompt" | "ready">} whether the browser can be asked, or only its menu */
export function prepareInstall() {
  return new Promise((resolve) => {
    const done = (/** @type {"prompt" | "ready"} */ state) => {
      window.removeEventListener("beforeinstallprompt", hear);
      resolve(state);
    };
    const hear = (/** @type {Event} */ event) => {
      event.preventDefault();
      offered = /** @type {InstallEvent} */ (event);
      done("prompt");
    };
    window.addEventListener("beforeinstallprompt", hear);
    setTimeout(() => done("ready"), PATIENCE);
    link ??= document.head.appendChild(Object.assign(document.createElement("link"), { rel: "manifest", href: "/manifest.webmanifest" }));
  });
}

/** The browser asks her, in its own words. */
export async function promptInstall() {
  await offered?.prompt();
  offered = undefined;
}

export function dropInstall() {
  link?.remove();
  [link, offered] = [undefined, undefined];
}

window.addEventListener("memo:leave", dropInstall);
