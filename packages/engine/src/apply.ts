/**
 * Apply: puts changes into the tables. The same function serves a pending command on a client,
 * an entry that arrives there, and a command that the server is about to commit.
 */
import type { Change } from './change.ts';
import type { Revision } from './entity/document.ts';
import { rowIdOf } from './change.ts';
import { entityOf } from './entity/list.ts';
import { applyPatch } from './lib/text-patch.ts';
import type { Tables } from './tables.ts';

/**
 * Applies changes in their order. `seq` is the position of their entry, which each changed row
 * remembers; null for a pending command, whose rows keep the position they had.
 *
 * A row that is newer than the entry is left alone (it was read after that entry), and so is a
 * patch of a row that is not here: cold rows are on a device only when somebody looked at them.
 * `evict` is for those who do not see the change that follows it.
 * A text that a revision does not fit is dropped, so that it is read again instead of shown wrong.
 */
export function apply(tables: Tables, changes: readonly Change[], seq: number | null): void {
  for (const [i, change] of changes.entries()) {
    if (change.op !== 'evict' || !isAbout(changes[i + 1], change)) applyOne(tables, change, seq);
  }
}

/** Is the next change about the row that is evicted here? Then it is still seen. */
function isAbout(next: Change | undefined, evict: Change): boolean {
  return next?.table === evict.table && rowIdOf(next) === rowIdOf(evict);
}

function applyOne(tables: Tables, change: Change, seq: number | null): void {
  const table = change.table;
  const id = rowIdOf(change) as never;
  const before = tables.get(table, id);
  if (seq !== null && before !== undefined && before.seq > seq) return;
  if (change.op === 'put') {
    const row = seq === null ? change.row : { ...change.row, seq };
    tables.set(table, id, row as never);
    if (change.table === 'revision') advance(tables, change.row, seq);
    return;
  }
  if (before === undefined) return;
  if (change.op === 'patch') {
    const stamp = seq === null ? {} : { seq };
    return tables.set(table, id, { ...before, ...change.set, ...stamp } as never);
  }
  tables.set(table, id, undefined);
}

/** The text that a revision makes of the one before it, where that document is here. */
function advance(tables: Tables, revision: Revision, seq: number | null): void {
  const document = tables.get('document', revision.document);
  if (document === undefined || document.rev >= revision.rev) return;
  const next = document.rev === revision.rev - 1;
  const text = next ? applyPatch(document.text, revision.patch) : null;
  const stamp = seq === null ? {} : { seq };
  const after = text === null ? undefined : { ...document, ...stamp, rev: revision.rev, text };
  tables.set('document', document.id, after);
}

/** Is a row of this table in memory on both sides? */
export function isHot(change: Change): boolean {
  return entityOf(change.table).hot;
}
