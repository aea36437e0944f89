/**
 * Keeping what a form holds: « enregistré » is said when the server has answered, and not before.
 *
 * Without network the change waits in the tab; the form stays as it is and says so, and when the change has gone by itself
 * the form ends as if it had been kept at once. On a device that she called hers it waits on the disk: the form ends, and that is said.
 */
import { hasWaiting, onChange, row } from "../../flows/catalogue.js";
import { errorText } from "../../ui/messages.js";
import { t } from "../../ui/i18n.js";
import { toast } from "../../ui/notice.js";

let dropLast = () => {};

/** Said once: a second one takes the place of the first. Changes go in their order, so while one waits the last one does. */
export function saySaved() {
  dropLast();
  dropLast = toast(savedText());
}

export const savedText = () => (hasWaiting() ? t("Gardé sur cet appareil, pas encore en ligne.") : t("Enregistré."));

/** What was done, and where it is so far. @param {string} done a sentence @returns {string} */
export const saidOf = (done) => (hasWaiting() ? `${done} ${savedText()}` : done);

/**
 * @param {{ id: string, refresh: () => void, kept: () => void | Promise<void> }} props id: of the item, also when it is new; kept: what comes after
 */
export function saving({ id, refresh, kept }) {
  let busy = false;
  let ended = false;
  /** @type {{ message: string } | undefined} */
  let error;
  /** @type {number | undefined} versions before a change that waits */
  let awaited;
  const versions = () => row(id)?.versions.at(-1)?.n ?? 0;
  const stop = onChange(() => {
    if (awaited !== undefined && versions() > awaited) void finish();
  });

  async function finish() {
    if (ended) return;
    ended = true;
    stop();
    await kept();
    saySaved();
  }

  /** @param {() => Promise<unknown>} act */
  async function run(act) {
    if (busy || ended) return;
    const before = versions();
    [busy, error] = [true, undefined];
    refresh();
    try {
      await act();
      await finish();
    } catch (caught) {
      awaited = before;
      error = { message: errorText(caught) };
    }
    busy = false;
    refresh();
  }

  return { run, stop, get busy() { return busy; }, get ended() { return ended; }, get error() { return error; } };
}
