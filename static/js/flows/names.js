/**
 * Names of files, which come from content and are never trusted.
 *
 * A name is shown as it was given; what leaves for a disk or a header is `safeName`: no path, no control character, no character
 * that turns the direction of writing (« photo_gpj.exe » reads « photo_exe.jpg »), no name that a system keeps for itself.
 */

const LONGEST = 120;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu;
const FORBIDDEN = /[<>:"|?*\\/]/g;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const UNNAMED = "fichier";

/** @param {string} name @returns {string} never empty */
export function safeName(name) {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const plain = last.normalize("NFC").replace(UNSEEN, "").replace(FORBIDDEN, "_").trim().replace(/^\.+|[. ]+$/g, "");
  const named = RESERVED.test(plain) ? `_${plain}` : plain;
  return shorten(named) || UNNAMED;
}

/** Keeps the extension. @param {string} name */
function shorten(name) {
  const characters = [...name];
  if (characters.length <= LONGEST) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "";
  return characters.slice(0, LONGEST - extension.length).join("") + extension;
}

/** @param {string} name @returns {string} letters, digits, space, `.`, `_` and `-` only */
export function asciiName(name) {
  const plain = safeName(name).normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.replace(/[^A-Za-z0-9 ._-]/g, "_");
}

/**
 * The header of an answer that is saved (RFC 6266), with both writings of the name (RFC 8187).
 *
 * @param {string} name
 * @param {"inline" | "attachment"} kind
 */
export function contentDisposition(name, kind) {
  const escape = (/** @type {string} */ character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  const extended = encodeURIComponent(safeName(name)).replace(/['()*!]/g, escape);
  return `${kind}; filename="${asciiName(name)}"; filename*=UTF-8''${extended}`;
}
