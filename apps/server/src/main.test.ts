/**
 * The whole program, started as a person starts it: processes, signals and exit codes.
 */
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { EXIT } from './exit.ts';
import { rotateToken } from './token.ts';
import { runToEnd, startServer } from './testing/process.ts';
import { tempFolder } from './testing/temp.ts';
import { enterBy, projectCommand, visit } from './testing/visitor.ts';
import { VERSION } from './version.ts';

/** A working folder with a configuration. */
function folderWith(toml: string): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, '.pm'), { mode: 0o700 });
  writeFileSync(join(cwd, '.pm', 'config.toml'), toml);
  return cwd;
}

it('MAIN-10 the first start founds the workspace and the person, who can begin at once', async () => {
  const cwd = join(tempFolder(), 'Garden plans');
  mkdirSync(cwd);
  const server = await startServer(cwd);
  const { rows, welcome } = await visit(server.origin, await enterBy(server.address));
  expect(rows.find(({ table }) => table === 'workspace')?.row).toMatchObject({
    id: welcome.workspaceId,
    name: 'Garden plans',
  });
  expect(rows.filter(({ table }) => table === 'user').map(({ row }) => row)).toMatchObject([
    { id: welcome.user, role: 'owner', kind: 'human', status: 'active' },
  ]);
  expect((await server.end('SIGTERM')).code).toBe(EXIT.ok);

  const again = await startServer(cwd);
  const second = await visit(again.origin, await enterBy(again.address));
  expect(second.welcome).toMatchObject({
    user: welcome.user,
    workspaceId: welcome.workspaceId,
    head: 1,
  });
});

it('MAIN-12 after kill -9 the address, the cookie and every acknowledged edit are as before', async () => {
  const cwd = tempFolder();
  const server = await startServer(cwd);
  const cookie = await enterBy(server.address);
  const visitor = await visit(server.origin, cookie);
  visitor.push(projectCommand('Kept'));
  const batch = await visitor.next('batch');
  await server.end('SIGKILL');

  const again = await startServer(cwd);
  expect(again.origin).toBe(server.origin);
  const { rows, welcome } = await visit(again.origin, cookie);
  expect(welcome.head).toBe(batch.to);
  expect(rows.filter(({ table }) => table === 'project').map(({ row }) => row)).toMatchObject([
    { title: 'Kept' },
  ]);
});

it('FOLD-5 a new token ends the cookies of the old one', async () => {
  const cwd = tempFolder();
  const server = await startServer(cwd);
  const cookie = await enterBy(server.address);
  await server.end('SIGTERM');
  rotateToken(join(cwd, '.pm'));
  const again = await startServer(cwd);
  expect((await fetch(`${again.origin}/ready`, { headers: { cookie } })).status).toBe(401);
});

it('MAIN-6 two processes on one folder: the second joins the first', async () => {
  const cwd = tempFolder();
  const server = await startServer(cwd);
  const second = await runToEnd(cwd);
  expect(second.code).toBe(EXIT.ok);
  const [, address = ''] = /^Open (\S+)$/m.exec(second.output) ?? [];
  expect(new URL(address).origin).toBe(server.origin);
  expect(address).not.toBe(server.address);
  await enterBy(server.address);
  await enterBy(address);
});

it('MAIN-6 two first starts at once: one runs, the other joins', async () => {
  const cwd = tempFolder();
  const [one, two] = await Promise.all([startServer(cwd), startServer(cwd)]);
  expect(one.origin).toBe(two.origin);
  await enterBy(one.address);
  await enterBy(two.address);
});

it('MAIN-11 SIGTERM settles what is in flight, says goodbye and ends with 0', async () => {
  const cwd = tempFolder();
  const server = await startServer(cwd);
  const cookie = await enterBy(server.address);
  const visitor = await visit(server.origin, cookie);
  const closed = once(visitor.socket, 'close');
  const goodbye = visitor.next('goaway');
  visitor.push(
    ...Array.from({ length: 20 }, (_, i) => projectCommand(`Project ${i}`, `P${i + 10}`)),
  );
  visitor.socket.ping();
  await once(visitor.socket, 'pong');
  expect((await server.end('SIGTERM')).code).toBe(EXIT.ok);
  expect(await goodbye).toMatchObject({ code: 'SHUTDOWN' });
  await closed;

  expect(readdirSync(join(cwd, '.pm')).filter((name) => /wal|shm|journal/.test(name))).toEqual([]);
  const journal = new DatabaseSync(join(cwd, '.pm', 'data.db'), { readOnly: true });
  onTestFinished(() => journal.close());
  expect(journal.prepare('SELECT count(*) AS n FROM pm_entries').get()).toEqual({ n: 21 });
});

it.each(['SIGINT', 'SIGHUP'] as const)('MAIN-11 %s ends in good order too', async (signal) => {
  const server = await startServer(tempFolder());
  expect((await server.end(signal)).code).toBe(EXIT.ok);
});

it('MAIN-13 attack: start on 0.0.0.0', async () => {
  const cwd = tempFolder();
  const { code, output } = await runToEnd(cwd, { PM_SERVER_HOST: '0.0.0.0' });
  expect(code).toBe(EXIT.configuration);
  expect(output).toContain(
    '[server] host cannot be "0.0.0.0". It must be an address of this machine alone',
  );
  expect(existsSync(join(cwd, '.pm'))).toBe(false);
});

it('MAIN-13 a wrong setting stops with 78, its file and its line, and without a stack', async () => {
  const cwd = folderWith('[server]\nprot = 4680\n');
  const { code, output } = await runToEnd(cwd);
  expect(code).toBe(EXIT.configuration);
  expect(output).toBe(
    `${join(cwd, '.pm', 'config.toml')}:2: [server] has no key "prot". ` +
      'Its keys are: host, port, max_connections.\n',
  );
});

it('FOLD-4 attack: a token file that others can read stops the start with 78', async () => {
  const cwd = folderWith('');
  rotateToken(join(cwd, '.pm'));
  chmodSync(join(cwd, '.pm', 'token'), 0o644);
  const { code, output } = await runToEnd(cwd);
  expect(code).toBe(EXIT.configuration);
  expect(output).toContain('chmod 600');
});

it('MAIN-4 attack: a stranger on the port of the folder stops the start with 69', async () => {
  const stranger = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void stranger.close());
  const { port } = stranger.address() as AddressInfo;
  const cwd = folderWith('');
  writeFileSync(join(cwd, '.pm', 'instance.json'), JSON.stringify({ port }));
  const { code, output } = await runToEnd(cwd);
  expect(code).toBe(EXIT.portTaken);
  expect(output).toContain(`Port ${port}, the port of this folder, is taken`);
  expect(readFileSync(join(cwd, '.pm', 'instance.json'), 'utf8')).toContain(String(port));
});

it('MAIN-3 [server] port moves the folder, with a warning', async () => {
  const cwd = tempFolder();
  const first = await startServer(cwd);
  await first.end('SIGTERM');
  const spare = createServer();
  await new Promise<void>((resolve) => spare.listen(0, '127.0.0.1', resolve));
  const { port } = spare.address() as AddressInfo;
  await new Promise((resolve) => spare.close(resolve));
  const moved = await startServer(cwd, { PM_SERVER_PORT: String(port) });
  expect(moved.origin).toBe(`http://127.0.0.1:${port}`);
  expect(moved.output()).toContain(`under the old address, ${first.origin}`);
  await moved.end('SIGTERM');
  expect((await startServer(cwd)).origin).toBe(moved.origin);
});

it('MAIN-13 arguments are none of ours', async () => {
  const { code, output } = await runToEnd(tempFolder(), {}, ['--port', '4700']);
  expect(code).toBe(EXIT.usage);
  expect(output).toContain('PM_SERVER_PORT');
});

it('MAIN-14 a database of another program stops the start with 78 and stays as it is', async () => {
  const cwd = folderWith('');
  const path = join(cwd, '.pm', 'data.db');
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE recipes (name TEXT)');
  database.close();
  const before = readFileSync(path);
  const { code, output } = await runToEnd(cwd);
  expect(code).toBe(EXIT.configuration);
  expect(output).toContain(`${path}: This file is a database of another program`);
  expect(readFileSync(path)).toEqual(before);
});

it('CFG-7 [database] path, [logging] dir and level act', async () => {
  const cwd = folderWith(
    '[database]\npath = "plan.db"\n[logging]\ndir = "diary"\nlevel = "error"\n',
  );
  const server = await startServer(cwd);
  await server.end('SIGTERM');
  expect(existsSync(join(cwd, '.pm', 'plan.db'))).toBe(true);
  expect(existsSync(join(cwd, '.pm', 'data.db'))).toBe(false);
  expect(readFileSync(join(cwd, '.pm', 'diary', 'server.log'), 'utf8')).toBe('');
  expect(existsSync(join(cwd, '.pm', 'logs'))).toBe(false);
});

it('CFG-8 [validation] reaches every client, and the rules', async () => {
  const cwd = folderWith(
    '[validation]\nmax_title_length = 5\nmax_description_length = 6\nmax_comment_length = 7\n' +
      'max_sprint_name_length = 8\nmax_story_points = 9\n',
  );
  const server = await startServer(cwd);
  const visitor = await visit(server.origin, await enterBy(server.address));
  expect(visitor.welcome.limits).toEqual({
    titleLength: 5,
    descriptionLength: 6,
    commentLength: 7,
    sprintNameLength: 8,
    storyPoints: 9,
  });
  visitor.push(projectCommand('Too long'));
  const { verdicts } = await visitor.next('verdicts');
  expect(verdicts).toMatchObject([{ seq: null, refusal: { code: 'LIMIT', max: 5 } }]);
});

it('SOCK-3 [server] max_connections acts', async () => {
  const server = await startServer(tempFolder(), { PM_SERVER_MAX_CONNECTIONS: '1' });
  const cookie = await enterBy(server.address);
  await visit(server.origin, cookie);
  await expect(visit(server.origin, cookie)).rejects.toThrow('503');
});

it('HTTP-2 a running server is ready, and says its version', async () => {
  const server = await startServer(tempFolder());
  const cookie = await enterBy(server.address);
  const ready = await fetch(`${server.origin}/ready`, { headers: { cookie } });
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  const health = await fetch(`${server.origin}/health`);
  expect(await health.json()).toMatchObject({ version: VERSION });
  const { version } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
  ) as { version: string };
  expect(VERSION).toBe(version);
});
