import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { MAX_FRAME } from '@planwright/protocol';
import { WebSocket } from 'ws';
import { FIRST_MESSAGE_TIME, SILENCE_TIME } from './socket.ts';
import { buildHouse, FAILS, type House } from './testing/house.ts';

async function enter(house: House): Promise<WebSocket> {
  const socket = await house.dial();
  if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
  return socket;
}

async function closed(socket: WebSocket): Promise<[code: number, reason: string]> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, reason.toString()];
}

/** Resolves when the server knows of so many connections. */
async function counted(house: House, count: number): Promise<void> {
  while (house.sockets.count() !== count) await nextTurn();
}

/** Resolves when the server has heard everything that was sent to it so far. */
async function settled(socket: WebSocket): Promise<void> {
  socket.ping();
  await once(socket, 'pong');
}

it('SOCK-1 carries frames both ways', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  socket.send(Buffer.from([1, 2, 3]));
  await settled(socket);
  expect(house.seen[0]?.frames).toEqual([Uint8Array.of(1, 2, 3)]);
  house.seen[0]?.connection.send(Uint8Array.of(4));
  const [data, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
  expect([[...data], isBinary]).toEqual([[4], true]);
  expect(house.sockets.count()).toBe(1);
  socket.close();
  await closed(socket);
  await counted(house, 0);
  expect(house.seen[0]?.left).toBe(true);
});

it('SOCK-1 messages of every length arrive whole', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  const { connection } = house.seen[0] ?? {};
  for (const length of [0, 1, 125, 126, 65_535, 65_536, MAX_FRAME]) {
    const message = new Uint8Array(length).fill(length);
    const heard = once(socket, 'message');
    connection?.send(message);
    const [data] = (await heard) as [Buffer];
    expect(data.equals(message)).toBe(true);
  }
  socket.close();
  await closed(socket);
});

it('SOCK-1 frames of one turn arrive in order, and what was sent before a goodbye arrives', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  const heard: number[] = [];
  socket.on('message', (data: Buffer) => heard.push(data[0] ?? -1));
  const end = closed(socket);
  const { connection } = house.seen[0] ?? {};
  for (let number = 0; number < 200; number += 1) connection?.send(Uint8Array.of(number));
  expect(connection?.buffered()).toBeGreaterThan(0);
  connection?.close(1001, 'bye');
  connection?.send(Uint8Array.of(255));
  expect(await end).toEqual([1001, 'bye']);
  expect(heard).toEqual(Array.from({ length: 200 }, (_, number) => number));
});

it('SOCK-1 the cookie opens a socket of the own origin', async () => {
  const house = await buildHouse();
  const url = `ws://127.0.0.1:${house.port}/socket`;
  const socket = new WebSocket(url, { headers: { cookie: house.cookie, origin: house.origin } });
  await once(socket, 'open');
  expect(house.sockets.count()).toBe(1);
});

it('DOOR-1 attack: upgrade with a foreign Host', async () => {
  const house = await buildHouse();
  expect(await house.dial({ host: 'example.com' })).toBe(421);
  expect(await house.dial({ host: `localhost:${house.port}` })).toBe(308);
});

it('DOOR-4 attack: upgrade with a foreign, null, look-alike and doubled Origin', async () => {
  const house = await buildHouse();
  const origins = [
    'https://example.com',
    'null',
    `${house.origin}.example.com`,
    [house.origin, house.origin],
  ];
  for (const origin of origins) expect(await house.dial({ origin })).toBe(403);
  expect(await house.dial({ 'sec-fetch-site': 'same-site', origin: house.origin })).toBe(403);
  expect(house.seen).toEqual([]);
});

it('DOOR-8 attack: upgrade without a key, or with a wrong one', async () => {
  const house = await buildHouse();
  expect(await house.dial({ authorization: 'Bearer x' })).toBe(401);
  const bare = new WebSocket(`ws://127.0.0.1:${house.port}/socket`);
  bare.on('error', () => undefined);
  const [, response] = (await once(bare, 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ];
  expect(response.statusCode).toBe(401);
});

it('DOOR-12 a refused upgrade carries the safety headers', async () => {
  const house = await buildHouse();
  const reply = await house.raw(
    `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  expect(reply).toMatch(/^HTTP\/1.1 401 /);
  expect(reply).toContain('x-frame-options: DENY');
});

it('SOCK-2 there is one address for sockets, and other protocols are plain requests', async () => {
  const house = await buildHouse();
  expect(await house.dial({}, '/')).toBe(404);
  const h2c = await house.raw(
    `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`,
  );
  expect(h2c).toMatch(/^HTTP\/1.1 200 /);
});

it('SOCK-3 one connection over the limit is refused with 503, until another leaves', async () => {
  const house = await buildHouse({ mostConnections: 2 });
  const first = await enter(house);
  await enter(house);
  expect(await house.dial()).toBe(503);
  first.close();
  await closed(first);
  await counted(house, 1);
  await enter(house);
});

it('SOCK-4 attack: silence after the handshake', async () => {
  const house = await buildHouse();
  const silent = await enter(house);
  const speaking = await enter(house);
  speaking.send(Buffer.from([1]));
  await settled(speaking);
  house.tick(FIRST_MESSAGE_TIME - 1);
  house.sockets.sweep();
  await settled(silent);
  const end = closed(silent);
  house.tick(1);
  house.sockets.sweep();
  expect(await end).toEqual([1008, 'no first message']);
  await counted(house, 1);
  expect(house.seen.map((seen) => seen.left)).toEqual([true, false]);
});

it('SOCK-5 a connection that falls silent is dropped after 150 seconds', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  for (let round = 0; round < 3; round += 1) {
    socket.send(Buffer.from([1]));
    await settled(socket);
    house.tick(SILENCE_TIME - 1);
    house.sockets.sweep();
  }
  const end = closed(socket);
  house.tick(1);
  house.sockets.sweep();
  expect(await end).toEqual([1008, 'silent']);
});

it('SOCK-6 attack: a message over the limit', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  socket.send(Buffer.alloc(MAX_FRAME));
  await settled(socket);
  expect(house.seen[0]?.frames[0]?.length).toBe(MAX_FRAME);
  const end = closed(socket);
  socket.send(Buffer.alloc(MAX_FRAME + 1));
  expect((await end)[0]).toBe(1009);
  expect(house.seen[0]?.frames).toHaveLength(1);
});

it('SOCK-6 attack: endless fragments', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  const end = closed(socket);
  for (let part = 0; part < 1000; part += 1) socket.send(Buffer.alloc(1), { fin: false });
  expect((await end)[0]).toBe(1008);
  expect(house.seen[0]?.frames).toEqual([]);
});

it('SOCK-6 attack: a compressed bomb is no message, because nothing is compressed', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  expect(socket.extensions).toBe('');
  const end = closed(socket);
  const raw = (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;
  raw.write(Buffer.from([0xc2, 0x81, 0, 0, 0, 0, 0x63]));
  expect((await end)[0]).toBe(1002);
});

it('SOCK-7 attack: text messages and broken frames end the connection and nothing else', async () => {
  const house = await buildHouse();
  const text = await enter(house);
  const end = closed(text);
  text.send('hello');
  text.send(Buffer.from([1]));
  expect(await end).toEqual([1003, 'binary messages only']);

  const key = `Authorization: Bearer ${house.token}\r\n`;
  const handshake =
    `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\n${key}Connection: Upgrade\r\n` +
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
  const reply = await house.raw(`${handshake}${'\xff'.repeat(50)}`);
  expect(reply).toMatch(/^HTTP\/1.1 101 /);
  expect(house.seen.flatMap((seen) => seen.frames)).toEqual([]);
  await counted(house, 0);
});

it('SOCK-7 a message that fails inside ends its own connection alone', async () => {
  const house = await buildHouse();
  const [first, second] = [await enter(house), await enter(house)];
  const end = closed(first);
  first.send(Buffer.from([FAILS]));
  expect(await end).toEqual([1011, 'something went wrong inside']);
  second.send(Buffer.from([1]));
  await settled(second);
  expect(house.seen[1]?.frames).toEqual([Uint8Array.of(1)]);
});

it('SOCK-7 attack: a handshake that is none', async () => {
  const house = await buildHouse();
  const start = `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nAuthorization: Bearer ${house.token}\r\n`;
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  expect(await house.raw(`${start}${upgrade}\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  expect(await house.raw(`${start}${upgrade}Sec-WebSocket-Version: 1\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 4\d\d /,
  );
});

it('SOCK-8 attack: a reader that stalls is visible to the room, and costs the others nothing', async () => {
  const house = await buildHouse();
  const stalled = connect(house.port, '127.0.0.1');
  stalled.write(
    `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nAuthorization: Bearer ${house.token}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(stalled, 'readable');
  stalled.pause();
  const other = await enter(house);
  const [first, second] = house.seen;
  for (let round = 0; round < 100; round += 1) first?.connection.send(new Uint8Array(MAX_FRAME));
  expect(first?.connection.buffered()).toBeGreaterThan(8 * 1024 * 1024);
  second?.connection.send(Uint8Array.of(7));
  const [data] = (await once(other, 'message')) as [Buffer];
  expect([...data]).toEqual([7]);
  expect(first?.drained).toBe(0);
  stalled.resume();
  while (first?.drained === 0) await nextTurn();
  expect(first?.connection.buffered()).toBe(0);
  stalled.destroy();
});

it('SOCK-9 a stop says goodbye to all with the reason, and lets nobody in', async () => {
  const house = await buildHouse();
  const socket = await enter(house);
  const end = closed(socket);
  const gone = house.sockets.close('the server is stopping');
  expect(await house.dial()).toBe(503);
  expect(await end).toEqual([1001, 'the server is stopping']);
  await gone;
  expect(house.sockets.count()).toBe(0);
});
