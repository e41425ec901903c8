/** Patience: what is tried again, how often, and after what waits. */
import { hash } from 'node:crypto';

import type { Journal, JournalFault } from '@planwright/sync';
import { JournalError } from '@planwright/sync';
import { describe, expect, it } from 'vitest';

import { MemoryJournal } from './memory.ts';
import type { RetrySettings } from './retry.ts';
import { PatientJournal, retrying, waitBefore } from './retry.ts';
import { commit, group, idNo } from './testing/sample.ts';

const SETTINGS: RetrySettings = {
  maxAttempts: 4,
  initialDelayMs: 100,
  maxDelayMs: 250,
  backoffMultiplier: 2,
  jitter: false,
};

/** Work that fails a few times, and a world that notes its waits. */
function scene(fault: JournalFault | 'bug', times: number) {
  const waits: number[] = [];
  let tries = 0;
  const work = (): string => {
    tries += 1;
    if (tries > times) return 'done';
    throw fault === 'bug' ? new TypeError('a bug') : new JournalError(fault, `try ${tries}`);
  };
  const pause = async (ms: number): Promise<void> => void waits.push(ms);
  return { work, waits, tries: () => tries, world: { pause, chance: () => 0.5 } };
}

describe('retrying', () => {
  it('RTRY-1 tries what was busy again until it succeeds, max_attempts times in all', async () => {
    const passes = scene('busy', 3);
    expect(await retrying(passes.work, SETTINGS, passes.world)).toBe('done');
    expect(passes.tries()).toBe(4);

    const stays = scene('busy', 99);
    await expect(retrying(stays.work, SETTINGS, stays.world)).rejects.toThrow('try 4');
    const once = scene('busy', 1);
    await expect(retrying(once.work, { ...SETTINGS, maxAttempts: 1 }, once.world)).rejects.toThrow(
      'try 1',
    );
    expect(once.waits).toEqual([]);
  });

  it('RTRY-2 waits longer each time, and never longer than max_delay_secs', async () => {
    const { work, waits, world } = scene('busy', 3);
    await retrying(work, SETTINGS, world);
    expect(waits).toEqual([100, 200, 250]);
    const waitsOf = (more: Partial<RetrySettings>) =>
      [2, 3, 4].map((attempt) => waitBefore(attempt, { ...SETTINGS, ...more }, world));
    expect(waitsOf({ backoffMultiplier: 1 })).toEqual([100, 100, 100]);
    expect(waitsOf({ backoffMultiplier: 10, maxDelayMs: 60_000 })).toEqual([100, 1_000, 10_000]);
    expect(waitsOf({ initialDelayMs: 10 })).toEqual([10, 20, 40]);
  });

  it('RTRY-3 takes a part of each wait by chance where jitter is on', () => {
    const wait = (chance: number): number =>
      waitBefore(3, { ...SETTINGS, jitter: true }, { pause: async () => {}, chance: () => chance });
    expect([0, 0.5, 0.999].map(wait)).toEqual([0, 100, 199]);
  });

  it.each(['moved', 'broken', 'bug'] as const)('RTRY-4 never tries again: %s', async (fault) => {
    const { work, tries, world } = scene(fault, 1);
    await expect(retrying(work, SETTINGS, world)).rejects.toThrow(/try 1|a bug/);
    expect(tries()).toBe(1);
  });
});

it('RTRY-5 a patient journal is patient in all that it reads and writes', async () => {
  const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes);
  const real = new MemoryJournal({ workspaceId: 'w', lineage: 'l', hash: sha256 });
  let isBusy = true;
  /** Fails every other call. */
  const moody = new Proxy<Journal>(real, {
    get:
      (target, name: keyof Journal) =>
      async (...args: never[]) => {
        isBusy = !isBusy;
        if (!isBusy) throw new JournalError('busy', `${name} is busy`);
        return (target[name] as (...given: never[]) => unknown)(...args);
      },
  });
  const journal = new PatientJournal(moody, SETTINGS, scene('busy', 0).world);
  expect(await journal.append(group(commit(1)), 0)).toHaveLength(1);
  expect((await journal.head()).seq).toBe(1);
  expect(await journal.after(0, 1_000)).toHaveLength(1);
  expect(await journal.bytesAfter(0)).toBeGreaterThan(0);
  expect(await journal.hashAt(0)).toBe('');
  expect(await journal.rows({ table: 'user' })).toEqual([]);
  expect(await journal.rowsOf([])).toEqual([]);
  expect(await journal.verdicts([idNo(1)])).toHaveLength(1);
  expect(await journal.verdictsOf('ann-1', 0)).toHaveLength(1);
  expect(await journal.stream('ann-1')).toMatchObject({ last: 1 });
  expect(await journal.sharedWith('l')).toBe(1);
  await expect(journal.close()).rejects.toThrow('close is busy');
});
