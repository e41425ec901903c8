import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { WorkItem } from './entity/work-item.ts';
import type { Id } from './lib/id.ts';
import type { Touched, Tracer } from './tables.ts';
import { Tables, byId, byRank, sameValue } from './tables.ts';
import { IndexAudit, rowsOf } from './testing/audit.ts';
import { idFor } from './testing/chance.ts';
import { World } from './testing/world.ts';

const template = new World().add('template');

const item = (name: string, words: Partial<WorkItem> = {}): WorkItem => ({
  ...template,
  id: idFor<'workItem'>(name),
  title: name,
  ...words,
});

const key = { project: idFor<'project'>('WEB') };

describe('tables', () => {
  it('TABLE-1 give a row by its id, all rows, their count, and nothing for nothing', () => {
    const tables = new Tables();
    const a = item('A');
    tables.set('workItem', a.id, a);
    expect(tables.get('workItem', a.id)).toBe(a);
    expect(tables.get('workItem', idFor('B'))).toBeUndefined();
    expect(tables.get('workItem', null)).toBeUndefined();
    expect(tables.get('workItem', undefined)).toBeUndefined();
    expect([...tables.all('workItem')]).toEqual([a]);
    expect([tables.count('workItem'), tables.count('state')]).toEqual([1, 0]);
  });

  it('TABLE-13 load rows without telling anybody', () => {
    const tables = new Tables();
    const [a, b] = [item('A', { rank: 'V', ...key }), item('B', { rank: 'U', ...key })];
    tables.load('workItem', [a, b]);
    expect(tables.get('workItem', a.id)).toBe(a);
    const audit = new IndexAudit();
    expect(audit.problems(tables)).toEqual([]);
    expect(tables.flush()).toEqual([]);
    tables.undo(0);
    expect(tables.count('workItem')).toBe(2);
    tables.set('workItem', a.id, { ...a, rank: 'A' });
    expect(tables.flush()).toMatchObject([{ before: a, after: { rank: 'A' } }]);
    expect(audit.problems(tables)).toEqual([]);
  });

  it('TABLE-2 list the rows of an index in its order: by rank, ties by id', () => {
    const tables = new Tables();
    const rows = [
      item('A', { rank: 'V' }),
      item('B', { rank: 'U' }),
      item('C', { rank: 'V' }),
      item('D', { rank: 'a' }),
    ];
    for (const row of rows) tables.set('workItem', row.id, row);
    const listed = [...tables.list('workItem', 'byProject', key.project)];
    expect(listed.map((row) => row.rank)).toEqual(['U', 'V', 'V', 'a']);
    expect(listed).toEqual([...rows].sort(byRank));
    expect(tables.first('workItem', 'byProject', key.project)).toBe(rows[1]);
    expect([...tables.list('workItem', 'byProject', 'nowhere')]).toEqual([]);
    expect(tables.first('workItem', 'byProject', 'nowhere')).toBeUndefined();
  });

  it('TABLE-3 leave a row whose key is null out of the index, and follow a key that changes', () => {
    const tables = new Tables();
    const a = item('A', { number: null });
    tables.set('workItem', a.id, a);
    expect(tables.first('workItem', 'byKey', `${key.project} null`)).toBeUndefined();
    const numbered = { ...a, number: 7 };
    tables.set('workItem', a.id, numbered);
    expect(tables.first('workItem', 'byKey', `${key.project} 7`)).toBe(numbered);
    tables.set('workItem', a.id, { ...a, number: 8 });
    expect(tables.first('workItem', 'byKey', `${key.project} 7`)).toBeUndefined();
  });

  it('TABLE-4 take back every write since a mark, down to the same objects', () => {
    const tables = new Tables();
    const a = item('A');
    tables.set('workItem', a.id, a);
    const mark = tables.mark();
    const before = rowsOf(tables);
    tables.set('workItem', a.id, { ...a, title: 'other' });
    tables.set('workItem', a.id, undefined);
    tables.set('workItem', idFor('B'), item('B'));
    tables.undo(mark);
    expect(rowsOf(tables)).toEqual(before);
    expect(tables.get('workItem', a.id)).toBe(a);
    expect([...tables.list('workItem', 'byProject', key.project)]).toEqual([a]);
  });

  it('TABLE-4 undo to marks inside one another, and keep what is settled', () => {
    const tables = new Tables();
    const outer = tables.mark();
    tables.set('workItem', idFor('A'), item('A'));
    const inner = tables.mark();
    tables.set('workItem', idFor('B'), item('B'));
    tables.undo(inner);
    expect(tables.count('workItem')).toBe(1);
    tables.settle();
    tables.undo(outer);
    expect(tables.count('workItem')).toBe(1);
  });

  it('TABLE-11 take back writes that were cut, though other rows were written since', () => {
    const tables = new Tables();
    const a = item('A', { rank: 'B' });
    tables.set('workItem', a.id, a);
    tables.settle();
    tables.set('workItem', a.id, { ...a, rank: 'D' });
    const cut = tables.cut(0);
    tables.set('workItem', idFor('C'), item('C', { rank: 'C' }));
    tables.takeBack(cut);
    expect(tables.get('workItem', a.id)).toBe(a);
    const ranks = () => [...tables.list('workItem', 'byProject', key.project)].map((r) => r.rank);
    expect(ranks()).toEqual(['B', 'C']);
    tables.undo(0);
    expect(ranks()).toEqual(['B']);
  });

  it('TABLE-12 tell of what is read and written before it is, and of nothing that is undone', () => {
    const tables = new Tables();
    const a = item('A');
    tables.set('workItem', a.id, { ...a, number: 7 });
    const told: string[] = [];
    const tracer: Tracer = {
      reads: (_, id) => told.push(`reads ${id}`),
      writes: (_, id) => told.push(`writes ${id}`),
    };
    const tellingOf = (what: () => void): readonly string[] => {
      told.length = 0;
      tables.traced(tracer, what);
      return told;
    };
    expect(tellingOf(() => tables.get('workItem', a.id))).toEqual([`reads ${a.id}`]);
    expect(tellingOf(() => tables.get('workItem', null))).toEqual([]);
    expect(tellingOf(() => tables.list('workItem', 'byState', 'x'))).toEqual(['reads x']);
    expect(tellingOf(() => tables.count('workItem'))).toEqual(['reads null']);
    expect(tellingOf(() => tables.all('workItem'))).toEqual(['reads null']);
    const renumbered = tellingOf(() => tables.set('workItem', a.id, { ...a, number: 8 }));
    expect(renumbered[0]).toBe(`reads ${a.id}`);
    expect(renumbered.slice(1)).toEqual(
      [a.id, a.project, a.state, `${a.project} 7`, `${a.project} 8`].map((one) => `writes ${one}`),
    );
    expect(tellingOf(() => tables.undo(0))).toEqual([]);
    tables.get('workItem', a.id);
    expect(told).toEqual([]);
  });

  it('TABLE-5 tell at a flush what is different since the last one, once for each row', () => {
    const tables = new Tables();
    const told: (readonly Touched[])[] = [];
    const leave = tables.subscribe((touched) => told.push(touched));
    const a = item('A');
    tables.set('workItem', a.id, item('A', { title: 'first' }));
    tables.set('workItem', a.id, a);
    expect(tables.flush()).toEqual([{ table: 'workItem', id: a.id, before: undefined, after: a }]);
    const later = { ...a, title: 'later' };
    tables.set('workItem', a.id, later);
    tables.flush();
    expect(told).toHaveLength(2);
    expect(told[1]?.[0]).toEqual({ table: 'workItem', id: a.id, before: a, after: later });
    leave();
    tables.set('workItem', a.id, undefined);
    tables.flush();
    expect(told).toHaveLength(2);
  });

  it('TABLE-5 tell of a quarter of a million rows at once', () => {
    const tables = new Tables();
    const a = item('A');
    for (let i = 0; i < 250_000; i += 1) tables.set('workItem', `${i}` as never, a);
    expect(tables.flush()).toHaveLength(250_000);
  });

  it('TABLE-6 tell nobody where nothing is different: written back, undone, or equal in value', () => {
    const tables = new Tables();
    const a = item('A');
    tables.set('workItem', a.id, a);
    tables.flush();
    let calls = 0;
    tables.subscribe(() => (calls += 1));
    const mark = tables.mark();
    tables.set('workItem', a.id, { ...a, title: 'other' });
    tables.set('workItem', idFor('B'), item('B'));
    tables.undo(mark);
    expect(tables.flush()).toEqual([]);
    tables.set('workItem', a.id, { ...a });
    expect(tables.flush()).toEqual([]);
    expect(calls).toBe(0);
  });

  it('TABLE-7 put a snapshot in the place of everything, and tell what that made different', () => {
    const tables = new Tables();
    const [a, b, c] = [item('A'), item('B'), item('C')];
    for (const row of [a, b]) tables.set('workItem', row.id, row);
    tables.flush();
    const newer = { ...b, title: 'newer' };
    tables.replace([
      { table: 'workItem', row: newer },
      { table: 'workItem', row: c },
    ]);
    tables.undo(0);
    const touched = tables.flush().map((one) => [one.before, one.after]);
    expect(new Set(touched)).toEqual(
      new Set([
        [b, newer],
        [undefined, c],
        [a, undefined],
      ]),
    );
    expect(new IndexAudit().problems(tables)).toEqual([]);
  });

  it('TABLE-8 compare values as values: JSON by what is in it', () => {
    expect(sameValue([1, { a: 2 }], [1, { a: 2 }])).toBe(true);
    for (const [a, b] of [
      [null, undefined],
      [0, '0'],
      [[1], [2]],
      [null, {}],
      ['a', 'b'],
    ]) {
      expect(sameValue(a, b)).toBe(false);
    }
  });

  it('TABLE-9 have indexes that equal ones built anew, after any writes, undone or not', () => {
    const write = fc.record({
      which: fc.nat(9),
      rank: fc.constantFrom('1', '2', '3', 'U', 'V'),
      parent: fc.option(fc.nat(9)),
      number: fc.option(fc.nat(5)),
      gone: fc.boolean(),
    });
    const step = fc.oneof(
      { weight: 8, arbitrary: write },
      fc.constantFrom('mark', 'undo', 'flush'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const tables = new Tables();
        const audit = new IndexAudit();
        const marks = [0];
        const then = [rowsOf(tables)];
        for (const one of steps) {
          if (one === 'mark') {
            marks.push(tables.mark());
            then.push(rowsOf(tables));
          } else if (one === 'flush') {
            tables.flush();
          } else if (one === 'undo') {
            tables.undo(marks.at(-1) ?? 0);
            expect(rowsOf(tables)).toEqual(then.at(-1));
          } else {
            const id = idFor<'workItem'>(`${one.which}`);
            const parent = one.parent === null ? null : idFor<'workItem'>(`${one.parent}`);
            const row = item(`${one.which}`, { rank: one.rank, parent, number: one.number });
            tables.set('workItem', id, one.gone ? undefined : row);
          }
          expect(audit.problems(tables)).toEqual([]);
        }
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  it('TABLE-10 order is total: by id, or by rank and then by id', () => {
    const row = fc.record({
      id: fc.uuid() as fc.Arbitrary<Id<'workItem'>>,
      rank: fc.constantFrom('U', 'V', 'Va'),
    });
    fc.assert(
      fc.property(row, row, row, (a, b, c) => {
        for (const order of [byId, byRank] as const) {
          expect(Math.sign(order(a, b))).toBe(-Math.sign(order(b, a)) + 0);
          if (a.id !== b.id) expect(order(a, b)).not.toBe(0);
          if (order(a, b) < 0 && order(b, c) < 0) expect(order(a, c)).toBeLessThan(0);
        }
      }),
      { seed: 10 },
    );
  });
});
