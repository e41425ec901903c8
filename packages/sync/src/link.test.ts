/** The clockwork of the link, with a host that does nothing by itself. */
import { DEFAULT_LIMITS } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { Up } from '@planwright/protocol';
import { decodeUp, encodeDown } from '@planwright/protocol';
import { expect, it } from 'vitest';

import { Link } from './link.ts';
import { MemoryCache, MemoryOutbox } from './memory.ts';
import { Replica } from './replica.ts';

/** A link whose sockets the test opens and closes; `chance` is that of every wait. */
function linkWith(chance: number) {
  const clock = { now: 1_000_000 };
  const sent: Up[] = [];
  let ids = 0;
  const replica = new Replica({
    now: () => clock.now,
    newId: () => idFor(`id ${(ids += 1)}`),
    outbox: new MemoryOutbox(),
    cache: new MemoryCache(),
    build: 'test',
  });
  const link = new Link(replica, {
    now: () => clock.now,
    chance: () => chance,
    dial: () => undefined,
    hangUp: () => undefined,
    send: (bytes) => sent.push(decodeUp(bytes)),
    snapshot: (_, done) => done([]),
    wake: () => undefined,
    changed: () => undefined,
  });
  const welcome = encodeDown({
    type: 'welcome',
    protocol: 1,
    workspaceId: idFor('workspace'),
    lineage: idFor('lineage'),
    forkedAt: null,
    dataVersion: 1,
    head: 0,
    headHash: '',
    mode: 'SNAPSHOT',
    snapshot: 'first',
    streams: [],
    scope: [],
    limits: DEFAULT_LIMITS,
    user: idFor('ann'),
    session: 's',
    heartbeatMs: 15_000,
    serverTime: 1,
  });
  const goLive = (): void => {
    link.dial();
    link.opened();
    link.received(welcome);
    link.flush();
    expect(link.state).toBe('LIVE');
  };
  return { clock, sent, link, goLive };
}

/** The waits before so many attempts that all fail, in milliseconds. */
function waits({ clock, link }: ReturnType<typeof linkWith>, attempts: number): number[] {
  return Array.from({ length: attempts }, () => {
    link.dial();
    link.closed();
    const wait = link.nextDial! - clock.now;
    clock.now += wait;
    return wait;
  });
}

it('LINK-4 waits grow from half a second to half a minute, and begin anew once it was live', () => {
  const unlucky = linkWith(0.999_999);
  const longest = [1, 2, 4, 8, 16, 30, 30, 30].map((seconds) => seconds * 1000);
  expect(waits(unlucky, 8).map((wait) => Math.ceil(wait))).toEqual(longest);
  unlucky.goLive();
  unlucky.link.closed();
  expect(unlucky.link.nextDial! - unlucky.clock.now).toBeLessThan(1_000);
  expect(waits(linkWith(0), 5)).toEqual([500, 500, 500, 500, 500]);
});

it('LINK-4 a server that welcomes and then breaks is not dialled faster for it', () => {
  const side = linkWith(0.999_999);
  const seen: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    side.link.dial();
    side.link.opened();
    side.link.received(Uint8Array.of(0xff));
    seen.push(Math.ceil((side.link.nextDial! - side.clock.now) / 1000));
    side.clock.now = side.link.nextDial!;
  }
  expect(seen).toEqual([1, 2, 4, 8]);
});

it('LINK-4 whoever comes back to the page does not wait', () => {
  const { link } = linkWith(0.5);
  link.dial();
  link.closed();
  expect(link.state).toBe('WAIT');
  link.hidden(true);
  expect(link.state).toBe('WAIT');
  link.hidden(false);
  expect(link.state).toBe('DIALING');
  link.dial();
  expect(link.state).toBe('DIALING');
});

it('LINK-2 the heart beats every 15 seconds, and every 45 while nobody looks', () => {
  const { clock, sent, link, goLive } = linkWith(0.5);
  goLive();
  const pings = (): number => sent.filter(({ type }) => type === 'ping').length;
  const pong = encodeDown({ type: 'pong', head: 0, serverTime: 1 });
  const after = (ms: number): number => {
    clock.now += ms;
    link.tick();
    return pings();
  };
  expect([after(14_999), after(1)]).toEqual([0, 1]);
  link.hidden(true);
  link.received(pong);
  expect([after(44_999), after(1)]).toEqual([1, 2]);
  link.received(pong);
  link.hidden(false);
  expect(pings()).toBe(3);
});

it('LINK-2 frames of a socket that was given up are not heard', () => {
  const { link, goLive, sent } = linkWith(0.5);
  goLive();
  link.closed();
  const count = sent.length;
  link.received(encodeDown({ type: 'resync', reason: 'late' }));
  link.received(encodeDown({ type: 'goaway', code: 'AUTH', retryMs: 0, message: 'late' }));
  expect([link.state, sent.length]).toEqual(['WAIT', count]);
});
