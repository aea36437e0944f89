/** The vault locks, as after three idle minutes. */
async ({ base }) => {
  const { lock } = await import(`${base}flows/session.js`);
  await lock();
}
