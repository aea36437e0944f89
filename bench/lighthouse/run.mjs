/**
 * Lighthouse on the pages of a running site, as a phone of its default profile loads them, and on an open vault, which no navigation
 * reaches: a timespan while one looks through it, then a snapshot of each screen.
 *
 * node run.mjs <settings as JSON: {address, chromium, arguments, pages, rounds, login, passphrase}> → JSON, one report a line
 */
import puppeteer from "puppeteer-core";
import lighthouse, { snapshot, startTimespan } from "lighthouse";

const settings = JSON.parse(process.argv[2]);
const CONFIG = { extends: "lighthouse:default" };
/** A score below it is told as a fault, of audits that weigh something; the others only inform. */
const FAULTY = 0.9;

/** A snapshot loads nothing: its performance has no score. @param {string} name @param {{ lhr: object }} result */
function tell(name, { lhr }) {
  if (lhr.gatherMode === "snapshot") delete lhr.categories.performance;
  const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score === null ? null : Math.round(score * 100)]));
  const faults = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => auditRefs
    .filter((ref) => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < FAULTY)
    .map((ref) => ({ category: id, audit: ref.id, said: lhr.audits[ref.id].displayValue ?? "", where: where(lhr.audits[ref.id]) })));
  const metric = (id) => lhr.audits[id]?.numericValue ?? null;
  const metrics = { fcp: metric("first-contentful-paint"), lcp: metric("largest-contentful-paint"), tbt: metric("total-blocking-time"), cls: metric("cumulative-layout-shift"), si: metric("speed-index"), inp: metric("interaction-to-next-paint") };
  process.stdout.write(`${JSON.stringify({ name, scores, faults, metrics })}\n`);
}

/** The first elements that an audit names. */
const where = ({ details }) => (details?.items ?? []).slice(0, 3).map(({ node, url, source, description }) => node?.snippet ?? url ?? description ?? source ?? "");

/** @param {(page: import("puppeteer-core").Page) => Promise<void>} act in a browser that has seen nothing */
async function fresh(act) {
  const browser = await puppeteer.launch({ executablePath: settings.chromium, args: [...settings.arguments, "--accept-lang=fr-FR"], headless: true });
  try {
    await act(await browser.newPage());
  } finally {
    await browser.close();
  }
}

/** @param {import("puppeteer-core").Page} page */
async function openVault(page) {
  await page.setViewport({ width: 412, height: 823, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true });
  await page.goto(`${settings.address}/notes`, { waitUntil: "networkidle0" });
  await page.locator("#main button").click();
  await page.locator("#login").fill(settings.login);
  await page.locator("#password").fill(settings.passphrase);
  await page.locator("#main form button[type=submit]").click();
  await page.waitForSelector("#main [data-id]", { timeout: 120_000 });
}

/** @param {import("puppeteer-core").Page} page */
async function vault(page) {
  await openVault(page);
  const span = await startTimespan(page, { config: CONFIG });
  for (const number of [2, 3, 4, 5, 1]) {
    await page.locator(`.tabs > a:nth-child(${number})`).click();
    await page.waitForSelector(`.tabs > a:nth-child(${number})[aria-current]`);
    await page.waitForNetworkIdle({ idleTime: 300 });
  }
  tell("open vault, looked through", await span.endTimespan());
  tell("open vault, journal", await snapshot(page, { config: CONFIG }));
  await page.locator("#main [data-id] button").click();
  await page.waitForSelector("#main .back");
  tell("open vault, a fact", await snapshot(page, { config: CONFIG }));
}

for (const path of settings.pages) {
  for (let round = 0; round < settings.rounds; round += 1) await fresh(async (page) => tell(path, await lighthouse(settings.address + path, undefined, CONFIG, page)));
}
await fresh(vault);
