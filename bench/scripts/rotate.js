/** Seconds to renew every key of the open vault, as the product does, and what opens it now. */
async ({ base, password }) => {
  const { newWords, rotate } = await import(`${base}flows/rotation.js`);
  const { proposePassphrase } = await import(`${base}flows/identifier.js`);
  const words = await newWords();
  const newPassword = (await proposePassphrase()).join(" ");
  const start = performance.now();
  await rotate({ password, newPassword, words });
  return { seconds: (performance.now() - start) / 1000, password: newPassword, words };
}
