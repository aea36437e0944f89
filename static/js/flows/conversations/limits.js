/**
 * How far the reading of a conversation goes. Whoever prepared the file may have wished to stop the vault: each limit is above what
 * a person can have, and keeps memory and time within what a phone gives.
 */

import { TEXT_LIMIT } from "../../crypto/constants.js";

/** Bytes read at once: one block of a sealed file (`sealed-file.js`). */
export const PIECE = 1024 * 1024;
/** Twenty years of a hundred and thirty messages a day. Those after are in the original, and it is said. */
export const MESSAGES_LIMIT = 1_000_000;
/** Bytes of all texts in memory: a million messages of two hundred letters. */
export const TEXTS_LIMIT = 192 * 1024 * 1024;
/** Characters of one message: what a field of a fact takes. The rest is in the original, and it is said. */
export const MESSAGE_LIMIT = TEXT_LIMIT;
/** Bytes of one line: a message of characters of four bytes. What follows is passed over without being held. */
export const LINE_LIMIT = 4 * MESSAGE_LIMIT + 1024;
/** The largest groups have about a thousand people; a name is a line of an address book. */
export const PEOPLE_LIMIT = 2_000;
export const NAME_LIMIT = 100;
/** Files that messages speak of, in all. */
export const ATTACHMENTS_LIMIT = 200_000;

/** An export with every photo of ten years has some ten thousand entries. */
export const ENTRIES_LIMIT = 100_000;
/** Bytes of their list: as many entries, each with a name of two hundred letters. */
export const LIST_LIMIT = 32 * 1024 * 1024;
/** Bytes that an entry may unfold to: of a text, five times what can be kept of it. */
export const UNFOLDED_LIMIT = 1024 * 1024 * 1024;
/** Words fold to a tenth. A bomb folds to a thousandth, and is told once it has unfolded this much. */
export const RATIO_LIMIT = 200;
export const RATIO_FROM = 16 * 1024 * 1024;
/** Bytes given at once to what unfolds: at the worst ratio, sixteen mebibytes come out of it. */
export const FOLDED_PIECE = 16 * 1024;
/**
 * Bytes of one file that is copied to be taken out. What is too large for memory a browser puts aside on its disk: out of a sealed original
 * no more than a piece is opened whole (`../reading.js`); more where the archive lies on that disk already, in the clear.
 */
export const TAKEN_LIMIT = 64 * 1024 * 1024;
export const TAKEN_HERE_LIMIT = 256 * 1024 * 1024;

/** Bytes of one e-mail: providers refuse more than twenty-five mebibytes, base64 included. */
export const MAIL_LIMIT = 36 * 1024 * 1024;
/** Parts of one e-mail, one inside another, and bytes of its headers. */
export const MAIL_PARTS = 2_000;
export const MAIL_DEPTH = 32;
export const MAIL_HEADERS = 256 * 1024;

/** Elements of a backup, one inside another; attributes of one; characters of a name. */
export const XML_DEPTH = 16;
export const XML_ATTRIBUTES = 100;
export const XML_NAME = 100;

/** Bytes looked at to tell what a file is. */
export const HEAD = 64 * 1024;
