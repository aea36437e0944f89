/** Importing a conversation: the file is chosen, kept as a piece, and opened while it leaves. */
import { conversationChoice } from "../../../ui/conversation.js";
import { t } from "../../../ui/i18n.js";
import { gate } from "../gate.js";
import { startUpload } from "../uploads.js";
import { openConversation, openedAs } from "./opened.js";

/** @type {import("../screens.js").MakeScreen} */
function newScreen({ go, replace }) {
  /** @param {File[]} files */
  const choose = ([file]) => {
    if (!file) return;
    // What is known by the time it has arrived is written of it; the rest once it is known.
    const upload = startUpload(file, () => openedAs(upload.id)?.form() ?? {});
    openConversation(upload.id, { file });
    replace({ name: "conversation", id: upload.id });
  };
  return { title: t("Importer une conversation"), tab: "evidence", backTo: "evidence", narrow: true, view: () => conversationChoice({ gate: gate(go), onFiles: choose }) };
}

export const screens = { "conversation-new": newScreen };
