import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LOG_LEVELS } from './config.ts';
import { FILES_KEPT, MOST_BYTES, openLog } from './log.ts';
import { buildHouse } from './testing/house.ts';
import { tempFolder } from './testing/temp.ts';

const NOON = new Date('2026-03-01T12:00:00Z');

function linesOf(folder: string): Record<string, unknown>[] {
  const text = readFileSync(join(folder, 'server.log'), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('LOG-1 writes a JSON object a line, at once, for the owner alone', () => {
  const folder = join(tempFolder(), 'logs');
  const log = openLog(folder, 'info', () => NOON);
  log.info({ session: 's1' }, 'one\ntwo');
  expect(linesOf(folder)).toEqual([
    { level: 'info', time: NOON.toISOString(), pid: process.pid, session: 's1', msg: 'one\ntwo' },
  ]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'server.log')).mode & 0o777).toBe(0o600);
});

it.each(LOG_LEVELS.map((level, index) => [level, index] as const))(
  'LOG-2 [logging] level %s writes it and what is weightier',
  (level, index) => {
    const folder = tempFolder();
    const log = openLog(folder, level, () => NOON);
    for (const each of LOG_LEVELS) log[each]('x');
    expect(linesOf(folder).map((line) => line['level'])).toEqual(LOG_LEVELS.slice(0, index + 1));
  },
);

it('LOG-3 begins a new file each day, also when the day changed between starts', () => {
  const folder = tempFolder();
  let time = NOON;
  openLog(folder, 'info', () => time).info('first');
  time = new Date('2026-03-02T00:00:00Z');
  const log = openLog(folder, 'info', () => time);
  log.info('second');
  log.info('third');
  expect(linesOf(folder).map((line) => line['msg'])).toEqual(['second', 'third']);
  expect(readdirSync(folder)).toHaveLength(2);
});

it('LOG-3 begins a new file after 10 MiB, and keeps the newest', () => {
  const folder = tempFolder();
  for (let old = 10; old < 10 + FILES_KEPT; old += 1)
    writeFileSync(join(folder, `server-2025-01-${old}.log`), '');
  writeFileSync(join(folder, 'notes.log'), '');
  const log = openLog(folder, 'info', () => NOON);
  log.info('x'.repeat(MOST_BYTES));
  log.info('next');
  const files = readdirSync(folder);
  expect(files.filter((name) => name.startsWith('server-'))).toHaveLength(FILES_KEPT);
  expect(files).not.toContain('server-2025-01-10.log');
  expect(files).toContain('server-2026-03-01T12-00-00-000Z.log');
  expect(files).toContain('notes.log');
  expect(linesOf(folder).map((line) => line['msg'])).toEqual(['next']);
});

it('LOG-4 a log that cannot be written stops nothing, and goes on when it can', () => {
  const folder = tempFolder();
  let time = NOON;
  const log = openLog(folder, 'info', () => time);
  log.info('first');
  rmSync(folder, { recursive: true });
  time = new Date('2026-03-02T12:00:00Z');
  log.info('lost');
  mkdirSync(folder);
  log.info('found');
  expect(linesOf(folder).map((line) => line['msg'])).toEqual(['found']);
});

it('LOG-5 blots secrets out', () => {
  const folder = tempFolder();
  const log = openLog(folder, 'info', () => NOON);
  const secret = 'hush';
  log.info({ token: secret, a: { cookie: secret, headers: { authorization: secret } } }, 'x');
  expect(readFileSync(join(folder, 'server.log'), 'utf8')).not.toContain(secret);
});

it('LOG-5 neither token, cookie nor code of a visit is in the log', async () => {
  const house = await buildHouse();
  const address = house.door.invitation();
  const code = address.split('=')[1] ?? '';
  await house.ask(address.slice(house.origin.length), { stranger: true });
  await house.ask(`/board?code=${code}`, { headers: { cookie: house.cookie, origin: 'null' } });
  const text = readFileSync(join(house.folder, 'logs', 'server.log'), 'utf8');
  expect(text).toContain('"path":"/board"');
  for (const secret of [house.token, house.cookie, code]) expect(text).not.toContain(secret);
});
