import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Scrubbed } from '@planwright/journal';
import { expect, it } from 'vitest';
import { newCommand } from './command.ts';
import { SCRUB_EVERY, Scrubber, scrubbing } from './scrub.ts';
import { openOffice } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

const SOUND: Scrubbed = { found: [], entries: 1, rows: 1 };

/** A scrubber with a clock of its own, on a room in a folder. */
async function scene(scrub?: () => Promise<Scrubbed>) {
  const folder = tempFolder();
  const office = await openOffice(folder);
  const state = { time: 1_000, times: 0, said: [] as string[], folder };
  const own = scrubbing(join(folder, 'data.db')).scrub;
  const scrubber = new Scrubber({
    ...office,
    now: () => state.time,
    scrub: () => {
      state.times += 1;
      return (scrub ?? own)();
    },
    say: (sentence) => void state.said.push(sentence),
  });
  const edit = () =>
    office.room.submit(
      newCommand('user.edit', { id: office.me, name: 'Ann' }, office.world),
      office.me,
      'rest',
    );
  return Object.assign(state, { scrubber, edit });
}

it('SCRB-6 the database is scrubbed once a day, while nobody writes', async () => {
  const at = await scene(async () => SOUND);
  await at.edit();
  await at.scrubber.look();
  expect(at.times).toBe(0);
  await Promise.all([at.scrubber.look(), at.scrubber.look()]);
  expect(at.times).toBe(1);
  at.time += SCRUB_EVERY - 1;
  await at.scrubber.look();
  expect(at.times).toBe(1);
  at.time += 1;
  await at.edit();
  await at.scrubber.look();
  expect(at.times).toBe(1);
  await at.scrubber.look();
  expect([at.times, at.scrubber.problem]).toEqual([2, null]);
});

it('SCRB-6 a scrub that fails is tried again the next day', async () => {
  const at = await scene(() => Promise.reject(new Error('no memory')));
  await at.scrubber.look();
  await at.scrubber.look();
  expect([at.times, at.scrubber.problem]).toEqual([1, null]);
  at.time += SCRUB_EVERY;
  await at.scrubber.look();
  expect(at.times).toBe(2);
});

it('SCRB-7 what is wrong is said on the terminal, in the log and by /ready', async () => {
  const at = await scene();
  await at.scrubber.look();
  expect([at.times, at.said, at.scrubber.problem]).toEqual([1, [], null]);
  const other = new DatabaseSync(join(at.folder, 'data.db'));
  other.exec("UPDATE pm_users SET name = 'Eve'");
  other.close();
  at.time += SCRUB_EVERY;
  await at.scrubber.look();
  expect(at.scrubber.problem).toMatch(/^The database is damaged: pm_users .* is not what the/);
  expect(at.said).toEqual([at.scrubber.problem]);
});
