/** The model of a disk: what may be left after a power cut, and what must be. */
import { Chance } from '@planwright/engine/testing/chance.ts';
import { expect, it } from 'vitest';
import { Disk } from './disk.ts';
import type { Step } from './recording.ts';

const FILE = 1;
const create: Step = { kind: 'create', name: 'a', file: FILE };
const sync: Step = { kind: 'sync', file: FILE };
const syncFolder: Step = { kind: 'syncFolder' };
const write = (at: number, text: string): Step => ({
  kind: 'write',
  file: FILE,
  at,
  bytes: Buffer.from(text),
});

/** What 500 power cuts after these steps leave of the file; undefined: not even its name. */
function remains(...steps: readonly Step[]): ReadonlySet<string | undefined> {
  const disk = new Disk();
  for (const step of steps) disk.do(step);
  const left = new Set<string | undefined>();
  for (let seed = 0; seed < 500; seed += 1) {
    const bytes = disk.cut(new Chance(seed)).get('a');
    left.add(bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1'));
  }
  return left;
}

const sector = (letter: string): string => letter.repeat(512);

it('what was synced is there, if its name was', () => {
  expect(remains(create, write(0, 'one'), sync, syncFolder)).toEqual(new Set(['one']));
  expect(remains(create, write(0, 'one'), sync)).toEqual(new Set(['one', undefined]));
});

it('a write that was not synced is there or not', () => {
  const left = remains(create, write(0, 'one'), sync, syncFolder, write(0, 'two'));
  expect(left).toEqual(new Set(['one', 'two']));
});

it('a write is torn between sectors, wherever it begins', () => {
  const before = sector('a') + sector('b');
  const left = remains(create, write(0, before), sync, syncFolder, write(256, sector('c')));
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(256));
  expect(left).toEqual(
    new Set([before, `${a}${c}${c}${b}`, `${a}${c}${b}${b}`, `${a}${a}${c}${b}`]),
  );
});

it('of two writes, the second may come through without the first, and before it', () => {
  const left = remains(create, write(0, 'one'), sync, syncFolder, write(0, 'two'), write(0, 'six'));
  expect(left).toEqual(new Set(['one', 'two', 'six']));
  const apart = remains(create, syncFolder, write(0, 'a'), write(1, 'b'));
  expect([...apart]).toEqual(expect.arrayContaining(['', 'a', 'ab', '\0b']));
});

it('a file may be as long as it was made without having its bytes', () => {
  const left = [...remains(create, syncFolder, write(0, sector('a')))];
  expect(left).toContain(sector('\0'));
  expect(left.some((text) => text?.length === 512 && !/^(.)\1*$/s.test(text))).toBe(true);
});

it('cutting short may be undone until it is synced', () => {
  const short: Step = { kind: 'truncate', file: FILE, length: 1 };
  expect(remains(create, write(0, 'one'), sync, syncFolder, short)).toEqual(new Set(['one', 'o']));
  expect(remains(create, write(0, 'one'), syncFolder, short, sync)).toEqual(new Set(['o']));
});

it('a name that was taken away or moved may be back until the folder is synced', () => {
  const old = [create, write(0, 'one'), sync, syncFolder];
  expect(remains(...old, { kind: 'unlink', name: 'a' })).toEqual(new Set(['one', undefined]));
  expect(remains(...old, { kind: 'unlink', name: 'a' }, syncFolder)).toEqual(new Set([undefined]));
  const other: Step = { kind: 'create', name: 'b', file: 2 };
  const moved: Step = { kind: 'rename', from: 'b', to: 'a' };
  expect(remains(...old, other, moved)).toEqual(new Set(['one', '']));
});
