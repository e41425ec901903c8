/** From entries to frames: who gets which part. */
import type { Audience, Change, Entry } from '@planwright/engine';
import { patch } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { MAX_FRAME, decodeDown, decodeEntry, encodeEntry } from '@planwright/protocol';
import { expect, it } from 'vitest';

import type { Outgoing } from './publish.ts';
import { Batches, batchesFor } from './publish.ts';

const ann = idFor<'user'>('ann');
const ben = idFor<'user'>('ben');

/** An entry that changes one item in each of these audiences. */
function entryOf(seq: number, audiences: readonly string[], title = 'x'): Outgoing {
  const changes: Change[] = audiences.map((name) =>
    patch('workItem', idFor<'workItem'>(`${name} ${seq}`), { title }),
  );
  const entry: Entry = {
    seq,
    commandId: idFor<'command'>(`${seq}`),
    actor: ann,
    onBehalfOf: null,
    session: null,
    via: 'socket',
    actionId: null,
    jobId: null,
    issuedAt: 1,
    at: 1,
    kind: 'workItem.edit',
    changes,
  };
  const hash = `hash ${seq}`;
  return { seq, hash, entry, bytes: encodeEntry(entry), audiences: audiences as Audience[] };
}

/** The frames in short: `2-4 hash 4: 2(1) 4(2)` says seqs 2 to 4, with entries 2 and 4 in it. */
function short(frames: readonly Uint8Array[]): string[] {
  return frames.map((bytes) => {
    const frame = decodeDown(bytes);
    if (frame.type !== 'batch') throw new Error('no batch');
    const entries = frame.entries.map((one) => decodeEntry(one));
    const parts = entries.map(({ seq, changes }) => `${seq}(${changes.length})`);
    return `${frame.from}-${frame.to} ${frame.hash}: ${parts.join(' ')}`.trim();
  });
}

it('ROOM-23 the cursor passes what may not be seen; of the rest everybody gets their part', () => {
  const group = [
    entryOf(2, ['project:a']),
    entryOf(3, ['project:b']),
    entryOf(4, ['project:a', 'project:b']),
    entryOf(5, ['project:b']),
  ];
  const for_ = (user: typeof ann, ...scope: string[]): string[] =>
    short(batchesFor(group, new Set(scope as Audience[]), user));
  expect(for_(ben, 'project:a')).toEqual(['2-5 hash 5: 2(1) 4(1)']);
  expect(for_(ben, 'project:a', 'project:b')).toEqual(['2-5 hash 5: 2(1) 3(1) 4(2) 5(1)']);
  expect(for_(ben)).toEqual(['2-5 hash 5:']);
  expect(for_(ann)).toEqual(['2-5 hash 5: 2(0) 3(0) 4(0) 5(0)']);
});

it('ROOM-23 a group that is larger than a frame is cut, without a gap between the parts', () => {
  const group = Array.from({ length: 9 }, (_, i) =>
    entryOf(i + 1, [i === 4 ? 'project:b' : 'project:a'], 'x'.repeat(90_000)),
  );
  const frames = batchesFor(group, new Set<Audience>(['project:a']), ben);
  expect(short(frames)).toEqual([
    '1-2 hash 2: 1(1) 2(1)',
    '3-5 hash 5: 3(1) 4(1)',
    '6-7 hash 7: 6(1) 7(1)',
    '8-9 hash 9: 8(1) 9(1)',
  ]);
  expect(Math.max(...frames.map((bytes) => bytes.length))).toBeLessThan(MAX_FRAME);
});

it('ROOM-23 frames are made once for all who see the same of a group', () => {
  const batches = new Batches([entryOf(1, ['project:a', 'workspace'])]);
  const all = new Set<Audience>(['workspace', 'project:a', 'project:b']);
  const some = new Set<Audience>(['workspace']);
  const more = new Set<Audience>(['workspace', 'project:a']);
  expect(batches.for(all, ann)).toBe(batches.for(more, ben));
  expect(batches.for(some, ben)).toBe(batches.for(some, idFor<'user'>('zoe')));
  expect(batches.for(some, ann)).not.toBe(batches.for(some, ben));
  expect(batches.for(some, ben)).not.toBe(batches.for(all, ben));
});
