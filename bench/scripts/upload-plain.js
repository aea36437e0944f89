/**
 * Seconds to send the bytes of the chosen file as they are, by the same calls to the same server: as many parts at once, as
 * large, each with its ticket. The hashes that tickets need are made before the clock starts: this side only sends.
 */
async ({ base }) => {
  const { createFile, getTickets, putPart, completeFile } = await import(`${base}api/files.js`);
  const { PART } = await import(`${base}crypto/constants.js`);
  const { b64, randomId, sha256 } = await import(`${base}crypto/encoding.js`);
  const [file] = document.getElementById("bench-file").files;
  const parts = [];
  for (let at = 0; at < file.size; at += PART) {
    const body = file.slice(at, at + PART);
    const hash = b64(await sha256(new Uint8Array(await body.arrayBuffer())));
    parts.push({ body, wire: { number: parts.length, size: body.size, sha256: hash } });
  }
  const id = b64(randomId());
  const start = performance.now();
  await createFile(id, file.size);
  const lane = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) {
      const { tickets } = await getTickets(id, [part.wire]);
      await putPart(tickets[0], part.body);
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  await completeFile(id);
  return { seconds: (performance.now() - start) / 1000, reference: { id } };
}
