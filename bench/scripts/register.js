/** A new vault, open in this page; its catalogue is read as the shell would, and its owner goes without a recovery phrase. */
async ({ base, login, password }) => {
  const { register } = await import(`${base}flows/session.js`);
  const { loadCatalogue } = await import(`${base}flows/catalogue.js`);
  const { changeSettings } = await import(`${base}flows/settings.js`);
  await register({ login, password });
  await loadCatalogue();
  await changeSettings((settings) => ({ ...settings, phrase: "declined" }));
}
