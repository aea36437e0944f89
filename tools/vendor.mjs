/**
 * Builds `static/vendor/` from the packages that the npm lock names.
 *
 * Guarantee: what is served is what was reviewed. Every built file is compared with the SHA-256 kept in
 * `tools/vendor/VENDOR.json`; a difference stops the build. `--accept` writes the new hashes instead, for a
 * person to read in the diff after an upgrade.
 *
 * Each file of `tools/vendor/entries/` becomes one minified ES module of the same name, with its types
 * beside it for `tsc`. Nothing else is bundled: the product's own code is served as it is written.
 */
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENTRIES = join(ROOT, "tools/vendor/entries");
const MANIFEST = join(ROOT, "tools/vendor/VENDOR.json");
const OUT = join(ROOT, "static/vendor");
const STAMP = join(OUT, ".source");

const FONT = "@fontsource-variable/atkinson-hyperlegible-next";

/** Which packages each built file is made of. */
const ORIGIN = {
  "argon2.js": ["hash-wasm"],
  "client-zip.js": ["client-zip"],
  "exifr.js": ["exifr"],
  "lit-html.js": ["lit-html"],
  "mail.js": ["postal-mime"],
  "minisearch.js": ["minisearch"],
  "pdf.js": ["pdfjs-dist"],
  "pdf.worker.js": ["pdfjs-dist"],
  "sha256.js": ["hash-wasm"],
  "words-en.js": ["@scure/bip39"],
  "webauthn.js": ["@simplewebauthn/browser"],
  "words-fr.js": ["@scure/bip39"],
  "zip-reader.js": ["@zip.js/zip.js"],
  "zxcvbn.js": ["@zxcvbn-ts/core", "@zxcvbn-ts/language-common", "@zxcvbn-ts/language-en", "@zxcvbn-ts/language-fr"],
};

/** Folders and files that are copied as they are: package path -> place under static/vendor. */
const COPIES = [
  [`${FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2`, "fonts/atkinson-latin.woff2"],
  [`${FONT}/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2`, "fonts/atkinson-latin-ext.woff2"],
  [`${FONT}/files/atkinson-hyperlegible-next-latin-wght-italic.woff2`, "fonts/atkinson-latin-italic.woff2"],
  [`${FONT}/files/atkinson-hyperlegible-next-latin-ext-wght-italic.woff2`, "fonts/atkinson-latin-ext-italic.woff2"],
  ["pdfjs-dist/standard_fonts", "pdf/standard_fonts"],
  ["pdfjs-dist/wasm/jbig2.wasm", "pdf/wasm/jbig2.wasm"],
  ["pdfjs-dist/wasm/openjpeg.wasm", "pdf/wasm/openjpeg.wasm"],
  ["pdfjs-dist/wasm/qcms_bg.wasm", "pdf/wasm/qcms_bg.wasm"],
];

/** @param {string | Uint8Array} bytes */
function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** @param {string} name */
async function packageOf(name) {
  return JSON.parse(await readFile(join(ROOT, "node_modules", name, "package.json"), "utf8"));
}

/** The state of everything that decides the result: when it has not moved, there is nothing to build. */
async function sourceDigest() {
  const paths = [join(ROOT, "package-lock.json"), fileURLToPath(import.meta.url), MANIFEST];
  for (const name of (await readdir(ENTRIES)).sort()) paths.push(join(ENTRIES, name));
  const parts = await Promise.all(paths.map((path) => readFile(path).catch(() => "")));
  return sha256(parts.map(sha256).join("\n"));
}

async function bundle() {
  const names = (await readdir(ENTRIES)).filter((name) => name.endsWith(".js") && !name.endsWith(".d.ts"));
  await build({
    entryPoints: names.map((name) => join(ENTRIES, name)),
    outdir: OUT,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "error",
  });
}

/** The types of an entry are its own `.d.ts` where it has one; else its text, which is only re-exports. */
async function types() {
  const names = await readdir(ENTRIES);
  for (const name of names) {
    if (name.endsWith(".d.ts")) await cp(join(ENTRIES, name), join(OUT, name));
    else if (!names.includes(name.replace(".js", ".d.ts")))
      await cp(join(ENTRIES, name), join(OUT, name.replace(".js", ".d.ts")));
  }
}

/** The BIP39 lists, whole and in order; accents composed, as a person reads and prints them. */
async function words() {
  for (const [name, list] of Object.entries({ "words-en.js": english, "words-fr.js": french })) {
    const text = list.join(" ").normalize("NFC");
    await writeFile(join(OUT, name), `export const words=Object.freeze("${text}".split(" "));\n`);
  }
}

async function copies() {
  for (const [from, to] of COPIES) await cp(join(ROOT, "node_modules", from), join(OUT, to), { recursive: true });
}

/** The licence of each package, and the notices that must go with what is made of it. */
async function licences() {
  const names = new Set([...Object.values(ORIGIN).flat(), FONT]);
  let text = "";
  for (const name of [...names].sort()) {
    const folder = join(ROOT, "node_modules", name);
    const { version, license } = await packageOf(name);
    const files = (await readdir(folder)).filter((entry) => /^(licen[cs]e|notice)/i.test(entry));
    const bodies = await Promise.all(files.sort().map((file) => readFile(join(folder, file), "utf8")));
    const body = bodies.map((one) => one.trim()).join("\n\n") || license;
    text += `${name} ${version} (${license})\n\n${body}\n\n${"-".repeat(72)}\n\n`;
  }
  await writeFile(join(OUT, "LICENCES.txt"), text);
}

/** @param {string} path one built file */
async function describe(path) {
  const bytes = await readFile(path);
  const name = relative(OUT, path);
  const origins = ORIGIN[basename(name)] ?? [name.startsWith("fonts/") ? FONT : "pdfjs-dist"];
  const packages = await Promise.all(origins.map(packageOf));
  return {
    file: name,
    packages: packages.map(({ name: id, version, license }) => `${id}@${version} (${license})`),
    sha256: sha256(bytes),
    bytes: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
  };
}

async function built() {
  const all = await readdir(OUT, { recursive: true, withFileTypes: true });
  const paths = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const served = paths.filter((path) => !/\.d\.ts$|LICEN[CS]E|\.source$/.test(path));
  return Promise.all(served.sort().map(describe));
}

/**
 * @param {Awaited<ReturnType<typeof describe>>[]} files
 * @throws {Error} naming every file that is new, gone or different
 */
async function check(files) {
  const kept = JSON.parse(await readFile(MANIFEST, "utf8")).files;
  const before = new Map(kept.map((row) => [row.file, row.sha256]));
  const now = new Map(files.map((row) => [row.file, row.sha256]));
  const wrong = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
  if (wrong.length > 0) {
    throw new Error(`built files differ from tools/vendor/VENDOR.json: ${wrong.join(", ")}\n`
      + "If an upgrade was meant: node tools/vendor.mjs --accept, then read the diff.");
  }
}

async function main() {
  const accept = process.argv.includes("--accept");
  const stamp = await readFile(STAMP, "utf8").catch(() => "");
  if (!accept && stamp === (await sourceDigest())) return;
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  await bundle();
  await Promise.all([types(), words(), copies(), licences()]);
  const files = await built();
  if (accept) await writeFile(MANIFEST, `${JSON.stringify({ files }, null, 1)}\n`);
  else await check(files);
  await writeFile(STAMP, await sourceDigest());
}

await main();
