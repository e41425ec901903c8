// Rules and tests name each other: every rule id that a SPEC.md declares stands in a test's title,
// and every id in a title is declared. When the two disagree, one of them is wrong.
//
// A declaration is a line `- **ITEM-3** …`; a title is the first argument of it, test or describe.
// A test that is skipped or still to be written tests nothing, so its title does not count.
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const specs = '{packages,apps}/*/SPEC.md';
const tests = [
  '{packages,apps,test}/**/*.test.{ts,tsx}',
  '{packages,apps}/*/src/**/testing/**/*.ts',
];

const declaration = /^- \*\*([A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-\d+)\*\*(?= )/gm;
const id = /\b[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-\d+\b/g;

/** @param {string} ruleId */
const prefixOf = (ruleId) => ruleId.replace(/\d+$/, '');

/** @param {string | string[]} patterns */
const files = (patterns) =>
  globSync(patterns, {
    exclude: (path) => /(^|\/)(node_modules|dist|dist-types)$/.test(path),
  }).sort();

/** The names along a call such as `it.skip.each(...)`: it, skip, each. @param {ts.Node} node @returns {string[]} */
function chain(node) {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isPropertyAccessExpression(node)) return [...chain(node.expression), node.name.text];
  if (ts.isCallExpression(node)) return chain(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return chain(node.tag);
  return [];
}

/** The written part of a title. @param {ts.Node | undefined} node */
function literal(node) {
  if (node === undefined) return '';
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return '';
  return [node.head, ...node.templateSpans.map((span) => span.literal)]
    .map((n) => n.text)
    .join(' ');
}

/** Every title of a test file that will run. @param {string} path @returns {string[]} */
function titles(path) {
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const names = chain(node.expression);
      if (/^(it|test|describe)$/.test(names[0] ?? '')) {
        if (names.includes('skip') || names.includes('todo')) return;
        found.push(literal(node.arguments[0]));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

/** @type {string[]} */
const problems = [];
/** @type {Map<string, string>} */
const declared = new Map();
for (const path of files(specs)) {
  for (const [, ruleId] of readFileSync(path, 'utf8').matchAll(declaration)) {
    if (ruleId === undefined) continue;
    const other = declared.get(ruleId);
    if (other !== undefined) problems.push(`${ruleId} is declared in ${other} and in ${path}`);
    declared.set(ruleId, path);
  }
}

const prefixes = new Set([...declared.keys()].map(prefixOf));
/** @type {Set<string>} */
const tested = new Set();
for (const path of files(tests)) {
  for (const ruleId of titles(path).flatMap((title) => title.match(id) ?? [])) {
    if (!prefixes.has(prefixOf(ruleId))) continue;
    if (!declared.has(ruleId))
      problems.push(`${ruleId} is in a test title of ${path}, in no SPEC.md`);
    tested.add(ruleId);
  }
}
for (const [ruleId, path] of declared) {
  if (!tested.has(ruleId)) problems.push(`${ruleId} of ${path} is in no test title`);
}

problems.forEach((problem) => console.log(problem));
console.log(
  `rule ids: ${declared.size} ${problems.length === 0 ? '=' : '≠'} ${tested.size} tested`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
