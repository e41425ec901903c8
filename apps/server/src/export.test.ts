import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { idOf, type ExportFoot } from '@planwright/engine';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { newCommand } from './command.ts';
import { writeExport } from './export-file.ts';
import { exportRoutes } from './export-routes.ts';
import { importRoutes } from './import-routes.ts';
import { buildHouse, type House } from './testing/house.ts';
import { openOffice, type Office } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

const FIXTURE = join(import.meta.dirname, '../../../test/fixtures/small-export.json');
const HEADERS = { 'content-type': 'application/json' };

async function open(): Promise<{ office: Office; house: House; folder: string }> {
  const folder = tempFolder();
  const office = await openOffice(folder);
  const { room, me, world, log, imports } = office;
  const parts = { room, user: me, world, database: join(folder, 'data.db') };
  const write = (task: Parameters<typeof writeExport>[0]) => Promise.resolve(writeExport(task));
  const exporting = exportRoutes({ ...parts, folder: join(folder, 'exports'), write });
  const house = await buildHouse({ routes: [importRoutes(imports, me, world, log), exporting] });
  return { office, house, folder };
}

/** Imports a file and waits until its job has ended. */
async function bring(office: Office, house: House, body: string | Buffer): Promise<string> {
  const staged = await house.ask('/import', { method: 'POST', headers: HEADERS, body });
  if (staged.status !== 200) return staged.body;
  const { job } = JSON.parse(staged.body) as { job: string };
  const choices = JSON.stringify({ repair: true, people: {} });
  await house.ask(`/import/${job}`, { method: 'POST', headers: HEADERS, body: choices });
  const row = () => office.job(idOf<'job'>(job));
  while (row()?.status !== 'done' || office.imports.busy) {
    if (row()?.status === 'failed') throw new Error(JSON.stringify(row()));
    await nextTurn();
  }
  return '';
}

function footOf(text: string): ExportFoot {
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as ExportFoot;
}

it('EXP-1 a workspace that is exported and loaded elsewhere has the same hash', async () => {
  const from = await open();
  await bring(from.office, from.house, readFileSync(FIXTURE));
  const first = await from.house.ask('/export');
  expect(first.status).toBe(200);
  expect(first.headers['content-disposition']).toMatch(/\.planwright\.jsonl"$/);
  const lines = first.body.trimEnd().split('\n').slice(1, -1);
  const sha256 = createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex');
  expect(footOf(first.body)).toEqual({ lines: lines.length, sha256 });

  const to = await open();
  expect(await bring(to.office, to.house, first.body)).toBe('');
  const second = await to.house.ask('/export');
  expect(footOf(second.body)).toEqual(footOf(first.body));
  expect(to.office.room.tables.count('workItem')).toBe(from.office.room.tables.count('workItem'));
});

it('EXP-2 a project is exported by its key, and nothing of another one with it', async () => {
  const { office, house } = await open();
  await bring(office, house, readFileSync(FIXTURE));
  const args = { id: idOf<'project'>(newId()), key: 'OTHER', title: 'Other' };
  await office.room.submit(newCommand('project.create', args, office.world), office.me, 'rest');
  const reply = await house.ask('/export/other');
  const keys = reply.body
    .split('\n')
    .flatMap((line) => /^\{"table":"project".*"key":"(\w+)"/.exec(line)?.[1] ?? []);
  expect(keys).toEqual(['OTHER']);
  expect((await house.ask('/export/NONE')).status).toBe(404);
});

it('EXP-3 the file is taken away when it is sent, and what a stop left behind at the next start', async () => {
  const { house, folder } = await open();
  await house.ask('/export');
  while (readdirSync(join(folder, 'exports')).length > 0) await nextTurn();
  expect(existsSync(join(folder, 'exports'))).toBe(true);
});

it.each([
  ['cut off', (text: string) => text.split('\n').slice(0, -3).join('\n'), 'cut off'],
  ['changed', (text: string) => text.replace('Backlog', 'Backlag'), 'hash'],
  [
    'of a newer version',
    (text: string) => text.replace('"planwright":1', '"planwright":2'),
    'newer',
  ],
  ['broken', (text: string) => text.replace('{"table"', '{table'), 'not JSON'],
])('EXP-4 attack: an export that is %s is refused whole', async (_, spoil, says) => {
  const from = await open();
  await bring(from.office, from.house, readFileSync(FIXTURE));
  const { body } = await from.house.ask('/export');
  const to = await open();
  expect(await bring(to.office, to.house, spoil(body))).toContain(says);
  expect(to.office.room.head.seq).toBe(1);
});
