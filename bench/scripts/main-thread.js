/** Seconds of a fixed piece of work in the page's own thread. */
async () => {
  const start = performance.now();
  let mixed = 1;
  for (let turn = 0; turn < 300_000_000; turn += 1) mixed = (Math.imul(mixed, 1_664_525) + 1_013_904_223) | 0;
  if (mixed === 0) throw new Error("not mixed");
  return (performance.now() - start) / 1000;
}
