/** What is kept of commands that were committed. */
import { expect, it } from 'vitest';

import { SettledList } from './settled.ts';

const DAY = 24 * 60 * 60 * 1000;

function listOf() {
  const clock = { now: 0 };
  return { clock, list: new SettledList(() => clock.now) };
}

const command = (no: number, bytes = 4): Uint8Array => new Uint8Array(bytes).fill(no % 256);

it('SYNC-15 those behind the fork are taken once, in the order of their entries', () => {
  const { list } = listOf();
  for (const seq of [4, 7, 5, 9]) list.keep(command(seq), seq);
  expect(list.takeAfter(4).map(([first]) => first)).toEqual([5, 7, 9]);
  expect(list.takeAfter(4)).toEqual([]);
  expect(list.takeAfter(0).map(([first]) => first)).toEqual([4]);
});

it('REPL-19 the newest 5,000 are kept', () => {
  const { list } = listOf();
  for (let seq = 1; seq <= 5_003; seq += 1) list.keep(command(seq), seq);
  const kept = list.takeAfter(0);
  expect(kept).toHaveLength(5_000);
  expect(kept[0]?.[0]).toBe(4);
});

it('REPL-19 the newest 16 MiB are kept, also after some were taken', () => {
  const { list } = listOf();
  for (let seq = 1; seq <= 20; seq += 1) list.keep(command(seq, 1024 * 1024), seq);
  expect(list.takeAfter(10).map(([first]) => first)).toEqual([
    11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
  ]);
  for (let seq = 21; seq <= 30; seq += 1) list.keep(command(seq, 1024 * 1024), seq);
  expect(list.takeAfter(0).map(([first]) => first)).toEqual([
    5, 6, 7, 8, 9, 10, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
  ]);
});

it('REPL-19 they are kept for 30 days', () => {
  const { clock, list } = listOf();
  list.keep(command(1), 1);
  clock.now = 30 * DAY;
  list.keep(command(2), 2);
  clock.now += 1;
  expect(list.takeAfter(0).map(([first]) => first)).toEqual([2]);
});
