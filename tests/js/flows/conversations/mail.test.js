/** E-mails: headers, charsets, parts, boxes; and mails made to harm. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { wordsOf } from "../../../../static/js/flows/conversations/html-words.js";
import { kindOf } from "../../../../static/js/flows/conversations/kinds.js";
import { bytesOf, looked, refusal, told } from "./reading.js";
import { zip } from "./zips.js";

process.env.TZ = "Europe/Paris";

const mail = (more = "", body = "Bonjour", from = "Marc <marc@exemple.fr>") =>
  `From: ${from}\r\nTo: ines@exemple.fr\r\nDate: Sun, 12 Mar 2023 20:04:00 +0000\r\nSubject: =?utf-8?Q?R=C3=A9union?=\r\nMIME-Version: 1.0\r\n${more}\r\n\r\n${body}`;
const latin = (text) => Buffer.from(text, "latin1");

test("words, subject, who and when by the clock of this device", async () => {
  const { all, summary } = await looked(mail("Content-Type: text/plain; charset=utf-8", "Tu n’as pas répondu."));
  assert.deepEqual(all.map(told), ["2023-03-12 21:04:00 Marc: Réunion\n\nTu n’as pas répondu."]);
  assert.equal(summary.kind, "mail");
});

test("charsets and encodings of transfer", async () => {
  const bodies = {
    "Content-Type: text/plain; charset=iso-8859-1": latin("été"),
    "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable": latin("=E9t=E9"),
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64": latin(Buffer.from("été").toString("base64")),
    "Content-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64": latin(Buffer.from("été", "utf16le").toString("base64")),
  };
  for (const [header, body] of Object.entries(bodies)) {
    const { all } = await looked(Buffer.concat([latin(mail(header, "")), body]));
    assert.match(all[0].text, /Réunion\n\nété$/, header);
  }
});

test("HTML becomes words, and nothing else", async () => {
  const html = '<html><head><style>p{}</style></head><body onload="x()"><p>Viens <b>vite</b></p><script>alert(1)</script><img src=x onerror=alert(2)><p>&eacute;t&eacute;</p></body></html>';
  const { all } = await looked(mail("Content-Type: text/html; charset=utf-8", html));
  assert.match(all[0].text, /Viens vite\s+été$/);
  assert.doesNotMatch(all[0].text, /alert|<|style/);
});

test("parts: the words of one, the names and sizes of the others", async () => {
  const body = ["--x", "Content-Type: multipart/alternative; boundary=y", "", "--y", "Content-Type: text/plain", "", "en clair", "--y", "Content-Type: text/html", "", "<p>en html</p>", "--y--",
    "--x", 'Content-Type: image/jpeg; name="photo.jpg"', "Content-Transfer-Encoding: base64", "", Buffer.alloc(900, 1).toString("base64"), "--x--", ""].join("\r\n");
  const { all } = await looked(mail("Content-Type: multipart/mixed; boundary=x", body));
  assert.equal(all[0].text, "Réunion\n\nen clair");
  assert.deepEqual(all[0].files, [{ name: "photo.jpg", size: 900, here: true }]);
});

const PHOTO = randomBytes(3000);
const attached = (headers, body) => ["--x", ...headers, "", body].join("\r\n");
const mixed = (...parts) => mail("Content-Type: multipart/mixed; boundary=x", ["--x\r\nContent-Type: text/plain\r\n\r\nvoici", ...parts, "--x--", ""].join("\r\n"));
const lines = (bytes) => bytes.toString("base64").match(/.{1,76}/g).join("\r\n");
const FILES = [
  attached(['Content-Type: image/jpeg; name="photo.jpg"', "Content-Transfer-Encoding: base64"], lines(PHOTO)),
  attached(['Content-Disposition: attachment; filename="lettre.txt"', "Content-Transfer-Encoding: quoted-printable"], "=C3=A9t=C3=A9 =\r\nlong"),
  attached(["Content-Type: application/pdf", 'Content-Disposition: attachment; filename="a.pdf"', "Content-Transfer-Encoding: base64"], "%%%\u0000pas du base64!!"),
];

test("a file of a mail comes out as it was sent, whatever is around it", async () => {
  const { reading, all } = await looked(mixed(...FILES));
  assert.deepEqual(all[0].files.map(({ name, here }) => [name, here]), [["photo.jpg", true], ["lettre.txt", true], ["a.pdf", true]]);
  assert.deepEqual(await bytesOf(reading.file(0, 0)), PHOTO);
  // The end of its last line is the part's, or the boundary's: what reads MIME gives one.
  assert.equal((await bytesOf(reading.file(0, 1))).toString(), "été long\n");
  assert.ok((await bytesOf(reading.file(0, 2))).length < 30);
  assert.equal(await refusal(reading.file(0, 3)), "conversation_attachment_missing");
});

test("a file of a box is that of its own mail, also in an archive, also after words that look like a mail", async () => {
  const letter = (...files) => `From x Sun Mar 12 20:04:00 2023\n${mixed(...files)}\n`;
  const box = [letter(FILES[1]), letter().replace("voici", "From now on\r\n>From x Sun Mar 12 20:04:00 2023"), letter(FILES[0], FILES[1]), letter(FILES[0].replace(lines(PHOTO), lines(Buffer.from("autre"))))].join("\n");
  for (const given of [box, zip([{ name: "LISEZ-MOI.txt", data: "x" }, { name: "photo.jpg", data: "beside" }, { name: "boite.mbox", data: box }])]) {
    const { reading, all } = await looked(given);
    const taken = await Promise.all(all.flatMap(({ at, files }) => files.map(async (_, i) => bytesOf(reading.file(at, i)))));
    assert.ok(taken[1]?.equals(PHOTO));
    assert.deepEqual(taken.toSpliced(1, 1).map(String), ["été long\n", "été long\n", "autre"]);
  }
});

test("a box: mails in the order of time, « >From » unquoted, one without a date kept", async () => {
  const box = ["From marc@exemple.fr Sun Mar 12 20:04:00 2023", mail("", "Un\r\n\r\n>From moi à toi\r\n>>From deux"), "", "From x Mon Mar 13 00:00:00 2023",
    mail("", "Avant").replace("12 Mar 2023", "11 Mar 2023"), "", "From y Mon Mar 13 00:00:00 2023", mail("", "Sans date").replace(/Date: .*\r\n/, "Date: hier\r\n"), ""].join("\n");
  const { all, summary } = await looked(box);
  assert.deepEqual(all.map(({ text, date }) => [text.replace("Réunion\n\n", ""), date]), [["Avant", 20230311], ["Sans date", 0], ["Un\n\nFrom moi à toi\n>From deux", 20230312]]);
  assert.deepEqual([summary.kind, summary.undated, summary.people[0].count], ["mailbox", 1, 3]);
});

test("a box whose words begin with « From » is not cut there", async () => {
  const { all } = await looked(`From marc@exemple.fr Sun Mar 12 20:04:00 2023 +0100\n${mail("", "Un\n\nFrom now on, be quiet.\n\nFrom 2023")}\n`);
  assert.deepEqual(all.map(({ text }) => text), ["Réunion\n\nUn\n\nFrom now on, be quiet.\n\nFrom 2023"]);
});

test("a name taken by another address is told by it", async () => {
  const box = ["ines@exemple.fr", "autre@ailleurs.fr", "INES@exemple.fr"].map((address) => `From x Sun Mar 12 20:04:00 2023\n${mail("", address, `Inès <${address}>`)}\n`).join("\n");
  const { summary } = await looked(box);
  assert.deepEqual(summary.people.map(({ name, count }) => [name, count]), [["Inès", 2], ["autre@ailleurs.fr (Inès)", 1]]);
});

test("a date whose month is a number is not guessed", async () => {
  for (const date of ["01/02/2023 10:00", "01/02/2023 10:00:00 GMT", "1.2.2023"]) {
    const { all } = await looked(mail().replace(/Date: .*\r/, `Date: ${date}\r`));
    assert.deepEqual([all[0].date, all[0].second], [0, null], date);
  }
});

test("one line of sixty thousand letters is told at once", () => {
  for (const line of [`From ${"a".repeat(60_000)}`, `From a${"1111".repeat(15_000)}`, `From a ${"1:11 1111 ".repeat(6_000)}`]) {
    const before = performance.now();
    assert.equal(kindOf(new TextEncoder().encode(line)), null);
    assert.ok(performance.now() - before < 1_000, line.slice(0, 20));
  }
});

test("parts inside parts, and headers without end, leave a mail with its beginning", async () => {
  const deep = Array.from({ length: 200 }, (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`).join("");
  const many = "--x\r\n\r\na\r\n".repeat(100_000);
  const hostile = [mail("Content-Type: multipart/mixed; boundary=b0", deep), mail("Content-Type: multipart/mixed; boundary=x", many), mail(`X-A: ${"a".repeat(3_000_000)}`), mail("X-A: b\r\n".repeat(200_000))];
  for (const text of hostile) {
    const { all } = await looked(text);
    assert.match(told(all[0]), /^2023-03-12 21:04:00 Marc: Réunion/);
    assert.equal(all[0].cut, true);
  }
});

test("a mail in a mail in a mail stops being opened", async () => {
  let text = mail("", "au fond");
  for (let i = 0; i < 60; i += 1) text = mail("Content-Type: message/rfc822", text);
  const { all } = await looked(text);
  assert.equal(all.length, 1);
});

test("HTML made to take hours takes a moment", () => {
  // Whatever looks back over four million letters for each of them does not end today; one way through them is done at once.
  for (const piece of ["<", "<a href=", "<!--", "\n ", "&", "<style>", "<style></style>", "<b", "</", "<!"]) {
    const before = performance.now();
    const { text } = wordsOf(`<p>${piece.repeat(4_000_000 / piece.length)}x`);
    assert.ok(performance.now() - before < 60_000, piece);
    assert.ok(text.length < 4_000_100);
  }
});

test("a mail too large for memory is cut, and the box goes on", async () => {
  const line = `${"A".repeat(76)}\n`;
  const parts = ["From a Sun Mar 12 20:04:00 2023\n", mail("", ""), line.repeat(490_000), "\nFrom b Sun Mar 12 20:04:00 2023\n", mail("", "après")];
  const { all } = await looked(new Blob(parts));
  assert.deepEqual(all.map(({ cut, text }) => [cut, text.length <= 20_000]), [[true, true], [false, true]]);
});

test("an HTML page or a list of headers is no mail", async () => {
  assert.equal(await refusal(looked("Ingrédients: farine\nDate: demain\nil faut : mélanger")), "conversation_unknown");
});
