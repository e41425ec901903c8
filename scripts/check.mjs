// `npm run check`: everything about the code that can be known without running it, a line for each step.
// Prints a tool's own words only when it finds something; ends with exit code 1 when one does.
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { modules, pinnedNode, root } from './places.mjs';

/** @typedef {{ ok: boolean, output: string }} Outcome */
/** @typedef {{ ok: boolean, figures: string, output: string }} Verdict */
/** @typedef {{ name: string, command: string[], judge: (outcome: Outcome) => Verdict }} Step */

/** @param {RegExp} pattern @returns {Step['judge']} */
const quoting =
  (pattern) =>
  ({ ok, output }) => ({ ok, output, figures: pattern.exec(output)?.[0] ?? '' });

/** Reads what the import checker found; checking no module at all is a failure. @type {Step['judge']} */
function judgeImports({ output }) {
  if (!output.startsWith('{')) return { ok: false, figures: 'modules checked: 0', output };
  /** @type {{ violations: { from: string, to: string, rule: { name: string }, comment?: string }[], totalCruised: number, ruleSetUsed: { forbidden: { name: string, comment: string }[] } }} */
  const { violations, totalCruised, ruleSetUsed } = JSON.parse(output).summary;
  const reasons = new Map(ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  const circles = violations.filter(({ rule }) => rule.name === 'circle').length;
  return {
    ok: violations.length === 0 && totalCruised > 0,
    figures: `modules checked: ${totalCruised}, import circles: ${circles}, fences crossed: ${violations.length - circles}`,
    output: violations
      .map(({ from, to, rule }) => `${from} → ${to}\n  [${rule.name}] ${reasons.get(rule.name)}`)
      .join('\n'),
  };
}

/** @param {string} path */
const tool = (path) => join(modules, path);

/** @type {Step[]} */
const steps = [
  {
    name: 'format',
    command: [tool('oxfmt/bin/oxfmt'), '--check'],
    judge: quoting(/\d+ files/),
  },
  {
    name: 'lint',
    command: [tool('oxlint/bin/oxlint')],
    judge: quoting(/\d+ files with \d+ rules/),
  },
  {
    name: 'types',
    command: [tool('@typescript/native/bin/tsc'), '-b'],
    judge: quoting(/$^/),
  },
  {
    name: 'imports',
    command: [
      tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
      'packages',
      'apps',
      'test',
      'bench',
      '--config=.dependency-cruiser.mjs',
      '--output-type=json',
    ],
    judge: judgeImports,
  },
  {
    name: 'dead code',
    command: [tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints'],
    judge: quoting(/$^/),
  },
  {
    name: 'spec',
    command: [join(root, 'tools/rule-ids.mjs')],
    judge: quoting(/rule ids: .*/),
  },
];

/** @param {string[]} command @returns {Promise<Outcome>} */
function run(command) {
  const node = pinnedNode();
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn(node, command, {
    cwd: root,
    env: { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

/** Runs every step, prints a line for each, and says whether all is well. @returns {Promise<boolean>} */
export async function check() {
  let allOk = true;
  for (const { name, command, judge } of steps) {
    const { ok, figures, output } = judge(await run(command));
    console.log(`${ok ? '✓' : '✗'} ${`${name.padEnd(10)} ${figures}`.trim()}`);
    if (!ok) console.log(output.replace(/^/gm, '    '));
    allOk &&= ok;
  }
  return allOk;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled('all');
  process.exitCode = (await check()) ? 0 : 1;
}
