/**
 * Prints, as JSON, every sentence that the browser modules ask of the catalogues: `t("…")` and `tn("…", "…", n)`.
 *
 * A sentence that is not a literal could not be translated, so it stops the whole: `static/js/ui/i18n.js`, which
 * defines both functions, is the only module that is not read.
 */
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { parse } from "acorn";
import { simple } from "acorn-walk";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = join(ROOT, "static/js");
const DOORWAY = join(SOURCE, "ui/i18n.js");

/** How many literals each function starts with. */
const TRANSLATORS = { t: 1, tn: 2 };

/**
 * @param {string} file
 * @param {string} text
 */
function sentences(file, text) {
  const found = [];
  simple(parse(text, { ecmaVersion: "latest", sourceType: "module", locations: true }), {
    CallExpression({ callee, arguments: values, loc }) {
      const count = callee.type === "Identifier" ? TRANSLATORS[callee.name] : undefined;
      if (!count) return;
      const literals = values.slice(0, count);
      if (literals.some(({ value }) => typeof value !== "string"))
        throw new Error(`${file}:${loc.start.line}: the sentence must be a literal`);
      found.push({ file, line: loc.start.line, sentences: literals.map(({ value }) => value) });
    },
  });
  return found;
}

const entries = await readdir(SOURCE, { recursive: true, withFileTypes: true });
const paths = entries
  .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .filter((path) => path !== DOORWAY)
  .sort();
const found = await Promise.all(paths.map(async (path) => sentences(relative(ROOT, path), await readFile(path, "utf8"))));
process.stdout.write(JSON.stringify(found.flat()));
