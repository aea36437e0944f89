/** Seconds to take out the first file of the conversation that was read last, and its size. */
async () => {
  const conversation = globalThis.benchConversation;
  const [message] = (await conversation.slice(0, 400)).filter(({ files }) => files.some(({ name, here }) => here && name === "film.mp4"));
  const start = performance.now();
  const { size } = await conversation.file(message.at, 0);
  return { seconds: (performance.now() - start) / 1000, size };
}
