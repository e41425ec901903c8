/** Controls on the side of the device: replica, cache, outbox, and the state in memory. */
import { Tables } from '@planwright/engine';
import type { Tracer } from '@planwright/engine';
import type { DownOf } from '@planwright/protocol';
import { decodeDown, decodeEntry, encodeDown } from '@planwright/protocol';
import type { Cache, RowWrite } from '@planwright/sync';

import { Sorted } from '../../packages/engine/src/lib/sorted.ts';
import { PendingList } from '../../packages/sync/src/pending.ts';
import { SettledList } from '../../packages/sync/src/settled.ts';
import type { Control } from './control.ts';
import type { Watched } from './ledger.ts';
import { patched } from './patching.ts';

export const clientControls: readonly Control[] = [
  {
    name: 'the acknowledgement comes in a frame of its own, before the changes',
    piece: 'acknowledgement in the frame of the changes',
    within: 100,
    seams: () => ({ down: acknowledgedFirst }),
  },
  {
    name: 'every life of a tab has the same stream',
    piece: 'a fresh random stream id for each life',
    within: 60,
    seams: () => ({
      ports: (ports, slot) => ({ ...ports, newId: streamOfSlot(ports.newId, slot) }),
    }),
  },
  {
    name: 'gaps in the entries are not looked for',
    piece: 'batches start after the snapshot, gaps are seen',
    within: 200,
    seams: () => ({
      replica: (replica) => {
        patched(replica, 'batch', (batch) => (frame) => {
          return batch.call(replica, {
            ...frame,
            from: Math.min(frame.from, replica.received + 1),
          });
        });
      },
    }),
  },
  {
    name: "a session's entries start one too late after a snapshot",
    piece: 'batches start after the snapshot, gaps are seen',
    within: 60,
    seams: lateAfterSnapshot,
  },
  {
    name: 'heartbeats do not carry the head',
    piece: "the head's seq in every heartbeat",
    within: 150,
    seams: () => ({
      down: (bytes) => {
        const frame = decodeDown(bytes);
        return [frame.type === 'pong' ? encodeDown({ ...frame, head: 0 }) : bytes];
      },
    }),
  },
  {
    name: 'rows and cursor are kept in the cache one after the other',
    piece: 'rows and cursor in one cache transaction',
    within: 60,
    seams: () => ({ cache: (cache) => new TornCache(cache) }),
  },
  {
    name: 'what waits keeps its stream after a restore',
    piece: 'after a restore, a fresh stream with the same command ids',
    within: 100,
    seams: () => ({
      plant: () => patched(PendingList.prototype, 'moveToFreshStream', () => () => undefined),
    }),
  },
  {
    name: 'what was committed is not sent again after a restore',
    piece: null,
    within: 40,
    seams: () => ({
      plant: () => patched(SettledList.prototype, 'takeAfter', () => () => []),
    }),
  },
  {
    name: 'what was committed is sent again after a restore from one entry too late',
    piece: null,
    within: 100,
    seams: () => ({
      plant: () =>
        patched(
          SettledList.prototype,
          'takeAfter',
          (take) =>
            function (this: SettledList, seq) {
              return take.call(this, seq).slice(1);
            },
        ),
    }),
  },
  {
    name: 'who comes back gets what they missed from one entry too late',
    piece: null,
    within: 40,
    seams: lateFromLog,
  },
  {
    name: 'the rebase applies entries on top of what waits',
    piece: null,
    within: 20,
    seams: () => ({
      replica: ({ tables }) => {
        patched(tables, 'takeBack', () => () => undefined);
      },
    }),
  },
  {
    name: 'the rebase keeps a waiting edit that had read what is another now',
    piece: null,
    within: 20,
    seams: () => ({
      replica: ({ tables }) => {
        patched(tables, 'traced', (traced) => (tracer, what) => {
          const reads: Tracer['reads'] = (space, key) => tracer.reads(space, key);
          return traced.call(tables, { reads, writes: () => undefined }, what) as never;
        });
      },
    }),
  },
  {
    name: 'undo forgets one index',
    piece: null,
    within: 10,
    seams: () => ({ plant: forgetIndex }),
  },
  {
    name: 'ranks are compared as words of a language',
    piece: null,
    within: 60,
    seams: () => ({ plant: ranksAsWords }),
  },
  {
    name: 'commands are sent before the outbox has them',
    piece: null,
    within: 150,
    seams: () => ({
      plant: () =>
        patched(
          PendingList.prototype,
          'nextPush',
          (next) =>
            function (this: PendingList) {
              for (const own of this.list) own.stored = true;
              return next.call(this);
            },
        ),
    }),
  },
];

/** Each entry of this device's own is said to be settled before it comes. */
function acknowledgedFirst(bytes: Uint8Array, device: Watched): Uint8Array[] {
  const frame = decodeDown(bytes);
  if (frame.type !== 'batch') return [bytes];
  const pending = new Map(device.replica.pending.map((own) => [own.command.commandId, own]));
  const own = frame.entries.flatMap((one) => pending.get(decodeEntry(one).commandId) ?? []);
  const early = own.map(({ stream, no, command }) =>
    encodeDown({
      type: 'verdicts',
      stream,
      verdicts: [{ no, commandId: command.commandId, seq: 1, refusal: null }],
    }),
  );
  return [...early, bytes];
}

/** The first id that a replica asks for names its stream; so do those after a restore or a gap. */
function streamOfSlot(newId: () => string, slot: number): () => string {
  const stream = `00000000-0000-4000-8000-00000000000${slot}`;
  let isFirst = true;
  return () => {
    if (!isFirst) return newId();
    isFirst = false;
    return stream;
  };
}

/** The first batch after a snapshot is left out, and the next one hides it. */
function lateAfterSnapshot() {
  const left = new Map<Watched, 'awaiting' | number>();
  return {
    down: (bytes: Uint8Array, device: Watched): Uint8Array[] => {
      const frame = decodeDown(bytes);
      if (frame.type === 'welcome') {
        left.delete(device);
        if (frame.mode === 'SNAPSHOT') left.set(device, 'awaiting');
      }
      if (frame.type !== 'batch') return [bytes];
      const state = left.get(device);
      if (state === undefined) return [bytes];
      if (state === 'awaiting') {
        left.set(device, frame.from);
        return [];
      }
      left.delete(device);
      return [encodeDown({ ...(frame satisfies DownOf<'batch'>), from: state })];
    },
  };
}

/** Writes the position at once, and the rows only with the next write. */
class TornCache implements Cache {
  readonly #under: Cache;
  #late: readonly RowWrite[] = [];

  constructor(under: Cache) {
    this.#under = under;
  }

  read(): ReturnType<Cache['read']> {
    return this.#under.read();
  }

  write(rows: readonly RowWrite[], position: Parameters<Cache['write']>[1]): void {
    this.#under.write(this.#late, position);
    this.#late = rows;
  }

  reset(...[rows, position]: Parameters<Cache['reset']>): void {
    this.#late = [];
    this.#under.reset(rows, position);
  }
}

/** What was missed comes from one entry too late. */
function lateFromLog() {
  const late = new Set<Watched>();
  return {
    down: (bytes: Uint8Array, device: Watched): Uint8Array[] => {
      const frame = decodeDown(bytes);
      if (frame.type === 'welcome' && frame.mode === 'LOG') late.add(device);
      if (frame.type !== 'batch' || !late.delete(device)) return [bytes];
      return [encodeDown({ ...frame, entries: frame.entries.slice(1) })];
    },
  };
}

/** After an undo, an item is missing in the list of its state. */
function forgetIndex(): () => void {
  const written = new WeakMap<Tables, { table: string; id: string }[]>();
  const back = [
    patched(
      Tables.prototype,
      'set',
      (set) =>
        function (this: Tables, table, id, row) {
          const log = written.get(this) ?? [];
          written.set(this, [...log, { table, id }]);
          set.call(this, table as never, id as never, row as never);
        },
    ),
    patched(
      Tables.prototype,
      'undo',
      (undo) =>
        function (this: Tables, mark) {
          undo.call(this, mark);
          for (const { table, id } of written.get(this) ?? []) {
            const item = table === 'workItem' ? this.get('workItem', id as never) : undefined;
            if (item !== undefined) this.list('workItem', 'byState', item.state).remove(item);
          }
          written.delete(this);
        },
    ),
    patched(
      Tables.prototype,
      'settle',
      (settle) =>
        function (this: Tables) {
          written.delete(this);
          settle.call(this);
        },
    ),
  ];
  return () => {
    for (const one of back) one();
  };
}

/** Lists are read in the order that a dictionary would give to the ranks. */
function ranksAsWords(): () => void {
  type Ranked = { readonly rank?: string };
  return patched(Sorted.prototype, Symbol.iterator as never, (each: never) => {
    const original = each as unknown as () => Generator<Ranked>;
    return function* (this: Sorted<Ranked>) {
      const rows = [...original.call(this)];
      if (rows[0]?.rank === undefined) return yield* rows;
      yield* rows.toSorted((a, b) => (a.rank ?? '').localeCompare(b.rank ?? '', 'en'));
    } as never;
  });
}
