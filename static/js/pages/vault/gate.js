/** In the place of a file field, while the vault takes none (`flows/settings.js`): what is missing, and both ways on. */
import { phraseState } from "../../flows/settings.js";
import { phraseGate } from "../../ui/recovery-phrase.js";

/** @param {(place: import("./router.js").Place) => void} go @returns {import("../../ui/html.js").TemplateResult | undefined} undefined when files are taken */
export function gate(go) {
  const state = phraseState();
  if (state === "checked" || state === "declined") return undefined;
  return phraseGate({
    known: state === "unchecked",
    onCheck: () => go({ name: "phrase", id: "check" }),
    onDecline: () => go({ name: "phrase", id: "decline" }),
  });
}
