import { once } from 'node:events';
import { encodeCommand, encodeUp, PROTOCOL, type Up } from '@planwright/protocol';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startServer } from './testing/process.ts';
import { tempFolder } from './testing/temp.ts';
import { enterBy, projectCommand, visit } from './testing/visitor.ts';

const HELLO: Up = {
  type: 'hello',
  protocolMin: PROTOCOL.min,
  protocolMax: PROTOCOL.max,
  build: 'x',
  workspaceId: null,
  lineage: '0190f5fe-7c00-7000-8000-00000000000b',
  cursor: 1e300,
  cursorHash: '\ud83d\ude00',
  streams: [{ stream: 'a', acknowledged: 0 }],
  clientTime: 0,
};

const COMMAND = encodeCommand(projectCommand('Web'));
const FETCH = { type: 'fetch', req: 1, after: null, limit: 5 } as const;
const PARENT = '0190f5fe-7c00-7000-8000-00000000000a';

const FRAMES: readonly Up[] = [
  HELLO,
  { type: 'push', stream: 'üñ\u{1f600}', commands: [{ no: 1, command: COMMAND }] },
  { type: 'push', stream: '', commands: [{ no: 4_000_000_000, command: COMMAND }] },
  { ...FETCH, table: 'document', ids: ['x'], parent: null },
  { ...FETCH, table: '__proto__', ids: [PARENT], parent: null },
  {
    ...FETCH,
    table: 'activity',
    ids: [],
    parent: PARENT,
    after: "' OR 1=1 --",
    limit: 4_000_000_000,
  },
  { type: 'query', req: 1, kind: 'constructor', args: { __proto__: null } },
  { type: 'verdictAck', stream: 'a', upTo: 9 },
  { type: 'ping', cursor: -1 },
];

/** A row of chance that is the same every time (the constants of the C standard's `rand`). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** A frame as it is, cut off, with flipped bits, or bytes of pure chance. */
function spoiled(roll: (below: number) => number): Uint8Array {
  const frame = Buffer.from(encodeUp(FRAMES[roll(FRAMES.length)] ?? HELLO));
  switch (roll(4)) {
    case 0:
      return frame;
    case 1:
      return frame.subarray(0, roll(frame.length));
    case 2:
      for (let flips = roll(4); flips >= 0; flips -= 1) {
        const at = roll(frame.length);
        frame[at] = (frame[at] ?? 0) ^ (1 << roll(8));
      }
      return frame;
    default:
      return Uint8Array.from({ length: roll(300) }, () => roll(256));
  }
}

it.each([1, 2, 3, 4])(
  'SOCK-10 attack: random, cut-off, bit-flipped and unfitting frames, seed %i',
  async (seed) => {
    const server = await startServer(tempFolder());
    const cookie = await enterBy(server.address);
    const roll = chance(seed);
    for (let connection = 0; connection < 60; connection += 1) {
      const url = `${server.origin.replace('http', 'ws')}/socket`;
      const socket = new WebSocket(url, { headers: { cookie } });
      socket.on('error', () => undefined);
      await once(socket, 'open');
      if (roll(3) > 0) socket.send(encodeUp(HELLO));
      for (let sent = roll(8); sent >= 0; sent -= 1) socket.send(spoiled(roll));
      socket.close();
      await once(socket, 'close');
    }
    const visitor = await visit(server.origin, cookie);
    visitor.push(projectCommand('After it all', 'CALM'));
    expect((await visitor.next('batch')).entries).toHaveLength(1);
    expect(server.output()).not.toContain('Error');
  },
);
