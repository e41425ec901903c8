// `npm run reliability`: runs the suites that hold what we promise about data, and writes what they print into
// docs/reliability.md, with the machine and the commit. `-- --full` makes their long runs (hours on two cores);
// `-- --only sim,crash` takes some of them up anew and keeps what the document says of the others.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { root } from './places.mjs';

/** @typedef {{ name: string, promise: string, script: string, sample: string[], full: string[] }} Suite */

/** @type {Suite[]} */
const suites = [
  {
    name: 'sim',
    promise: 'Each edit happens exactly once, and everybody ends equal (P3, P4)',
    script: 'sim',
    sample: [],
    full: ['--seeds', '100000'],
  },
  {
    name: 'crash',
    promise:
      'A saved edit survives a crash of the server, and that an older backup is put back (P1, P17)',
    script: 'test:crash',
    sample: [],
    full: ['--full'],
  },
  {
    name: 'power',
    promise: 'A saved edit survives a power cut (P2)',
    script: 'test:power',
    sample: [],
    full: ['--full'],
  },
  {
    name: 'damage',
    promise: 'Damage is noticed, and errors say the truth (P7, P8)',
    script: 'test:damage',
    sample: [],
    full: ['--full'],
  },
];

/** What a document says at most of one suite: the end of its output, where the figures are. */
const MOST_LINES = 80;

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', default: suites.map(({ name }) => name).join(',') },
  },
});
const wanted = new Set(values.only.split(','));
const document = join(root, 'docs/reliability.md');
const before = existsSync(document) ? readFileSync(document, 'utf8') : '';
const git = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });

const sections = [];
for (const suite of suites) {
  sections.push(wanted.has(suite.name) ? await section(suite) : keptSection(suite));
}
writeFileSync(
  document,
  `# Reliability: what was tried, and what came of it

Written by \`npm run reliability\`. Each suite has its negative controls: the same test against
something deliberately wrong, which must fail.
${sections.join('')}`,
);

/** Runs a suite; gives its section. @param {Suite} suite */
async function section(suite) {
  const words = values.full ? suite.full : suite.sample;
  const command = ['npm run', suite.script, ...(words.length > 0 ? ['--', ...words] : [])].join(
    ' ',
  );
  const begun = Date.now();
  const { output, code } = await run(suite, words);
  const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
  if (code !== 0) process.exitCode = 1;
  const day = new Date(begun).toISOString().slice(0, 10);
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory}, ${process.platform} ${release()}`;
  return `
## ${suite.promise}

\`${command}\`, ${day}, commit ${git.stdout.trim()}, ${machine}; ${minutes} minutes.

\`\`\`text
${output}
\`\`\`
`;
}

/** What the document says of a suite that is not run. @param {Suite} suite */
function keptSection(suite) {
  const from = before.indexOf(`\n## ${suite.promise}\n`);
  if (from === -1) return '';
  const to = before.indexOf('\n## ', from + 4);
  return before.slice(from, to === -1 ? undefined : to);
}

/**
 * @param {Suite} suite @param {string[]} words
 * @returns {Promise<{ output: string, code: number | null }>}
 */
function run(suite, words) {
  const child = spawn('npm', ['run', '--silent', suite.script, '--', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (bytes) => {
    text += bytes;
    process.stdout.write(bytes);
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const lines = stripVTControlCharacters(text).trimEnd().split('\n');
      resolve({ output: lines.slice(-MOST_LINES).join('\n'), code });
    });
  });
}
