/** The second factor at the door: after the passphrase, before anything of the vault. */
import { readSecond } from "../../../flows/factors.js";
import { answerPasskey } from "../../../flows/passkeys.js";
import { codeOf } from "../../../flows/errors.js";
import { dropSecond, openSecond } from "../../../flows/session.js";
import { errorText } from "../../../ui/messages.js";
import { secondForm } from "../../../ui/second.js";

/** @typedef {import("../../../flows/session.js").Wanted} Wanted */
/** @typedef {import("../../../ui/second.js").Kind} Kind */

/**
 * @param {Wanted} wanted
 * @param {import("../entry.js").Guest} door
 * @returns {() => import("../../../ui/html.js").Content} its view
 */
export function secondDoor({ kinds, options }, door) {
  /** @type {{ kind: Kind, value: string, busy: boolean, error: { message: string } | undefined }} */
  const typed = { kind: kinds[0] ?? "code", value: "", busy: false, error: undefined };
  const set = (/** @type {Partial<typeof typed>} */ change) => {
    Object.assign(typed, change);
    door.refresh();
  };
  const proof = async () => (typed.kind === "passkey" ? { assertion: (await answerPasskey(options ?? {})).assertion } : readSecond(typed.value));

  async function openNow() {
    set({ busy: true, error: undefined });
    try {
      await openSecond(await proof());
      await door.entered();
    } catch (error) {
      set({ busy: false, value: "", error: { message: errorText(error) } });
      if (codeOf(error) === "ticket_spent") door.back({ message: errorText(error) });
    }
  }

  const onBack = () => {
    dropSecond();
    door.back();
  };
  return () => secondForm({
    ...typed, kinds, onBack, onOpen: () => void openNow(),
    onInput: (value) => set({ value }),
    onKind: (kind) => set({ kind, value: "", error: undefined }),
  });
}
