/**
 * Leaving an audience. Where a change takes a row out of the sight of some and into that of
 * others, those who see it no longer are told `evict`, and those who never saw it get it whole.
 */
import type { Change } from './change.ts';
import { put, rowIdOf } from './change.ts';
import type { AnyRow } from './entity/entity.ts';
import { audienceOf, entityOf } from './entity/list.ts';
import type { Tables } from './tables.ts';

/**
 * What a change is for everybody: itself or, where the row gets another audience, `evict` directly
 * before it. A hot row then comes whole; a cold one is read by whoever wants it, as ever.
 */
export function forEverybody(tables: Tables, change: Change): readonly Change[] {
  if (change.op !== 'put' && change.op !== 'patch') return [change];
  if (change.op === 'patch' && !('project' in change.set || 'toProject' in change.set)) {
    return [change];
  }
  const table = change.table;
  const before = tables.get(table, rowIdOf(change) as never) as AnyRow | undefined;
  if (before === undefined) return [change];
  const after = { ...before, ...(change.op === 'put' ? change.row : change.set) };
  if (audienceOf(table, before as never) === audienceOf(table, after as never)) return [change];
  const evict = { op: 'evict', table, id: before.id } as Change;
  return [evict, entityOf(table).hot ? put(table, after as never) : change];
}
