/** Entry of the page of browsers: says whether the present one will do, and in words what it lacks. */
import { missingFeatures } from "../flows/support.js";
import { featureWords } from "../ui/features.js";

/** @param {string[]} missing */
function judge(missing) {
  const good = document.getElementById("browser-good");
  const poor = document.getElementById("browser-poor");
  const names = document.getElementById("browser-missing");
  if (!good || !poor || !names) return;
  good.hidden = missing.length > 0;
  poor.hidden = missing.length === 0;
  names.textContent = featureWords(missing);
}

judge(await missingFeatures());
