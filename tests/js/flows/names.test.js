/** Names out of content never reach a header or a disk as they are. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { asciiName, contentDisposition, safeName } from "../../../static/js/flows/names.js";

const NAMES = [
  "photo été.jpg", "../../etc/passwd", "C:\\Windows\\a.txt", "a\r\nSet-Cookie: x=1.pdf", "photo\u202Egpj.exe", "CON", "con.txt", ".htaccess",
  "", "   ", "...", "a".repeat(500) + ".pdf", "\u0000", "\"quoted\".txt", "a%0d%0ab", "名前.pdf", "\uD800.txt", "nul.", "é".repeat(200),
];

for (const name of NAMES) {
  test(`${JSON.stringify(name.slice(0, 30))} is safe`, () => {
    const safe = safeName(name);
    assert.ok(safe.length > 0 && [...safe].length <= 120);
    assert.doesNotMatch(safe, /[\p{Cc}\p{Cf}\\/:*?"<>|]|^\.|[. ]$/u);
    assert.match(asciiName(name), /^[A-Za-z0-9 ._-]+$/);
    const header = contentDisposition(name, "attachment");
    assert.match(header, /^attachment; filename="[A-Za-z0-9 ._-]+"; filename\*=UTF-8''[A-Za-z0-9._~%#$&+^`|-]+$/);
    assert.equal(decodeURIComponent(header.split("''")[1]), safe);
    assert.equal(new Headers({ "Content-Disposition": header }).get("Content-Disposition"), header);
  });
}

test("what is plain stays as it is", () => {
  assert.equal(safeName("Lettre du 3 septembre.pdf"), "Lettre du 3 septembre.pdf");
  assert.equal(safeName("photo été.jpg"), "photo été.jpg");
  assert.equal(asciiName("photo été.jpg"), "photo ete.jpg");
  assert.equal(safeName("CON"), "_CON");
  assert.match(safeName("a".repeat(500) + ".pdf"), /^a+\.pdf$/);
});
