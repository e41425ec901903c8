/**
 * Loads `bare-sockets.ts` just as `load.ts` loads the server: as many clients, frames of the same
 * size, as many on their way. Forked with a `BareWish`; answers with a `BareResult`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

import { spreadOf } from './figure.ts';
import type { BareResult, BareWish } from './bare.ts';

const wish = JSON.parse(process.argv[2] ?? '') as BareWish;
const payload = Buffer.alloc(wish.messageBytes, 7);

async function connect(): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < wish.clients) {
    const more = Math.min(50, wish.clients - sockets.length);
    const made = Array.from({ length: more }, async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${wish.port}/`, { perMessageDeflate: false });
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      return socket;
    });
    sockets.push(...(await Promise.all(made)));
  }
  return sockets;
}

/** Each client keeps `depth` messages on their way until `count` are answered in all. */
async function echo(sockets: readonly WebSocket[]): Promise<BareResult> {
  let left = wish.count;
  let answered = 0;
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    const send = (socket: WebSocket): void => {
      if (left === 0) return;
      left -= 1;
      socket.send(payload);
    };
    for (const socket of sockets) {
      socket.on('message', () => {
        answered += 1;
        if (answered === wish.count) resolve();
        send(socket);
      });
    }
    for (const socket of sockets) for (let i = 0; i < wish.depth; i += 1) send(socket);
  });
  const perSecond = (wish.count / (performance.now() - begun)) * 1000;
  for (const socket of sockets) socket.removeAllListeners('message');
  return { perSecond };
}

async function fanOut(sockets: readonly WebSocket[]): Promise<BareResult> {
  const took: number[] = [];
  const last: number[] = [];
  let begun = 0;
  let missing = 0;
  let all: () => void = () => undefined;
  for (const socket of sockets.slice(1)) {
    socket.on('message', () => {
      took.push(performance.now() - begun);
      missing -= 1;
      if (missing === 0) all();
    });
  }
  for (let i = 0; i < wish.count; i += 1) {
    const arrived = new Promise<void>((resolve) => (all = resolve));
    missing = sockets.length - 1;
    begun = performance.now();
    sockets[0]?.send(payload);
    await arrived;
    last.push(performance.now() - begun);
    await pause(wish.gap);
  }
  for (const socket of sockets) socket.removeAllListeners('message');
  return { perSecond: 0, spread: spreadOf(took), last: spreadOf(last) };
}

const sockets = await connect();
const results: BareResult[] = [];
for (let run = 0; run < wish.runs; run += 1) {
  results.push(await (wish.mode === 'echo' ? echo(sockets) : fanOut(sockets)));
}
for (const socket of sockets) socket.terminate();
process.send?.(results);
process.disconnect?.();
