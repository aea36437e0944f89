/** Seconds of one derivation as the product does it: a worker started, 64 MiB filled three times, the worker ended. */
async ({ base }) => {
  const { argon2id } = await import(`${base}flows/argon2.js`);
  const { KDF_FLOOR, KDF_LANES } = await import(`${base}crypto/constants.js`);
  const password = new TextEncoder().encode("bocal tisane ouvrir dauphin gravier semer");
  const start = performance.now();
  await argon2id(password, new Uint8Array(16), { ...KDF_FLOOR, p: KDF_LANES, length: 32 });
  return (performance.now() - start) / 1000;
}
