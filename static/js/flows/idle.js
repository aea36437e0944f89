/**
 * When nobody has touched the page for a while: a warning, then the lock.
 *
 * Time is the larger of two clocks: one stops while a phone sleeps, the other may be set by hand. A page that comes back
 * to the front after the delay locks at once, before anything is seen.
 */

/** Milliseconds without a gesture before the lock. */
const IDLE_LOCK = 180_000;
/** Milliseconds before the lock at which the warning starts. */
const IDLE_WARNING = 30_000;

const TICK = 1000;
/** Said by long work that she asked for, at each step: it is somebody's presence, and stops being it when the work stops. */
const WORK = "memo:work";
const GESTURES = [WORK, "pointerdown", "pointermove", "keydown", "input", "wheel", "touchstart", "scroll"];

/**
 * @typedef {object} IdleHandlers
 * @property {(seconds: number | undefined) => void} warn each second of the last thirty; undefined when somebody is back
 * @property {() => void} lock
 * @property {number} [after] milliseconds without a gesture
 */

/**
 * @param {IdleHandlers} handlers
 * @returns {() => void} stops watching
 */
export function watchIdle({ warn, lock, after = IDLE_LOCK }) {
  let last = clocks();
  let warned = false;
  const gesture = () => {
    if (elapsed(last) >= after) return look();
    last = clocks();
    if (warned) warn(undefined);
    warned = false;
  };
  const look = () => {
    const left = after - elapsed(last);
    if (left <= 0) {
      stop();
      return lock();
    }
    if (left > IDLE_WARNING) return;
    warned = true;
    warn(Math.ceil(left / 1000));
  };
  const timer = setInterval(look, TICK);
  const stop = () => {
    clearInterval(timer);
    for (const name of GESTURES) removeEventListener(name, gesture, { capture: true });
    for (const name of ["visibilitychange", "pageshow", "focus"]) removeEventListener(name, look, { capture: true });
  };
  for (const name of GESTURES) addEventListener(name, gesture, { capture: true, passive: true });
  for (const name of ["visibilitychange", "pageshow", "focus"]) addEventListener(name, look, { capture: true });
  return stop;
}

/** Long work has made a step: the page does not lock under it. */
export function stayOpen() {
  globalThis.dispatchEvent?.(new Event(WORK));
}

function clocks() {
  return { wall: Date.now(), run: performance.now() };
}

/** @param {{ wall: number, run: number }} since @returns {number} milliseconds */
function elapsed({ wall, run }) {
  return Math.max(Date.now() - wall, performance.now() - run);
}
