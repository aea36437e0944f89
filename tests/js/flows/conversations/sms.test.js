/** A backup of SMS and MMS: with whom, from whom, when; and what a file of that shape must not be allowed. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { bytesOf, looked, refusal, told } from "./reading.js";
import { zip } from "./zips.js";

process.env.TZ = "Europe/Paris";

const PROLOG = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore -- on 12/03/2023-->\n<?xml-stylesheet type=\"text/xsl\" href=\"sms.xsl\"?>\n";
const backup = (...elements) => `${PROLOG}<smses count="${elements.length}" backup_set="x">\n  ${elements.join("\n  ")}\n</smses>`;
const sms = (body, more = "") => `<sms protocol="0" address="+33612345678" date="1678651440000" type="1" body="${body}" contact_name="Marc" ${more}/>`;

test("received and sent, the oldest first, by the clock of this device", async () => {
  const { all, summary } = await looked(backup(
    '<sms address="+33612345678" date="1678737840000" type="2" body="Non." contact_name="Marc" />',
    sms("Tu viens ?&#10;C&apos;est un ordre &#55357;&#56842; &lt;b&gt; &quot;ok&quot; &amp; fini"),
    '<sms address="38600" date="1678600000000" type="1" body="Votre code est 1234" contact_name="(Unknown)" />',
    '<sms address="+33612345678" date="1678737840001" type="3" body="brouillon" contact_name="Marc" />',
  ));
  assert.deepEqual(all.map(told), [
    "2023-03-12 06:46:40 38600: Votre code est 1234",
    "2023-03-12 21:04:00 Marc: Tu viens ?\nC'est un ordre 😊 <b> \"ok\" & fini",
    "2023-03-13 21:04:00 (me): Non.",
  ]);
  assert.deepEqual(summary.threads.map(({ name, count }) => [name, count]), [["Marc", 2], ["38600", 1]]);
  assert.equal(summary.kind, "sms");
});

test("one conversation of a telephone", async () => {
  const { looking, summary } = await looked(backup(sms("a"), sms("b").replaceAll("Marc", "Ana").replace("5678", "0000"), sms("c").replace('type="1"', 'type="2"')));
  const marc = summary.threads.find(({ name }) => name === "Marc").number;
  assert.equal((await looking.look({ thread: marc })).count, 2);
  assert.deepEqual(looking.slice(0, 5).map(({ text, mine }) => [text, mine]), [["a", false], ["c", true]]);
  assert.equal((await looking.look({ thread: marc, mine: true })).count, 1);
});

test("where the file does not say who wrote, nobody did", async () => {
  const { all } = await looked(backup(sms("a").replace('type="1"', ""), sms("b").replace('type="1"', 'type="0"'),
    '<mms date="1678651560000" address="+33612345678" contact_name="Marc"><parts><part ct="text/plain" text="c" /></parts></mms>', sms("d").replace('type="1"', 'type="5"')));
  assert.deepEqual(all.map(({ text, who, mine }) => [text, who, mine]), [["a", "", false], ["b", "", false], ["d", "", true], ["c", "", false]]);
});

test("a hidden number has no name of another", async () => {
  const hidden = (body, name) => sms(body).replace("+33612345678", "").replace("Marc", name);
  const { all } = await looked(backup(hidden("a", "Marc"), hidden("b", "(Unknown)"), hidden("c", "Ana")));
  assert.deepEqual(all.map(({ text, who }) => [text, who]), [["a", "Marc"], ["b", ""], ["c", "Ana"]]);
});

test("a date that is none has no hour either", async () => {
  const { all, summary } = await looked(backup(sms("a").replace("1678651440000", "0"), sms("b").replace("1678651440000", ""), sms("c").replace("1678651440000", "null")));
  assert.deepEqual(all.map(({ date, second }) => [date, second]), [[0, null], [0, null], [0, null]]);
  assert.equal(summary.undated, 3);
});

test("an MMS: its words, its pictures told by name and size, who sent it to several", async () => {
  const picture = Buffer.alloc(3000, 7).toString("base64");
  const { all } = await looked(backup(
    sms("avant"),
    `<mms date="1678651500000" msg_box="1" address="+33612345678~+33600000001" contact_name="Marc, Ana" sub="null">
      <parts><part seq="-1" ct="application/smil" text="&lt;smil/&gt;" />
        <part seq="0" ct="image/jpeg" name="image.jpg" cl="photo.jpg" text="null" data="${picture}" />
        <part seq="0" ct="text/plain" text="Regarde" /></parts>
      <addrs><addr address="+33612345678" type="137" charset="106" /><addr address="+33699999999" type="151" charset="106" /></addrs></mms>`,
    '<mms date="1678651560" msg_box="2" address="+33612345678" contact_name="Marc"><parts><part ct="text/plain" text="Vu" /></parts><addrs /></mms>',
  ));
  assert.deepEqual(all.map(told), ["2023-03-12 21:04:00 Marc: avant", "2023-03-12 21:05:00 Marc: Regarde", "2023-03-12 21:06:00 (me): Vu"]);
  assert.deepEqual(all[1].files, [{ name: "photo.jpg", size: 3000, here: true }]);
});

test("a picture of a message comes out as it was put in: after letters of any width, across pieces, in UTF-16, in an archive", async () => {
  const picture = (bytes) => `<mms date="1678651500000" msg_box="1" address="1"><parts><part ct="image/jpeg" cl="a.jpg" data="${bytes.toString("base64")}"/><part ct="video/mp4" name="b.mp4" data='${bytes.subarray(1).toString("base64url").replace(/[-_]/g, "A").replace(/(.{76})/g, "$1&#10;")}'/></parts></mms>`;
  const photos = [randomBytes(2_000_000), randomBytes(1_000), Buffer.from("x")];
  const text = backup(...photos.map((bytes, i) => `${sms("é😊".repeat(5_000 + i))}${picture(bytes)}`));
  const broken = Buffer.concat([Buffer.from("<smses>"), Buffer.from(`<sms address="1" date="1678651440000" type="1" body="`), Buffer.from([0xc3, 0x20, 0xff, 0xf0, 0x9f]), Buffer.from(`"/>`), Buffer.from(text.slice(text.indexOf("<smses") + 7).replace(/^[^<]*>?/, ""))]);
  for (const given of [text, `\ufeff${text}`, Buffer.from(`\ufeff${text}`, "utf16le"), zip([{ name: "sms.xml", data: text }]), broken]) {
    const { reading, all } = await looked(given);
    const files = all.filter((message) => message.files.length > 0);
    assert.equal(files.length, 3);
    for (const [i, { at }] of files.entries()) assert.ok((await bytesOf(reading.file(at, 0))).equals(photos[i]), String(i));
    assert.equal((await bytesOf(reading.file(files[0].at, 1))).length, photos[0].length - 1);
  }
});

test("a picture of no letter is not there; letters that are none are passed over", async () => {
  const part = (data) => `<mms date="1678651500000" msg_box="1" address="1"><parts><part ct="image/jpeg" cl="a.jpg" ${data}/></parts></mms>`;
  const { reading, all } = await looked(backup(part(""), part('data=""'), part('data="null"'), part('data="****"'), part('data="aG&amp;V s&#13;bG8=&lt;="')));
  assert.deepEqual(all.map(({ files }) => files[0].here), [false, false, true, true, true]);
  assert.equal(await refusal(reading.file(1, 0)), "conversation_attachment_missing");
  assert.equal(await refusal(reading.file(3, 0)), "conversation_attachment_missing");
  assert.equal((await bytesOf(reading.file(4, 0))).toString(), "hello");
});

test("halves of emoji, numbers out of the alphabet and unknown entities never stop a reading", async () => {
  const { all } = await looked(backup(sms("&#55357; &#x1F60A; &#9999999; &inconnue; &#0;")));
  assert.equal(all[0].text, "\uFFFD 😊 \uFFFD &inconnue; \u0000");
  assert.ok(all[0].garbled);
});

test("entities of one's own are refused, before anything grows", async () => {
  const laughs = Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
  for (const text of [`<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY l0 "lol">${laughs}]><smses>${sms("&l30;")}</smses>`, `<!DOCTYPE smses SYSTEM "file:///etc/passwd"><smses>${sms("a")}</smses>`,
    `<smses>${sms("a")}<![CDATA[x]]></smses>`]) {
    assert.equal(await refusal(looked(text)), "conversation_xml_unsafe");
  }
});

test("a backup that breaks off keeps what is before, and says so", async () => {
  for (const end of ["<sms address=\"+33", "<sms date='1", "<sm", "<sms body=\"sans fin", "</a><b", `<${"a".repeat(400)} b="">`, "<!-- sans fin"]) {
    const { all, summary } = await looked(`<smses>${sms("gardé")}${end}`);
    assert.deepEqual([all.length, all[0].text, summary.stopped], [1, "gardé", "conversation_xml_malformed"], end);
  }
});

test("elements without end, attributes without number, films in letters: what is read stays small", async () => {
  for (const hostile of [`${"<a>".repeat(100_000)}`, `<sms ${Array.from({ length: 5000 }, (_, i) => `a${i}="1"`).join(" ")}/>`]) {
    assert.equal((await looked(`<smses>${sms("x")}${hostile}`)).summary.stopped, "conversation_xml_malformed");
  }
  const film = "A".repeat(20_000_000);
  const { all } = await looked(`<smses>${sms("x")}<mms date="1678651500000" msg_box="1" address="1"><parts><part ct="video/mp4" name="f.mp4" data="${film}"/></parts></mms></smses>`);
  assert.equal(all[1].files[0].size, 15_000_000);
});

test("a text of three million letters is cut where a field ends, and says that there is more", async () => {
  const { all } = await looked(backup(sms("é".repeat(3_000_000)), sms("après")));
  assert.deepEqual([all[0].text.length, all[0].cut, all[1].text], [20_000, true, "après"]);
});
