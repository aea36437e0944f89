/**
 * The way out. A classic script that imports nothing, so that it works when everything else has failed.
 *
 * Leaving, in this order, each step free to fail without stopping the next:
 * 1. blank the window at once: no network is waited for, and the title is neutral;
 * 2. tell the page, synchronously, by the event `memo:leave`: the vault drops its keys and its workers;
 * 3. empty the document, so that nothing decrypted is left to come back to;
 * 4. remember for this tab that it was left, so that « Retour » does not show the site again;
 * 5. take the service worker back, which would tell on the device that the site was used, unless she asked this device to keep pages;
 * 6. ask the server to end the session, by a beacon that outlives the page;
 * 7. replace this entry of the history by the neutral page.
 *
 * By a press on any `[data-quick-exit]` link, or Shift three times within five seconds. Not Escape: it stops the
 * neutral page from loading. Without this script the link leads to /quitter, which ends the session and redirects.
 * It does not erase the history, and no page says that it does.
 */
// A block rather than a function: the names stay in it, and nothing is left on the window.
{
  const PRESSES = 3;
  const WINDOW_MS = 5000;
  const LEFT = "left";

  let presses = 0;
  let alone = false;
  let timer = 0;
  /** @type {ServiceWorkerRegistration | undefined} held beforehand: there is no time to ask for it when leaving */
  let worker;

  /** @param {() => void} step */
  const attempt = (step) => {
    try {
      step();
    } catch {
      // A step that fails must not keep the person on the page.
    }
  };

  const pageLink = () => /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-quick-exit]"));

  /** @param {string} title */
  const blank = (title) => {
    const veil = document.createElement("div");
    veil.className = "leave-veil";
    Object.assign(veil.style, { position: "fixed", inset: "0", zIndex: "2147483647", background: "#fff" });
    // Above an open dialog too: the top layer would otherwise cover the veil.
    document.querySelectorAll("dialog[open]").forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
    document.body.append(veil);
    document.title = title;
  };

  /** @param {HTMLAnchorElement | null} link */
  const leave = (link) => {
    const title = link?.dataset.blankTitle ?? pageLink()?.dataset.blankTitle ?? "";
    const away = link?.dataset.neutral || "/quitter";
    attempt(() => blank(title));
    attempt(() => window.dispatchEvent(new Event("memo:leave")));
    attempt(() => document.body.replaceChildren());
    attempt(() => sessionStorage.setItem(LEFT, away));
    attempt(() => void worker?.unregister());
    attempt(endSession);
    window.location.replace(away);
  };

  const endSession = () => {
    const body = new Blob(["{}"], { type: "application/json" });
    if (navigator.sendBeacon("/api/v1/sessions/leave", body)) return;
    void fetch("/api/v1/sessions/leave", { method: "POST", body, keepalive: true, credentials: "same-origin" });
  };

  /** @param {string | undefined} message */
  const say = (message) => {
    const place = document.getElementById("announcer");
    if (place && message) place.textContent = message;
  };

  const showDots = () => {
    document.querySelectorAll("[data-quick-exit]").forEach((link) => {
      const dots = link.querySelector(".leave-dots") ?? link.appendChild(makeDots());
      dots.classList.toggle("on", presses > 0);
      [...dots.children].forEach((dot, index) => dot.classList.toggle("on", index < presses));
    });
  };

  const makeDots = () => {
    const dots = document.createElement("span");
    dots.className = "leave-dots";
    dots.setAttribute("aria-hidden", "true");
    for (let made = 0; made < PRESSES; made += 1) dots.append(document.createElement("i"));
    return dots;
  };

  const forget = () => {
    if (presses > 0) say(pageLink()?.dataset.cancelled);
    presses = 0;
    attempt(showDots);
  };

  const pressed = () => {
    const link = pageLink();
    presses += 1;
    attempt(showDots);
    clearTimeout(timer);
    if (presses === PRESSES) {
      leave(link);
      return;
    }
    say(presses === 1 ? link?.dataset.twoLeft : link?.dataset.oneLeft);
    timer = window.setTimeout(forget, WINDOW_MS);
  };

  // Shift counts only when pressed and released alone: writing « ÉTÉ » in a field must not throw anyone out.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift" && !event.repeat) alone = true;
    else if (event.key !== "Shift") {
      alone = false;
      clearTimeout(timer);
      if (presses > 0) forget();
    }
  }, true);
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone) pressed();
  }, true);
  document.addEventListener("pointerdown", () => {
    alone = false;
  }, true);

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-quick-exit]") : null;
    if (!(target instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    leave(target);
  }, true);

  attempt(() => void navigator.serviceWorker?.ready.then(async (registration) => {
    if ((await caches.keys()).length === 0) worker = registration;
  }));
  window.addEventListener("memo:kept", () => {
    worker = undefined;
  });

  const cameBack = () => {
    const [entry] = performance.getEntriesByType("navigation");
    return /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type === "back_forward";
  };

  // « Retour » after having left: the pages before this one in the tab go away too. Typing the address opens them again.
  attempt(() => {
    const away = sessionStorage.getItem(LEFT);
    if (!away) return;
    if (!cameBack()) {
      sessionStorage.removeItem(LEFT);
      return;
    }
    document.documentElement.hidden = true;
    window.location.replace(away);
  });

  // A page that the browser kept whole and shows again: hide it first, then ask whether it may still be seen.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    const away = sessionStorage.getItem(LEFT);
    if (away) window.location.replace(away);
    else window.location.reload();
  });
}
