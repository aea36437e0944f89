/**
 * Reading one conversation. Places: the months; one month (`step` is `202303`, 1 for what has no date).
 */
import { row } from "../../../flows/catalogue.js";
import { CHOICE_LIMIT, dateOfDay, dayOf, mayBeShort, readingsOf } from "../../../flows/conversations.js";
import { isPassing } from "../../../flows/pending.js";
import { choiceBar, findingView, howRead, meQuestion, monthHead, monthsView, moreMessages, orderQuestion, standingView, threadQuestion } from "../../../ui/conversation.js";
import { conversationList } from "../../../ui/conversation-list.js";
import { html, nothing } from "../../../ui/html.js";
import { formatDay, formatNumber, t, tn } from "../../../ui/i18n.js";
import { errorText } from "../../../ui/messages.js";
import { announce, failure, toast } from "../../../ui/notice.js";
import { skeleton } from "../../../ui/progress.js";
import { Pause } from "../pause.js";
import { saidOf } from "../saving.js";
import { sendings } from "../sendings.js";
import { onUploads, uploads } from "../uploads.js";
import { stepOf } from "./file.js";
import { draftFact, FILES_LIMIT, filesOf, keepDays } from "./facts.js";
import { MessageList } from "./list.js";
import { NAMES_ASKED, openedAs, openedOf } from "./opened.js";

/** @typedef {import("./opened.js").Opened} Opened */
/** @typedef {import("../../../flows/conversations.js").Shown} Shown */

const UNDATED = 1;

/** What reads the file has stopped, or the file is out of reach. @param {unknown} error */
const tell = (error) => void toast(errorText(error));

/** @type {import("../screens.js").MakeScreen} */
function readerScreen(context) {
  const reader = new Reader(context);
  return {
    get title() { return reader.title(); }, tab: "evidence", backTo: "evidence", narrow: true, view: () => reader.view(), close: () => reader.close(),
  };
}

class Reader {
  #context;
  #id;
  /** @type {Opened | undefined} */
  #opened;
  /** @type {MessageList | undefined} */
  #list;
  /** What the list shows: made anew when this changes. */
  #listed = "";
  /** @type {import("../../../flows/conversations.js").Seen | undefined} */
  #listedOf;
  /** @type {{ message: string } | undefined} */
  #error;
  #busy = false;
  /** @type {Shown[]} those chosen, in the order of time */
  #chosen = [];
  #pause;
  #stop;

  /** @param {import("../screens.js").Context} context */
  constructor(context) {
    this.#context = context;
    this.#pause = new Pause(context);
    this.#id = context.place.id ?? "";
    this.#stop = onUploads(context.refresh);
    void this.#start();
  }

  async #start() {
    const known = openedAs(this.#id);
    try {
      this.#opened = await openedOf(this.#id);
    } catch (caught) {
      this.#error = { message: errorText(caught) };
    }
    this.#opened?.drawWith(() => this.#context.refresh());
    // The months alone are not heavy; what was said in one may be.
    if (this.#context.place.step !== undefined && row(this.#id)) this.#pause.heavy(this.#id);
    if (known) await this.#follow();
    this.#context.refresh();
  }

  title() {
    return String(row(this.#id)?.summary?.title || t("Lire une conversation"));
  }

  view() {
    const opened = this.#opened;
    if (!opened) return this.#error ? failure(this.#error) : skeleton();
    return html`${this.#pause.view()}<div class="stack loose">${this.#standing(opened)}${opened.summary && !opened.isOver ? this.#content(opened) : nothing}</div>`;
  }

  /** @param {Opened} opened */
  #standing(opened) {
    const { summary, reading, error, isOver } = opened;
    const onStop = () => {
      opened.end();
      this.#context.go({ name: row(this.#id) ? "evidence-item" : "evidence", id: this.#id });
    };
    return standingView({
      sendings: sendings(uploads().filter(({ id }) => id === this.#id)),
      reading: summary || isOver ? undefined : { ...reading, onStop }, error: error ?? this.#error,
      short: summary !== undefined && mayBeShort(summary), stopped: summary?.stopped ? errorText({ code: summary.stopped }) : "", garbled: summary?.garbled ?? 0, undated: summary?.undated ?? 0, beside: summary?.beside ?? 0,
      // Before it is known which number is the month, nearly all may be.
      astray: opened.asked() === "order" ? 0 : summary?.astray ?? 0, kept: Boolean(row(this.#id)), onPiece: () => this.#piece(),
    });
  }

  #piece() {
    this.#context.go({ name: "evidence-item", id: this.#id });
  }

  #reread() {
    this.#context.go({ name: "share-new", ids: [this.#id], why: "reread" });
  }

  /** @param {Opened} opened */
  #content(opened) {
    const asked = opened.asked();
    const { summary } = opened;
    if (asked === "thread") return threadQuestion({ threads: summary?.threads.slice(0, 200) ?? [], onThread: (number) => void opened.setThread(number) });
    if (asked === "order") return this.#order(opened);
    return html`${asked === "me" ? meQuestion({ names: opened.names().slice(0, NAMES_ASKED), onMe: (name) => opened.setMe(name) }) : nothing}
      ${opened.seen ? this.#places(opened) : skeleton()}`;
  }

  /** @param {Opened} opened */
  #order(opened) {
    const { day, month, written } = readingsOf(opened.summary?.example ?? 0);
    return orderQuestion({ example: written, day: formatDay(day), month: formatDay(month), onFirst: (first) => void opened.setOrder(first) });
  }

  /** @param {Opened} opened */
  #places(opened) {
    if (opened.isFinding()) return html`${this.#finding(opened)}<h2 class="visually-hidden">${t("Messages trouvés")}</h2>${this.#messages(opened, "found", 0, opened.seen?.count ?? 0)}`;
    const month = opened.seen?.months.findIndex(({ month }) => (month || UNDATED) === this.#context.place.step) ?? -1;
    return month < 0 ? this.#months(opened) : this.#month(opened, month);
  }

  /** @param {Opened} opened */
  #finding(opened) {
    const { finding, seen } = opened;
    const names = [...(opened.summary?.kind === "sms" ? [t("Moi")] : []), ...opened.others(), ...(opened.me ? [opened.me] : [])];
    const found = opened.isFinding() && seen ? tn("{n} message trouvé", "{n} messages trouvés", seen.count) : "";
    return findingView({
      ...finding, names, open: finding.who !== "" || finding.from !== "" || finding.to !== "", found,
      onFind: (change) => void opened.find(change), onClear: () => void opened.clear(), onJump: (day) => void this.#jump(opened, day),
    });
  }

  /** @param {Opened} opened */
  #months(opened) {
    const months = opened.seen?.months ?? [];
    const years = [...new Set(months.map(({ month }) => Math.floor(month / 100)))];
    const [from, to] = [months.find(({ month }) => month > 0), months.at(-1)].map((one) => (one?.month ? formatDay(named(one.month)) : ""));
    const count = tn("{n} message", "{n} messages", opened.seen?.count ?? 0);
    return monthsView({
      summary: from && to ? t("{count}, de {from} à {to}.", { count, from, to }) : `${count}.`, most: months.reduce((most, one) => Math.max(most, one.count), 0),
      finding: this.#finding(opened), how: this.#how(opened), onPiece: () => this.#piece(), onReread: row(this.#id) ? () => this.#reread() : undefined,
      years: years.map((year) => ({
        year: year === 0 ? "" : String(year),
        months: months.filter(({ month }) => Math.floor(month / 100) === year).map(({ month, count: n }) => ({ month: month ? named(month) : "", count: n, onOpen: () => this.#to(month) })),
      })),
    });
  }

  /** @param {Opened} opened */
  #how(opened) {
    const { summary, me, thread } = opened;
    const readings = readingsOf(summary?.example ?? 0);
    const example = summary?.swaps && summary.first && summary.example ? readings[summary.first] : "";
    return howRead({
      byDevice: summary?.kind !== "whatsapp", example: example && formatDay(example), written: readings.written, onSwap: () => void opened.swap().then(() => this.#follow()),
      me, onMe: summary?.kind !== "sms" && me !== null && summary && summary.people.length > 1 ? () => opened.forgetMe() : undefined,
      thread: summary?.threads.find(({ number }) => number === thread)?.name ?? "", onThread: summary && summary.threads.length > 1 ? () => void opened.leaveThread().then(() => this.#follow()) : undefined,
    });
  }

  /** @param {number} month */
  #to(month) {
    this.#context.go({ name: "conversation", id: this.#id, step: month || UNDATED });
  }

  /** @param {Opened} opened @param {number} index */
  #month(opened, index) {
    const months = opened.seen?.months ?? [];
    const [before, here, after] = [months[index - 1], months[index], months[index + 1]];
    if (!here) return nothing;
    const day = dayOf(here.month * 100 + 1) ?? "";
    return html`${monthHead({
      title: here.month ? formatDay(named(here.month)) : t("Sans date"), day,
      onBefore: before && (() => this.#replace(before.month)), onAfter: after && (() => this.#replace(after.month)),
      onMonths: () => this.#context.replace({ name: "conversation", id: this.#id }), onJump: (to) => void this.#jump(opened, to).catch(tell),
    })}${this.#messages(opened, String(here.month), here.start, here.count)}`;
  }

  /** @param {number} month */
  #replace(month) {
    this.#context.replace({ name: "conversation", id: this.#id, step: month || UNDATED });
  }

  /** To the first message that is not before a day. @param {Opened} opened @param {string} day */
  async #jump(opened, day) {
    const date = dateOfDay(day);
    if (date === 0) return;
    const place = await opened.conversation.placeOf({ date });
    const [message] = await opened.conversation.slice(place, place + 1);
    opened.wanted = message?.at;
    if (message) this.#replace(Math.floor(message.date / 100));
  }

  /** @param {Opened} opened @param {string} what @param {number} start @param {number} count */
  #messages(opened, what, start, count) {
    if (this.#listed !== what || this.#listedOf !== opened.seen) {
      this.#list?.close();
      [this.#listed, this.#listedOf] = [what, opened.seen];
      this.#list = new MessageList(opened.conversation, start, count, this.#context.refresh);
      if (opened.wanted !== undefined) void this.#show(opened, opened.wanted).catch(tell);
    }
    const list = this.#list;
    if (!list) return nothing;
    return html`${conversationList({
      key: list.key, chunks: list.chunks(opened.me), chosen: opened.choice.numbers, found: opened.isFinding(), onNear: (number, near, height) => list.near(number, near, height),
      onChoose: (at, chosen) => void this.#choose(opened, at, chosen), onUnfold: (at) => list.unfold(at), onPlace: (at) => void this.#place(opened, at).catch(tell),
      onAgain: (number) => list.again(number), onFile: (at, number) => this.#file(opened, at, number),
    })}${moreMessages({ shown: list.shown, all: list.count, onMore: () => list.more() })}${this.#bar(opened)}`;
  }

  /** @param {Opened} opened @param {number} at @param {number} number which of the files of a message */
  #file(opened, at, number) {
    opened.wanted = at;
    this.#context.go({ name: "conversation-file", id: this.#id, step: stepOf(at, number) });
  }

  /** A message where it stands, out of a search. @param {Opened} opened @param {number} at */
  async #place(opened, at) {
    const [message] = await opened.conversation.some([at]);
    opened.wanted = at;
    await opened.clear();
    if (message) this.#to(Math.floor(message.date / 100));
  }

  /** @param {Opened} opened @param {number} at */
  async #show(opened, at) {
    opened.wanted = undefined;
    const number = this.#list?.reach(await opened.conversation.placeOf({ at })) ?? 0;
    this.#context.refresh();
    await frame();
    document.querySelector(`[data-chunk="${number}"]`)?.scrollIntoView({ block: "start" });
    this.#list?.near(number, true, 0);
    for (let tries = 0; tries < 60 && !document.querySelector(`[data-at="${at}"]`); tries += 1) await frame();
    const line = document.querySelector(`[data-at="${at}"]`);
    line?.scrollIntoView({ block: "center" });
    line?.querySelector("input")?.focus({ preventScroll: true });
  }

  /** @param {Opened} opened @param {number} at @param {boolean} chosen */
  async #choose(opened, at, chosen) {
    if (!opened.choice.set(at, chosen)) toast(t("Un fait peut tenir {n} messages au plus.", { n: formatNumber(CHOICE_LIMIT) }));
    await this.#follow();
  }

  async #follow() {
    const opened = this.#opened;
    if (!opened?.summary) return;
    this.#chosen = opened.choice.numbers.size ? await opened.conversation.some(opened.choice.numbers) : [];
    this.#context.refresh();
  }

  /** @param {Opened} opened */
  #bar(opened) {
    const days = new Set(this.#chosen.map(({ date }) => date)).size;
    return choiceBar({
      count: this.#chosen.length, days, files: filesOf(opened, this.#chosen).length, filesAtMost: FILES_LIMIT, withFiles: opened.withFiles, busy: this.#busy, error: undefined,
      onBetween: this.#chosen.length > 1 ? () => void this.#between(opened) : undefined,
      onFiles: (on) => { opened.withFiles = on; this.#context.refresh(); },
      onFact: () => void this.#make(() => this.#fact(opened)), onFacts: () => void this.#make(() => this.#facts(opened)), onNone: () => void this.#none(opened),
    });
  }

  /** @param {Opened} opened */
  async #between(opened) {
    opened.choice.numbers = new Set(await opened.conversation.between(opened.choice.numbers));
    await this.#follow();
    announce(tn("{n} message choisi", "{n} messages choisis", opened.choice.numbers.size));
  }

  /** @param {Opened} opened */
  async #none(opened) {
    opened.choice.numbers.clear();
    await this.#follow();
  }

  /** @param {() => Promise<void>} act */
  async #make(act) {
    [this.#busy, this.#error] = [true, undefined];
    this.#context.refresh();
    try {
      await act();
    } catch (caught) {
      this.#error = { message: errorText(caught) };
      toast(this.#error.message);
      if (!isPassing(caught)) announce(this.#error.message);
    }
    this.#busy = false;
    this.#context.refresh();
  }

  /** @param {Opened} opened */
  async #fact(opened) {
    const [first] = this.#chosen;
    await draftFact(opened, this.#chosen);
    opened.choice.numbers.clear();
    opened.wanted = first?.at;
    this.#context.go({ name: "event-new" });
  }

  /** @param {Opened} opened */
  async #facts(opened) {
    const { facts, messages } = await keepDays(opened, [...opened.choice.numbers]);
    for (const at of messages) opened.choice.numbers.delete(at);
    await this.#follow();
    const left = opened.choice.numbers.size ? ` ${t("Les messages des autres jours restent choisis.")}` : "";
    toast(saidOf(tn("{n} fait gardé dans le journal, à relire.", "{n} faits gardés dans le journal, à relire.", facts) + left), { label: t("Voir le journal"), onClick: () => this.#context.go({ name: "journal" }) });
  }

  close() {
    this.#stop();
    this.#list?.close();
    this.#chosen = [];
    this.#opened?.drawWith(() => undefined);
  }
}

/** @param {number} month `202303` */
const named = (month) => `${Math.floor(month / 100)}-${String(month % 100).padStart(2, "0")}`;

const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

export const screens = { conversation: readerScreen };
