/**
 * The page of a recipient, who has a link, a code and no account.
 *
 *  1. The link leaves the address before anything else is done. A browser that cannot open it keeps it, to be copied elsewhere.
 *  2. Nothing is asked of the server before the code is sent; a wrong one counts, so it is sent only when the person says so.
 *  3. After a quarter of an hour without a gesture nothing stays on the page; the code opens it again, at no cost while the
 *     token lives.
 */
import { watchIdle } from "../flows/idle.js";
import { leaveShare, openShare, parseLink, withLink } from "../flows/reader.js";
import { missingFeatures } from "../flows/support.js";
import { coverWhenAway } from "../ui/cover.js";
import { closeDialogs } from "../ui/dialog.js";
import { featureWords } from "../ui/features.js";
import { html, nothing, render } from "../ui/html.js";
import { formatDate, t } from "../ui/i18n.js";
import { errorCode } from "../ui/messages.js";
import { clearToasts } from "../ui/notice.js";
import { brokenLink, codeDoor, pieceText, poorBrowser, readerHead, readerText } from "../ui/reader-door.js";
import { readingView } from "../ui/reader-page.js";
import { lookAtPieces } from "./reader/piece.js";
import { pictures } from "./reader/pictures.js";
import { sentences } from "./reader/readings.js";
import { counted, kindsOf, shown, untilText } from "./reader/shown.js";

/** Milliseconds without a gesture before what is read is hidden. */
const QUIET = 15 * 60_000;
/** After these no code opens this link. */
const OVER = new Set(["share_unavailable", "share_forged", "expired"]);

/** @type {"asking" | "reading"} */
let state = "asking";
let typed = { code: "", busy: false, again: false, over: false, error: /** @type {{ message: string } | undefined} */ (undefined) };
/** @type {import("../flows/reader.js").OpenedShare | undefined} */
let share;
/** @type {ReturnType<typeof pictures> | undefined} */
let thumbs;
/** @type {import("./reader/readings.js").Sentences | undefined} */
let known;
let stopWatching = () => {};

const place = /** @type {HTMLElement} */ (document.getElementById("reader"));
const languages = document.getElementById("languages");

/** @param {Partial<typeof typed>} change */
function set(change) {
  Object.assign(typed, change);
  draw();
}

function draw() {
  // What is open would have to be opened anew.
  if (languages) languages.hidden = state === "reading";
  render(state === "reading" && share ? reading(share) : asking(), place);
}

function asking() {
  return codeDoor({ ...typed, onCode: (code) => set({ code, error: undefined }), onOpen: () => void open() });
}

async function open() {
  if (typed.busy) return;
  set({ busy: true, error: undefined });
  try {
    share = await openShare(typed.code);
    thumbs = pictures(share.document.items, share.source, draw);
    known = sentences(draw);
    stopWatching = watchIdle({ after: QUIET, warn: () => {}, lock: close });
    state = "reading";
    typed = { code: "", busy: false, again: false, over: false, error: undefined };
    arrive();
  } catch (error) {
    set({ busy: false, over: OVER.has(errorCode(error)), error: { message: readerText(error) } });
    document.getElementById("code")?.focus();
  }
}

function arrive() {
  draw();
  window.scrollTo(0, 0);
  document.querySelector("h1")?.focus();
}

/** Rule 3. */
function close() {
  stopWatching();
  thumbs?.close();
  closeDialogs();
  clearToasts();
  [share, thumbs, state] = [undefined, undefined, "asking"];
  typed = { ...typed, again: true, error: undefined };
  arrive();
}

/** @param {NonNullable<typeof share>} open */
function reading({ document: read, source }) {
  const seen = shown(read, thumbs?.of, known);
  const { label, purpose, not_after: notAfter, made_at: madeAt, items } = read;
  return html`<article class="stack loose">
    ${readerHead({
      label, purpose, until: untilText(notAfter), what: counted(kindsOf(items)),
      made: t("préparé le {date}", { date: formatDate(madeAt) }), onPrint: () => window.print(), onClose: close,
    })}
    ${readingView({ shown: seen, jump: true, onPiece: (id) => lookAtPieces(seen.pieces, id, source, { explain: pieceText, canSave: true }) })}
  </article>`;
}

/** Nothing of what was read outlives the page, were the browser to keep it for its « back ». */
function wipe() {
  stopWatching();
  thumbs?.close();
  leaveShare();
  [share, thumbs, state] = [undefined, undefined, "asking"];
  typed = { code: "", busy: false, again: false, over: false, error: undefined };
  render(nothing, place);
}

async function start() {
  const missing = await missingFeatures();
  if (missing.length > 0) return render(poorBrowser({ missing: featureWords(missing) }), place);
  try {
    const linked = parseLink();
    noLink(!linked);
    if (linked) draw();
  } catch (error) {
    noLink(true);
    render(brokenLink({ error: { message: readerText(error) } }), place);
  }
}

/** @param {boolean} none */
function noLink(none) {
  const said = document.getElementById("no-link");
  if (said) said.hidden = !none;
}

// Another language loads the page anew: no server hears a fragment, and the address that is answered takes it over.
languages?.addEventListener("submit", () => languages.setAttribute("action", withLink("/langue")));
coverWhenAway();
window.addEventListener("memo:leave", wipe);
window.addEventListener("pagehide", wipe);
window.addEventListener("pageshow", ({ persisted }) => persisted && void start());
// Another link opened in the same tab changes only the fragment.
window.addEventListener("hashchange", () => {
  wipe();
  void start();
});
place.replaceChildren();
await start();
