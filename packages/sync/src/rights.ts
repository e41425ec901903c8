/** Rights: which changes decide what somebody may see, told from the changes alone. */
import type { Audience, Change, TableName, Tables, UserId } from '@planwright/engine';
import { rowIdOf } from '@planwright/engine';

/** The fields of these tables that decide what somebody may see (`scopeOf` reads them). */
const RIGHTS: { readonly [T in TableName]?: readonly string[] } = {
  user: ['role', 'status', 'deletedAt'],
  project: ['status', 'defaultRole', 'deletedAt'],
  member: ['project', 'user', 'role', 'deletedAt'],
};

/** Does this change decide what somebody may see? */
export function changesRights(change: Change): boolean {
  const { [change.table]: fields } = RIGHTS;
  if (fields === undefined) return false;
  return change.op !== 'patch' || fields.some((field) => field in change.set);
}

/**
 * Does this change decide what this person may see? Where the tables do not tell whom it is
 * about, it may be them.
 */
export function concerns(change: Change, user: UserId, tables: Tables): boolean {
  if (!changesRights(change)) return false;
  if (change.table === 'user') return rowIdOf(change) === user;
  if (change.table !== 'member') return true;
  const row = change.op === 'put' ? change.row : tables.get('member', change.id);
  return row === undefined || row.user === user;
}

/**
 * Is a project made here? Then all its rows come in this entry and those after it, and its
 * audience simply enters.
 */
export function makesProject(change: Change): boolean {
  return change.table === 'project' && change.op === 'put';
}

/** What all of these see: the audiences of the changes that are chosen. */
export function audiencesWhere(
  one: {
    readonly entry: { readonly changes: readonly Change[] };
    readonly audiences: readonly Audience[];
  },
  chosen: (change: Change) => boolean,
): Audience[] {
  return one.audiences.filter((_, i) => {
    const change = one.entry.changes[i];
    return change !== undefined && chosen(change);
  });
}
