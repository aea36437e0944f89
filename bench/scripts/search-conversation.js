/** Milliseconds of each search of the conversation that was read last. */
async ({ words }) => {
  const taken = [];
  for (const text of words) {
    const start = performance.now();
    await globalThis.benchConversation.look({ text });
    taken.push(performance.now() - start);
  }
  return taken;
}
