/** Who was there, while it is being written: names typed or taken from the contacts. */
import { list } from "../../flows/contacts.js";
import { peopleField } from "../../ui/people-field.js";

/** @typedef {import("../../flows/items.js").Person} Person */

/** @param {{ id: string, label: string, changed: () => void }} props */
export function peopleEditor({ id, label, changed }) {
  /** @type {Person[]} */
  let people = [];
  let typing = "";

  /** @param {string} text several names may be separated by commas @returns {Person[]} with those already there */
  function withNames(text) {
    const names = text.split(/[,;]/).map((name) => name.trim()).filter(Boolean);
    const added = names.filter((name) => !people.some((person) => same(person.name, name))).map(personOf);
    return [...people, ...added];
  }

  function add() {
    people = withNames(typing);
    typing = "";
    changed();
  }

  /** @param {string} name */
  function drop(name) {
    people = people.filter((person) => person.name !== name);
    changed();
  }

  const view = () => peopleField({
    id, label, people: people.map(({ name, contact }) => ({ name, known: contact !== null })), typing,
    known: list().map(({ summary }) => String(summary?.title ?? "")).filter((name) => !people.some((person) => same(person.name, name))),
    onType: (text) => { typing = text; changed(); }, onAdd: add, onDrop: drop,
  });

  return {
    view,
    /** What is still in the field counts: nobody should lose a name for a missing press. */
    value: () => withNames(typing),
    /** @param {Person[]} next */
    put: (next) => { people = next; },
    state: () => ({ people, typing }),
    /** @param {{ people: Person[], typing: string } | undefined} kept of a draft */
    restore: (kept) => { if (kept?.people) ({ people, typing } = kept); },
    isEmpty: () => people.length === 0 && typing.trim() === "",
  };
}

/** @param {string[]} names @returns {Person[]} */
export const peopleOf = (names) => names.map(personOf);

/** @param {string} name @returns {Person} tied to the contact of that name, if there is one */
function personOf(name) {
  const contact = list().find(({ summary }) => same(String(summary?.title ?? ""), name));
  return { name: contact ? String(contact.summary?.title) : name, contact: contact?.id ?? null };
}

/** @param {string} a @param {string} b */
function same(a, b) {
  return a.localeCompare(b, undefined, { sensitivity: "base" }) === 0;
}
