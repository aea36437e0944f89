/** Save a kept file to the downloads, as the product does. */
async ({ base, reference }) => {
  const { saveFile } = await import(`${base}flows/files.js`);
  await saveFile(reference);
}
