// What is measured in a page, whoever looks at it and however (reach.py). One object of functions, made anew at each call.
({
  shown(one) {
    // What is far below the window is not laid out (`content-visibility`): it has no place yet.
    return one.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) && one.getClientRects().length > 0;
  },

  // Left out: the field of a file, whose label is the button; the skip link, which waits for the keyboard.
  // Bars that stay in sight pass over the page by design.
  stays(one) {
    for (let up = one; up; up = up.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(up).position)) return true;
    return false;
  },

  controls() {
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
    return all.filter((one) => this.shown(one) && !one.closest(".visually-hidden, .skip, .file-input") && !this.stays(one));
  },

  // Where each control is, along the lines of the page.
  places() {
    return this.controls().map((one) => {
      const { x, y, width } = one.getBoundingClientRect();
      return [one.tagName, one.textContent.trim(), ...[x, y, width].map(Math.round)];
    });
  },

  // Two controls never share a point, but a row that is one target and the buttons on it.
  overlaps() {
    const isRow = (one) => getComputedStyle(one, "::after").position === "absolute";
    const within = (one, other) => one.contains(other) || one.closest("label, summary")?.contains(other);
    const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    const controls = this.controls().filter((one) => !isRow(one)).map((one) => [one, [...one.getClientRects()]]);
    const faults = [];
    for (const [index, [one, a]] of controls.entries()) {
      for (const [other, b] of controls.slice(index + 1)) {
        const share = a.some((line) => b.some((under) => touch(line, under)));
        if (share && !within(one, other) && !within(other, one)) faults.push(`${this.told(one)} | ${this.told(other)}`);
      }
    }
    return faults;
  },

  // Words that end where they cannot be scrolled to.
  cut() {
    const hides = (value) => ["hidden", "clip"].includes(value);
    const speaks = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const silent = ".visually-hidden, .skip, svg, [aria-hidden=true], select, textarea";
    return [...document.body.querySelectorAll("*")].filter((one) => {
      if (!speaks(one) || one.closest(silent) || !this.shown(one)) return false;
      const { overflowX, overflowY, webkitLineClamp, clipPath } = getComputedStyle(one);
      // For the ear alone; or the beginning of what is read whole one press further.
      if (clipPath !== "none" || webkitLineClamp !== "none") return false;
      return (hides(overflowX) && one.scrollWidth > one.clientWidth + 1) || (hides(overflowY) && one.scrollHeight > one.clientHeight + 2);
    }).map((one) => this.told(one));
  },

  // What is wider than the window, by its widest parts.
  wide() {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((one) => this.shown(one) && one.getBoundingClientRect().right > innerWidth + 1);
    return wide.filter((one) => !wide.some((other) => other !== one && one.contains(other))).map((one) => this.told(one));
  },

  // In forced colours fills and washes are gone: a border, an outline, an underline, a drawing, or what the system draws.
  unseen() {
    const ground = getComputedStyle(document.body).backgroundColor;
    const sides = ["Top", "Right", "Bottom", "Left"];
    const framed = (one) => {
      const style = getComputedStyle(one);
      const drawn = (side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Color`] !== ground;
      return sides.some(drawn) || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
    };
    const underlined = (one) => [one, ...one.querySelectorAll("*")].some((part) => getComputedStyle(part).textDecorationLine.includes("underline"));
    const native = (one) => one.matches("summary, select, input") && getComputedStyle(one).appearance !== "none";
    const inFrame = (one) => [...function* () { for (let up = one.parentElement; up && up.id !== "main"; up = up.parentElement) yield up; }()].some(framed);
    const marked = (one) => one.matches("summary") && getComputedStyle(one, "::before").content !== "none";
    const pictured = (one) => (marked(one) || Boolean(one.querySelector("svg, img"))) && getComputedStyle(one).color !== ground;
    return this.controls().filter((one) => ![framed, underlined, native, inFrame, pictured].some((way) => way(one))).map((one) => this.told(one));
  },

  // What goes on moving when all that ends has ended.
  async moving() {
    const ended = document.getAnimations().map(({ finished }) => finished.catch(() => null));
    await Promise.race([Promise.all(ended), new Promise((resolve) => setTimeout(resolve, 500))]);
    const lasts = ({ playState, effect }) => playState === "running" && effect.getComputedTiming().activeDuration > 1;
    return document.getAnimations().filter(lasts).map(({ effect }) => this.told(effect.target));
  },

  told(one) {
    return one.outerHTML.slice(0, 120);
  },
})
