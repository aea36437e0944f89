/**
 * Seconds to open the catalogue by all its rules, and to decrypt every record one by one (nothing but the decryption: no hash,
 * no rule, no parsing), in the same thread. Fetching is not counted on either side.
 */
async ({ base }) => {
  const { getCatalogue, readRecords } = await import(`${base}api/catalogue.js`);
  const { Catalogue } = await import(`${base}crypto/catalogue.js`);
  const { context, unb64 } = await import(`${base}crypto/encoding.js`);
  const { openSealed } = await import(`${base}crypto/sealing.js`);
  const { split } = await import(`${base}flows/records.js`);
  const { pageNumbers } = await import(`${base}workers/hasher.js`);
  const { need } = await import(`${base}flows/session.js`);
  const { vaultId, epoch, keys, identity, slots } = need();
  const frame = await getCatalogue(0);
  const pageOf = await pageNumbers();
  const opening = performance.now();
  const catalogue = await Catalogue.open({ vaultId, epoch, keys, identity }, frame, slots, null, pageOf);
  const opened = performance.now();
  const rows = [...catalogue.pages.values()].flatMap((page) => [...page.values()]);
  globalThis.benchRecords ??= await fetchAll(rows);
  const decrypting = performance.now();
  for (const { key, bound, sealed } of globalThis.benchRecords) await openSealed(key, bound, sealed);
  const decrypted = performance.now();
  return { catalogue: (opened - opening) / 1000, records: (decrypted - decrypting) / 1000, count: rows.length };

  async function fetchAll(all) {
    const fetched = [];
    for (let at = 0; at < all.length; at += 200) {
      const batch = all.slice(at, at + 200);
      const sealed = split(await readRecords(batch.map(({ id }) => ({ item_id: id, version: 1 }))), batch.length);
      batch.forEach((row, i) => {
        const bound = context("record", { vaultId, objectId: unb64(row.id), version: 1 });
        fetched.push({ key: unb64(row.versions[0].key), bound, sealed: sealed[i] });
      });
    }
    return fetched;
  }
}
