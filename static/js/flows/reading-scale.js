/**
 * What follows from the sentences that a person ticked in the landmark of coercive control (`content/<language>/repere.json`).
 *
 * Rules, in order:
 *
 * 1. There is no total and no share of anything. The gravest sentence ticked decides the level; nothing ticked decides none,
 *    rather than « free ».
 * 2. Critical sentences come first, each with help of its own, the gravest first.
 * 3. Several amber sentences call for the contacts of red as well; the level stays amber.
 * 4. Criteria touched are the ministry's own (`M…`), each once, of sentences that are not green: a green sentence says the
 *    contrary of its criterion. « I don't know » and « I'd rather not say » touch nothing.
 * 5. The person concerned and a relative read other words, and are given other advice; the level is the same.
 *
 * Nothing here is kept or sent.
 */

/** @typedef {"green" | "amber" | "red"} LevelId */
/** @typedef {"yes" | "unknown" | "unsaid"} Answer */
/** @typedef {Readonly<Record<string, Answer>>} Answers by id of sentence; a sentence passed over is not there */
/** @typedef {"person" | "relative"} Audience */
/** @typedef {{ id: string, level: LevelId, critical: boolean, criteria: string[], resources: string[], text: string, relative: string, why: string }} Sentence */
/** @typedef {{ id: LevelId, label: string, advice: string[], advice_relative: string[], actions: string[], resources: string[] }} Level */
/** @typedef {{ id: string, name: string, phones: string[], sms: string[], url: string | null, hours: string | null, language: string, description: string }} Help */
/**
 * @typedef {object} Scale
 * @property {string} [language] that it is written in
 * @property {number} cluster how many amber sentences call for the contacts of red
 * @property {Level[]} levels from green to red
 * @property {Sentence[]} sentences from the healthiest to the gravest
 * @property {Record<string, { label: string, source: string }>} criteria
 * @property {{ one: string, many: string }} report
 * @property {Record<string, Help>} help
 */
/** @typedef {{ id: string, text: string, why: string, level: LevelId, critical: boolean, help: Help[] }} Worded a sentence in the words of its reader */
/**
 * @typedef {object} Outcome
 * @property {Level | null} level null when nothing is ticked
 * @property {Worded[]} first critical ones, with their own help
 * @property {boolean} cluster
 * @property {string[]} criteria
 * @property {boolean} m1 mental destabilisation is among them
 * @property {string[]} advice
 * @property {Help[]} help each once, without what `first` shows already
 * @property {Worded[]} said what was ticked, from the gravest
 * @property {number} unknown how many « I don't know »
 */

const MINISTRY = /^M\d+$/;
const DESTABILISATION = "M1";

/** @param {Scale} scale @param {Answers} answers @param {Audience} audience @returns {Outcome} */
export function outcome(scale, answers, audience) {
  const ticked = scale.sentences.filter(({ id }) => answers[id] === "yes").toReversed();
  const level = scale.levels.find(({ id }) => id === ticked[0]?.level) ?? null;
  const cluster = level?.id === "amber" && ticked.filter((one) => one.level === "amber").length >= scale.cluster;
  const criteria = touched(ticked);
  const said = ticked.map((one) => worded(scale, one, audience));
  const first = said.filter(({ critical }) => critical);
  const shown = new Set(first.flatMap(({ help }) => help));
  return {
    level, cluster, criteria, said, first,
    m1: criteria.includes(DESTABILISATION),
    advice: level === null ? [] : audience === "relative" ? level.advice_relative : level.advice,
    help: helpOf(scale, [...contacts(scale, level, cluster), ...ticked.flatMap(({ resources }) => resources)]).filter((one) => !shown.has(one)),
    unknown: scale.sentences.filter(({ id }) => answers[id] === "unknown").length,
  };
}

/** @param {Scale} scale @param {Sentence} sentence @param {Audience} audience @returns {Worded} */
export function worded(scale, { id, text, relative, why, level, critical, resources }, audience) {
  return { id, text: audience === "relative" ? relative : text, why, level, critical, help: helpOf(scale, resources) };
}

/** @param {Sentence[]} ticked from the gravest */
function touched(ticked) {
  const warning = ticked.filter(({ level }) => level !== "green").flatMap(({ criteria }) => criteria);
  return [...new Set(warning.filter((name) => MINISTRY.test(name)))].toSorted((a, b) => rank(a) - rank(b));
}

/** @param {string} criterion */
const rank = (criterion) => Number(criterion.slice(1));

/** @param {Scale} scale @param {Level | null} level @param {boolean} cluster */
function contacts(scale, level, cluster) {
  const gravest = cluster ? scale.levels.at(-1)?.resources ?? [] : [];
  return [...gravest, ...(level?.resources ?? [])];
}

/** @param {Scale} scale @param {string[]} ids @returns {Help[]} each once */
function helpOf(scale, ids) {
  return [...new Set(ids)].flatMap((id) => scale.help[id] ?? []);
}
