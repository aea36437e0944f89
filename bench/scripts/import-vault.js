/** Seconds to bring the chosen export back into the open vault, as the product does. */
async ({ base }) => {
  const { importVault } = await import(`${base}flows/import.js`);
  const [file] = document.getElementById("bench-file").files;
  const start = performance.now();
  const done = await importVault(file);
  return { seconds: (performance.now() - start) / 1000, ...done };
}
