/** From chosen records to a text: what enters it, what stays out, and how it reads. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { b64, randomBytes, randomId } from "../../../static/js/crypto/encoding.js";
import { contactRecord } from "../../../static/js/flows/contacts.js";
import { parseWhen } from "../../../static/js/flows/dates.js";
import { eventRecord } from "../../../static/js/flows/events.js";
import { evidenceRecord } from "../../../static/js/flows/evidence.js";
import { blanksIn, blocksOf, compose, textOf } from "../../../static/js/flows/steps.js";
import { setCatalogue, t } from "../../../static/js/ui/i18n.js";

const NOW = new Date(2026, 10, 23).getTime();
const NAMES = ["miviludes", "complaint", "compensation", "content", "doctor"];
const id = () => b64(randomId());
const item = (record) => ({ id: id(), record });
const fact = (form) => item(eventRecord({ ...form, when: parseWhen(form.date ?? "") }));
const piece = (form) => item(evidenceRecord({ text: "Un message", ...form, when: parseWhen(form.date ?? "") }, undefined));
const person = (form) => item(contactRecord(form));

/** Plain spaces, for the eye. */
const written = (name, items, { way = "", own = {}, choice = {}, wanted = {} } = {}) =>
  textOf(compose(name, { items, way, own, choice, wanted, now: NOW }).blocks).replace(/[\u00a0\u202f]/g, " ");

test("facts stand in order, under dates of four precisions; the undated comes last", () => {
  const text = written("complaint", [
    fact({ title: "Une dispute", facts: "Je ne sais plus.", date: "un soir de pluie" }),
    fact({ title: "Le stage", facts: "Deux ans.", date: "entre 2019 et 2021" }),
    fact({ title: "Appel du soir", facts: "Il appelle.", date: "12/03/2023" }),
    fact({ title: "Premier week-end", facts: "Accueil.", date: "vers l’été 2021" }),
    fact({ title: "Sans date", facts: "Rien." }),
  ]);
  assert.match(text, /1\. De 2019 à 2021 : Le stage\nDeux ans\.\n\n2\. Vers l’été 2021 : Premier week-end\nAccueil\.\n\n3\. 12 mars 2023 : Appel du soir/);
  assert.match(text, /4\. Date incertaine, « un soir de pluie » : Une dispute/);
  assert.match(text, /5\. Date inconnue : Sans date/);
});

test("a title made from the account is not said twice", () => {
  const text = written("complaint", [fact({ facts: "Il a crié devant tout le monde. Puis il est parti.", date: "12/03/2023" })]);
  assert.equal(text.match(/Il a crié/g).length, 1);
});

test("feelings, thoughts and what was made of them stay out, in every step, unless chosen", () => {
  const items = [fact({ facts: "Il part.", feelings: "Une peur bleue.", thoughts: "Une idée à moi.", danger: "yes" }), fact({ feelings: "Un malaise sourd." })];
  const notes = person({ name: "Claire", role: "witness", notes: "Ne pas l’appeler." });
  for (const name of NAMES) {
    const text = written(name, [...items, notes], { way: "civi", choice: { whole: true } });
    assert.doesNotMatch(text, /peur|idée|malaise|danger|l’appeler/, name);
  }
  const felt = written("complaint", items, { choice: { feelings: true } });
  assert.match(felt, /J’ai ressenti un danger\.\nRessenti : Une peur bleue\./);
  assert.doesNotMatch(felt, /idée/);
  assert.match(written("complaint", items, { choice: { thoughts: true } }), /Ce que j’en pense : Une idée à moi\./);
});

test("a witness is named only when chosen; another who was there is counted", () => {
  const claire = person({ name: "Claire Dumas", role: "witness", means: [{ type: "phone", value: "06 12 34 56 78" }] });
  const who = [{ name: "Claire", contact: claire.id }, { name: "Paul" }, { name: "Inès" }];
  const met = fact({ title: "Le repas", facts: "On me le reproche.", who });
  const without = written("complaint", [met]);
  assert.match(without, /Présence : 3 personnes/);
  assert.doesNotMatch(without, /Claire|Paul|Inès|témoigner/);
  const named = written("complaint", [met, claire]);
  assert.match(named, /Présence : Claire Dumas \(témoin\) et 2 autres personnes/);
  assert.match(named, /Personnes qui peuvent témoigner\n\n– Claire Dumas\n/);
  assert.match(written("complaint", [met, claire], { choice: { means: true } }), /– Claire Dumas, 06 12 34 56 78/);
  assert.match(written("complaint", [met], { choice: { names: true } }), /Présence : Claire, Paul et Inès/);
});

test("those accused are named by their role; with none, nobody is", () => {
  const accused = person({ name: "Jean Morel", organisation: "Les Sources", role: "involved" });
  assert.match(written("complaint", [accused]), /plainte contre Jean Morel, et contre toute autre personne/);
  assert.match(written("miviludes", [accused]), /Personnes mises en cause, et leur rôle\n\n– Jean Morel, Les Sources/);
  assert.match(written("complaint", []), /contre la ou les personnes que l’enquête fera connaître/);
});

test("pieces are numbered as they are cited, then by date; facts cite only those chosen", () => {
  const [first, second, alone, left] = [piece({ title: "Relevé", date: "05/04/2023" }), piece({ title: "Message" }), piece({ title: "Contrat", date: "02/01/2020" }), piece({ title: "Écartée" })];
  const late = fact({ title: "Virement", facts: "4 800 €.", date: "03/04/2023", evidence: [first.id, left.id] });
  const early = fact({ title: "Promesse", facts: "Par écrit.", date: "01/02/2021", evidence: [second.id, first.id] });
  const text = written("complaint", [alone, late, first, early, second]);
  assert.match(text, /Par écrit\.\nPièces n° 1 et 2/);
  assert.match(text, /4 800 €\.\nPièce n° 2\n/);
  assert.match(text, /Pièces jointes\n\nPièce n° 1 : Message\nPièce n° 2 : Relevé, 5 avril 2023\nPièce n° 3 : Contrat, 2 janvier 2020$/);
  assert.match(text, /Je joins la copie de 3 pièces/);
  assert.doesNotMatch(text, /Écartée/);
});

test("what is missing is a blank to fill by hand, or is not there at all", () => {
  const text = written("complaint", []);
  assert.match(text, /^\[Prénom et nom\]\n\[Adresse\]\n\n/);
  assert.match(text, /Fait à \[ville\], le 23 novembre 2026/);
  for (const absent of ["undefined", "null", "Les faits\n", "Pièces jointes", "Démarches déjà faites"]) assert.ok(!text.includes(absent), absent);
  const filled = written("complaint", [], { own: { name: "Ana Costa", address: "3 rue des Lilas\n69000 Lyon", court: "Lyon", city: "Lyon", harm: "Sommeil." } });
  assert.match(filled, /^Ana Costa\n3 rue des Lilas\n69000 Lyon\n\n/);
  assert.equal(blanksIn(filled), 1);
  for (const name of NAMES) assert.doesNotMatch(written(name, [], { way: "sarvi" }), /undefined|null|\{|\}/, name);
});

test("no step counts a delay, nor names an offence unasked", () => {
  for (const name of NAMES) assert.doesNotMatch(written(name, [], { way: "civi" }), /prescri|trop tard|223-|délai/, name);
  assert.match(written("complaint", [], { choice: { law: true } }), /223-15-3/);
});

test("advice and information are two requests", () => {
  assert.match(written("miviludes", [], { way: "advice" }), /^Demande d’avis.*Je souhaite votre avis/s);
  assert.match(written("miviludes", [], { way: "report" }), /^Signalement.*Je porte ces éléments à votre connaissance\.$/s);
});

test("pieces asked for are ticked from the vault or on paper, the others are still to be found", () => {
  const certificate = piece({ title: "Certificat", date: "2023" });
  const wanted = { certificate: { pieces: [certificate.id], paper: false }, identity: { pieces: [], paper: true } };
  const civi = written("compensation", [certificate], { way: "civi", wanted });
  assert.match(civi, /☑ Certificats médicaux, durée d’ITT : Pièce n° 1\n/);
  assert.match(civi, /☑ Pièce d’identité : sur papier/);
  assert.match(civi, /☐ Factures et frais : à réunir/);
  assert.match(written("compensation", [], { way: "sarvi" }), /☐ Certificat de non-appel : à réunir/);
});

test("a capture carries what lets another know it again", () => {
  const digest = new Uint8Array(32).fill(171);
  const file = { id: id(), key: b64(randomBytes(32)), name: "a.png", type: "image/png", size: 3, sealed: 4168, sha256: b64(digest) };
  const text = written("content", [piece({ title: "Capture", text: "", file, description: "Une promesse de guérison." })], { own: { addresses: "https://exemple.test/a\n\nhttps://exemple.test/b", why: "Des soins arrêtés." } });
  assert.match(text, /Où\n\nhttps:\/\/exemple\.test\/a\nhttps:\/\/exemple\.test\/b\n/);
  assert.match(text, /Pièce n° 1 : Capture\nUne promesse de guérison\.\nMise à l’abri le /);
  assert.ok(text.includes("ab".repeat(32)));
  assert.match(written("content", [piece({ title: "Message" })]), /Pièce n° 1 : Message\nMise à l’abri le [^\n]+$/);
});

test("the doctor reads dates and titles, and the accounts only when chosen", () => {
  const items = [fact({ title: "Le jeûne", facts: "Dix jours.", feelings: "Épuisée.", date: "mai 2022" })];
  assert.doesNotMatch(written("doctor", items), /Dix jours/);
  assert.match(written("doctor", items), /1\. Vers mai 2022 : Le jeûne/);
  assert.match(written("doctor", items, { choice: { feelings: true } }), /Le jeûne\nRessenti : Épuisée\./);
  assert.match(written("doctor", items, { choice: { whole: true } }), /Dix jours/);
});

test("a text that was changed keeps its shape where it was not", () => {
  const composed = compose("complaint", { items: [], way: "", own: {}, choice: {}, wanted: {}, now: NOW }).blocks;
  const changed = textOf(composed).replace("Madame la procureure, Monsieur le procureur,\n", "Madame,\n\n\nUn mot de plus.\n");
  const blocks = blocksOf(changed, composed);
  assert.deepEqual(blocks.slice(0, 5).map(({ kind }) => kind), ["from", "to", "title", "text", "text"]);
  assert.equal(blocks[4].text, "Un mot de plus.");
  assert.equal(blocks.at(-1).kind, "sign");
  const told = compose("complaint", { items: [fact({ title: "Le repas", facts: "Il crie." })], way: "", own: {}, choice: {}, wanted: {}, now: NOW }).blocks;
  const corrected = blocksOf(textOf(told).replace("Il crie.", "Il hurle.").replaceAll("\u00a0", " "), told);
  assert.equal(corrected.find(({ text }) => text.includes("hurle")).kind, "fact");
  assert.equal(corrected.find(({ text }) => text === "Objet : plainte").kind, "title");
});

test("whatever the language of the page the text is in French, and what it says is shown beside it", () => {
  const sentences = { "Objet : plainte": "Subject: complaint", "Les faits": "The facts", "{n}. {date} : {title}": "{n}. {date}: {title}" };
  setCatalogue({ sentences, plurals: { one: 0, other: 1 } }, "en-GB");
  try {
    const given = { items: [fact({ title: "Le repas", facts: "Il crie.", date: "12/03/2023" })], way: "", own: {}, choice: {}, wanted: {}, now: NOW };
    const { blocks, gloss } = compose("complaint", given);
    assert.match(textOf(blocks), /Objet.:.plainte[^]*1\. 12 mars 2023.: Le repas\nIl crie\.[^]*le 23 novembre 2026/);
    assert.match(gloss, /Subject: complaint[^]*1\. 12 March 2023: Le repas\nIl crie\./);
    assert.equal(t("Les faits"), "The facts");
  } finally {
    setCatalogue({ sentences: {}, plurals: {} }, "fr");
  }
  assert.equal(compose("doctor", { items: [], way: "", own: {}, choice: {}, wanted: {}, now: NOW }).gloss, "");
});
