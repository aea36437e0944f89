/** Open a vault in this page, by the product's own flows. */
async ({ base, login, password }) => {
  const { open } = await import(`${base}flows/session.js`);
  const { loadCatalogue } = await import(`${base}flows/catalogue.js`);
  await open({ login, password });
  await loadCatalogue();
}
