/** « aujourd’hui, ce matin »: the day by the calendar of the device, the hour by a word, never a minute. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { roughDay, roughWhen } from "../../../static/js/ui/rough-when.js";

const NOW = new Date(2026, 2, 12, 15, 42);
const at = (day, hour) => new Date(2026, 2, day, hour, 17).toISOString();
const said = (day, hour) => roughWhen(at(day, hour), NOW);

test("today and yesterday are said by their part of the day", () => {
  assert.deepEqual([0, 5, 12, 18].map((hour) => said(12, hour)), [
    "aujourd’hui, pendant la nuit", "aujourd’hui, ce matin", "aujourd’hui, cet après-midi", "aujourd’hui, ce soir",
  ]);
  assert.deepEqual([4, 11, 17, 23].map((hour) => said(11, hour)), ["hier, pendant la nuit", "hier matin", "hier après-midi", "hier soir"]);
});

test("a week back it is a weekday, then a date; the future is no day of this week", () => {
  assert.deepEqual([roughDay(at(8, 9), NOW), roughDay(at(5, 9), NOW), roughDay(at(14, 9), NOW)], ["dimanche", "le 5 mars 2026", "le 14 mars 2026"]);
});

test("no minute is told, whatever the moment", () => {
  for (let hour = 0; hour < 24; hour += 1) for (const day of [1, 6, 11, 12]) assert.doesNotMatch(said(day, hour), /17|\bh\b/);
});
