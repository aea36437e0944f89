/**
 * Finding who helps, in the page alone: by words, by need, by kind, by place. No search leaves it.
 *
 * 1. Every word typed must begin a word of the entry: its name, description, kind, or the name or number of its places.
 *    Accents and case do not matter, nor does the plural.
 * 2. With a place, what is there comes apart from what serves the whole country; entries of other places are left out.
 * 3. Nothing is ranked: the order is that of the file.
 */

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {string[]} needs
 * @property {string[]} phones
 * @property {string[]} sms
 * @property {string | null} url
 * @property {string | null} email
 * @property {string[]} territories codes of places, or `FR` alone
 * @property {string | null} hours
 * @property {string} language of its hours and its description
 * @property {string} description
 * @property {string} source
 * @property {string} origin « caf.fr, page de mars 2024 »
 * @property {string[]} checks why it should be checked before it is relied on, in words
 */
/** @typedef {{ code: string, name: string, column: number, row: number }} Place */
/** @typedef {{ id: string, label: string }} Label */
/** @typedef {{ entries: Entry[], places: Place[], kinds: Label[], needs: Label[] }} Content */
/** @typedef {{ text: string, need: string, kind: string, place: string }} Wanted an empty text asks for nothing */
/** @typedef {{ here: Entry[], everywhere: Entry[] }} Found `here` is empty without a place; `everywhere` then holds all */

const COUNTRY = "FR";
// As French and English write it most often; what is left still begins the word.
const PLURAL = /(?<=\p{L}{3})[sx]$/u;

/** @returns {Wanted} */
export const nothingWanted = () => ({ text: "", need: "", kind: "", place: "" });

/** Content and the words by which each entry is found. */
export class Directory {
  /** @param {Content} content */
  constructor(content) {
    this.content = content;
    const names = new Map(content.places.map(({ code, name }) => [code, `${code} ${name}`]));
    const kinds = new Map(content.kinds.map(({ id, label }) => [id, label]));
    /** @type {Map<string, string>} by id, each word after a space */
    this.words = new Map(content.entries.map((entry) => {
      const places = entry.territories.map((code) => names.get(code) ?? "");
      return [entry.id, ` ${folded([entry.name, entry.description, kinds.get(entry.kind), ...places].join(" ")).join(" ")}`];
    }));
  }

  /** @param {Wanted} wanted @returns {Found} */
  find({ text, need, kind, place }) {
    const typed = folded(text).map((word) => word.replace(PLURAL, ""));
    const all = this.content.entries.filter((entry) =>
      (need === "" || entry.needs.includes(need)) && (kind === "" || entry.kind === kind) && this.#says(entry, typed));
    if (place === "") return { here: [], everywhere: all };
    return {
      here: all.filter(({ territories }) => territories.includes(place)),
      everywhere: all.filter(({ territories }) => territories.includes(COUNTRY)),
    };
  }

  /** @param {Entry} entry @param {string[]} typed */
  #says({ id }, typed) {
    return typed.every((word) => this.words.get(id)?.includes(` ${word}`));
  }

  /** @returns {Map<string, number>} how many entries each place has of its own */
  counts() {
    const counts = new Map(this.content.places.map(({ code }) => [code, 0]));
    for (const code of this.content.entries.flatMap(({ territories }) => territories)) {
      if (counts.has(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    return counts;
  }
}

/** Whether a place is overseas, from where some numbers are dialled in another way. @param {string} code */
export const overseas = (code) => code.length === 3;

/**
 * The tile that one reaches from another by an arrow: the nearest in that direction, straight ahead rather than aside.
 *
 * @param {Place[]} places
 * @param {string} from code
 * @param {string} key ArrowUp…
 * @returns {string} code; the same one at an edge
 */
export function neighbour(places, from, key) {
  const here = places.find(({ code }) => code === from);
  const step = STEPS[key];
  if (!here || !step) return from;
  const ahead = places.flatMap((place) => {
    const [across, down] = [place.column - here.column, place.row - here.row];
    const forward = across * step[0] + down * step[1];
    const aside = Math.abs(across * step[1]) + Math.abs(down * step[0]);
    return forward > 0 ? [{ code: place.code, far: forward + 3 * aside }] : [];
  });
  return ahead.toSorted((a, b) => a.far - b.far)[0]?.code ?? from;
}

/** @type {Record<string, [number, number]>} columns and rows */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Words without marks and case. Not `fold` of `crypto/summary.js`: a page without vault does not load the vault's schema for it.
 * @param {string} text
 */
function folded(text) {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
