/**
 * Rows by hand: writes to a journal as another process would, past every rule. For what no command
 * can bring about yet (people, their roles), and for a head that moves under a room's feet.
 */
import type { AnyRow, Audience, Change, Entry, Member, Rows, User } from '@planwright/engine';
import { audienceOf, idOf, patch, put } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { encodeEntry } from '@planwright/protocol';

import type { Commit, Journal, RowWrite } from '../ports.ts';

type Writable = 'user' | 'member' | 'project' | 'workItem';

/** A person who is in the workspace; `name` is also the handle. */
export async function writePerson(
  journal: Journal,
  name: string,
  words: Partial<Pick<User, 'role' | 'status'>> = {},
): Promise<void> {
  await write(journal, 'user', {
    ...base(idFor<'user'>(name)),
    name,
    handle: name,
    kind: 'human',
    owner: null,
    colour: '#123456',
    role: 'member',
    status: 'active',
    ...words,
  });
}

/** Gives a person a role of their own in a project. */
export async function writeMember(
  journal: Journal,
  name: string,
  project: Member['project'],
  role: Member['role'] = 'editor',
): Promise<void> {
  const id = idFor<'member'>(`${project} ${name}`);
  await write(journal, 'member', { ...base(id), project, user: idFor<'user'>(name), role });
}

/** Takes the role away again: the row is marked as deleted. */
export async function unwriteMember(
  journal: Journal,
  name: string,
  project: Member['project'],
): Promise<void> {
  const id = idFor<'member'>(`${project} ${name}`);
  await edit(journal, 'member', id, { deletedAt: 1, deletedBy: idFor<'user'>('ann') });
}

/** Changes fields of a row that is there. */
export async function edit<T extends Writable>(
  journal: Journal,
  table: T,
  id: Rows[T]['id'],
  set: Partial<Rows[T]>,
): Promise<void> {
  const [found] = await journal.rowsOf([{ table, id } as never]);
  if (found?.row === null || found === undefined) throw new Error(`there is no ${table} ${id}`);
  const row = { ...found.row, ...set } as Rows[T];
  await append(journal, table, row, patch(table, id as never, set));
}

async function write<T extends Writable>(journal: Journal, table: T, row: Rows[T]): Promise<void> {
  await append(journal, table, row, put(table, row));
}

async function append<T extends Writable>(
  journal: Journal,
  table: T,
  row: Rows[T],
  change: Change,
): Promise<void> {
  const head = await journal.head();
  const seq = head.seq + 1;
  const user = idFor<'user'>('ann');
  const commandId = idFor<'command'>(`by hand ${head.lineage} ${seq}`);
  const at = Math.max(head.at, 1);
  const entry: Entry = {
    seq,
    commandId,
    actor: user,
    onBehalfOf: null,
    session: null,
    via: 'cli',
    actionId: null,
    jobId: null,
    issuedAt: at,
    at,
    kind: 'user.edit',
    changes: [change],
  };
  const stored = { ...(row as unknown as AnyRow), seq };
  const commit: Commit = {
    record: { commandId, user, stream: null, no: null, actionId: null, at },
    entry,
    bytes: encodeEntry(entry),
    audiences: [audienceOf(table, row) as Audience],
    rows: [{ table, id: row.id, row: stored } as unknown as RowWrite],
    activity: [],
  };
  await journal.append({ commits: [commit], rejections: [] }, head.seq);
}

function base<T extends string>(id: T) {
  return {
    id: idOf<never>(id) as unknown as T,
    version: 1,
    seq: 0,
    createdAt: 1,
    createdBy: idFor<'user'>('ann'),
    updatedAt: 1,
    updatedBy: idFor<'user'>('ann'),
    deletedAt: null,
    deletedBy: null,
  };
}
