/** The copy of a device between its tabs, its disk and a service that lies: what was said to be kept stays, what is taken away goes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LOGIN, PASSWORD, closeTab, codeOf, cut, disk, elsewhere, openOnline, outbox, refusedEdit, server, titles, writeAway } from "./keeper.js";

const session = await import("../../../static/js/flows/session.js");
const catalogue = await import("../../../static/js/flows/catalogue.js");
const copy = await import("../../../static/js/flows/device-copy.js");
const device = await import("../../../static/js/flows/device.js");
const events = await import("../../../static/js/flows/events.js");
const evidence = await import("../../../static/js/flows/evidence.js");
const { history, readRecord } = await import("../../../static/js/flows/records.js");
const { refreshMirror } = await import("../../../static/js/flows/device-mirror.js");
const { dropPart } = await import("../../../static/js/flows/device-pages.js");
const { prepareShare } = await import("../../../static/js/flows/shares.js");
const { vaultSource } = await import("../../../static/js/flows/sources.js");
const { b64, randomId } = await import("../../../static/js/crypto/encoding.js");

test("what waits goes once, and leaves the disk", async () => {
  await writeAway("hors ligne");
  await closeTab();
  await openOnline();
  await catalogue.retryPending();
  assert.deepEqual([titles(), outbox(), server.commits.size], [["hors ligne"], [], 2]);
});

test("asking to keep what another tab keeps destroys nothing", async () => {
  await writeAway("hors ligne");
  copy.endCopy();
  globalThis.fetch = server.fetch;
  await new Promise(setImmediate);
  const close = disk.otherKeeper();
  assert.equal(await codeOf(device.keepThisDevice(0)), "kept_in_other_tab");
  assert.equal(outbox().length, 1);
  close();
  await device.keepThisDevice(0);
  assert.deepEqual([copy.isKeeper(), outbox().length], [true, 1]);
});

test("what another tab has written is counted before the copy is taken away", async () => {
  await writeAway("hors ligne");
  await closeTab();
  const close = disk.otherKeeper();
  await openOnline();
  const { keeper, waiting } = await device.state();
  close();
  assert.deepEqual([keeper, waiting], [false, 1]);
});

test("what a closed tab left goes from a tab that was open beside it", async () => {
  await writeAway("hors ligne");
  await closeTab();
  const close = disk.otherKeeper();
  await openOnline();
  assert.deepEqual([titles(), outbox().length], [[], 1]);
  close();
  const arrived = new Promise((resolve) => catalogue.onChange(() => titles().length === 1 && !catalogue.hasWaiting() && resolve()));
  dispatchEvent(new Event("online"));
  await arrived;
  assert.deepEqual(titles(), ["hors ligne"]);
});

test("pages that did not all come in time do not stay", async () => {
  await device.forgetDevice();
  const registration = await navigator.serviceWorker.ready;
  const { postMessage } = registration.active;
  registration.active.postMessage = (order, [port]) => {
    if (order.device === "keep") disk.caches.add("vault unfinished");
    port.postMessage(order.device === "keep" ? { failed: true } : { value: [] });
    port.close();
  };
  const code = await codeOf(device.keepThisDevice(0));
  registration.active.postMessage = postMessage;
  assert.equal(code, "pages_not_kept");
  assert.deepEqual([...disk.caches], []);
});

test("taken away by another tab, it is not made again by this one", async () => {
  await new Promise((resolve) => {
    indexedDB.deleteDatabase("kept").onsuccess = resolve;
  });
  await events.save({ facts: "en ligne" });
  assert.deepEqual([titles(), copy.isKept(), disk.stores], [["en ligne"], false, undefined]);
});

test("a tab that sleeps does not hold up taking away, and nothing is left in it", async () => {
  const sleeper = disk.sleeper();
  await events.save({ facts: "en ligne" });
  await device.leaveDevice();
  assert.equal(session.session.state, "closed");
  assert.deepEqual([...(disk.stores?.values() ?? [])].map(({ size }) => size).filter(Boolean), []);
  sleeper.close();
});

test("a copy that cannot be taken away is said, and the vault is closed all the same", async () => {
  indexedDB.deleteDatabase = () => {
    const asked = { error: new DOMException("", "UnknownError") };
    queueMicrotask(() => asked.onerror());
    return asked;
  };
  await assert.rejects(device.leaveDevice(), { name: "UnknownError" });
  assert.equal(session.session.state, "closed");
  disk.plug();
});

test("pages go even where no service worker answers", async () => {
  disk.caches.add("pages 1");
  const { getRegistration } = navigator.serviceWorker;
  navigator.serviceWorker.getRegistration = async () => undefined;
  await dropPart("vault");
  navigator.serviceWorker.getRegistration = getRegistration;
  assert.deepEqual([...disk.caches], ["pages 1"]);
});

test("a change that the disk spoiled is shown, and does not keep the vault shut", async () => {
  await writeAway("abîmé");
  await writeAway("entier");
  outbox()[0].change.sealed = outbox()[1].change.sealed;
  await closeTab();
  await openOnline();
  await catalogue.retryPending();
  assert.deepEqual(titles(), ["entier"]);
  assert.deepEqual((await device.refusedChanges()).map(({ code, change }) => [code, change]), [["does_not_open", undefined]]);
});

test("a disk that fails after the service has answered makes no failure of it", async () => {
  server.once("commits", async (answer) => {
    const response = await answer();
    disk.refuses = () => true;
    return response;
  });
  await events.save({ facts: "en ligne" });
  assert.deepEqual([titles(), catalogue.pendingCount()], [["en ligne"], 0]);
});

test("a disk too full for what is sent does not hold it up", async () => {
  disk.refuses = (_store, value) => value?.wire !== undefined;
  await events.save({ facts: "en ligne" });
  assert.deepEqual([titles(), outbox()], [["en ligne"], []]);
});

test("a change whose file is gone for good does not hold up those behind it", async () => {
  await writeAway("sans son fichier");
  await writeAway("le suivant");
  let first = true;
  const [entry] = outbox();
  const refused = async (url, init) => {
    if (!String(url).endsWith("/commits") || !first) return server.fetch(url, init);
    if (outbox()[0].wire && outbox()[0].at === entry.at && !outbox()[1]?.wire) return new Response(JSON.stringify({ error: { code: "files_not_whole" } }), { status: 409 });
    first = false;
    return server.fetch(url, init);
  };
  globalThis.fetch = refused;
  await catalogue.retryPending();
  assert.deepEqual([titles(), catalogue.pendingCount()], [["le suivant"], 0]);
  assert.deepEqual((await device.state()).refused.map(({ code }) => code), ["files_not_whole"]);
});

test("a refused change is read, and goes when it is tried again", async () => {
  const { id, n } = await refusedEdit("corrigé");
  await device.chooseRefused(n, "again");
  await catalogue.retryPending();
  assert.deepEqual([catalogue.rows("event").map((row) => [row.id, row.summary.title]), outbox()], [[[id, "corrigé"]], []]);
});

test("a refused change is kept as a new item, also after the tab was closed", async () => {
  const { id, n } = await refusedEdit("corrigé");
  globalThis.fetch = cut;
  await device.chooseRefused(n, "anew");
  assert.deepEqual([titles(), (await device.state()).refused], [["corrigé", "premier"], []]);
  await closeTab();
  await openOnline();
  await catalogue.retryPending();
  assert.deepEqual([titles(), outbox(), catalogue.row(id).versions.length], [["corrigé", "premier"], [], 1]);
});

test("a refused change that is thrown away is gone, and nothing else", async () => {
  const { n } = await refusedEdit("corrigé");
  await device.chooseRefused(n, "drop");
  assert.deepEqual([titles(), outbox(), (await device.state()).refused], [["premier"], [], []]);
});

/** Then this one is back. @param {string} id */
async function eraseElsewhere(id) {
  await elsewhere(async () => {
    await openOnline();
    for (const step of ["trash", "erase"]) await catalogue.commit({ [step]: [id] });
  });
  await openOnline();
  await catalogue.retryPending();
}

test("two edits of one item that was erased elsewhere are one item again, with its versions", async () => {
  const id = await events.save({ facts: "premier" });
  await writeAway("corrigé", id);
  await writeAway("corrigé encore", id);
  await writeAway("une autre");
  await eraseElsewhere(id);
  assert.deepEqual(titles(), ["corrigé encore", "une autre"]);
  const again = catalogue.rows("event").find(({ summary }) => summary.title === "corrigé encore");
  const words = (await history(again.id)).map(({ record }) => record.facts);
  assert.deepEqual([words, again.id === id], [["corrigé encore", "corrigé"], false]);
});

test("what was written of a piece that was erased elsewhere is kept, without the file that went with it", async () => {
  const name = () => b64(randomId());
  const file = { id: name(), key: b64(new Uint8Array(32)), name: "photo.jpg", type: "image/jpeg", size: 9, sealed: 4096, sha256: b64(new Uint8Array(32)) };
  const id = await evidence.save({ file, description: "premier" });
  await readRecord(id);
  globalThis.fetch = cut;
  await evidence.save({ id, file, description: "corrigé" });
  await eraseElsewhere(id);
  const [again, ...others] = catalogue.rows("evidence");
  const record = await readRecord(again.id);
  assert.deepEqual([record.file, record.text, record.description, again.files, others, outbox()], [null, "corrigé", "corrigé", [], [], []]);
});

test("while an edit waits, the version before it stays on the device", async () => {
  const id = await events.save({ facts: "premier" });
  await refreshMirror();
  assert.deepEqual(disk.entries("records").map(([key]) => key), [`${id}/1`]);
  await writeAway("corrigé", id);
  await refreshMirror();
  assert.deepEqual(disk.entries("records").map(([key]) => key), [`${id}/1`]);
});

test("what waits is not shared: no version of it is vouched for yet", async () => {
  await writeAway("hors ligne");
  const [{ id }] = catalogue.rows("event");
  assert.equal(await codeOf(prepareShare({ items: [id], label: "Avocate", purpose: "" })), "needs_network");
});

/** What the service says when a vault that is open apart comes back. @param {(answer: any) => void} lie */
async function comeBack(lie) {
  await events.save({ facts: "premier" });
  await closeTab();
  globalThis.fetch = server.fetch;
  assert.equal(await device.openHere({ login: LOGIN, password: PASSWORD }), true);
  await catalogue.loadCatalogue();
  server.once("sessions", async (answer) => {
    const body = await (await answer()).json();
    lie(body);
    return new Response(JSON.stringify(body));
  });
  const joined = new Promise((resolve) => session.onJoin(resolve));
  await device.meet();
  await joined;
  await catalogue.loadCatalogue();
  await events.save({ facts: "revenue" });
}

test("ways in that no root vouches for do not reach the copy", async () => {
  // Only an empty vault is read anew, and looked at with it.
  const served = (answer) => answer.slots.map(({ kind }) => kind);
  const [, { answer: kept }] = disk.entries("about")[0];
  await comeBack((answer) => answer.slots.pop());
  const [, { answer }] = disk.entries("about")[0];
  assert.deepEqual(served(answer), served(kept));
});

test("nor does an identity that the vault key does not open", async () => {
  const [, { answer: kept }] = disk.entries("about")[0];
  await comeBack((answer) => {
    answer.identity = "AAAA";
  });
  const [, { answer }] = disk.entries("about")[0];
  assert.equal(answer.identity, kept.identity);
});

test("ways in served with a session are looked at where the copy is the newest there is", async () => {
  await events.save({ facts: "premier" });
  await closeTab();
  globalThis.fetch = server.fetch;
  server.once("sessions", async (answer) => {
    const body = await (await answer()).json();
    body.slots = body.slots.filter(({ kind }) => kind === "password");
    return new Response(JSON.stringify(body));
  });
  await session.open({ login: LOGIN, password: PASSWORD });
  await catalogue.loadCatalogue();
  assert.equal(session.session.slots.length, 2);
});

test("bytes of a file that do not verify go, but for those that wait to be sent", async () => {
  const [spoiled, only] = [b64(randomId()), b64(randomId())];
  for (const id of [spoiled, only]) disk.stores.get("parts").set(`${id}/0`, new Blob(["abîmé"]));
  disk.stores.get("uploads").set(only, { sealed: 5, parts: [] });
  assert.equal(await vaultSource().spoiled(spoiled), true);
  assert.equal(await vaultSource().spoiled(only), true);
  assert.equal(await vaultSource().spoiled(b64(randomId())), false);
  assert.deepEqual(disk.entries("parts").map(([key]) => key), [`${only}/0`]);
});
