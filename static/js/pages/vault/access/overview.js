/**
 * « Accès »: all the ways into the vault in one place, and what can be done about each.
 *
 * 1. What is drawn comes from the newest root and from the server's own notes; it is fetched again after each act.
 * 2. What a rotation ended is proposed first, until it is set again or she wants it no more.
 * 3. Closing a session, refusing and naming need nothing more than the open vault. Whatever changes a way in asks for the passphrase;
 *    whatever takes a second factor away asks for one.
 */
import { activity, closeOthers, endSession, openSessions, refusals } from "../../../flows/access.js";
import { vouchedSlots } from "../../../flows/catalogue.js";
import { renewCodes, removeFactor, secondFactors } from "../../../flows/factors.js";
import { lookForNotices } from "../../../flows/notices.js";
import { dropPasskeySlot, hasPasskeySlot, passkeysSupported } from "../../../flows/passkeys.js";
import { nameOf, phraseState, rename } from "../../../flows/settings.js";
import { removePeople } from "../../../flows/ways.js";
import { forgetWays, missingWays, notedWays } from "../../../flows/ways-again.js";
import { eventText } from "../../../ui/access-events.js";
import { againPart, factorsPart, failedText, lastPart, openedText, overviewView, sessionsPart, waysPart } from "../../../ui/access-overview.js";
import { t, tn } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { announce, toast } from "../../../ui/notice.js";
import { skeleton } from "../../../ui/progress.js";
import { roughDay, roughWhen } from "../../../ui/rough-when.js";
import { ask } from "./asking.js";
import { showCodes } from "./codes.js";

/** @typedef {import("../../../ui/access-overview.js").Line} Line */
/** @typedef {import("../../../flows/factors.js").Factor & { opens: boolean }} Factor */

// Days shown; older ones are in what was noted.
const DAYS = 14;

/** What is known of the ways in, as of the last look. @param {import("../../../flows/ways-again.js").Noted | undefined} noted */
async function look(noted) {
  const [sessions, { factors, codesLeft }, slots, failed, events] = await Promise.all([
    openSessions(), secondFactors(), vouchedSlots(), refusals(), activity(), lookForNotices(),
  ]);
  const opening = factors.map(async (factor) => ({ ...factor, opens: factor.credential !== null && (await hasPasskeySlot(factor.credential)) }));
  const missing = noted && await missingWays(noted, factors);
  return { sessions, factors: await Promise.all(opening), codesLeft, missing, kinds: new Set(slots.map(({ kind }) => kind)), failed, events };
}

class Overview {
  #context;
  /** @type {Awaited<ReturnType<typeof look>> | undefined} */
  #found;
  /** @type {import("../../../flows/ways-again.js").Noted | undefined} */
  #noted;
  /** @type {{ message: string } | undefined} */
  #error;

  /** @param {import("../screens.js").Context} context */
  constructor(context) {
    this.#context = context;
    void this.#attempt(async () => {
      // A convenience: without it the rest is shown all the same.
      this.#noted = await notedWays().catch(() => undefined);
    });
  }

  /** Rule 1. @param {() => Promise<unknown>} act @param {string} [done] */
  async #attempt(act, done) {
    try {
      await act();
      this.#found = await look(this.#noted);
      this.#error = undefined;
      if (done) toast(done);
    } catch (error) {
      this.#error = { message: errorText(error) };
      announce(this.#error.message);
    }
    this.#context.refresh();
  }

  /** @param {import("./asking.js").Asked} asked @param {(given: import("./asking.js").Given) => Promise<unknown>} act @param {string} done */
  async #ask(asked, act, done) {
    if (await ask(asked, act)) await this.#attempt(async () => undefined, done);
  }

  /** @param {string} id @param {string} title */
  #name(id, title) {
    const { sessions = [], factors = [] } = this.#found ?? {};
    const present = [...sessions, ...factors].map((one) => one.id);
    const name = { label: t("Nom"), value: nameOf(id) ?? "", hint: t("Gardé chiffré dans votre coffre, rien que pour vous. Vide : plus de nom.") };
    void this.#ask({ title: t("Nommer : {title}", { title }), text: t("Un nom qui vous aide à reconnaître cette ligne."), confirm: t("Garder ce nom"), name },
      (given) => rename(id, given.name, present), t("Nom gardé."));
  }

  #sessions() {
    const sessions = (this.#found?.sessions ?? []).map((one) => ({ ...one, name: nameOf(one.id) }));
    return sessionsPart({
      sessions,
      onName: (id) => this.#name(id, t("un endroit où le coffre est ouvert")),
      onEnd: (id) => void this.#attempt(() => endSession(id), t("Fermé. Pour y revenir, il faudra la phrase de passe.")),
      onEndOthers: () => void this.#attempt(closeOthers, t("Tous les autres sont fermés.")),
    });
  }

  /** Rule 2. */
  #again() {
    const missing = this.#found?.missing;
    if (!missing) return [];
    const { people, passkeys } = missing;
    return [againPart({ lines: [...(people ? [this.#peopleAgain()] : []), ...passkeys.map((factor) => this.#passkeyAgain(factor))], onForget: () => void this.#forget() })];
  }

  async #forget() {
    const noted = this.#noted;
    this.#noted = undefined;
    await this.#attempt(async () => noted && forgetWays(noted), t("Ce n’est plus proposé."));
  }

  /** @returns {Line} */
  #peopleAgain() {
    const title = t("Feuilles de secours, avec d’autres personnes");
    const onClick = () => this.#context.go({ name: "access-people", step: this.#days() });
    return { id: "people", icon: "people", title, lines: [t("Celles d’avant n’ouvrent plus rien. De nouvelles sont à remettre.")], actions: [{ label: t("Refaire"), onClick, about: title }] };
  }

  /** @param {import("../../../flows/factors.js").Factor} factor @returns {Line} */
  #passkeyAgain({ id }) {
    const title = nameOf(id) ?? t("Clé d’accès");
    const onClick = () => this.#context.go({ name: "access-passkey", id });
    return { id, icon: "key", title, lines: [t("Elle reste une double vérification, et n’ouvre plus le coffre seule.")], actions: [{ label: t("Ouvrir de nouveau avec elle"), onClick, about: title }] };
  }

  /** The delay that was chosen last, as the server noted it. */
  #days() {
    return Number(this.#found?.events.find(({ name }) => name === "people:set")?.fields.days ?? 0);
  }

  #ways() {
    const passkeys = (this.#found?.factors ?? []).filter(({ opens }) => opens);
    const lines = [this.#passwordLine(), this.#phraseLine(), this.#peopleLine(), ...passkeys.map((factor) => this.#passkeyLine(factor))];
    return waysPart({ lines, onRotate: () => this.#context.go({ name: "access-rotation" }) });
  }

  /** @returns {Line} */
  #passwordLine() {
    const title = t("Phrase de passe");
    const onClick = () => this.#context.go({ name: "access-password" });
    return { id: "password", icon: "key", title, lines: [t("Avec votre identifiant, de n’importe où.")], actions: [{ label: t("Changer"), onClick, about: title }] };
  }

  /** @returns {Line} */
  #phraseLine() {
    const title = t("Mots de secours");
    const state = phraseState();
    const texts = {
      checked: t("Douze mots sur papier, qui rouvrent le coffre si la phrase de passe est perdue. Prêts et vérifiés."),
      unchecked: t("Ils ouvrent déjà le coffre, mais rien ne dit qu’ils sont bien notés."),
      declined: t("Vous avez choisi de vous en passer : une phrase de passe oubliée perdrait tout."),
      none: t("Il n’y en a pas : une phrase de passe oubliée perdrait tout."),
    };
    const label = { checked: t("En préparer d’autres"), unchecked: t("Vérifier"), declined: t("Préparer"), none: t("Préparer") }[state];
    const chip = state === "checked" ? {} : { chip: { text: t("À faire"), tone: /** @type {const} */ ("watch"), icon: "watch" } };
    return { id: "phrase", icon: "document", title, lines: [texts[state]], ...chip, actions: [{ label, onClick: () => this.#context.go({ name: "phrase" }), about: title }] };
  }

  /** @returns {Line} */
  #peopleLine() {
    const title = t("Feuilles de secours, avec d’autres personnes");
    const go = () => this.#context.go({ name: "access-people" });
    if (!this.#found?.kinds.has("people")) {
      const text = t("Facultatives. Trois feuilles, dont deux ensemble rouvrent le coffre après un délai que vous pouvez refuser.");
      return { id: "people", icon: "people", title, lines: [text], actions: [{ label: t("Préparer"), onClick: go, about: title }] };
    }
    const days = this.#days();
    const lines = [t("Deux feuilles sur trois, ensemble, rouvrent le coffre."), days ? tn("Délai avant l’ouverture : {n} jour, pendant lequel vous pouvez refuser.", "Délai avant l’ouverture : {n} jours, pendant lesquels vous pouvez refuser.", days) : ""];
    const asked = {
      title: t("Retirer les feuilles de secours ?"), confirm: t("Retirer"), tone: /** @type {const} */ ("end"), password: true,
      text: t("Les feuilles déjà remises ne serviront plus à rien. Une demande en cours s’arrête."),
    };
    const remove = () => void this.#ask(asked, ({ password }) => removePeople(password), t("Les feuilles de secours n’ouvrent plus rien."));
    return { id: "people", icon: "people", title, lines: lines.filter(Boolean), actions: [{ label: t("Refaire"), onClick: go, about: title }, { label: t("Retirer"), end: true, onClick: remove, about: title }] };
  }

  /** @param {Factor} factor @returns {Line} */
  #passkeyLine(factor) {
    const title = nameOf(factor.id) ?? t("Clé d’accès");
    const asked = {
      title: t("Ne plus ouvrir avec cette clé ?"), confirm: t("Ne plus ouvrir avec elle"), tone: /** @type {const} */ ("end"), password: true,
      text: t("Elle reste une double vérification, après la phrase de passe."),
    };
    const drop = () => void this.#ask(asked, ({ password }) => dropPasskeySlot(password, factor.credential ?? new Uint8Array()), t("Cette clé n’ouvre plus le coffre."));
    return { id: factor.id, icon: "key", title, lines: [t("Ouvre le coffre sans la phrase de passe. Si elle est dans un compte partagé (Google, Apple…), qui partage ce compte ouvre aussi.")], actions: [{ label: t("Ne plus ouvrir avec elle"), end: true, onClick: drop, about: title }] };
  }

  #factors() {
    const { factors = [], codesLeft = 0 } = this.#found ?? {};
    const lines = factors.map((factor) => this.#factorLine(factor));
    if (factors.length) lines.push(this.#codesLine(codesLeft));
    const onPasskey = passkeysSupported() ? () => this.#context.go({ name: "access-passkey" }) : undefined;
    return factorsPart({ lines, active: factors.length > 0, onTotp: () => this.#context.go({ name: "access-totp" }), onPasskey });
  }

  /** @param {Factor} factor @returns {Line} */
  #factorLine(factor) {
    const kind = factor.kind === "totp" ? t("Application de codes") : t("Clé d’accès");
    const title = nameOf(factor.id) ?? kind;
    const used = factor.usedOn ? t("a servi {day}", { day: roughDay(factor.usedOn) }) : t("n’a pas encore servi");
    const line = [kind === title ? "" : kind, t("ajoutée {day}", { day: roughDay(factor.createdOn) }), used].filter(Boolean).join(" · ");
    return {
      id: factor.id, icon: factor.kind === "totp" ? "lock" : "key", title, lines: [line],
      actions: [{ label: t("Nommer"), quiet: true, onClick: () => this.#name(factor.id, title), about: title }, { label: t("Retirer"), end: true, onClick: () => void this.#remove(factor), about: title }],
    };
  }

  /** Rule 3. @param {Factor} factor */
  async #remove(factor) {
    if (!(await this.#context.fresh())) return;
    const isLast = this.#found?.factors.length === 1;
    const asked = {
      title: t("Retirer cette vérification ?"), confirm: t("Retirer"), tone: /** @type {const} */ ("end"), second: true, passkeys: this.#hasPasskeys(), password: factor.opens,
      text: isLast ? t("Il n’y en aura plus : la phrase de passe suffira, et les codes de secours partent avec elle.") : t("Les autres restent."),
    };
    await this.#ask(asked, async ({ password, second }) => {
      const proof = await second();
      if (factor.opens && factor.credential) await dropPasskeySlot(password, factor.credential);
      await removeFactor(factor.id, proof);
    }, t("Vérification retirée."));
  }

  #hasPasskeys() {
    return (this.#found?.factors ?? []).some(({ kind }) => kind === "passkey");
  }

  /** @param {number} left @returns {Line} */
  #codesLine(left) {
    const title = t("Codes de secours");
    const chip = left < 3 ? { chip: { text: t("Presque plus"), tone: /** @type {const} */ ("watch"), icon: "watch" } } : {};
    return { id: "codes", icon: "document", title, lines: [tn("Il en reste {n}. Chacun sert une fois, à la place du code.", "Il en reste {n}. Chacun sert une fois, à la place du code.", left)], ...chip, actions: [{ label: t("Renouveler"), onClick: () => void this.#renew(), about: title }] };
  }

  async #renew() {
    if (!(await this.#context.fresh())) return;
    /** @type {string[]} */
    let codes = [];
    const asked = { title: t("De nouveaux codes de secours ?"), text: t("Les anciens ne serviront plus. Les nouveaux sont montrés une seule fois."), confirm: t("Renouveler"), second: true, passkeys: this.#hasPasskeys() };
    const done = await ask(asked, async ({ second }) => { codes = await renewCodes(await second()); });
    if (!done) return;
    await showCodes(codes);
    await this.#attempt(async () => undefined);
  }

  #last() {
    const { events = [], failed = [] } = this.#found ?? {};
    return lastPart({ days: accessDays(events, failed), changes: events.map((event, index) => ({ id: String(index), text: eventText(event), when: roughWhen(event.at) })) });
  }

  view() {
    if (!this.#found) return this.#error ? overviewView({ error: this.#error, parts: [] }) : skeleton();
    return overviewView({ error: this.#error, parts: [...this.#again(), this.#sessions(), this.#ways(), this.#factors(), this.#last()] });
  }
}

/**
 * Openings and failed tries, by day, newest first.
 *
 * @param {import("../../../api/events.js").VaultEvent[]} events
 * @param {Awaited<ReturnType<typeof refusals>>} failed
 */
function accessDays(events, failed) {
  const opened = events.filter(({ name }) => name === "session:opened" || name === "recovery:opened");
  const moments = [...opened.map(({ at }) => at), ...failed.map(({ lastAt }) => lastAt)].toSorted().toReversed();
  const days = [...new Map(moments.map((at) => [dayOf(at), at]))].slice(0, DAYS);
  return days.map(([day, at]) => {
    const mine = opened.filter((event) => dayOf(event.at) === day);
    const unknown = mine.filter(({ fields }) => fields.known === 0).length;
    return {
      day: roughDay(at), opened: openedText(mine.length, unknown),
      failed: failed.filter(({ lastAt }) => dayOf(lastAt) === day).map(({ kind, count }) => failedText(kind, count)),
    };
  });
}

/** @param {string} at */
const dayOf = (at) => new Date(at).toDateString();

/** @type {import("../screens.js").MakeScreen} */
function overviewScreen(context) {
  const overview = new Overview(context);
  return { title: t("Accès"), tab: "more", backTo: "more", narrow: true, view: () => overview.view() };
}

export const screens = { access: overviewScreen };
