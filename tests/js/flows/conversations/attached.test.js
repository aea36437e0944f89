/** What a file that came with a message is taken for, and how it is named: never what its sender wished. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileOf } from "../../../../static/js/flows/conversations/attached.js";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const made = async (name, type, bytes = new Uint8Array(5)) => {
  const file = await fileOf({ content: new Blob([bytes]), name, type });
  return [file.name, file.type];
};

test("a picture is what its bytes are; anything else what its name ends with, then what is said of it", async () => {
  assert.deepEqual(await made("facture.pdf", "application/pdf", JPEG), ["facture.pdf", "image/jpeg"]);
  assert.deepEqual(await made("film.MP4", "text/html"), ["film.MP4", "video/mp4"]);
  assert.deepEqual(await made("PTT-1.opus", ""), ["PTT-1.opus", "audio/ogg"]);
  assert.deepEqual(await made("part-0", "Image/PNG; name=x"), ["part-0.png", "image/png"]);
  assert.deepEqual(await made("part-0", "image/jpeg", JPEG), ["part-0.jpg", "image/jpeg"]);
});

test("what could run has no type, and can only be saved", async () => {
  for (const [name, type] of [["a.html", "text/plain"], ["a.svg", "image/svg+xml"], ["a", "text/html"], ["a", "image/svg+xml"], ["a.js", "text/javascript"], ["a.exe", "video/mp4"]]) {
    assert.deepEqual(await made(name, type), [name, ""]);
  }
});

test("names are those that a disk takes, and say what the file is", async () => {
  assert.deepEqual(await made("image/jpeg", "image/jpeg", JPEG), ["fichier.jpg", "image/jpeg"]);
  assert.deepEqual(await made("../../etc/pass\u202ewd\r\nSet-Cookie: a.txt", ""), ["passwdSet-Cookie_ a.txt", "text/plain"]);
  assert.deepEqual((await made("con", "application/zip"))[0], "_con");
});
