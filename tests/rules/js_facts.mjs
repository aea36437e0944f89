/**
 * Prints, as JSON, what the rules ask of each of our browser modules, read from its syntax tree: what it imports and
 * exports, which names it takes from its surroundings, and which strings it holds outside the catalogues.
 *
 * It reports; the Python tests beside it decide.
 */
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { parse } from "acorn";
import { ancestor, full } from "acorn-walk";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCE = join(ROOT, "static/js");

const TRANSLATORS = new Set(["t", "tn"]);
const MARKUP = new Set(["html", "svg"]);

/** @param {any} node a `new URL("…", import.meta.url)` */
function isModuleAddress(node) {
  return node.callee.name === "URL" && node.arguments[0]?.type === "Literal" && node.arguments.length === 2;
}

/** The names that a declaration imports, or null where it takes the module as a whole. */
function namesOf(node) {
  const names = (node.specifiers ?? [null]).map((one) => (one?.imported ?? one?.local)?.name);
  const whole = !node.specifiers || node.specifiers.some(({ type }) => type === "ImportNamespaceSpecifier");
  return whole ? null : names;
}

function importsOf(tree) {
  const found = [];
  full(tree, (node) => {
    if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type) && node.source)
      found.push({ path: node.source.value, kind: "static", names: namesOf(node) });
    else if (node.type === "ImportExpression")
      found.push({ path: node.source.value ?? null, kind: "dynamic", names: null });
    else if (node.type === "NewExpression" && isModuleAddress(node))
      found.push({ path: node.arguments[0].value, kind: "worker", names: [] });
  });
  return found;
}

/** The types that its comments take from other modules. */
function typesOf(comments) {
  const found = [];
  for (const { value } of comments)
    for (const [, path, name] of value.matchAll(/import\("([^"]+)"\)\.(\w+)/g)) found.push({ path, name });
  return found;
}

function exportsOf(tree) {
  return tree.body.filter(({ type }) => type === "ExportNamedDeclaration").flatMap(({ declaration, specifiers }) => {
    if (!declaration) return specifiers.map(({ exported }) => exported.name);
    return declaration.id ? [declaration.id.name] : declaration.declarations.map(({ id }) => id.name);
  });
}

/** Names read or taken apart as members: what may be used of a module that is imported whole. */
function membersOf(tree) {
  const found = new Set();
  full(tree, (node) => {
    if (node.type === "MemberExpression" && !node.computed) found.add(node.property.name);
    if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern")
      for (const { key } of node.id.properties) found.add(key?.name);
  });
  return [...found].filter(Boolean);
}

/** Names that are read but declared nowhere in the module: what it takes from the page, the worker or Node. */
function surroundingsOf(tree) {
  const declared = new Set();
  const read = new Set();
  const pattern = (node) => {
    if (!node) return;
    if (node.type === "Identifier") declared.add(node.name);
    for (const child of [node.left, node.argument, node.value, ...(node.elements ?? []), ...(node.properties ?? [])])
      if (child && node.type !== "Identifier" && typeof child === "object") pattern(child);
  };
  full(tree, (node) => {
    if (node.type === "VariableDeclarator") pattern(node.id);
    if (node.type === "CatchClause") pattern(node.param);
    if (/Function|Class/.test(node.type)) pattern(node.id);
    for (const parameter of node.params ?? []) pattern(parameter);
    if (/^Import.*Specifier$/.test(node.type)) declared.add(node.local.name);
  });
  full(tree, (node) => {
    if (node.type === "Identifier") read.add(node.name);
  });
  return [...read].filter((name) => !declared.has(name)).sort();
}

function isTranslated(node, ancestors) {
  const call = ancestors.at(-2);
  return call?.type === "CallExpression" && TRANSLATORS.has(call.callee.name) && call.arguments.indexOf(node) < 2;
}

function stringsOf(tree) {
  const strings = [];
  const markup = [];
  const line = (node) => node.loc.start.line;
  ancestor(tree, {
    Literal(node, _state, ancestors) {
      if (typeof node.value !== "string" || isTranslated(node, ancestors)) return;
      strings.push({ text: node.value, line: line(node) });
    },
    TemplateLiteral(node, _state, ancestors) {
      const parent = ancestors.at(-2);
      const text = node.quasis.map((part) => part.value.cooked ?? part.value.raw).join("\u0001");
      const tagged = parent?.type === "TaggedTemplateExpression" && MARKUP.has(parent.tag.name);
      if (tagged) markup.push({ text, line: line(node) });
      else if (!isTranslated(node, ancestors)) strings.push({ text, line: line(node) });
    },
  });
  return { strings, markup };
}

/** The longest function of a module, by its lines; a class is measured by its methods. */
function longestOf(tree) {
  let longest = { lines: 0, line: 0 };
  full(tree, (node) => {
    if (!/Function/.test(node.type)) return;
    const lines = node.loc.end.line - node.loc.start.line + 1;
    if (lines > longest.lines) longest = { lines, line: node.loc.start.line };
  });
  return longest;
}

async function facts(path) {
  const text = await readFile(path, "utf8");
  const comments = [];
  const tree = parse(text, { ecmaVersion: "latest", sourceType: "module", locations: true, onComment: comments });
  return {
    file: relative(SOURCE, path),
    lines: text.split("\n").length,
    longest: longestOf(tree),
    imports: importsOf(tree),
    types: typesOf(comments),
    exports: exportsOf(tree),
    members: membersOf(tree),
    surroundings: surroundingsOf(tree),
    ...stringsOf(tree),
  };
}

const entries = await readdir(SOURCE, { recursive: true, withFileTypes: true });
const paths = entries
  .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
process.stdout.write(JSON.stringify(await Promise.all(paths.sort().map(facts))));
