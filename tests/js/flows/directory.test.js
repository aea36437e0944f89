/** Finding who helps: by words, need, kind and place, without asking anybody; and going over the map by arrows. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { RECORD } from "../../../static/js/crypto/schema.js";
import { contactRecord } from "../../../static/js/flows/contacts.js";
import { contactOf } from "../../../static/js/flows/directory-source.js";
import { Directory, neighbour, nothingWanted, overseas } from "../../../static/js/flows/directory.js";

const kept = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(`../../../content/${name}.json`, import.meta.url), "utf8"));
const { entries } = kept("annuaire");
const places = kept("departements");
const directory = new Directory({ entries, places, kinds: [{ id: "victims", label: "Aide aux victimes" }], needs: [] });

/** @param {Partial<import("../../../static/js/flows/directory.js").Wanted>} wanted */
function found(wanted) {
  const { here, everywhere } = directory.find({ ...nothingWanted(), ...wanted });
  return { here: here.map(({ id }) => id), everywhere: everywhere.map(({ id }) => id) };
}

test("nothing asked gives everybody, in the order of the file", () => {
  assert.deepEqual(found({}), { here: [], everywhere: entries.map((/** @type {{ id: string }} */ { id }) => id) });
});

test("accents, case and the order of words do not matter", () => {
  for (const text of ["Dérives sectaires", "SECTAIRES derives", "  dérive   sect "]) assert.deepEqual(found({ text }).everywhere, found({ text: "derives sectaires" }).everywhere);
  assert.ok(found({ text: "dérive sectaire" }).everywhere.includes("miviludes"));
});

test("every word must be there, from its beginning", () => {
  assert.deepEqual(found({ text: "adfi lyon" }).everywhere, ["adfi-lyon"]);
  assert.deepEqual(found({ text: "yon" }).everywhere.includes("adfi-lyon"), false);
  assert.deepEqual(found({ text: "adfi zzz" }), { here: [], everywhere: [] });
  assert.equal(found({ text: ".*[" }).everywhere.length, entries.length, "signs alone ask for nothing");
});

test("a place is found by its name and by its number", () => {
  for (const text of ["Réunion", "974", "la reunion"]) assert.ok(found({ text }).everywhere.includes("fv-974-arajufa"), text);
  assert.deepEqual(found({ text: "ardeche" }).everywhere, ["fv-07-amav"]);
});

test("a place puts apart what is there, keeps the whole country, leaves other places out", () => {
  const { here, everywhere } = found({ place: "69" });
  assert.deepEqual(here, ["adfi-lyon", "fv-69-mas"]);
  assert.ok(everywhere.includes("france-victimes-116006"));
  assert.ok(!everywhere.includes("fv-13-avad"));
  assert.deepEqual(found({ place: "15" }).here, []);
});

test("need, kind, words and place add up", () => {
  assert.deepEqual(found({ kind: "victims", text: "marseille" }).everywhere, ["fv-13-avad"]);
  assert.deepEqual(found({ need: "money", place: "33" }), { here: ["fv-33-victaid"], everywhere: ["info-escroqueries", "fgti-sarvi"] });
  assert.deepEqual(found({ need: "danger" }).everywhere.slice(0, 3), ["urgence-17", "urgence-112", "urgence-114"]);
});

test("a kind is found by the name that is shown", () => {
  assert.ok(found({ text: "aide victimes" }).everywhere.includes("fv-82-avir"));
});

test("each place says how many it has of its own", () => {
  const counts = directory.counts();
  assert.deepEqual([counts.get("69"), counts.get("15"), counts.get("978"), counts.size], [2, 0, 1, places.length]);
});

test("overseas is told from the code", () => {
  assert.deepEqual(["974", "69", "2A"].map(overseas), [true, false, false]);
});

test("arrows go to the tile that is there", () => {
  assert.equal(neighbour(places, "75", "ArrowRight"), "94");
  assert.equal(neighbour(places, "94", "ArrowLeft"), "75");
  assert.equal(neighbour(places, "75", "ArrowUp"), "78");
  assert.equal(neighbour(places, "29", "ArrowLeft"), "29");
  assert.equal(neighbour(places, "75", "Enter"), "75");
  assert.equal(neighbour(places, "nowhere", "ArrowUp"), "nowhere");
});

test("every tile is reached from Paris by arrows", () => {
  const seen = new Set(["75"]);
  for (const code of seen) {
    for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) seen.add(neighbour(places, code, key));
  }
  assert.equal(seen.size, places.length);
});

test("every entry makes a contact that the vault accepts, and that says where it was read", () => {
  for (const entry of entries) {
    const made = contactRecord(contactOf({ ...entry, origin: "caf.fr" }));
    RECORD(made);
    assert.equal(made.means.length, entry.phones.length + entry.sms.length + Number(entry.email !== null) + Number(entry.url !== null));
    assert.match(made.notes, /\(caf\.fr\)$/);
  }
});
