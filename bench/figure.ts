/** Figures: what a benchmark found, beside its target and its floor; and how runs become one. */

/** Latencies of one run, all in one unit. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The least that the machine needs for the same, measured in the same run. */
export interface Floor {
  readonly name: string;
  readonly value: number;
}

export interface Figure {
  /** Names it in the baselines; unique in its suite and never reused for something else. */
  readonly id: string;
  readonly what: string;
  /** `/s`, `ms`, `µs`, `MB`, `×`. */
  readonly unit: string;
  /** The median of the runs. */
  readonly value: number;
  /** Each run's value, in order. */
  readonly runs: readonly number[];
  readonly spread?: Spread;
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  readonly floors: readonly Floor[];
}

/** A benchmark: sets up, measures, tidies up, and gives its figures. */
export type Suite = (say: (what: string) => void) => Promise<readonly Figure[]>;

/** How often everything is measured. */
export const RUNS = 5;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Percentiles by the nearest rank. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** The medians of several runs' percentiles, and the largest value of all. */
export function medianSpread(runs: readonly Spread[]): Spread {
  return {
    p50: median(runs.map(({ p50 }) => p50)),
    p95: median(runs.map(({ p95 }) => p95)),
    p99: median(runs.map(({ p99 }) => p99)),
    max: Math.max(...runs.map(({ max }) => max)),
  };
}

/** Is the figure where it should be? null where it has no target. */
export function meets({ value, target }: Figure): boolean | null {
  if (target === undefined) return null;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}
