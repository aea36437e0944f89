/** Entry of the first page: says beforehand, rather than at the door, that this browser cannot open a vault. */
import { missingFeatures } from "../flows/support.js";

const missing = await missingFeatures();
const notice = document.getElementById("unsupported");
if (notice) notice.hidden = missing.length === 0;
