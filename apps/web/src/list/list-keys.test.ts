import type { ListRow } from '@planwright/engine';
import { describe, expect, it } from 'vitest';

import type { Cursor } from './list-keys.ts';
import { stepOf } from './list-keys.ts';
import { NOTHING, all, extended, toggled } from './selection.ts';

const item = (id: string, depth = 0, below = 0, folded = false) =>
  ({ kind: 'item', id, depth, below, folded }) as unknown as ListRow;
const group = (id: string, folded = false) => ({ kind: 'group', id, folded }) as unknown as ListRow;

/** # one › (a › b), c; # two › d */
const rows = [
  group('one'),
  item('a', 0, 1),
  item('b', 1),
  item('c', 0, 2, true),
  group('two'),
  item('d'),
];

const PLAIN = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

function press(key: string, row: string, cell: number | null = null, more = {}, selected = 0) {
  const at = rows.findIndex(({ id }) => id === row);
  const cursor: Cursor = { row, cell };
  return stepOf({ ...PLAIN, ...more, key }, cursor, { rows, at, cells: 3, page: 2, selected });
}

const leadsTo = (...args: Parameters<typeof press>): unknown => {
  const step = press(...args);
  return step?.do === 'go' ? [step.cursor.row, step.cursor.cell, step.extend] : step;
};

describe('keys of a list', () => {
  it('WEB-61 walk from row to row, in the same cell, and stop at both ends', () => {
    expect(leadsTo('j', 'a')).toEqual(['b', null, false]);
    expect(leadsTo('ArrowUp', 'b', 2)).toEqual(['a', 2, false]);
    expect(leadsTo('k', 'one')).toEqual(['one', null, false]);
    expect(leadsTo('PageDown', 'c', 1)).toEqual(['d', 1, false]);
    expect(leadsTo('ArrowDown', 'c', 1)).toEqual(['two', null, false]);
    expect(leadsTo('Home', 'd')).toEqual(['one', null, false]);
    expect(leadsTo('End', 'a')).toEqual(['d', null, false]);
    expect(leadsTo('ArrowDown', 'a', null, { shiftKey: true })).toEqual(['b', null, true]);
  });

  it('WEB-61 → unfolds, then goes into the cells; ← goes out, folds, then goes up', () => {
    expect(press('ArrowRight', 'c')).toEqual({ do: 'fold', row: 'c' });
    expect(leadsTo('ArrowRight', 'a')).toEqual(['a', 0, false]);
    expect(leadsTo('ArrowRight', 'a', 2)).toEqual(['a', 2, false]);
    expect(leadsTo('ArrowLeft', 'a', 0)).toEqual(['a', null, false]);
    expect(press('ArrowLeft', 'a')).toEqual({ do: 'fold', row: 'a' });
    expect(leadsTo('ArrowLeft', 'b')).toEqual(['a', null, false]);
    expect(leadsTo('ArrowLeft', 'c')).toEqual(['one', null, false]);
    expect(press('ArrowLeft', 'one')).toEqual({ do: 'fold', row: 'one' });
    expect(press('ArrowRight', 'one')).toBeNull();
  });

  it('WEB-61 open, edit, select, copy, delete and leave', () => {
    expect(press('Enter', 'a')).toEqual({ do: 'open', row: 'a' });
    expect(press('Enter', 'a', 1)).toEqual({ do: 'edit', row: 'a', cell: 1 });
    expect(press('Enter', 'two')).toEqual({ do: 'fold', row: 'two' });
    expect(press('F2', 'a')).toEqual({ do: 'edit', row: 'a', cell: null });
    expect(press(' ', 'a')).toEqual({ do: 'select', row: 'a' });
    expect(press('a', 'a', null, { ctrlKey: true })).toEqual({ do: 'selectAll' });
    expect(press('y', 'a', null, {}, 2)).toEqual({ do: 'copy', what: 'keys' });
    expect(press('c', 'a', null, { metaKey: true }, 2)).toEqual({ do: 'copy', what: 'lines' });
    expect(press('Delete', 'a', null, { shiftKey: true }, 2)).toEqual({ do: 'delete' });
    expect(press('Escape', 'a', 1)).toEqual({ do: 'leave' });
    expect(press('Escape', 'a', null, {}, 2)).toEqual({ do: 'leave' });
  });

  it('WEB-61 leave alone what is not theirs: of the panel, of the one item, of the browser', () => {
    expect(press('Escape', 'a')).toBeNull();
    expect(press('y', 'a')).toBeNull();
    expect(press('Delete', 'a', null, { shiftKey: true })).toBeNull();
    expect(press('c', 'a', null, { ctrlKey: true })).toBeNull();
    expect(press('ArrowDown', 'a', null, { altKey: true })).toBeNull();
    expect(press('q', 'a')).toBeNull();
  });
});

describe('a selection', () => {
  it('WEB-62 grows by rows and by groups, and lets them go', () => {
    const one = toggled(NOTHING, rows, 'a');
    expect([...one.ids]).toEqual(['a']);
    const more = toggled(one, rows, 'one');
    expect([...more.ids]).toEqual(['a', 'b', 'c']);
    expect([...toggled(more, rows, 'one').ids]).toEqual([]);
    expect([...toggled(more, rows, 'b').ids]).toEqual(['a', 'c']);
    expect(toggled(one, rows, 'gone')).toBe(one);
    expect([...all(rows).ids]).toEqual(['a', 'b', 'c', 'd']);
  });

  it('WEB-62 has a range that is drawn again from where it began, over groups too', () => {
    const one = toggled(NOTHING, rows, 'b');
    const down = extended(one, rows, 'b', 'd');
    expect([...down.ids].toSorted()).toEqual(['b', 'c', 'd']);
    const back = extended(down, rows, 'c', 'c');
    expect([...back.ids].toSorted()).toEqual(['b', 'c']);
    expect([...extended(back, rows, 'c', 'a').ids].toSorted()).toEqual(['a', 'b']);
    expect([...extended(NOTHING, rows, 'a', 'b').ids]).toEqual(['a', 'b']);
  });
});
