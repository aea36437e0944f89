/** Every code that can be thrown has a sentence of its own. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { errorCode, errorText, knownCodes } from "../../../static/js/ui/messages.js";

const ROOT = new URL("../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");
const codesIn = (text, pattern) => [...text.matchAll(pattern)].map(([, code]) => code);

const files = readdirSync(new URL("static/js/flows/", ROOT), { recursive: true }).filter((name) => name.endsWith(".js"));
const flows = files.map((name) => read(`static/js/flows/${name}`)).join("\n");
const THROWN = {
  server: codesIn(read("vault/errors.py"), /^ {4}code = "(\w+)"/gm),
  crypto: codesIn(read("static/js/crypto/errors.js"), /super\("(\w+)"/g),
  flows: codesIn(flows, /(?:new FlowError\(|super\()"(\w+)"/g),
};
// Caught where it is thrown: a browser without service worker, an upload that starts anew.
const INSIDE = new Set(["no_service_worker", "upload_differs"]);

for (const [layer, codes] of Object.entries(THROWN)) {
  test(`each code of the ${layer} has a sentence`, () => {
    assert.ok(codes.length > 5);
    const known = new Set(knownCodes());
    assert.deepEqual(codes.filter((code) => !known.has(code) && !INSIDE.has(code)), []);
  });
}

test("a sentence says what happened, what is safe, what to do", () => {
  for (const code of knownCodes()) assert.ok((errorText({ code }).match(/[.!?]/g) ?? []).length >= 2, code);
});

test("what is not known is a fault of ours, and shows nothing of itself", () => {
  const secret = new Error("mot de passe canari");
  assert.equal(errorCode(secret), "internal");
  assert.doesNotMatch(errorText(secret), /canari/);
  assert.equal(errorCode(undefined), "internal");
  assert.equal(errorCode(new DOMException("", "AbortError")), "cancelled");
  assert.equal(errorCode(new DOMException("", "NotReadableError")), "file_changed");
});

test("numbers that help are said", () => {
  assert.match(errorText({ code: "code_wrong", details: { left: 3 } }), /Il reste 3 essais/);
  assert.match(errorText({ code: "too_many_attempts", retryAfter: 120 }), /2/);
});
