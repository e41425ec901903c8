import { cpSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { EXIT, Stop } from './exit.ts';
import {
  askForInvitation,
  FIRST_PORT,
  listen,
  whoAnswers,
  type Handlers,
  type Listening,
  type Place,
} from './listen.ts';
import { buildHouse } from './testing/house.ts';
import { tempFolder } from './testing/temp.ts';

const WHOSE = { token: 't'.repeat(43), folder: '/home/ann/.pm' };
const HOME: Place = { host: '127.0.0.1', wanted: undefined, kept: undefined };

const EMPTY: Handlers = {
  request: (_, outgoing) => void outgoing.end(),
  upgrade: (_, socket) => void socket.destroy(),
  clientError: (_, socket) => void socket.destroy(),
};

async function start(place: Partial<Place>): Promise<Listening> {
  const listening = await listen({ ...HOME, ...place }, () => EMPTY, WHOSE);
  onTestFinished(() => listening.servers.forEach((server) => server.close()));
  return listening;
}

async function stopOf(place: Partial<Place>): Promise<Stop> {
  const outcome = await start(place).catch((error: unknown) => error);
  if (outcome instanceof Stop) return outcome;
  throw new Error('it did not stop');
}

/** Puts a stranger on a free port. */
async function stranger(server: Server | HttpServer, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const mute = (): Server => createServer((socket) => socket.destroy());

it('MAIN-1 the first start takes the first free port from 4680, the next start the next', async () => {
  const first = await start({});
  const second = await start({});
  expect(first.port).toBeGreaterThanOrEqual(FIRST_PORT);
  expect(second.port).toBeGreaterThan(first.port);
  expect(second.origin).toBe(`http://127.0.0.1:${second.port}`);
});

it('MAIN-2 later starts use the kept port and never move', async () => {
  const port = await stranger(mute());
  const stop = await stopOf({ kept: port });
  expect(stop.code).toBe(EXIT.portTaken);
  expect(stop.message).toContain(`Port ${port}, the port of this folder, is taken`);
  expect(stop.message).toContain('[server] port');
});

it('MAIN-3 [server] port means exactly this port, with a word about the old address', async () => {
  const { port } = await start({});
  expect((await stopOf({ wanted: port })).message).toContain(`Port ${port} is taken`);
  const moved = await start({ wanted: 0, kept: port });
  expect(moved.notes.join()).toContain(`under the old address, http://127.0.0.1:${port}`);
  const stayed = await start({ wanted: 0, kept: 0 });
  expect(stayed.notes.join()).not.toContain('old address');
});

it('MAIN-4 says who has the port: another web server', async () => {
  const web = createHttpServer((_, answer) =>
    answer.setHeader('server', 'nginx\xe9/1.2').end('hello'),
  );
  const port = await stranger(web);
  expect((await stopOf({ kept: port })).message).toContain(
    'another web server answers there (nginx/1.2)',
  );
});

it('MAIN-4 says who has the port: a program that speaks something else, or nothing', async () => {
  const ssh = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('SSH-2.0-OpenSSH_9.2\r\n');
  });
  expect((await stopOf({ kept: await stranger(ssh) })).message).toContain('not as a web server');
  expect((await stopOf({ kept: await stranger(mute()) })).message).toContain('does not answer');
});

it('MAIN-4 says who has the port: Planwright for another folder', async () => {
  const other = await buildHouse();
  expect((await stopOf({ kept: other.port })).message).toContain(
    'Planwright answers there for another folder',
  );
});

it('MAIN-5 a server of this folder is known by its token and place; a copy of the folder is not it', async () => {
  const house = await buildHouse();
  expect(await whoAnswers('127.0.0.1', house.port, house)).toEqual({ kind: 'ours' });
  const copy = tempFolder();
  cpSync(house.folder, copy, { recursive: true });
  expect(await whoAnswers('127.0.0.1', house.port, { ...house, folder: copy })).toEqual({
    kind: 'planwright',
  });
  expect(await whoAnswers('127.0.0.1', house.port, { ...house, token: WHOSE.token })).toEqual({
    kind: 'planwright',
  });
});

it('MAIN-6 a second start gets a fresh address from the running server', async () => {
  const house = await buildHouse();
  const address = await askForInvitation('127.0.0.1', house.port, house);
  expect(address?.startsWith(`${house.origin}/open?code=`)).toBe(true);
  const typed = { headers: { 'sec-fetch-site': 'none' }, stranger: true };
  expect((await house.ask(address?.slice(house.origin.length) ?? '', typed)).status).toBe(303);
});

it('MAIN-6 attack: a program that only claims to be Planwright never sees the token', async () => {
  const heard: string[] = [];
  const liar = createHttpServer((asked, answer) => {
    heard.push(`${asked.url} ${JSON.stringify(asked.headers)}`);
    answer.end(JSON.stringify({ product: 'planwright', status: 'up', proof: 'p'.repeat(43) }));
  });
  const port = await stranger(liar);
  expect(await askForInvitation('127.0.0.1', port, WHOSE)).toBeNull();
  expect(heard).toHaveLength(1);
  expect(heard.join()).not.toContain(WHOSE.token);
});

it('CFG-6 listens on the address that [server] host names', async () => {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const host = addresses.some((entry) => entry.address === '::1') ? '::1' : '127.0.0.2';
  const { origin, servers } = await start({ host, wanted: 0 });
  expect(origin).toContain(host);
  expect(servers.map((server) => (server.address() as AddressInfo).address)).toEqual([host]);
  const local = await start({ host: 'localhost', wanted: 0 });
  expect(local.origin).toBe(`http://127.0.0.1:${local.port}`);
});
