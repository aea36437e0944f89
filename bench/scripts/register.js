/** A new vault, open in this page; its catalogue is read as the shell would. */
async ({ base, login, password }) => {
  const { register } = await import(`${base}flows/session.js`);
  const { loadCatalogue } = await import(`${base}flows/catalogue.js`);
  await register({ login, password });
  await loadCatalogue();
}
