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
const { Catalogue } = await import("../../../static/js/crypto/catalogue.js");
const { formatTime } = await import("../../../static/js/crypto/encoding.js");
const { parseFrame } = await import("../../../static/js/crypto/framing.js");
const { prepare } = await import("../../../static/js/flows/commits.js");
const { isSaidTwice, together, merged } = await import("../../../static/js/flows/merging.js");
const { history } = await import("../../../static/js/flows/records.js");
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
  assert.deepEqual(record.answers, [{ id: "02/mood", answer: "heavy" }, { id: "23/danger", answer: "some" }, { id: "23/note", answer: "Un appel\nle soir" }]);
  assert.deepEqual([...daysIn("2026-11", record)], [["2026-11-02", day(null, "heavy")], ["2026-11-23", day("some", null, "Un appel\nle soir")]]);
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

/** Another device writes the month as it knows it. @param {string} id @param {string} month @param {Map<string, any>} days */
async function rival(id, month, days) {
  const unlocked = session.need();
  const current = await Catalogue.open(unlocked, parseFrame(new Uint8Array(await server.catalogue(0).arrayBuffer())), unlocked.slots);
  const { wire } = await prepare(current, { put: [{ id, record: monthRecord(month, days) }] }, formatTime(new Date(Date.now() + later)));
  await server.commit(wire);
}

const january = () => byDate("reading").find(({ summary }) => /** @type {any} */ (summary).when.from === "2027-01")?.id ?? "";
const sorted = (/** @type {Map<string, any>} */ days) => [...days].filter(([one]) => one.startsWith("2027-01")).toSorted(([a], [b]) => (a < b ? -1 : 1));

test("of two devices in one month, each day stays as it was said, and one said twice is in the version before", async () => {
  await keepMonthOf("2027-01-01", new Map([["2027-01-01", day("no", null)], ["2027-01-02", day(null, "even")], ["2027-01-03", day("some", null)]]));
  const here = await readDays();
  // There: the first is corrected, the third taken back, the fifth and the sixth are new.
  await rival(january(), "2027-01", new Map([["2027-01-01", day("yes", null)], ["2027-01-02", day(null, "even")], ["2027-01-05", day("no", null, "là-bas")], ["2027-01-06", day(null, "light")]]));

  here.set("2027-01-02", day(null, "heavy"));
  here.set("2027-01-06", day(null, "restless", "ici"));
  await keepMonthOf("2027-01-06", here);

  const both = [["2027-01-01", day("yes", null)], ["2027-01-02", day(null, "heavy")], ["2027-01-05", day("no", null, "là-bas")], ["2027-01-06", day(null, "restless", "ici")]];
  assert.deepEqual(sorted(await readDays()), both);
  assert.deepEqual(sorted(here), both, "the screen that was there shows it");
  const [, before] = await history(january());
  assert.deepEqual(daysIn("2027-01", before.record).get("2027-01-06"), day(null, "light"));
});

test("a device that comes between the reading and the answer of the server is met too", async () => {
  const here = await readDays();
  server.once("commits", async (answer) => {
    await rival(january(), "2027-01", new Map([...here, ["2027-01-20", day("yes", null)]]));
    return answer();
  });
  here.delete("2027-01-01");
  here.set("2027-01-21", day("some", null));
  await keepMonthOf("2027-01-21", here);
  const found = await readDays();
  assert.deepEqual(["2027-01-01", "2027-01-20", "2027-01-21"].map((one) => found.get(one)?.danger), [undefined, "yes", "some"]);
});

test("what is accepted while the reading of another device is opened is met too", async () => {
  const here = await readDays();
  await rival(january(), "2027-01", new Map([...here, ["2027-01-22", day("yes", null)]]));
  server.once("records", async (answer) => {
    const opened = await answer();
    await rival(january(), "2027-01", new Map([...here, ["2027-01-22", day("yes", null)], ["2027-01-23", day("yes", null)]]));
    await refresh();
    return opened;
  });
  here.set("2027-01-24", day("some", null));
  await keepMonthOf("2027-01-24", here);
  const found = await readDays();
  assert.deepEqual(["2027-01-22", "2027-01-23", "2027-01-24"].map((one) => found.get(one)?.danger), ["yes", "yes", "some"]);
});

test("a month that another device began in a reading of its own is not written over", async () => {
  const here = await readDays();
  await rival(newId(), "2027-02", new Map([["2027-02-01", day("yes", null)]]));
  here.set("2027-02-02", day("no", null));
  await keepMonthOf("2027-02-02", here);
  here.set("2027-02-03", day("no", null));
  await keepMonthOf("2027-02-03", here);
  const found = await readDays();
  assert.deepEqual(["2027-02-01", "2027-02-02", "2027-02-03"].map((one) => found.get(one)?.danger), ["yes", "no", "no"]);
  assert.equal(keptMonths().get("2027-02")?.length, 1, "no further reading is made");
});

test("the unit of a meeting is what belongs together", () => {
  const said = (/** @type {string[]} */ ...all) => all.map((one) => ({ id: one.split("=")[0] ?? "", answer: one.split("=")[1] ?? "" }));
  assert.deepEqual(merged(said("01/danger=no"), said("01/danger=no", "01/mood=light"), said("01/danger=yes")), said("01/danger=yes"));
  assert.deepEqual(merged(said("a=heavy", "b=heavy"), said("b=heavy", "c=heavy"), said("a=heavy", "b=heavy", "d=heavy")), said("b=heavy", "c=heavy", "d=heavy"));
  assert.equal(isSaidTwice(said("01/danger=no"), said("01/danger=some"), said("01/danger=yes")), true);
  assert.equal(isSaidTwice(said("01/danger=no"), [], said("01/danger=yes")), true, "taken back there, corrected here");
  assert.equal(isSaidTwice(said("01/danger=no"), said("01/danger=yes"), said("01/danger=yes", "02/mood=light")), false);
  assert.deepEqual(together([said("02/mood=light", "03/note=x"), said("02/danger=no")]), said("02/danger=no", "03/note=x"));
});
