/** Seconds to take the open vault along, as the product does. */
async ({ base, name }) => {
  const { exportVault } = await import(`${base}flows/export.js`);
  const start = performance.now();
  await exportVault({ name });
  return { seconds: (performance.now() - start) / 1000 };
}
