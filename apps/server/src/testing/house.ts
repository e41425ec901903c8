/**
 * A server for attacks: the real door, HTTP and sockets on a free port of loopback, around a room
 * that keeps what it hears.
 */
import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { OneTimeCodes } from '../codes.ts';
import { createDoor, type Door } from '../door.ts';
import { createHttp, type App, type Check } from '../http.ts';
import { listen, proofOf, type Address, type Handlers, type Listening } from '../listen.ts';
import { openLog } from '../log.ts';
import type { Site } from '../site.ts';
import { createSockets, type Connection, type Sockets } from '../socket.ts';
import { derive, rotateToken } from '../token.ts';
import { tempFolder } from './temp.ts';

export const WORKSPACE = '0190f5fe-7c00-7000-8000-000000000001';

/** The first byte of a message on which the room throws. */
export const FAILS = 0xbb;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
  /** Sends no key; the default is the folder's token. */
  readonly stranger?: boolean;
}

/** One connection as the test's room saw it. */
export interface Seen {
  readonly connection: Connection;
  readonly frames: Uint8Array[];
  drained: number;
  left: boolean;
}

export interface House {
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** `name=value`, as a browser sends it back. */
  readonly cookie: string;
  readonly folder: string;
  readonly door: Door;
  readonly sockets: Sockets;
  readonly listening: Listening;
  readonly seen: Seen[];
  /** Moves the clock of codes and sockets, in milliseconds. */
  tick(ms: number): void;
  ask(path: string, asking?: Asking): Promise<Reply>;
  /** Sends bytes as they are and reads until the server closes. */
  raw(bytes: string): Promise<string>;
  /** Opens a WebSocket; resolves when it is open or with the status that it was refused with. */
  dial(headers?: Record<string, string | string[]>, path?: string): Promise<WebSocket | number>;
}

export interface HousePlan {
  readonly site?: Site;
  readonly checks?: Readonly<Record<string, Check>>;
  readonly routes?: readonly ((app: App) => void)[];
  readonly mostConnections?: number;
  readonly host?: string;
}

export async function buildHouse(plan: HousePlan = {}): Promise<House> {
  const folder = tempFolder();
  const token = rotateToken(folder);
  const whose = { token, folder };
  let time = 1_000_000;
  const now = (): number => time;
  const log = openLog(`${folder}/logs`, 'info', () => new Date(time));
  const seen: Seen[] = [];
  let door!: Door;
  let sockets!: Sockets;
  const build = (address: Address): Handlers => {
    door = createDoor({
      ...address,
      workspaceId: WORKSPACE,
      token,
      codes: new OneTimeCodes(now),
    });
    const http = createHttp({
      origin: address.origin,
      version: '0.0.0',
      door,
      site: plan.site ?? { files: new Map(), index: null },
      log,
      checks: plan.checks ?? {},
      routes: plan.routes ?? [],
      proof: (challenge) => proofOf(whose, challenge),
    });
    const welcome = (connection: Connection) => {
      const one: Seen = { connection, frames: [], drained: 0, left: false };
      seen.push(one);
      return {
        name: `guest ${seen.length}`,
        receive: (frame: Uint8Array) => {
          if (frame[0] === FAILS) throw new Error('this message fails inside');
          one.frames.push(Uint8Array.from(frame));
        },
        drained: () => void (one.drained += 1),
        left: () => void (one.left = true),
      };
    };
    sockets = createSockets({
      http,
      log,
      now,
      welcome,
      mostConnections: plan.mostConnections ?? 100,
    });
    return { request: http.request, upgrade: sockets.upgrade, clientError: http.clientError };
  };
  const listening = await listen(
    { host: plan.host ?? '127.0.0.1', wanted: 0, kept: undefined },
    build,
    whose,
  );
  onTestFinished(async () => {
    for (const server of listening.servers) {
      server.close();
      server.closeAllConnections();
    }
    await sockets.close('the test is over');
  });
  const { origin, port } = listening;
  const host = new URL(origin).hostname;
  const cookie = `pm_${WORKSPACE}=${derive(token, `cookie:${WORKSPACE}`)}`;

  function ask(path: string, asking: Asking = {}): Promise<Reply> {
    const { method = 'GET', headers = {}, body, stranger = false } = asking;
    const key = stranger ? {} : { authorization: `Bearer ${token}` };
    return new Promise((resolve, reject) => {
      const asked = request({
        host,
        port,
        path,
        method,
        headers: { ...key, ...headers },
        agent: false,
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      asked.end(body);
    });
  }

  async function raw(bytes: string): Promise<string> {
    const socket = connect(port, host);
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => (text += part));
    socket.on('error', () => undefined);
    socket.write(bytes, 'latin1');
    await once(socket, 'close');
    return text;
  }

  function dial(
    headers: Record<string, string | string[]> = {},
    path = '/socket',
  ): Promise<WebSocket | number> {
    const sent = { authorization: `Bearer ${token}`, ...headers } as Record<string, string>;
    const socket = new WebSocket(`ws://${host}:${port}${path}`, {
      headers: sent,
      perMessageDeflate: true,
    });
    return new Promise((resolve, reject) => {
      socket.on('open', () => resolve(socket));
      socket.on('unexpected-response', (asked, response) => {
        resolve(response.statusCode ?? 0);
        asked.destroy();
      });
      socket.on('error', reject);
    });
  }

  const tick = (ms: number): void => void (time += ms);
  return {
    origin,
    port,
    token,
    cookie,
    folder,
    door,
    sockets,
    listening,
    seen,
    tick,
    ask,
    raw,
    dial,
  };
}
