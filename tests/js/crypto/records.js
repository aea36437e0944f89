/** Small records for tests that need one, of fictitious people. */

/** @param {string} name */
export function contactRecord(name) {
  const means = [{ type: "phone", value: "01 99 00 12 34" }];
  return { v: 1, kind: "contact", name, role: "witness", organisation: "", means, notes: "Était là." };
}

const when = { precision: "about", from: "2021-06", to: "2021-08", time: null, text: "vers l’été 2021" };

/** @param {object} members */
export function eventRecord(members) {
  return {
    v: 1,
    kind: "event",
    title: "Une réunion",
    facts: "",
    said: "",
    when,
    where: "Lyon",
    who: [],
    danger: null,
    feelings: "",
    thoughts: "",
    evidence: [],
    ...members,
  };
}

/** @param {object} members */
export function evidenceRecord(members) {
  const source = { taken_at: null, place: { lat: "45.7", lon: "4.8" }, device: "Téléphone" };
  return {
    v: 1,
    kind: "evidence",
    title: "Photo",
    description: "",
    obtained: "",
    when,
    where: "",
    who: [],
    file: null,
    thumb: null,
    text: "",
    source,
    kept_at: "2026-11-23T08:00:00Z",
    blind: "A".repeat(43),
    ...members,
  };
}
