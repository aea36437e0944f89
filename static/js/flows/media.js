/**
 * What bytes are, by their beginning; and small pictures of what a file shows.
 *
 * Only types that are nothing but pixels are known here: no SVG, no HTML, nothing that runs.
 */

/** @typedef {"image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/avif"} PixelType */

/** @type {Set<string>} */
export const PIXEL_TYPES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"]);

/** Longest side of a thumbnail, in pixels: enough for a tile on a dense screen. */
const THUMB_SIDE = 320;
const THUMB_QUALITY = 0.8;
/** Seconds into a film at which it is looked at, and milliseconds that this may take. */
const FRAME_AT = 1;
const FRAME_PATIENCE = 5_000;

/** @param {Uint8Array} bytes @returns {PixelType | null} */
export function sniff(bytes) {
  const starts = (/** @type {number[]} */ magic, at = 0) => magic.every((byte, i) => bytes[at + i] === byte);
  if (starts([0xff, 0xd8, 0xff])) return "image/jpeg";
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  if (starts([0x47, 0x49, 0x46, 0x38])) return "image/gif";
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return "image/webp";
  if (starts([0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69], 4)) return "image/avif";
  return null;
}

/**
 * A small picture of a photo or a film.
 *
 * @param {File} file
 * @returns {Promise<File | null>} null when there is nothing to see, or this browser cannot see it
 */
export async function thumbnail(file) {
  try {
    if (file.type.startsWith("image/")) return await shrink(await createImageBitmap(file));
    if (file.type.startsWith("video/")) return await shrink(await frameOf(file));
  } catch {
    // A picture that cannot be drawn is kept all the same, without a thumbnail.
  }
  return null;
}

/** @param {ImageBitmap} bitmap @returns {Promise<File>} */
async function shrink(bitmap) {
  const scale = Math.min(1, THUMB_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const context = canvas.getContext("2d");
  if (context) context.imageSmoothingQuality = "high";
  context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // A browser that cannot write WebP writes PNG instead, and says so in the type.
  const blob = await canvas.convertToBlob({ type: "image/webp", quality: THUMB_QUALITY });
  return new File([blob], "", { type: blob.type });
}

/** One picture out of a film. @param {File} file @returns {Promise<ImageBitmap>} */
async function frameOf(file) {
  const video = document.createElement("video");
  const url = URL.createObjectURL(file);
  try {
    Object.assign(video, { muted: true, preload: "auto", playsInline: true, src: url });
    await heard(video, "loadeddata");
    video.currentTime = Math.min(FRAME_AT, (video.duration || 0) / 2);
    await heard(video, "seeked");
    return await createImageBitmap(video);
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

/** @param {HTMLMediaElement} element @param {string} name of the event @returns {Promise<void>} */
function heard(element, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, FRAME_PATIENCE);
    element.addEventListener("error", reject, { once: true });
    element.addEventListener(name, () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
