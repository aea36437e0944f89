/** Seconds to keep the chosen file as the product does, and its reference. */
async ({ base }) => {
  const { keepFile } = await import(`${base}flows/files.js`);
  const [file] = document.getElementById("bench-file").files;
  const start = performance.now();
  const reference = await keepFile(file);
  return { seconds: (performance.now() - start) / 1000, reference };
}
