/** Controls on the side of the server: rooms, sessions and what they send. */
import type { Audience } from '@planwright/engine';
import { linkOf } from '@planwright/journal';
import { decodeDown, encodeDown } from '@planwright/protocol';
import type { Group } from '@planwright/sync';
import { Room } from '@planwright/sync';

import { Session } from '../../packages/sync/src/session.ts';
import type { Control } from './control.ts';
import { altered, sha256 } from './journal.ts';
import { patched } from './patching.ts';

export const roomControls: readonly Control[] = [
  {
    name: 'entries are sent before COMMIT',
    piece: null,
    within: 60,
    seams: () => ({ room: tellEarly }),
  },
  {
    name: 'the verdict of a refused command is dropped',
    piece: null,
    within: 20,
    seams: () => ({
      down: (bytes) => {
        const frame = decodeDown(bytes);
        if (frame.type === 'verdicts') {
          const verdicts = frame.verdicts.filter(({ refusal }) => refusal === null);
          return [encodeDown({ ...frame, verdicts })];
        }
        if (frame.type !== 'welcome') return [bytes];
        return [encodeDown({ ...frame, streams: [] })];
      },
    }),
  },
  {
    name: 'everybody is sent everything',
    piece: null,
    within: 5,
    seams: () => ({
      plant: () =>
        patched(
          Room.prototype,
          'scopeOf',
          () =>
            function (this: Room) {
              const scope = new Set<Audience>(['workspace']);
              for (const { id } of this.tables.all('project')) scope.add(`project:${id}`);
              for (const { id } of this.tables.all('user')) scope.add(`user:${id}`);
              return scope;
            },
        ),
    }),
  },
  {
    name: 'a group that was not written is not undone',
    piece: null,
    within: 60,
    seams: () => ({
      room: ({ tables }) => {
        patched(tables, 'undo', (undo) => (mark) => {
          if (mark > 0) undo.call(tables, mark);
        });
      },
    }),
  },
  {
    name: 'a room answers Hello without looking at the head of the journal',
    piece: null,
    within: 60,
    seams: () => ({
      plant: () => patched(Room.prototype, 'follow', () => async () => undefined),
    }),
  },
  {
    name: 'sessions go on as before when rights change',
    piece: null,
    within: 60,
    seams: () => ({
      plant: () => patched(Session.prototype, 'resync', () => () => undefined),
    }),
  },
];

/** Everybody hears of a group while it is being written. */
function tellEarly(room: Room): void {
  const { journal } = room.ports;
  const append = async (group: Group, expected: number): Promise<readonly string[]> => {
    const before = room.head;
    let { hash } = before;
    const outgoing = group.commits.map(({ entry, bytes, audiences }) => {
      ({ hash } = linkOf(sha256, hash, entry.seq, bytes));
      return { seq: entry.seq, hash, entry, bytes, audiences };
    });
    const last = group.commits.at(-1)?.entry;
    if (last === undefined) return journal.append(group, expected);
    room.publish(outgoing, { ...before, seq: last.seq, hash, at: last.at });
    room.publish([], before);
    return journal.append(group, expected);
  };
  const early = altered(journal, { append });
  Object.assign(room, { ports: { ...room.ports, journal: early } });
}
