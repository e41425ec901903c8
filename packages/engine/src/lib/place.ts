/**
 * Places in an order of ranks: which rank puts a row between its neighbours, and which
 * neighbours must move a little when there is no room left.
 */
import { LONGEST_RANK, rankBetween, ranksBetween } from './rank.ts';
import type { Sorted } from './sorted.ts';

/** A row that has a place in an order. */
export interface Ranked {
  readonly id: string;
  readonly rank: string;
}

/** Neighbours that are re-spaced when a rank has become too long. */
const RESPACED = 64;
/** How far to each side re-spacing looks for room; with both sides well within one command. */
const MOST_REACH = RESPACED * 2;

export interface Place<R extends Ranked> {
  readonly rank: string;
  /** Rows that get another rank in the same commit, so that keys stay short. */
  readonly respaced: readonly { readonly row: R; readonly rank: string }[];
}

/** The place after everything else: new rows go there. */
export function placeLast<R extends Ranked>(order: Sorted<R>, chance: number): Place<R> {
  const last = order.last();
  return placeBetween(order, last, undefined, chance, last);
}

/**
 * The place directly after `upper` or, without one, directly before `lower`. The row that moves
 * does not count as its own neighbour. Gives null where neither neighbour is given.
 */
export function placeBeside<R extends Ranked>(
  order: Sorted<R>,
  moving: string | null,
  upper: R | undefined,
  lower: R | undefined,
  chance: number,
): Place<R> | null {
  if (upper !== undefined) {
    const next = order.after(upper, 2).find((row) => row.id !== moving);
    return placeBetween(order, upper, next, chance, upper, moving);
  }
  if (lower === undefined) return null;
  const previous = order.before(lower, 2).find((row) => row.id !== moving);
  return placeBetween(order, previous, lower, chance, lower, moving);
}

function placeBetween<R extends Ranked>(
  order: Sorted<R>,
  low: R | undefined,
  high: R | undefined,
  chance: number,
  near: R | undefined,
  moving: string | null = null,
): Place<R> {
  const rank = rankBetween(low?.rank ?? null, high?.rank ?? null, chance);
  if (rank !== null && rank.length <= LONGEST_RANK) return { rank, respaced: [] };
  return respace(order, low, near, moving);
}

/** Spreads the nearest neighbours evenly and leaves a gap after `low` for the row that comes. */
function respace<R extends Ranked>(
  order: Sorted<R>,
  low: R | undefined,
  near: R | undefined,
  moving: string | null,
): Place<R> {
  for (let reach = RESPACED / 2; ; reach *= 2) {
    const before = near === undefined ? [] : order.before(near, reach).reverse();
    const after = near === undefined ? [] : order.after(near, reach);
    const rows = [...before, ...(near === undefined ? [] : [near]), ...after].filter(
      (row) => row.id !== moving,
    );
    const first = rows[0];
    const last = rows.at(-1);
    const floor =
      first === undefined ? undefined : order.before(first, 2).find((r) => r.id !== moving);
    const ceiling =
      last === undefined ? undefined : order.after(last, 2).find((r) => r.id !== moving);
    const ranks = ranksBetween(floor?.rank ?? null, ceiling?.rank ?? null, rows.length + 1);
    // Rows of one and the same rank reach further, and so does a crowd: take more of them.
    if (ranks === null) continue;
    if (reach < MOST_REACH && ranks.some((rank) => rank.length > LONGEST_RANK)) continue;
    const gap = low === undefined ? 0 : rows.findIndex((row) => row.id === low.id) + 1;
    const kept = ranks.filter((_, i) => i !== gap);
    const respaced = rows.map((row, i) => ({ row, rank: kept[i] ?? row.rank }));
    return { rank: ranks[gap] ?? 'U', respaced };
  }
}
