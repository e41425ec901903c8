/**
 * Resume: how somebody who comes back gets from where they stand to the head. There is nothing to
 * tell, or the log tells it, or only a snapshot does: after a restore, when the log is long, and
 * when they see more or less than before.
 */
import type { Audience, Tables, UserId } from '@planwright/engine';
import type { DownOf, UpOf } from '@planwright/protocol';
import { decodeEntry } from '@planwright/protocol';

import type { Head, RoomPorts } from './ports.ts';
import { audiencesWhere, concerns, makesProject } from './rights.ts';
import type { Snapshots } from './snapshot.ts';

/** What the way is judged by: the state at the head. */
export interface ResumeRoom {
  readonly tables: Tables;
  readonly head: Head;
  readonly ports: RoomPorts;
  readonly snapshots: Snapshots;
}

export type Way = Pick<DownOf<'welcome'>, 'mode' | 'forkedAt'>;

/** A log of at most this is sent rather than a snapshot, however small the snapshot. */
const SMALL_LOG = 64 * 1024;
/** Bytes of entries that are read from the journal at once. */
const PAGE_BYTES = 1024 * 1024;

/**
 * The way from this Hello to the head. `forkedAt` is the last seq that the client's history shares
 * with ours, where it is another one. Runs in the room's turn.
 */
export async function wayFrom(
  hello: UpOf<'hello'>,
  room: ResumeRoom,
  user: UserId,
  scope: ReadonlySet<Audience>,
): Promise<Way> {
  if (hello.lineage === null) return { mode: 'SNAPSHOT', forkedAt: null };
  const { journal, log } = room.ports;
  const { head } = room;
  const ahead = hello.cursor > head.seq;
  const same = !ahead && (await journal.hashAt(hello.cursor)) === hello.cursorHash;
  if (hello.lineage !== head.lineage || !same) {
    const facts = { user, cursor: hello.cursor, head: head.seq };
    log.error(facts, 'a client holds another history: it takes a snapshot');
    return { mode: 'SNAPSHOT', forkedAt: await forkOf(hello, room, same) };
  }
  if (hello.cursor === head.seq) return { mode: 'UP_TO_DATE', forkedAt: null };
  const bytes = await journal.bytesAfter(hello.cursor);
  const snapshot = room.snapshots.weigh(room.tables, scope);
  const short = bytes <= Math.max(SMALL_LOG, snapshot / 4);
  const tells = short && !(await rightsChangedSince(hello.cursor, room, user));
  return { mode: tells ? 'LOG' : 'SNAPSHOT', forkedAt: null };
}

/** The last seq of this client's history that is surely ours: 0 where nobody knows. */
async function forkOf(hello: UpOf<'hello'>, room: ResumeRoom, same: boolean): Promise<number> {
  if (same) return hello.cursor;
  if (hello.lineage === null || hello.lineage === room.head.lineage) return 0;
  return Math.min(hello.cursor, await room.ports.journal.sharedWith(hello.lineage));
}

/**
 * Has this person's scope changed, otherwise than by new projects? Then the log does not tell it:
 * rows that entered were written before, and those that left are in no entry.
 */
async function rightsChangedSince(
  cursor: number,
  { ports, tables, head }: ResumeRoom,
  user: UserId,
): Promise<boolean> {
  const made = new Set<Audience>();
  for (let seq = cursor; seq < head.seq;) {
    const stored = await ports.journal.after(seq, PAGE_BYTES);
    for (const { audiences, bytes } of stored) {
      const one = { entry: decodeEntry(bytes), audiences };
      for (const audience of audiencesWhere(one, makesProject)) made.add(audience);
      const changed = audiencesWhere(one, (change) => concerns(change, user, tables));
      if (changed.some((audience) => !made.has(audience))) return true;
    }
    seq = stored.at(-1)?.seq ?? head.seq;
  }
  return false;
}
