import { describe, expect, it } from 'vitest';

import type { Activity } from './entity/activity.ts';
import type { Entry } from './entry.ts';
import { Emptying } from './emptying.ts';
import { activityOf } from './activity.ts';
import { apply } from './apply.ts';
import { Tables } from './tables.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { rowsOf } from './testing/audit.ts';
import { idFor } from './testing/chance.ts';
import { peopled, wish } from './testing/wishes.ts';
import { World } from './testing/world.ts';

/** The entries of a world and the activity that they make, emptied by each of its purges. */
function emptiedOf(world: World): { entries: Entry[]; told: Activity[] } {
  const entries = [...world.entries];
  const told = [...replayed(world.entries).told];
  for (const purge of world.entries) {
    const emptying = Emptying.after(purge);
    if (emptying === null) continue;
    for (let i = 0; i < purge.seq - 1; i += 1) {
      const entry = entries[i] as Entry;
      const rows = told.flatMap((row, at) => (row.entry === entry.seq ? [at] : []));
      const left = emptying.take(
        entry,
        rows.map((at) => told[at] as Activity),
      );
      entries[i] = left.entry;
      for (const [j, at] of rows.entries()) told[at] = left.told[j] as Activity;
    }
  }
  return { entries, told };
}

/** The rows and the activity that entries make. */
function replayed(entries: readonly Entry[]) {
  const tables = new Tables();
  const told: Activity[] = [];
  for (const entry of entries) {
    apply(tables, entry.changes, entry.seq);
    told.push(...activityOf(entry, tables.flush(), tables));
    tables.settle();
  }
  return { tables, told };
}

function gone(world: World, name: string): void {
  world.must('workItem.delete', { id: world.id(name) });
  world.must('workItem.purge', { id: world.id(name) });
}

const OLD = 'Sell the house';

describe('emptying', () => {
  it('EMPTY-1 takes out what was written in what is gone, and nothing else', () => {
    const world = new World();
    world.add('A', { title: OLD, description: OLD });
    world.add('B', { title: 'Bake bread', description: 'Bake it.' });
    world.must('comment.create', { id: idFor('said'), item: world.id('A'), text: OLD });
    world.must('workItem.edit', { id: world.id('A'), title: `${OLD} soon`, points: 2 });
    gone(world, 'A');
    const { entries, told } = emptiedOf(world);
    expect(JSON.stringify(world.entries)).toContain(OLD);
    expect(JSON.stringify([entries, told])).not.toContain(OLD);
    for (const word of ['Bake bread', 'Bake it.']) {
      expect(JSON.stringify(entries)).toContain(word);
    }
    const changes = (all: readonly Entry[]) =>
      all.map((entry) => entry.changes.map(({ op, table }) => `${op} ${table}`));
    expect(changes(entries)).toEqual(changes(world.entries));
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'EMPTY-2 the entries that are left make the same rows, and the activity that is left: %i',
    (seed) => {
      const world = peopled(new World(seed));
      for (let i = 0; i < 400; i += 1) {
        const { command, actor } = wish(world, seed * 1000 + i);
        world.actor = actor;
        world.commit(command, {});
        if (i % 40 !== 39) continue;
        world.as('ann');
        const [item] = [...world.tables.all('workItem')].filter((one) => one.deletedAt !== null);
        if (item === undefined) continue;
        isRefusal(world.do('workItem.purge', { id: item.id }));
      }
      const { entries, told } = emptiedOf(world);
      const again = replayed(entries);
      expect(again.told).toEqual(told);
      const rows = rowsOf(replayed(world.entries).tables);
      for (let from = 0; from < entries.length; from += 29) {
        const mixed = [...world.entries.slice(0, from), ...entries.slice(from)];
        expect(rowsOf(replayed(mixed).tables)).toEqual(rows);
      }
      expect(entries.filter((one, i) => one !== world.entries[i]).length).toBeGreaterThan(0);
    },
  );

  it('EMPTY-3 stand-ins are equal where the texts were', () => {
    const world = new World();
    world.add('A', { title: OLD });
    world.must('project.create', { id: idFor('APP'), key: 'APP', title: 'App' });
    world.must('workItem.transfer', { id: world.id('A'), project: idFor('APP') });
    world.must('workItem.edit', { id: world.id('A'), title: 'Rent it' });
    gone(world, 'A');
    const { entries } = emptiedOf(world);
    const titles = entries.flatMap(({ changes }) =>
      changes.flatMap((change) => {
        if (change.table !== 'workItem') return [];
        const values = change.op === 'put' ? change.row : change.op === 'patch' ? change.set : {};
        return values.title === undefined ? [] : [values.title];
      }),
    );
    expect(titles).toHaveLength(3);
    expect(titles[0]).toBe(titles[1]);
    expect(titles[2]).not.toBe(titles[1]);
  });

  it('EMPTY-4 what was emptied is emptied again to the same, and what came back later stays', () => {
    const world = new World();
    world.add('A', { title: OLD });
    gone(world, 'A');
    world.add('A', { title: 'Here again' });
    const once = emptiedOf(world).entries;
    expect(JSON.stringify(once)).toContain('Here again');
    gone(world, 'A');
    const twice = emptiedOf(world).entries;
    expect(JSON.stringify(twice)).not.toContain('Here again');
    expect(twice.slice(0, 3)).toEqual(once.slice(0, 3));
  });

  it('EMPTY-6 takes them out of refusals that quote them, and leaves all others', () => {
    const world = new World();
    world.add('A', { title: OLD });
    world.add('B', { title: 'Bake bread' });
    const refused = (name: string, title: string): Refusal => {
      const args = { id: world.id<'workItem'>(name), title: 'New' };
      const answer = world.do('workItem.edit', args, { expect: { fields: { title } } });
      if (!isRefusal(answer)) throw new Error('the edit was not refused');
      return answer;
    };
    const [found, believed] = [refused('A', 'Rent it'), refused('B', OLD)];
    const other = refused('B', 'Rent it');
    gone(world, 'A');
    const emptying = Emptying.after(world.entries.at(-1) as Entry);
    for (const entry of world.entries) emptying?.take(entry, []);
    expect(found).toMatchObject({ code: 'CONFLICT', actual: OLD });
    for (const one of [found, believed]) {
      expect(emptying?.refused(one)).toMatchObject({ code: 'CONFLICT', field: 'title' });
      expect(JSON.stringify(emptying?.refused(one))).not.toMatch(/Sell|Rent|Bake/);
    }
    expect(emptying?.refused(other)).toBe(other);
    const points = refuse('CONFLICT', { field: 'points', expected: OLD, actual: 3 });
    expect(emptying?.refused(points)).toBe(points);
  });

  it('EMPTY-5 nothing but a purge empties', () => {
    const world = new World();
    world.add('A');
    world.must('workItem.delete', { id: world.id('A') });
    expect(world.entries.map((entry) => Emptying.after(entry))).toEqual(
      world.entries.map(() => null),
    );
  });
});
