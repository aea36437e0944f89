/**
 * « Cet appareil »: keeping the vault here, and taking it away.
 *
 * 1. Keeping asks for the passphrase; what it shows was read first, and nothing is written before the button.
 * 2. What waits here is lost when the copy is taken away: that is asked once more.
 */
import { onChange } from "../../flows/catalogue.js";
import {
  ROOMS, changeRoom, forgetDevice, keepThisDevice, leaveDevice, mirror, onDevice, onMirror, retryStranded, state,
} from "../../flows/device.js";
import { confirmDialog } from "../../ui/dialog.js";
import { deviceView } from "../../ui/device.js";
import { formatSize, t } from "../../ui/i18n.js";
import { errorText } from "../../ui/messages.js";
import { toast } from "../../ui/notice.js";
import { skeleton } from "../../ui/progress.js";
import { ask } from "./access/asking.js";
import { refusedList } from "./device-refused.js";

class DeviceScreen {
  #context;
  /** @type {Awaited<ReturnType<typeof state>> | undefined} */
  #found;
  /** @type {Awaited<ReturnType<typeof refusedList>>} */
  #refused = [];
  #room = String(ROOMS[1]);
  #read = false;
  #busy = false;
  #lasting = true;
  /** @type {{ message: string } | undefined} */
  #error;
  #stops;

  /** @param {import("./screens.js").Context} context */
  constructor(context) {
    this.#context = context;
    const look = () => void this.#look();
    this.#stops = [onDevice(look), onMirror(context.refresh), onChange(look)];
    look();
  }

  async #look() {
    [this.#found, this.#refused] = await Promise.all([state(), refusedList((act) => this.#attempt(act))]);
    this.#lasting = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
    if (this.#found.kept) this.#room = String(this.#found.room);
    this.#context.refresh();
  }

  /** @param {() => Promise<unknown>} act @param {string} [done] */
  async #attempt(act, done) {
    [this.#busy, this.#error] = [true, undefined];
    this.#context.refresh();
    try {
      await act();
      if (done) toast(done);
    } catch (error) {
      this.#error = { message: errorText(error) };
    }
    this.#busy = false;
    await this.#look();
  }

  /** Rule 1. */
  async #keep() {
    if (await this.#context.fresh()) await this.#attempt(() => keepThisDevice(Number(this.#room)), t("Votre coffre est gardé ici."));
  }

  /** Rule 2. */
  async #forget() {
    const agreed = await confirmDialog({
      title: t("Retirer de cet appareil ?"),
      text: this.#found && (hasLeft(this.#found) || this.#found.other) ? lost() : t("Sans réseau, votre coffre ne s’ouvrira plus ici. En ligne, rien ne change."),
      confirm: t("Retirer"), cancel: t("Laisser"), tone: "end",
    });
    if (agreed) await this.#attempt(forgetDevice, t("Retiré de cet appareil."));
  }

  async #adopt() {
    const text = t("Tapez la phrase de passe d’avant le renouvellement : elle rouvre ce qui a été écrit ici avec elle, et rien d’autre.");
    const asked = { title: t("Reprendre ce qui attend"), text, confirm: t("Reprendre"), password: true };
    if (await ask(asked, ({ password }) => retryStranded(password))) await this.#look();
  }

  /** @param {string} room */
  #choose(room) {
    this.#room = room;
    if (this.#found?.kept) void this.#attempt(() => changeRoom(Number(room)));
    else this.#context.refresh();
  }

  view() {
    if (!this.#found) return skeleton();
    const found = this.#found;
    const common = { rooms: rooms(), room: this.#room, busy: this.#busy, apart: found.apart, onRoom: (/** @type {string} */ room) => this.#choose(room), onForget: () => void this.#forget() };
    return deviceView({
      error: this.#error,
      offer: found.kept ? undefined : { ...common, other: found.other, read: this.#read, onRead: (read) => { this.#read = read; this.#context.refresh(); }, onKeep: () => void this.#keep() },
      kept: found.kept ? { ...found, ...mirror, ...common, refused: this.#refused, lasting: this.#lasting, onAdopt: () => void this.#adopt() } : undefined,
    });
  }

  close() {
    for (const stop of this.#stops) stop();
  }
}

function rooms() {
  return ROOMS.map((bytes) => ({ value: String(bytes), label: bytes === 0 ? t("Aucun") : t("Jusqu’à {size}", { size: formatSize(bytes) }) }));
}

/** @type {import("./screens.js").MakeScreen} */
function deviceScreen(context) {
  const screen = new DeviceScreen(context);
  return { title: t("Cet appareil"), tab: "more", backTo: "more", narrow: true, view: () => screen.view(), close: () => screen.close() };
}

/** Rule 2. @param {Awaited<ReturnType<typeof state>>} found */
const hasLeft = ({ waiting, refused, stranded }) => waiting + refused.length + stranded > 0;

const lost = () => t("Ce qui attend ici n’est pas en ligne : ce serait perdu. Si vous le pouvez, attendez le réseau.");

/** Close the vault and take the copy away, asked once more. */
export async function leaveAndForget() {
  const agreed = !hasLeft(await state()) || await confirmDialog({
    title: t("Fermer et retirer de cet appareil ?"), text: lost(),
    confirm: t("Fermer et retirer"), cancel: t("Rester"), tone: "end",
  });
  if (agreed) await leaveDevice().catch((error) => toast(errorText(error)));
}

export const screens = { device: deviceScreen };
