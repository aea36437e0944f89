/** Milliseconds of each search, asked of the worker as the search box does; the first also waits for the index. */
async ({ base, words }) => {
  const { search } = await import(`${base}flows/search.js`);
  const taken = [];
  for (const word of words) {
    const start = performance.now();
    const found = await search(word);
    taken.push(performance.now() - start);
    if (found.length === 0) throw new Error("nothing found");
  }
  return taken;
}
