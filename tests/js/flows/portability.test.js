/** An export is read by slices, refused when it lies about itself, and written in pieces that are whole. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeZip, predictLength } from "../../../static/vendor/client-zip.js";
import { makeBrowser } from "./browser.js";

makeBrowser();
const { openArchive } = await import("../../../static/js/flows/archive.js");
const { readPlan } = await import("../../../static/js/flows/import.js");
const { entryName, gathered } = await import("../../../static/js/flows/export.js");
const { pageOf } = await import("../../../static/js/flows/export-page.js");
const { b64, dump, randomId, sha256, utf8 } = await import("../../../static/js/crypto/encoding.js");

const signal = new AbortController().signal;
const codeOf = (promise) => promise.then(() => "none", (error) => error.code);

/** @param {Record<string, string | Uint8Array>} entries */
async function zipOf(entries) {
  const inputs = Object.entries(entries).map(([name, input]) => ({ name, input, lastModified: new Date(0) }));
  return new Blob([await new Response(makeZip(inputs)).arrayBuffer()]);
}

/** @param {(bytes: Uint8Array, view: DataView) => void} edit @param {Record<string, string>} entries */
async function damaged(entries, edit) {
  const bytes = new Uint8Array(await (await zipOf(entries)).arrayBuffer());
  edit(bytes, new DataView(bytes.buffer));
  return new Blob([bytes]);
}

/** @param {Uint8Array} bytes @param {number[]} signature @returns {number[]} */
function places(bytes, signature) {
  return [...bytes.keys()].filter((at) => signature.every((byte, i) => bytes[at + i] === byte));
}

const record = { v: 1, kind: "contact", name: "Claire", role: "witness", organisation: "", means: [], notes: "" };

/** A whole export of one contact. @param {(index: any) => void} [edit] @param {any} [written] */
async function exportOf(edit = () => {}, written = record) {
  const body = dump(written);
  const id = b64(randomId());
  const path = `fiches/${id}-v1.json`;
  const at = "2026-01-01T00:00:00Z";
  const index = {
    v: 1, format: "memo-export", made_at: at, vault: "0000-0000-0000-0000",
    items: [{ id, kind: "contact", trashed_at: null, versions: [{ n: 1, at, path, sha256: b64(await sha256(body)) }] }], files: [],
  };
  edit(index);
  return zipOf({ "memo.json": JSON.stringify(index), [path]: body });
}

const planOf = async (blob) => readPlan(await openArchive(blob), signal);

test("an export is read: its index, its records, its files as slices", async () => {
  const plan = await planOf(await exportOf());
  assert.equal(plan.items[0].kind, "contact");
  const archive = await openArchive(await zipOf({ "a/film.mp4": "x".repeat(5000), "vide.txt": "" }));
  assert.equal(await (await archive.blob("a/film.mp4")).text(), "x".repeat(5000));
  assert.equal((await archive.read("vide.txt")).length, 0);
  assert.equal(archive.size("nothing"), undefined);
});

for (const name of ["../outside", "a/../../b", "/etc/passwd", "C:/x", "a\\..\\b", "a//b", "a/\u001bb"]) {
  test(`an archive with an entry named ${JSON.stringify(name)} is refused`, async () => {
    assert.equal(await codeOf(zipOf({ "memo.json": "{}", [name]: "x" }).then(openArchive)), "export_malformed");
  });
}

test("an archive that lies about itself is refused", async () => {
  const entries = { "memo.json": "{}", "fiches/one": "one", "fiches/two": "two" };
  const central = [0x50, 0x4b, 0x01, 0x02];
  const edits = {
    deflated: (bytes, view) => view.setUint16(places(bytes, central)[0] + 10, 8, true),
    encrypted: (bytes, view) => view.setUint16(places(bytes, central)[0] + 8, 1, true),
    "two sizes": (bytes, view) => view.setUint32(places(bytes, central)[0] + 24, 1e9, true),
    "larger than it is": (bytes, view) => {
      for (const at of [20, 24]) view.setUint32(places(bytes, central)[0] + at, 1e9, true);
    },
    overlapping: (bytes, view) => view.setUint32(places(bytes, central)[2] + 42, view.getUint32(places(bytes, central)[1] + 42, true), true),
    twice: (bytes) => bytes.set(utf8("one"), places(bytes, central)[2] + 46 + "fiches/".length),
  };
  for (const [name, edit] of Object.entries(edits)) {
    assert.equal(await codeOf(damaged(entries, edit).then(openArchive)), "export_malformed", name);
  }
  assert.equal(await codeOf(openArchive(new Blob([new Uint8Array(1000)]))), "export_malformed");
});

test("an index that is not what it should be is refused", async () => {
  const edits = [
    ["export_malformed", (index) => Object.assign(index, { more: 1 })],
    ["export_malformed", (index) => Object.assign(index, { format: "other" })],
    ["unsupported", (index) => Object.assign(index, { v: 2 })],
    ["export_malformed", (index) => index.items.push(index.items[0])],
    ["export_malformed", (index) => Object.assign(index.items[0], { versions: [] })],
    ["export_malformed", (index) => Object.assign(index.items[0].versions[0], { n: 2 })],
    ["export_malformed", (index) => Object.assign(index.items[0].versions[0], { path: "memo.json" })],
    ["export_incomplete", (index) => Object.assign(index.items[0].versions[0], { path: "fiches/none" })],
    ["export_altered", (index) => Object.assign(index.items[0].versions[0], { sha256: b64(new Uint8Array(32)) })],
    ["export_malformed", (index) => Object.assign(index.items[0], { kind: "event" })],
  ];
  for (const [code, edit] of edits) assert.equal(await codeOf(exportOf(edit).then(planOf)), code, String(edit));
  assert.equal(await codeOf(exportOf(undefined, { ...record, more: 1 }).then(planOf)), "export_malformed");
  assert.equal(await codeOf(zipOf({ "memo.json": "{" }).then(planOf)), "export_malformed");
  assert.equal(await codeOf(zipOf({ "memo.json": "[".repeat(100_000) }).then(planOf)), "export_malformed");
  assert.equal(await codeOf(zipOf({}).then(planOf)), "export_incomplete");
  assert.equal(await codeOf(zipOf({ other: "x" }).then(planOf)), "export_incomplete");
});

test("a ZIP has the length that was announced, whatever the sizes, and its pieces are whole", async () => {
  const sizes = [0, 1, 1000, 300_000, 1_500_000];
  const inputs = sizes.map((size, i) => ({ name: `fichiers/${i}`, size, input: new Uint8Array(size).fill(i), lastModified: new Date(0) }));
  const pieces = [];
  for await (const piece of gathered(makeZip(inputs))) pieces.push(piece);
  const blob = new Blob(pieces);
  assert.equal(blob.size, Number(predictLength(inputs.map(({ name, size }) => ({ name, size })))));
  const archive = await openArchive(blob);
  for (const [i, size] of sizes.entries()) assert.deepEqual(await archive.read(`fichiers/${i}`), new Uint8Array(size).fill(i));
});

test("names never choose a path", () => {
  for (const name of ["../../etc/passwd", "/a/b", "..", "", "con", "a\u202egpj.exe", "été à Crest.jpg", `${"x".repeat(500)}.jpg`]) {
    assert.match(entryName(name), /^[\w-][\w.-]{0,95}$/);
  }
  assert.equal(entryName("été à Crest.jpg"), "ete_a_Crest.jpg");
});

test("what others wrote is only text in the page", () => {
  const evil = '<script>alert("1")</script>';
  const page = pageOf([{ record: { ...record, name: evil, notes: evil }, versions: ['fiches/"x'], file: null, trashed: true }]);
  assert.equal(page.includes("<script"), false);
  assert.equal(page.includes('href="fiches/"x"'), false);
  assert.match(page, /corbeille/);
});

test("the page says days and levels in words, under what a reading is", () => {
  const when = { precision: "period", from: "2023-03", to: "2023-03", time: null, text: "" };
  const shown = (use, answers) => ({ record: { v: 2, kind: "reading", use, title: use, when, answers, note: "" }, versions: [], file: null, trashed: false });
  const page = pageOf([shown("days", [{ id: "12/danger", answer: "yes" }, { id: "12/note", answer: "no" }]), shown("landmark", [{ id: "level", answer: "red" }, { id: "emp-18", answer: "yes" }])]);
  const [days, landmark] = [page.indexOf("<h2>Comment c’était</h2>"), page.indexOf("<h2>Repères</h2>")];
  assert.ok(days > 0 && landmark > days);
  assert.match(page.slice(days, landmark), /<p>12 : danger ressenti<\/p><p>12 : no<\/p>/);
  assert.match(page.slice(landmark), /<p>Danger<\/p><p>emp-18 : yes<\/p>/);
});
