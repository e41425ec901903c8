/** The witness: what it tells, when it is written, and what a start makes of it. */
import { fsyncSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { SqliteJournal } from './sqlite/journal.ts';
import { commit, group, idNo, rejection } from './testing/sample.ts';
import type { Mark } from './witness.ts';
import { judge, Witness, WitnessedJournal } from './witness.ts';

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  return { ...fs, fsyncSync: vi.fn<typeof fs.fsyncSync>(fs.fsyncSync) };
});

let folder: string;
let path: string;
let time: number;
let waiting: { at: number; work: () => void }[];

const world = {
  now: () => time,
  later: (ms: number, work: () => void) => void waiting.push({ at: time + ms, work }),
};

const pass = (ms: number): void => {
  time += ms;
  for (const one of waiting.splice(0)) {
    if (one.at <= time) one.work();
    else waiting.push(one);
  }
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'witness-'));
  path = join(folder, 'witness');
  [time, waiting] = [1_000, []];
  vi.mocked(fsyncSync).mockClear();
});

afterEach(() => rmSync(folder, { recursive: true }));

const witness = (): Witness => new Witness(path, world);
const open = (name = 'data.db'): SqliteJournal => {
  const ids = [idNo(1), idNo(2)];
  return SqliteJournal.open({ path: join(folder, name), newId: () => ids.shift() ?? idNo(3) });
};
const mark = (seq: number, more: Partial<Mark> = {}): Mark => {
  return { lineage: 'first', seq, hash: `hash of ${seq}`, refused: 0, ...more };
};

it('WIT-1 tells how far the journal has come, at most every 100 ms, and the last word within them', () => {
  const one = witness();
  one.note(mark(1));
  expect(one.read()).toEqual(mark(1));
  for (const seq of [2, 3, 4]) one.note(mark(seq));
  pass(99);
  expect(one.read()).toEqual(mark(1));
  pass(1);
  expect(one.read()).toEqual(mark(4));
  pass(1_000);
  one.note(mark(5, { hash: 'short' }));
  expect(witness().read()).toEqual(mark(5, { hash: 'short' }));
  expect(statSync(path)).toMatchObject({ size: 512 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(fsyncSync).not.toHaveBeenCalled();
});

it('WIT-2 is told of each commit after it, and sealed with an fsync when the journal is closed', async () => {
  const file = open();
  const journal = new WitnessedJournal(file, witness());
  expect(witness().read()).toMatchObject({ seq: 0, hash: '', lineage: idNo(2) });
  pass(100);
  const [hash] = await journal.append(group(commit(1), rejection(9)), 0);
  expect(witness().read()).toEqual({ lineage: idNo(2), seq: 1, hash, refused: 1 });
  await expect(journal.append(group(commit(9)), 8)).rejects.toThrow('The head is 1');
  await journal.append(group(commit(2)), 1);
  expect(witness().read()).toMatchObject({ seq: 1 });
  const last = file.mark();
  await journal.close();
  expect(witness().read()).toEqual(last);
  expect(fsyncSync).toHaveBeenCalledTimes(1);
  pass(1_000);
  expect(witness().read()).toEqual(last);
});

it('WIT-3 a witness that is behind the journal or beside it is no sign of anything', async () => {
  const file = open();
  const before = file.mark();
  await file.append(group(commit(1), commit(2), rejection(9)), 0);
  expect(await judge(file.mark(), file)).toEqual({ is: 'sound' });
  expect(await judge(before, file)).toEqual({ is: 'sound' });
  await file.close();
});

it('WIT-4 a journal that knows less than its witness, or something else, has lost something', async () => {
  const file = open();
  await file.append(group(commit(1), commit(2), rejection(9)), 0);
  const has = file.mark();
  const lost = (shared: number, says: string): unknown => ({
    is: 'lost',
    shared,
    says: expect.stringContaining(says),
  });
  const told = (more: Partial<Mark>) => judge({ ...has, ...more }, file);
  expect(await told({ seq: 3 })).toEqual(lost(2, 'ends at entry 2, and entry 3 had been saved'));
  expect(await told({ hash: 'another' })).toEqual(
    lost(0, 'Entry 2 of the database is not the one'),
  );
  expect(await told({ seq: 1 })).toEqual(lost(0, 'Entry 1 of the database'));
  expect(await told({ lineage: 'another' })).toEqual(lost(2, 'another lineage'));
  expect(await told({ refused: 2 })).toEqual(lost(2, 'refusals that had been saved'));
  await file.close();
});

it('WIT-4 a new lineage knows what it shares with those before it', async () => {
  const file = open();
  await file.append(group(commit(1), commit(2)), 0);
  file.beginLineage('second', 2);
  await new WitnessedJournal(file, witness()).append(group(commit(3), commit(4)), 2);
  pass(100);
  expect(await judge(witness().read(), file)).toEqual({ is: 'sound' });
  file.beginLineage('third', 4);
  expect(await judge(witness().read(), file)).toMatchObject({ is: 'lost', shared: 4 });
  await file.close();
});

it('WIT-5 a missing witness is made, and one with any bit flipped is made anew', async () => {
  const file = open();
  await file.append(group(commit(1)), 0);
  expect(await judge(witness().read(), file)).toMatchObject({ is: 'anew', says: /no witness yet/ });
  witness().note(file.mark());
  const sound = readFileSync(path);
  const used = sound.toString().trimEnd().length;
  const unseen = Array.from({ length: used * 8 }, (_, bit) => bit).filter((bit) => {
    const flipped = Buffer.from(sound);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(path, flipped);
    return witness().read() !== 'unreadable';
  });
  expect(unseen).toEqual([]);
  for (const length of [0, 1, used, 511]) {
    writeFileSync(path, sound.subarray(0, length));
    expect(witness().read()).toBe('unreadable');
  }
  expect(await judge('unreadable', file)).toMatchObject({ is: 'anew', says: /made anew/ });
  witness().note(file.mark());
  expect(await judge(witness().read(), file)).toEqual({ is: 'sound' });
  await file.close();
});

it('WIT-6 a witness that cannot be written stops nothing, and says why', async () => {
  const nowhere = new Witness(join(folder, 'not', 'there'), world);
  const journal = new WitnessedJournal(open(), nowhere);
  await journal.append(group(commit(1)), 0);
  await journal.close();
  expect(nowhere.problem).toContain('ENOENT');
});
