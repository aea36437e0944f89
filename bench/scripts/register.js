/** A new vault, open in this page; its catalogue is read as the shell would, and its recovery words are typed back: it takes files. */
async ({ base, login, password }) => {
  const { confirmPhrase, makeVault, wordsToCheck } = await import(`${base}flows/phrase.js`);
  const { loadCatalogue } = await import(`${base}flows/catalogue.js`);
  await makeVault({ login, password });
  await loadCatalogue();
  const words = await wordsToCheck();
  await confirmPhrase([0, 11], [words[0], words[11]]);
}
