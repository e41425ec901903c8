/** The stream of own commands, without anything around it. */
import type { Command } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { expect, it } from 'vitest';

import { MemoryOutbox } from './memory.ts';
import { PendingList } from './pending.ts';

function listOf(count: number, bytes: number) {
  const clock = { now: 0 };
  let ids = 0;
  const outbox = new MemoryOutbox();
  const newId = (): string => idFor(`id ${(ids += 1)}`);
  const list = new PendingList({ now: () => clock.now, newId, outbox }, () => undefined);
  for (let i = 1; i <= count; i += 1) {
    list.add({ commandId: idFor<'command'>(`${i}`) } as Command, new Uint8Array(bytes));
  }
  const numbers = (): number[] => {
    const out: number[] = [];
    for (let push = list.nextPush(); push !== null; push = list.nextPush()) {
      out.push(...push.commands.map(({ no }) => no));
    }
    return out;
  };
  return { clock, list, outbox, numbers };
}

const pause = (stream: string, no: number, retryMs = 0, code: 'GAP' | 'UNAVAILABLE' = 'GAP') =>
  ({ type: 'pause', stream, no, code, retryMs }) as const;

it('REPL-11 a frame holds 200 KiB of commands, and one MiB is on its way at most', () => {
  const { list, numbers } = listOf(30, 60 * 1024);
  expect(list.nextPush()?.commands.map(({ no }) => no)).toEqual([1, 2, 3]);
  expect(numbers()).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  list.settle(list.list[0]!);
  expect(numbers()).toEqual([18]);
  const big = listOf(2, 249 * 1024);
  expect(big.list.nextPush()?.commands).toHaveLength(1);
  expect(big.list.nextPush()?.commands).toHaveLength(1);
});

it('REPL-12 a pause holds back its number and what follows, and a later one does not cut it short', () => {
  const { clock, list, numbers } = listOf(4, 10);
  expect(numbers()).toEqual([1, 2, 3, 4]);
  list.pause(pause(list.stream, 2, 1_000, 'UNAVAILABLE'));
  list.settle(list.list[0]!);
  list.pause(pause(list.stream, 2));
  expect(numbers()).toEqual([]);
  clock.now = 999;
  expect([numbers(), list.pausedUntil]).toEqual([[], 1_000]);
  clock.now = 1_000;
  expect(numbers()).toEqual([2, 3, 4]);
  list.pause(pause('a stream that was left', 1, 5_000));
  expect(list.pausedUntil).toBeNull();
});

it('REPL-10 where the two sides disagree on what comes next, a fresh stream begins with 1', () => {
  for (const no of [1, 5]) {
    const { list, outbox, numbers } = listOf(4, 10);
    numbers();
    list.settle(list.list[0]!);
    const { stream } = list;
    list.pause(pause(stream, no));
    expect(list.stream).not.toBe(stream);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(list.list.map(({ command }) => command.commandId)).toEqual(
      ['2', '3', '4'].map((name) => idFor(name)),
    );
    expect([...outbox.records.values()].every((one) => one.stream === list.stream)).toBe(true);
    expect(outbox.records.size).toBe(3);
  }
});

it('REPL-12 after Welcome only what the server lacks is sent, after a cut all that has no verdict', () => {
  const { list, numbers } = listOf(4, 10);
  list.resume(2);
  expect(numbers()).toEqual([3, 4]);
  expect(list.acknowledged).toBe(0);
  list.disconnected();
  expect(numbers()).toEqual([1, 2, 3, 4]);
});
