import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { idOf, type ExportFoot } from '@planwright/engine';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { newCommand } from './command.ts';
import { writeExport } from './export-file.ts';
import { exportRoutes } from './export-routes.ts';
import { importRoutes } from './import-routes.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { buildHouse, type House } from './testing/house.ts';
import { openOffice, type Office } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

const FIXTURE = join(import.meta.dirname, '../../../test/fixtures/small-export.json');
const HEADERS = { 'content-type': 'application/json' };

type Outside = Parameters<typeof openOffice>[3];

async function open(
  outside: Outside = {},
  folder = tempFolder(),
): Promise<{ office: Office; house: House; folder: string }> {
  const office = await openOffice(folder, undefined, undefined, outside);
  const { room, me, world, log, imports, blobs } = office;
  const parts = { room, user: me, world, log, blobs, database: join(folder, 'data.db') };
  const write = async (task: Parameters<typeof writeExport>[0]) => writeExport(task, blobs.disk);
  const exporting = exportRoutes({ ...parts, folder: join(folder, 'exports'), write });
  const attaching = attachmentRoutes({ ...parts, mostMib: 1 });
  const importing = importRoutes(imports, me, world, log);
  const house = await buildHouse({ routes: [importing, exporting, attaching] });
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

/** Attaches a file of two parts, and one of a few bytes twice, to some item. */
async function attach(office: Office, house: House): Promise<void> {
  const [item] = [...office.room.tables.all('workItem')].filter((one) => one.deletedAt === null);
  for (const body of [Buffer.alloc(300 * 1024, 'bread '), Buffer.from('butter'), 'butter']) {
    const path = `/attachment?item=${item?.id}&id=${newId()}&name=list.txt`;
    const headers = { 'content-type': 'application/octet-stream' };
    expect((await house.ask(path, { method: 'POST', headers, body })).status).toBe(201);
  }
}

/** The file with other lines in it, and the hash that goes with them. */
function rewritten(text: string, other: (lines: string[]) => string[]): string {
  const [head = '', ...lines] = text.trimEnd().split('\n').slice(0, -1);
  const body = other(lines);
  const sha256 = createHash('sha256')
    .update(`${body.join('\n')}\n`)
    .digest('hex');
  const foot = JSON.stringify({ lines: body.length, sha256 });
  return `${[head, ...body, foot].join('\n')}\n`;
}

it('EXP-1 a workspace that is exported and loaded elsewhere has the same hash', async () => {
  const from = await open();
  await bring(from.office, from.house, readFileSync(FIXTURE));
  await attach(from.office, from.house);
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

it('EXP-5 the bytes of attachments are in the file, in parts, each once, by their hash', async () => {
  const from = await open();
  await bring(from.office, from.house, readFileSync(FIXTURE));
  await attach(from.office, from.house);
  const { body } = await from.house.ask('/export');
  const blobs = body.split('\n').flatMap((line) => /^\{"blob":"(\w+)"/.exec(line)?.[1] ?? []);
  expect(blobs).toHaveLength(3);
  expect(new Set(blobs).size).toBe(2);
  expect(blobs).toEqual(blobs.toSorted());

  const to = await open();
  expect(await bring(to.office, to.house, body)).toBe('');
  const { journal } = to.office.room.ports;
  const rows = await to.office.room.read(() => journal.rows({ table: 'attachment' }));
  expect(rows).toHaveLength(3);
  for (const { id, size } of rows) {
    const file = await to.house.ask(`/blob/${id}`);
    expect([file.status, file.body.length]).toEqual([200, size]);
  }
});

it.each([
  ['missing', (path: string) => rmSync(path)],
  ['damaged', (path: string) => writeFileSync(path, 'battery')],
])(
  'EXP-6 a file whose bytes are %s is named in the last line, and the rest can be loaded',
  async (why, spoil) => {
    const from = await open();
    await bring(from.office, from.house, readFileSync(FIXTURE));
    await attach(from.office, from.house);
    const hash = createHash('sha256').update('butter').digest('hex');
    spoil(from.office.blobs.pathOf(hash));
    const first = await from.house.ask('/export');
    expect(first.headers['content-disposition']).toContain('-without-2-lost-files.');
    const { lost } = footOf(first.body);
    const item = lost?.files[0]?.item ?? '';
    expect(item).toMatch(/^[A-Z]+-\d+$/);
    expect(lost).toEqual({ count: 2, files: Array(2).fill({ item, file: 'list.txt', why }) });
    const said = readFileSync(join(from.folder, 'logs/server.log'), 'utf8');
    expect(said).toContain('an export lacks files');

    const to = await open();
    expect(await bring(to.office, to.house, first.body)).toBe('');
    const [job] = [...to.office.room.tables.all('job')].filter((one) => one.kind === 'import');
    expect(job?.report?.notDone).toMatchObject([{ what: 'bytes of attachments', count: 2 }]);
    expect(job?.report?.lines.filter(({ at }) => at === item)).toHaveLength(2);
    const { journal } = to.office.room.ports;
    const rows = await to.office.room.read(() => journal.rows({ table: 'attachment' }));
    for (const one of rows) expect(one.lost).toBe(one.hash === hash ? true : null);
    for (const one of rows) {
      const file = await to.house.ask(`/blob/${one.id}`);
      expect(file.status).toBe(one.lost === true ? 404 : 200);
      if (one.lost === true) expect(file.body).toContain('no longer here');
    }
    const second = await to.house.ask('/export');
    expect(footOf(second.body).sha256).toBe(footOf(first.body).sha256);
  },
);

it.each([
  ['lacks bytes', (lines: string[]) => lines.filter((one) => !one.startsWith('{"blob"')), 'lacks'],
  [
    'has other bytes under a hash',
    (lines: string[]) => lines.map((one) => one.replace('"YnV0dGVy"', '"YnV0"')),
    'other bytes',
  ],
  [
    'has bytes without their beginning',
    (lines: string[]) => lines.filter((one, i) => !isFirstPart(lines, one, i)),
    'other bytes',
  ],
])('EXP-5 attack: an export that %s is refused whole', async (_, other, says) => {
  const from = await open();
  await bring(from.office, from.house, readFileSync(FIXTURE));
  await attach(from.office, from.house);
  const { body } = await from.house.ask('/export');
  const to = await open();
  const spoilt = rewritten(body, other);
  expect(await bring(to.office, to.house, spoilt)).toContain(says);
  expect(to.office.room.head.seq).toBe(1);
  expect(readdirSync(join(to.folder, 'blobs')).toSorted()).toEqual(['incoming', 'thumbnails']);
});

function isFirstPart(lines: readonly string[], line: string, i: number): boolean {
  return line.startsWith('{"blob"') && !(lines[i - 1] ?? '').startsWith(line.slice(0, 40));
}

const MIB = 1024 * 1024;

/** The files of the blobs folder, those that are being written among them. */
function blobsIn(folder: string): readonly string[] {
  const found = readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile()).map(({ name }) => name);
}

/** An export of a workspace with attachments. */
async function withFiles(): Promise<string> {
  const { office, house } = await open();
  await bring(office, house, readFileSync(FIXTURE));
  await attach(office, house);
  return (await house.ask('/export')).body;
}

it('EXP-8 an export that its disk has no room for is refused, and nothing of it is left', async () => {
  const { house, folder } = await open({ free: () => 63 * MIB });
  const reply = await house.ask('/export');
  expect([reply.status, JSON.parse(reply.body)]).toMatchObject([
    507,
    { error: { code: 'DISK_FULL' } },
  ]);
  expect(readdirSync(join(folder, 'exports'))).toEqual([]);
});

it('UP-13 an import whose attachments fill the disk does not begin, and they are swept away', async () => {
  const body = await withFiles();
  const looks = [200, 200, 200, 200];
  let swept = 0;
  const free = (): number => (looks.shift() ?? 0) * MIB;
  const to = await open({ free, sweep: () => void (swept += 1) });
  const staged = await to.house.ask('/import', { method: 'POST', headers: HEADERS, body });
  expect(staged.status).toBe(200);
  const { job } = JSON.parse(staged.body) as { job: string };
  const choices = JSON.stringify({ repair: false, people: {} });
  const asking = { method: 'POST', headers: HEADERS, body: choices };
  expect((await to.house.ask(`/import/${job}`, asking)).status).toBe(507);
  expect([swept, blobsIn(to.folder).length, to.office.room.head.seq]).toEqual([1, 1, 1]);
  expect(readdirSync(join(to.folder, 'imports'))).toEqual([`${job}.json`]);
});

it('UP-12 a full disk holds up an import that was cut off, until there is room', async () => {
  const body = await withFiles();
  const first = await open();
  const job = idOf<'job'>(newId());
  writeFileSync(first.office.imports.fileOf(job), body);
  await first.office.imports.stage(job, 'x', first.office.me);
  const begun = await first.office.imports.start(
    job,
    { repair: false, people: {} },
    first.office.me,
  );
  expect(begun).toBeTypeOf('function');
  await first.office.stop();
  rmSync(join(first.folder, 'blobs'), { recursive: true });

  let [free, waits] = [0, 0];
  const wait = (): Promise<void> => {
    waits += 1;
    if (waits === 3) free = Infinity;
    return Promise.resolve();
  };
  const next = await open({ free: () => free, wait }, first.folder);
  await next.office.imports.resume();
  expect([waits, next.office.job(job)?.status]).toEqual([3, 'done']);
  expect(blobsIn(first.folder)).toHaveLength(2);
  expect(footOf((await next.house.ask('/export')).body).sha256).toBe(footOf(body).sha256);
});

it('UP-12 a file that ends before its rows were handed in is told as one that cannot be read', async () => {
  const body = await withFiles();
  const to = await open();
  const job = idOf<'job'>(newId());
  const path = to.office.imports.fileOf(job);
  writeFileSync(path, body);
  await to.office.imports.stage(job, 'x', to.office.me);
  const work = await to.office.imports.start(job, { repair: false, people: {} }, to.office.me);
  if (typeof work !== 'function') throw new Error(JSON.stringify(work));
  writeFileSync(path, '');
  await work();
  const { status, report } = to.office.job(job) ?? {};
  expect(status).toBe('failed');
  expect(report?.lines[0]?.says).toContain('can no longer be read to its end');
  expect(report?.lines[0]?.says).toContain('into a new workspace');
});

it('UP-7 an export that is refused on the way says so, and claims nothing as brought', async () => {
  const body = await withFiles();
  const to = await open();
  const { office } = to;
  const job = idOf<'job'>(newId());
  writeFileSync(office.imports.fileOf(job), body);
  await office.imports.stage(job, 'x', office.me);
  const work = await office.imports.start(job, { repair: false, people: {} }, office.me);
  if (typeof work !== 'function') throw new Error(JSON.stringify(work));
  const key = /"table":"project".*"key":"(\w+)"/.exec(body)?.[1] ?? '';
  const args = { id: idOf<'project'>(newId()), key, title: 'Quicker' };
  await office.room.submit(newCommand('project.create', args, office.world), office.me, 'rest');
  await work();
  const { status, report } = office.job(job) ?? {};
  expect([status, report?.created]).toEqual(['failed', {}]);
  expect(report?.lines[0]?.says).toContain('was refused');
  expect(report?.lines.at(-1)?.says).toContain('into a new workspace');
});
