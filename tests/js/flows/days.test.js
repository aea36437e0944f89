/** A month of days is one reading, in a form that the vault accepts; strange answers are passed over; two devices meet in one month. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { RECORD } from "../../../static/js/crypto/schema.js";
import { useOf } from "../../../static/js/crypto/uses.js";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const { readRecord } = await import("../../../static/js/flows/records.js");
const session = await import("../../../static/js/flows/session.js");
const { loadCatalogue, refresh } = await import("../../../static/js/flows/catalogue.js");
const { keepMonthOf, keptMonths, monthRecord, readDays } = await import("../../../static/js/flows/days.js");
const { byDate, keep, newId } = await import("../../../static/js/flows/items.js");
const { daysIn } = await import("../../../static/js/flows/readings-shared.js");
const { list: landmarks } = await import("../../../static/js/flows/readings.js");

const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";
const server = new Server();
const day = (/** @type {any} */ danger, /** @type {any} */ mood, note = "") => ({ danger, mood, note });

/** How far the server's clock is ahead, in milliseconds. */
let later = 0;

before(async () => {
  globalThis.fetch = async (url, init) => {
    const answer = await server.fetch(url, init);
    return new Response(answer.body, { status: answer.status, headers: { Date: new Date(Date.now() + later).toUTCString() } });
  };
  await session.register({ login: "citron-vapeur-0482", password: PASSWORD });
  await loadCatalogue();
});
after(() => session.leave());

test("a month holds its own days, in order, and only what was said", () => {
  const days = new Map([["2026-11-23", day("some", null, "  Un appel\nle soir ")], ["2026-11-02", day(null, "heavy")], ["2026-10-31", day("yes", null)], ["2026-11-05", day(null, null)]]);
  const record = monthRecord("2026-11", days);
  RECORD(record);
  assert.equal(useOf(record), "days");
  assert.deepEqual(record.answers, [{ id: "02/mood", answer: "heavy" }, { id: "23/danger", answer: "some" }, { id: "23/note", answer: "Un appel le soir" }]);
  assert.deepEqual([...daysIn("2026-11", record)], [["2026-11-02", day(null, "heavy")], ["2026-11-23", day("some", null, "Un appel le soir")]]);
});

test("answers of another making are passed over", () => {
  const answers = [{ id: "00/mood", answer: "light" }, { id: "32/mood", answer: "light" }, { id: "__proto__", answer: "x" }, { id: "04/mood", answer: "purple" }, { id: "04/colour", answer: "x" }];
  assert.deepEqual([...daysIn("2026-11", { answers })], [["2026-11-04", day(null, null)]]);
});

test("taps in a row are kept in order, in one reading a month", async () => {
  const days = new Map([["2026-11-23", day("some", null)]]);
  const first = keepMonthOf("2026-11-23", days);
  days.set("2026-11-24", day(null, "light"));
  await Promise.all([first, keepMonthOf("2026-11-24", days), keepMonthOf("2026-12-01", days)]);
  assert.equal(byDate("reading").length, 2);
  assert.deepEqual([...(await readDays())], [...days]);
});

test("of two readings of one month the one kept last says how a day was", async () => {
  const other = new Map([["2026-11-23", day("yes", null)], ["2026-11-25", day(null, "even")]]);
  later = 60_000;
  await refresh();
  await keep(newId(), monthRecord("2026-11", other));
  const days = await readDays();
  assert.deepEqual(days.get("2026-11-23"), day("yes", null));
  assert.deepEqual(days.get("2026-11-24"), day(null, "light"));
  assert.deepEqual(days.get("2026-11-25"), day(null, "even"));
  const kept = keptMonths();
  assert.deepEqual([...kept.keys()], ["2026-12", "2026-11"]);
  const last = kept.get("2026-11")?.at(-1);
  assert.deepEqual((await readRecord(last)).answers, monthRecord("2026-11", other).answers);
});

test("they are no readings of the landmark", async () => {
  assert.deepEqual(await landmarks(), []);
});
