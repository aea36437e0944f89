/** Slots as the server keeps them, and as the crypto core takes them. */

import { ID } from "../crypto/constants.js";
import { b64, unb64 } from "../crypto/encoding.js";

/** @typedef {import("../crypto/slots.js").Slot} Slot */
/** @typedef {import("../api/accounts.js").WireSlot} WireSlot */

/** @param {WireSlot} slot @returns {Slot} */
export function fromWire({ slot_id: slotId, kind, params, sealed }) {
  return { slotId: unb64(slotId, ID), kind, params, sealed: unb64(sealed) };
}

/** @param {Slot} slot @returns {WireSlot} */
export function toWire({ slotId, kind, params, sealed }) {
  return { slot_id: b64(slotId), kind, params, sealed: b64(sealed) };
}
