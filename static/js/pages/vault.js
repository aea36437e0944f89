/** Entry of the vault page: the one address under which everything private happens. */
import { missingFeatures } from "../flows/support.js";
import { start } from "./vault/shell.js";

const missing = await missingFeatures();
if (missing.length === 0) start();
else window.location.replace(`/navigateur`);
