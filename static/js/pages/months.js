/** The days of a month, as the calendar of « comment c’était » draws them, in the vault and where it is shown. A day is YYYY-MM-DD, a month YYYY-MM. */
import { formatDate } from "../ui/i18n.js";

const DAY = 86_400_000;

/** @param {string} day as midnight of Greenwich, so that no change of hour moves it */
const instant = (day) => Date.parse(`${day}T00:00:00Z`);

/** @param {string} day @param {number} by days @returns {string} */
export const dayAt = (day, by) => new Date(instant(day) + by * DAY).toISOString().slice(0, 10);

/** @param {string} month @param {number} by months @returns {string} */
export function monthAt(month, by) {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** @param {string} day @returns {number} from Monday */
export const weekday = (day) => (new Date(instant(day)).getUTCDay() + 6) % 7;

/** @param {string} month @returns {string[]} */
export function daysOf(month) {
  return Array.from({ length: 31 }, (_, i) => dayAt(`${month}-01`, i)).filter((day) => day.startsWith(month));
}

/** @param {string} day */
export const longDay = (day) => formatDate(`${day}T12:00:00`, "full");

/** Short names, from Monday: a Monday and the six days after it. */
export const weekdays = () => Array.from({ length: 7 }, (_, i) => formatDate(`2024-01-0${i + 1}T12:00:00`, "weekday"));

/** Whether a fact is of one day. @param {{ precision: string, from: string | null }} when */
export const isOfDay = ({ precision, from }) => precision !== "period" && from?.length === 10;
