/** Sending once more a change of the ways in whose answer was lost. */
import { settleAccess } from "../../../flows/access.js";
import { FlowError } from "../../../flows/errors.js";

/**
 * The server asks for a passphrase of the last minutes, before or after: either opens.
 *
 * @param {() => Promise<boolean>} fresh
 * @returns {Promise<void>} as `settleAccess`
 * @throws {FlowError} `cancelled` when she did not give it.
 */
export async function settle(fresh) {
  if (!(await fresh())) throw new FlowError("cancelled");
  await settleAccess();
}
