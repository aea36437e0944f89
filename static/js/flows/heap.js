/**
 * Notes in bulk: one text, written or pasted all at once, sorted later one memory at a time.
 *
 *  1. Paragraphs are memories where there are blank lines; else lines are. Inside a paragraph, a line that begins with a date begins another.
 *  2. A date at the beginning is proposed, and taken out of the text only when it is nothing but a date: no word of hers is lost.
 *  3. The whole heap is one sealed draft (FORMAT 9.1). What is sorted leaves it after it was kept, never before.
 */

import { isEnglishDateWord } from "./dates-english.js";
import { fold, parseWhen, unknownWhen } from "./dates.js";
import { titleOf } from "./items.js";

/** @typedef {import("./dates.js").When} When */
/** @typedef {{ when: When, title: string, facts: string }} Note as it is proposed */
/** @typedef {{ text: string, notes: string[] }} Heap */

/** Words that are part of a date in either language, folded; any other ends it. */
const WORDS = [
  "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|janv|fevr|avr|juil|sept|oct|nov|dec|d'aout|d'avril|d'octobre",
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sep",
  "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
  "printemps|ete|l'ete|automne|l'automne|hiver|l'hiver|noel|toussaint|spring|summer|autumn|fall|winter|christmas",
  "le|la|les|en|au|a|de|du|des|vers|environ|debut|mi|milieu|fin|courant|annee|annees|l'annee|entre|et|depuis|jusqu'en|jusqu'au",
  "the|in|on|at|of|around|about|early|mid|late|end|beginning|between|and|since|until|from|to",
  "hier|avant-hier|aujourd'hui|ce|cette|matin|soir|nuit|midi|minuit|dernier|derniere|passe|passee|mois|semaines?|ans?|l'an|il|y|jours?",
  "yesterday|today|this|last|morning|evening|night|noon|midnight|days?|weeks?|months?|years?|ago|am|pm",
];
const DATE_WORD = new RegExp(`^(?:\\d{1,4}|\\d{1,2}(?:er|st|nd|rd|th)|\\d{1,4}[/.-]\\d{1,2}(?:[/.-]\\d{1,4})?|\\d{1,2}h(?:\\d\\d)?|\\d{1,2}:\\d\\d|h|${WORDS.join("|")})$`);
/** A date does not end with these. */
const SMALL = /^(?:les|des|vers|entre|environ|depuis|the|around|about|between|and|since|until|from)$/;
/** After a date of this many words it is a sentence. */
const LONGEST = 9;
const END = /[:–—,;.→-]+$/;

/** @param {string} text @returns {string[]} memories, in order, each as it stands in the text */
export function splitHeap(text) {
  const whole = text.replace(/\r\n?/g, "\n");
  const blocks = whole.split(/\n[ \t]*\n/).map((block) => block.trim()).filter(Boolean);
  if (blocks.length < 2) return linesOf(whole);
  return blocks.flatMap(paragraph);
}

/** @param {string} text */
const linesOf = (text) => text.split("\n").map((one) => one.trim()).filter(Boolean);

/** Rule 1. @param {string} block @returns {string[]} */
function paragraph(block) {
  /** @type {string[]} */
  const found = [];
  for (const one of linesOf(block)) {
    if (found.length > 0 && dateLength(one) === 0) found.push(`${found.pop()}\n${one}`);
    else found.push(one);
  }
  return found;
}

/** @param {string} text @returns {number} characters of the date that it begins with, 0 when it begins with none */
function dateLength(text) {
  let length = 0;
  let read = 0;
  for (const [word] of text.matchAll(/\S+\s*/g)) {
    const bare = fold(word).replace(END, "").replace(/^\(|\)$/g, "");
    if (bare !== "" && !DATE_WORD.test(bare) && !isEnglishDateWord(bare)) break;
    length += word.length;
    read += 1;
    const ended = END.test(word.trim());
    if (read === LONGEST || (ended && parseWhen(cleanDate(text.slice(0, length))).precision !== "unknown")) break;
  }
  return longestDate(text, length);
}

/** Words such as « le » or « à » that follow the date are not of it. @param {string} text @param {number} length */
function longestDate(text, length) {
  for (let end = length; end > 0; end = text.slice(0, end).trimEnd().search(/\S+$/)) {
    const start = cleanDate(text.slice(0, end));
    const last = fold(start).split(" ").at(-1) ?? "";
    // « May I ask… », « Hier encore… »: without a figure, only a sign after it says that it is a date.
    const isSet = /\d/.test(start) || END.test(text.slice(0, end).trim()) || text.slice(0, end).endsWith("\n");
    if (isSet && parseWhen(start).precision !== "unknown" && /\d|[a-z]{3}/.test(last) && !SMALL.test(last)) return end;
  }
  return 0;
}

/** @param {string} text */
const cleanDate = (text) => text.trim().replace(/^[\s\-–—•*]+/, "").replace(/[\s:–—,;.→-]+$/, "");

/** One memory, ready to be looked at. @param {string} text @param {Date} [today] @returns {Note} */
export function readNote(text, today = new Date()) {
  const plain = text.replace(/^[-–—•*]\s+/, "");
  const length = dateLength(plain);
  const said = cleanDate(plain.slice(0, length));
  const when = length > 0 ? parseWhen(said, today) : unknownWhen();
  const rest = plain.slice(length).replace(/^[\s:–—,;.→-]+/, "").trim();
  // Rule 2: a date alone is all that she wrote.
  const facts = length > 0 && rest !== "" ? rest.slice(0, 1).toLocaleUpperCase() + rest.slice(1) : plain;
  return { when, title: titleOf(facts), facts };
}

/** Rule 3. @param {Heap} heap @returns {Heap} all of it in memories, the newest last */
export function apart({ text, notes }) {
  return { text: "", notes: [...notes, ...splitHeap(text)] };
}

/** What a draft holds, whatever else is in it. @param {any} body @returns {Heap} */
export function heapOf(body) {
  const notes = Array.isArray(body?.notes) ? body.notes.filter((/** @type {unknown} */ note) => typeof note === "string" && note !== "") : [];
  return { text: typeof body?.text === "string" ? body.text : "", notes };
}
