/** The ten codes that stand in for a lost second factor: shown once, to copy by hand, print or copy. */
import { codesBody } from "../../../ui/access-factors.js";
import { openDialog } from "../../../ui/dialog.js";
import { t } from "../../../ui/i18n.js";
import { toast } from "../../../ui/notice.js";
import { codesSheet, dropSheet, printSheet } from "../../../ui/sheet.js";

/** @param {string[]} codes @returns {Promise<void>} once she has closed it */
export async function showCodes(codes) {
  const dialog = openDialog({
    title: t("Vos dix codes de secours"),
    body: codesBody({ codes, onCopy: () => void copy(codes), onPrint: () => printSheet(codesSheet({ codes })) }),
    actions: [{ label: t("C’est noté"), tone: "main" }],
    wide: true,
  });
  await dialog.closed;
  dropSheet();
}

/** @param {string[]} codes */
async function copy(codes) {
  await navigator.clipboard.writeText(codes.join("\n"));
  toast(t("Copiés. Collez-les à l’abri, puis copiez autre chose : le presse-papiers se lit."));
}
