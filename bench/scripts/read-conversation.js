/** Seconds to read the chosen file, or a kept one, as the product does, and the longest task of the page meanwhile. */
async ({ base, reference, keep = false }) => {
  const { Conversation } = await import(`${base}flows/conversations.js`);
  let longest = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  tasks.observe({ type: "longtask" });
  const [file] = document.getElementById("bench-file").files;
  const start = performance.now();
  const conversation = new Conversation(reference ? { reference } : { file });
  const { count } = await conversation.read();
  await conversation.look({});
  await conversation.slice(0, 40);
  const seconds = (performance.now() - start) / 1000;
  // What was observed is told a little later.
  await new Promise((resolve) => setTimeout(resolve, 300));
  tasks.disconnect();
  globalThis.benchConversation?.end();
  globalThis.benchConversation = conversation;
  if (!keep && !reference) conversation.end();
  return { seconds, longest, count };
}
