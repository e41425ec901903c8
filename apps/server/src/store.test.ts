/** Opening the journal of a folder: what is noticed before anybody is let in. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PROTOCOL, encodeUp, decodeDown, type Down } from '@planwright/protocol';
import { v7 as newId } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { KEYS, retryOf, type Values } from './config.ts';
import { openLog } from './log.ts';
import { openStore, type Store } from './store.ts';
import { startServer } from './testing/process.ts';
import { tempFolder } from './testing/temp.ts';
import { enterBy, projectCommand, visit, type Visitor } from './testing/visitor.ts';

const DEFAULTS = Object.fromEntries(
  Object.entries(KEYS).map(([name, key]) => [name, key.default]),
) as unknown as Values;

async function open(folder: string, pause = async (): Promise<void> => {}): Promise<Store> {
  return await openStore({
    folder,
    database: 'data.db',
    retry: retryOf(DEFAULTS),
    world: { now: Date.now, newId: () => newId(), pause, chance: () => 0 },
    later: () => undefined,
    log: openLog(join(folder, 'logs'), 'info', () => new Date()),
  });
}

it('MAIN-16 a witness that is behind, missing or damaged changes nothing', async () => {
  const folder = tempFolder();
  const lineages = new Set<string>();
  for (const change of [
    () => undefined,
    () => rmSync(join(folder, 'witness')),
    () => writeFileSync(join(folder, 'witness'), 'nothing that can be read'),
  ]) {
    change();
    const { journal, warning } = await open(folder);
    expect(warning).toBeNull();
    lineages.add((await journal.head()).lineage);
    await journal.close();
  }
  expect(lineages.size).toBe(1);
  expect(readFileSync(join(folder, 'witness'), 'utf8')).toContain([...lineages][0]);
});

/** What a device that was here hears when it says hello again. */
async function helloAgain(origin: string, cookie: string, { welcome }: Visitor, to: Down) {
  const { to: cursor, hash: cursorHash } = to as { to: number; hash: string };
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, {
    headers: { cookie, origin },
  });
  onTestFinished(() => socket.terminate());
  socket.on('open', () => {
    const { workspaceId, lineage } = welcome;
    const known = { workspaceId, lineage, cursor, cursorHash, streams: [], clientTime: 0 };
    const speaks = { protocolMin: PROTOCOL.min, protocolMax: PROTOCOL.max, build: 'test' };
    socket.send(encodeUp({ type: 'hello', ...speaks, ...known }));
  });
  return await new Promise<Down>((resolve) =>
    socket.once('message', (data: Buffer) => resolve(decodeDown(data))),
  );
}

it('MAIN-16 a write-ahead log that was lost is said, and begins a new lineage', async () => {
  const cwd = tempFolder();
  const folder = join(cwd, '.pm');
  const first = await startServer(cwd);
  await first.end('SIGTERM');
  const server = await startServer(cwd);
  const cookie = await enterBy(server.address);
  const visitor = await visit(server.origin, cookie);
  visitor.push(projectCommand('Lost'));
  const batch = await visitor.next('batch');
  // The witness may be 100 ms behind; what it has not told yet, it cannot miss.
  const told = () => readFileSync(join(folder, 'witness'), 'utf8');
  await expect.poll(told, { timeout: 15_000 }).toContain(`"seq":${batch.to},`);
  await server.end('SIGKILL');
  truncateSync(join(folder, 'data.db-wal'), 0);

  const again = await startServer(cwd);
  expect(again.output()).toContain(
    `Something was lost. The database ends at entry 1, and entry ${batch.to} had been saved.`,
  );
  expect(readFileSync(join(folder, 'logs', 'server.log'), 'utf8')).toContain('something was lost');
  const heard = await helloAgain(again.origin, cookie, visitor, batch);
  expect(heard).toMatchObject({ type: 'welcome', mode: 'SNAPSHOT', forkedAt: 1, head: 1 });
  expect(heard).not.toMatchObject({ lineage: visitor.welcome.lineage });
});

it('SCRB-8 damage at the end of the journal is said at the start, and by /ready', async () => {
  const cwd = tempFolder();
  await (await startServer(cwd)).end('SIGTERM');
  const other = new DatabaseSync(join(cwd, '.pm', 'data.db'));
  other.exec('UPDATE pm_entries SET bytes = substr(bytes, 2) WHERE seq = 1');
  other.close();
  const server = await startServer(cwd);
  const says = 'The database is damaged: Entry 1 is not as it was written.';
  expect(server.output()).toContain(says);
  const headers = { cookie: await enterBy(server.address) };
  const ready = await fetch(`${server.origin}/ready`, { headers });
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'not ready', problems: { damage: expect.stringContaining(says) } },
  ]);
});

it('MAIN-17 a database that somebody else has for a moment delays a start', async () => {
  const folder = tempFolder();
  await (await open(folder)).journal.close();
  const other = new DatabaseSync(join(folder, 'data.db'));
  other.exec('BEGIN IMMEDIATE');
  let waits = 0;
  const store = await open(folder, async () => {
    waits += 1;
    other.close();
  });
  expect([waits, (await store.journal.head()).seq]).toEqual([1, 0]);
  await store.journal.close();
});
