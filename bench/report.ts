/** The report: figures as a table for the terminal, and as the pages of docs/performance.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import type { Figure, Spread } from './figure.ts';
import { meets } from './figure.ts';
import type { Machine } from './machine.ts';

/** Where and when figures were measured. */
export interface Occasion {
  readonly machine: Machine;
  readonly commit: string;
  /** The day, YYYY-MM-DD. */
  readonly date: string;
}

/** Baselines: figure id → value. */
export type Baseline = Readonly<Record<string, number>>;

const HEADINGS = [
  'figure',
  'median',
  'p50 / p95 / p99 / max',
  'target',
  'floor',
  'ratio',
  'before',
];

/** The figures of a suite as cells, a row each. */
function rowsOf(figures: readonly Figure[], before: Baseline): string[][] {
  return figures.map((figure) => {
    const { what, value, unit, spread, floors, id } = figure;
    const met = meets(figure);
    return [
      what,
      `${inUnit(value, unit)}${met === null ? '' : met ? ' ✓' : ' ✗'}`,
      spread === undefined ? '' : spreadText(spread),
      targetText(figure),
      floors.map((floor) => `${floor.name} ${inUnit(floor.value, unit)}`).join('; '),
      floors.map((floor) => `${plain(value / floor.value)}×`).join('; '),
      before[id] === undefined ? '' : inUnit(before[id], unit),
    ];
  });
}

/** A table for the terminal. */
export function terminalTable(figures: readonly Figure[], before: Baseline): string {
  const rows = [HEADINGS, ...rowsOf(figures, before)];
  const widths = HEADINGS.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const TITLE = `# Performance

Every figure was printed by \`npm run bench\`, beside a floor that was measured in the same run: what
the same machine needs for the same work without us. The median of five runs; set-up is outside the
timed part. \`✓\` and \`✗\` say whether a target is met; \`before\` is the baseline that is committed for
this machine. What each suite does, where its time goes and what is in the way stands in its
README under [bench/](../bench/README.md).
`;

/** Puts the section of a suite into the document, and leaves those of the others. */
export function writeSection(
  path: string,
  suite: string,
  figures: readonly Figure[],
  before: Baseline,
  { machine, commit, date }: Occasion,
): void {
  const old = existsSync(path) ? readFileSync(path, 'utf8').split(/^## /m).slice(1) : [];
  const sections = new Map(old.map((text) => [text.split('\n', 1)[0] ?? '', text.trimEnd()]));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const section = [
    suite,
    '',
    `${machine.cpu}, ${machine.cores} cores, ${machine.memory} GiB, ${machine.system}, ` +
      `Node ${machine.node}; commit ${commit}, ${date}. [What and why](../bench/${suite}/README.md)`,
    '',
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...rowsOf(figures, before).map(row),
  ];
  sections.set(suite, section.join('\n'));
  const ordered = [...sections].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(path, [TITLE, ...ordered.map(([, text]) => `## ${text}\n`)].join('\n'));
}

function spreadText({ p50, p95, p99, max }: Spread): string {
  return [p50, p95, p99, max].map(plain).join(' / ');
}

function targetText({ target, unit }: Figure): string {
  if (target === undefined) return '';
  return 'atLeast' in target
    ? `≥ ${inUnit(target.atLeast, unit)}`
    : `≤ ${inUnit(target.atMost, unit)}`;
}

function inUnit(value: number, unit: string): string {
  return unit === '/s' || unit === '×' ? plain(value) + unit : `${plain(value)} ${unit}`;
}

/** Three digits that count. */
function plain(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits });
}
