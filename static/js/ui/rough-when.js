/**
 * When, roughly: « aujourd’hui, ce matin ». An hour to the minute would tell whoever looks over a shoulder more than the owner needs.
 */
import { currentLanguage, formatDate, t } from "./i18n.js";

const DAY = 86_400_000;
const WEEK = 7;

/** @param {Date} date */
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Whole days between two moments, by the calendar of this device. @param {Date} at @param {Date} now */
function daysAgo(at, now) {
  return Math.round((midnight(now) - midnight(at)) / DAY);
}

/**
 * @param {string} at
 * @param {Date} [now]
 */
export function roughWhen(at, now = new Date()) {
  const date = new Date(at);
  const days = daysAgo(date, now);
  if (days === 0) return today(date.getHours());
  if (days === 1) return yesterday(date.getHours());
  return roughDay(at, now);
}

/** @param {number} hour */
function today(hour) {
  if (hour < 5) return t("aujourd’hui, pendant la nuit");
  if (hour < 12) return t("aujourd’hui, ce matin");
  return hour < 18 ? t("aujourd’hui, cet après-midi") : t("aujourd’hui, ce soir");
}

/** @param {number} hour */
function yesterday(hour) {
  if (hour < 5) return t("hier, pendant la nuit");
  if (hour < 12) return t("hier matin");
  return hour < 18 ? t("hier après-midi") : t("hier soir");
}

/**
 * The day alone.
 * @param {string} at
 * @param {Date} [now]
 */
export function roughDay(at, now = new Date()) {
  const days = daysAgo(new Date(at), now);
  if (days === 0) return t("aujourd’hui");
  if (days === 1) return t("hier");
  if (days > 0 && days < WEEK) return new Intl.DateTimeFormat(currentLanguage(), { weekday: "long" }).format(new Date(at));
  return t("le {date}", { date: formatDate(at) });
}
