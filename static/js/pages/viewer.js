/**
 * Inside the frame without origin: draws a text or a PDF that may be hostile.
 *
 * Text is set as a text node. A PDF is drawn on canvases, page by page as they come into sight, with its words beside for those
 * who do not see; nothing of it runs, no link of it is followed. The library works in this frame's own thread, which holds nothing.
 *
 * The frame has no network: all that it needs comes through the port, with the document. What comes as code runs only if it has the
 * digest that the page and its policy name (`vault/views/viewer.py`, which puts this module and what it imports into the page).
 */

import { t, tn } from "../ui/i18n.js";

/** @typedef {import("pdfjs-dist").PDFDocumentProxy} Pdf */

/** Characters of a text that are drawn. */
const TEXT_SHOWN = 2_000_000;
/** Pages that have a place in the frame. */
const PAGES_SHOWN = 2_000;
/** Widest page in CSS pixels; more dots than two a pixel are not seen. */
const WIDEST = 900;
const DENSEST = 2;
const NEARBY = "800px";

const root = /** @type {HTMLElement} */ (document.getElementById("document"));

/** @param {string} text */
function say(text) {
  const line = document.createElement("p");
  line.className = "message";
  line.textContent = text;
  root.append(line);
}

/** @param {Uint8Array} bytes */
function showText(bytes) {
  const text = decoded(bytes);
  const block = document.createElement("pre");
  block.textContent = text.slice(0, TEXT_SHOWN);
  root.replaceChildren(block);
  if (text.length > TEXT_SHOWN) say(t("La suite est trop longue pour être affichée ici. Enregistrez le fichier pour tout lire."));
  return 1;
}

/** Old texts are seldom UTF-8. @param {Uint8Array} bytes */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @typedef {(kind: string, filename: string) => Promise<Uint8Array<ArrayBuffer>>} Ask what the page around has, by name; rejected when it does not give it */

/** @param {MessagePort} port @returns {Ask} */
function asking(port) {
  let last = 0;
  /** @type {Map<number, (data: Uint8Array<ArrayBuffer> | null) => void>} */
  const waiting = new Map();
  port.onmessage = ({ data: { id, data } }) => waiting.get(id)?.(data);
  return async (kind, filename) => {
    const id = (last += 1);
    port.postMessage({ need: { id, kind, filename } });
    const data = await new Promise((resolve) => waiting.set(id, resolve));
    if (!data) throw new Error("not given");
    return data;
  };
}

/** In the order and with the digests that the page names. @param {Ask} ask */
async function loadLibrary(ask) {
  const named = (root.dataset.pdf ?? "").split(" ");
  for (let i = 0; i < named.length; i += 2) await run(await ask("library", named[i] ?? ""), named[i + 1] ?? "");
}

/** @param {Uint8Array<ArrayBuffer>} code @param {string} integrity @returns {Promise<void>} */
function run(code, integrity) {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const script = Object.assign(document.createElement("script"), { type: "module", integrity, src: url });
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => reject(new Error("refused")));
    document.head.append(script);
  });
}

/** Fonts and decoders of the library. @param {Ask} ask */
const helpers = (ask) => class {
  /** @param {{ kind: string, filename: string }} wanted */
  fetch({ kind, filename }) {
    return ask(kind, filename);
  }
};

/** @param {Uint8Array} bytes @param {Ask} ask */
async function showPdf(bytes, ask) {
  // The parser comes first: where its name is set, the library runs it here; a frame without origin may start no worker.
  await loadLibrary(ask);
  const { getDocument } = /** @type {typeof import("pdfjs-dist")} */ (Reflect.get(globalThis, "pdfjsLib"));
  const options = { data: bytes, BinaryDataFactory: helpers(ask), useWorkerFetch: false, useSystemFonts: true, enableXfa: false, verbosity: 0 };
  const pdf = await getDocument(/** @type {any} */ (options)).promise;
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
  root.replaceChildren();
  const sheets = Array.from({ length: Math.min(pdf.numPages, PAGES_SHOWN) }, (_, i) => sheet(i + 1, pdf.numPages, first));
  const watcher = new IntersectionObserver((entries) => entries.forEach((entry) => turn(pdf, entry)), { rootMargin: NEARBY });
  for (const one of sheets) watcher.observe(one);
  if (pdf.numPages > PAGES_SHOWN) say(t("La suite est trop longue pour être affichée ici. Enregistrez le fichier pour tout lire."));
  // The drawing is not waited for: a browser draws nothing in a frame that is out of sight.
  return pdf.numPages;
}

/** An empty page of the size of the first. @param {number} number @param {number} count @param {{ width: number, height: number }} size */
function sheet(number, count, { width, height }) {
  const element = document.createElement("section");
  element.className = "sheet-page";
  element.dataset.number = String(number);
  element.setAttribute("aria-label", t("Page {number} sur {count}", { number, count }));
  element.style.width = `${Math.min(WIDEST, root.clientWidth)}px`;
  element.style.aspectRatio = `${width} / ${height}`;
  root.append(element);
  return element;
}

/** Drawn when near, emptied when far: a canvas takes many megabytes. @param {Pdf} pdf @param {IntersectionObserverEntry} entry */
function turn(pdf, { isIntersecting, target }) {
  const element = /** @type {HTMLElement} */ (target);
  if (isIntersecting) void draw(pdf, element).catch(() => element.replaceChildren(t("Cette page ne peut pas être affichée ici.")));
  else element.replaceChildren();
}

/** @param {Pdf} pdf @param {HTMLElement} element */
async function draw(pdf, element) {
  if (element.firstChild) return;
  const [canvas, words] = [document.createElement("canvas"), document.createElement("div")];
  words.className = "visually-hidden";
  element.replaceChildren(canvas, words);
  const page = await pdf.getPage(Number(element.dataset.number));
  const plain = page.getViewport({ scale: 1 });
  element.style.aspectRatio = `${plain.width} / ${plain.height}`;
  const dots = Math.min(globalThis.devicePixelRatio, DENSEST);
  const viewport = page.getViewport({ scale: (element.clientWidth * dots) / plain.width });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport }).promise;
  words.textContent = await wordsOf(page);
}

/** @param {import("pdfjs-dist").PDFPageProxy} page */
async function wordsOf(page) {
  const { items } = await page.getTextContent();
  return items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
}

/** @param {MessageEvent} event */
async function receive({ source, data, ports: [port] }) {
  if (source !== parent || !port || !(data?.bytes instanceof Uint8Array)) return;
  say(t("Ouverture du document…"));
  try {
    const pages = data.kind === "pdf" ? await showPdf(data.bytes, asking(port)) : showText(data.bytes);
    root.setAttribute("aria-label", tn("Document de {n} page", "Document de {n} pages", pages));
    port.postMessage({ shown: { pages } });
  } catch {
    root.replaceChildren();
    say(t("Ce document ne peut pas être affiché ici. Il est intact. Enregistrez-le pour l’ouvrir avec un autre programme."));
    port.postMessage({ failed: true });
  }
}

addEventListener("message", (event) => void receive(event));
// The page around has an origin that this frame cannot name.
parent.postMessage("viewer-ready", "*");
