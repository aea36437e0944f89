/** Static files read as bytes, such as the fonts of the PDF library. */

/** @param {URL} url below our static folder @returns {Promise<Uint8Array<ArrayBuffer> | null>} null when it cannot be had */
export async function readAsset(url) {
  try {
    const response = await fetch(url);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
