/** A client of a running server: a browser's cookie, a socket, and frames. */
import { once } from 'node:events';
import { idOf, type Command } from '@planwright/engine';
import {
  decodeChunk,
  decodeDown,
  encodeCommand,
  encodeUp,
  PROTOCOL,
  type Down,
  type DownOf,
  type Up,
  type WireRow,
} from '@planwright/protocol';
import { v7 as newId } from 'uuid';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** Exchanges the printed address for the cookie. */
export async function enterBy(address: string): Promise<string> {
  const answer = await fetch(address, {
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'none' },
  });
  const [cookie] = answer.headers.getSetCookie();
  if (cookie === undefined) throw new Error(`no cookie: ${answer.status} ${await answer.text()}`);
  return cookie.split(';')[0] ?? '';
}

export interface Visitor {
  readonly welcome: DownOf<'welcome'>;
  /** The rows of the snapshot that Welcome named. */
  readonly rows: readonly WireRow[];
  readonly socket: WebSocket;
  send(frame: Up): void;
  /** Sends commands in a stream of their own. */
  push(...commands: Command[]): void;
  /** The next frame of a type; others are passed over. */
  next<T extends Down['type']>(type: T): Promise<DownOf<T>>;
}

/** Connects and says hello. */
export async function visit(origin: string, cookie: string): Promise<Visitor> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, {
    headers: { cookie, origin },
  });
  onTestFinished(() => socket.terminate());
  const arrived: Down[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    arrived.push(decodeDown(data));
    for (const go of waiting.splice(0)) go();
  });
  await once(socket, 'open');
  const send = (frame: Up): void => socket.send(encodeUp(frame));
  async function next<T extends Down['type']>(type: T): Promise<DownOf<T>> {
    for (;;) {
      const frame = arrived.shift();
      if (frame === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
      else if (frame.type === type) return frame as DownOf<T>;
    }
  }
  send({
    type: 'hello',
    protocolMin: PROTOCOL.min,
    protocolMax: PROTOCOL.max,
    build: 'test',
    workspaceId: null,
    lineage: null,
    cursor: 0,
    cursorHash: '',
    streams: [],
    clientTime: 0,
  });
  const welcome = await next('welcome');
  const rows = await snapshotOf(origin, cookie, welcome.snapshot ?? '');
  const push = (...commands: Command[]): void =>
    send({
      type: 'push',
      stream: newId(),
      commands: commands.map((command, i) => ({ no: i + 1, command: encodeCommand(command) })),
    });
  return { welcome, rows, socket, send, push, next };
}

async function snapshotOf(origin: string, cookie: string, name: string): Promise<WireRow[]> {
  const ask = async (path: string): Promise<Response> => {
    const answer = await fetch(`${origin}/snapshot/${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  };
  const manifest = (await (await ask(name)).json()) as { chunks: { id: string; bytes: number }[] };
  const rows: WireRow[] = [];
  for (const { id } of manifest.chunks) {
    rows.push(...decodeChunk(await (await ask(`${name}/${id}`)).bytes()));
  }
  return rows;
}

/** A wish for a project with this title. */
export function projectCommand(title: string, key = 'WEB'): Command {
  return {
    commandId: idOf<'command'>(newId()),
    kind: 'project.create',
    v: 1,
    args: { id: idOf<'project'>(newId()), key, title },
    actionId: null,
    after: null,
    expect: null,
    jobId: null,
    baseSeq: 0,
    issuedAt: Date.now(),
  } as unknown as Command;
}
