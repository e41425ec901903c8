import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { idOf, type Job, type JobId, type Report } from '@planwright/engine';
import { JournalError, type Journal } from '@planwright/sync';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { newCommand } from './command.ts';
import { importRoutes, MOST_IMPORT_BYTES } from './import-routes.ts';
import { buildHouse, type Asking, type House, type Reply } from './testing/house.ts';
import { openOffice, type Office } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

const FIXTURE = join(import.meta.dirname, '../../../test/fixtures/small-export.json');
const HEADERS = { 'content-type': 'application/json' };

/** An export with a project of so many items. */
function exportOf(items: number): string {
  const project = newId();
  const common = { created_at: 1_770_000_000, updated_at: 1_770_000_000 };
  return JSON.stringify({
    schema_version: 1,
    projects: [{ id: project, key: 'BIG', title: 'Big', ...common }],
    work_items: Array.from({ length: items }, (_, i) => ({
      id: newId(),
      project_id: project,
      item_type: 'task',
      title: `Item ${i}`,
      status: 'todo',
      position: i,
      ...common,
    })),
  });
}

async function upload(
  house: House,
  body: string | Buffer,
  headers: Asking['headers'] = {},
): Promise<Reply> {
  return await house.ask('/import', { method: 'POST', headers: { ...HEADERS, ...headers }, body });
}

/** Uploads a file and starts its import. */
async function bring(
  house: House,
  body: string | Buffer,
  headers: Asking['headers'] = {},
  choices: object = { repair: false, people: {} },
): Promise<Reply> {
  const staged = await upload(house, body, headers);
  expect(staged.status).toBe(200);
  const { job } = JSON.parse(staged.body) as { job: string };
  return await begin(house, job, choices);
}

interface DryRun {
  readonly job: string;
  readonly commands: number;
  readonly report: Report;
  readonly authors: readonly { readonly id: string }[];
  readonly choices: { readonly repair: boolean; readonly people: object };
}

function dryRunOf(reply: Reply): DryRun {
  expect(reply.status).toBe(200);
  return JSON.parse(reply.body) as DryRun;
}

async function begin(house: House, job: string, choices: object): Promise<Reply> {
  const body = JSON.stringify(choices);
  return await house.ask(`/import/${job}`, { method: 'POST', headers: HEADERS, body });
}

function jobOf(reply: Reply): JobId {
  expect(reply.status).toBe(202);
  return idOf<'job'>((JSON.parse(reply.body) as { job: string }).job);
}

async function ended(office: Office, id: JobId): Promise<Job> {
  for (;;) {
    const job = office.job(id);
    if (job !== undefined && job.status !== 'running' && !office.imports.busy) return job;
    await nextTurn();
  }
}

async function open(
  folder = tempFolder(),
  most = MOST_IMPORT_BYTES,
  free?: () => number,
): Promise<{ office: Office; house: House; waiting: () => string[] }> {
  const office = await openOffice(folder, undefined, undefined, free === undefined ? {} : { free });
  const house = await buildHouse({
    routes: [importRoutes(office.imports, office.me, office.world, office.log, most)],
  });
  return { office, house, waiting: () => readdirSync(join(folder, 'imports')) };
}

it('UP-1 an upload becomes a job, and the job rows', async () => {
  const { office, house, waiting } = await open();
  const name = encodeURIComponent('Ärger\n.json');
  const reply = await bring(house, readFileSync(FIXTURE), { 'x-file-name': name });
  const job = await ended(office, jobOf(reply));
  expect(job).toMatchObject({ owner: office.me, subject: 'Ärger .json', status: 'done' });
  expect(job.done).toBe(job.total);
  const { created = {} } = job.report ?? {};
  expect(created['projects']).toBe(1);
  expect(created['items']).toBe(office.room.tables.count('workItem'));
  expect(waiting()).toEqual([]);
});

it('UP-1 the same file again changes nothing and says so', async () => {
  const { office, house } = await open();
  const first = await ended(office, jobOf(await bring(house, readFileSync(FIXTURE))));
  const items = office.room.tables.count('workItem');
  const second = await ended(office, jobOf(await bring(house, readFileSync(FIXTURE))));
  expect(second).toMatchObject({ status: 'done', subject: 'a file', total: 0 });
  expect(second.report?.unchanged['items']).toBe(first.report?.created['items']);
  expect(office.room.tables.count('workItem')).toBe(items);
});

it.each([
  ['no JSON', '{', 422],
  ['cut off', readFileSync(FIXTURE, 'utf8').slice(0, 5000), 422],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 422],
  ['too deep', '['.repeat(100_000), 422],
  ['something else', '{"schema_version": 2}', 422],
  ['empty', '', 422],
])('UP-2 attack: a file that is %s is refused whole', async (_, body, status) => {
  const { office, house, waiting } = await open();
  const reply = await upload(house, body);
  expect(reply.status).toBe(status);
  expect(JSON.parse(reply.body)).toMatchObject({ error: { code: 'INVALID' } });
  expect([office.room.head.seq, office.imports.busy]).toEqual([1, false]);
  expect(waiting()).toEqual([]);
});

it('UP-2 a key that another project has is refused, whole', async () => {
  const { office, house } = await open();
  const args = { id: idOf<'project'>(newId()), key: 'BIG', title: 'Mine' };
  await office.room.submit(newCommand('project.create', args, office.world), office.me, 'rest');
  const reply = await upload(house, exportOf(3));
  expect([reply.status, JSON.parse(reply.body)]).toMatchObject([
    409,
    { error: { code: 'EXISTS' } },
  ]);
  expect(office.room.tables.count('workItem')).toBe(0);
});

it('UP-3 a file of another program that says it has over 256 MiB is refused at its first bytes', async () => {
  const { house, waiting } = await open();
  const reply = await house.raw(
    `POST /import HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nAuthorization: Bearer ${house.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${MOST_IMPORT_BYTES + 1}\r\nConnection: close\r\n\r\n{"schema_version":1}`,
  );
  expect(reply).toMatch(/^HTTP\/1.1 413 /);
  expect(waiting()).toEqual([]);
});

it('UP-3 an export of our own may be larger, as long as the disk has room', async () => {
  const most = 1024 * 1024;
  const { house, waiting } = await open(tempFolder(), most);
  const claim =
    `POST /import HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nAuthorization: Bearer ${house.token}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${Number.MAX_SAFE_INTEGER}\r\nConnection: close\r\n\r\n`;
  expect(await house.raw(claim)).toMatch(/^HTTP\/1.1 507 /);
  const rest = Buffer.alloc(most, '{"no":"row"}\n');
  const other = await upload(house, Buffer.concat([Buffer.from('{"schema_version":1}\n'), rest]));
  expect(other.status).toBe(413);
  const own = await upload(house, Buffer.concat([Buffer.from('{"planwright":1}\n'), rest]));
  expect([own.status, JSON.parse(own.body)]).toMatchObject([
    422,
    { error: { message: expect.stringContaining('line 2') } },
  ]);
  expect(waiting()).toEqual([]);
});

it('UP-3 a larger file than a body may be elsewhere is read', async () => {
  const { office, house } = await open();
  const body = exportOf(10) + ' '.repeat(3 * 1024 * 1024);
  const job = await ended(office, jobOf(await bring(house, body)));
  expect(job.report?.created['items']).toBe(10);
});

it('UP-4 one import at a time', async () => {
  const { office, house } = await open();
  const first = jobOf(await bring(house, exportOf(200)));
  expect((await upload(house, exportOf(200))).status).toBe(409);
  await ended(office, first);
  expect(office.room.tables.count('workItem')).toBe(200);
});

it('UP-5 a stop in the middle is taken up at the next start', async () => {
  const folder = tempFolder();
  const first = await open(folder);
  const id = jobOf(await bring(first.house, exportOf(500)));
  while ((first.office.job(id)?.done ?? 0) < 100) await nextTurn();
  await first.office.stop();
  expect(first.waiting()).toHaveLength(2);

  const { office, waiting } = await open(folder);
  expect(office.job(id)?.status).toBe('running');
  const before = office.room.tables.count('workItem');
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(500);
  await office.imports.resume();
  expect(office.job(id)).toMatchObject({
    status: 'done',
    done: 501,
    total: 501,
    report: { created: { projects: 1, items: 500 } },
  });
  expect(office.room.tables.count('workItem')).toBe(500);
  expect(waiting()).toEqual([]);
});

it.each([
  ['is no longer there', () => undefined],
  ['cannot be read', (at: string) => symlinkSync('.', at)],
])('UP-5 an import whose file %s ends as failed and says what to do', async (why, leave) => {
  const folder = tempFolder();
  const at = join(folder, 'imports');
  mkdirSync(at);
  const id = idOf<'job'>(newId());
  leave(join(at, `${id}.json`));
  const begun = { choices: { repair: false, people: {} }, report: {}, before: null };
  writeFileSync(join(at, `${id}.begun.json`), JSON.stringify(begun));
  copyFileSync(FIXTURE, join(at, `${newId()}.json`));
  const { office, waiting } = await open(folder);
  const args = { id, kind: 'import' as const, subject: 'board.json', total: 9 };
  await office.room.submit(newCommand('job.start', args, office.world), office.me, 'rest');
  await office.imports.resume();
  const job = office.job(id);
  expect(job?.status).toBe('failed');
  expect(job?.report?.lines[0]?.says).toContain(`its file ${why}. Import the file again`);
  expect(waiting()).toEqual([]);
});

it('UP-5 an import of which nobody knows any more what was chosen ends as failed', async () => {
  const folder = tempFolder();
  const first = await open(folder);
  const id = jobOf(await bring(first.house, exportOf(500)));
  while ((first.office.job(id)?.done ?? 0) < 100) await nextTurn();
  await first.office.stop();
  writeFileSync(join(folder, 'imports', `${id}.begun.json`), '{');
  const { office, waiting } = await open(folder);
  const items = office.room.tables.count('workItem');
  await office.imports.resume();
  expect(office.job(id)?.status).toBe('failed');
  expect(office.job(id)?.report?.lines[0]?.says).toContain('what was chosen');
  expect(office.room.tables.count('workItem')).toBe(items);
  expect(waiting()).toEqual([]);
});

it('UP-5 an import that a stop has cut off lets one that runs end first', async () => {
  const folder = tempFolder();
  const first = await open(folder);
  const id = jobOf(await bring(first.house, exportOf(500)));
  while ((first.office.job(id)?.done ?? 0) < 100) await nextTurn();
  await first.office.stop();
  const running = Promise.withResolvers<void>();
  const seen: unknown[] = [];
  const wait = async (): Promise<void> => {
    seen.push(office.imports.busy, office.job(id)?.status);
    running.resolve();
    await other;
  };
  const office = await openOffice(folder, undefined, undefined, { wait });
  const other = office.imports.alone(() => running.promise);
  await office.imports.resume();
  expect([...seen, office.job(id)?.status]).toEqual([true, 'running', 'done']);
});

it('UP-5 a file that comes before an earlier import was taken up again is not forgotten', async () => {
  const { office, house, waiting } = await open();
  const staged = await upload(house, exportOf(1));
  await office.imports.resume();
  const { job } = JSON.parse(staged.body) as { job: string };
  expect(waiting()).toEqual([`${job}.json`]);
  await ended(office, jobOf(await begin(house, job, { repair: false, people: {} })));
});

it('UP-6 a journal that is busy delays an import, and nothing is done twice', async () => {
  let appends = 0;
  const flaky = (journal: Journal): Journal =>
    new Proxy(journal, {
      get(target, name) {
        const own: unknown = Reflect.get(target, name, target);
        if (typeof own !== 'function') return own;
        if (name !== 'append') return (own as () => unknown).bind(target);
        return (...args: Parameters<Journal['append']>) => {
          appends += 1;
          if (appends === 4) return Promise.reject(new JournalError('busy', 'disk full'));
          return target.append(...args);
        };
      },
    });
  const office = await openOffice(tempFolder(), flaky);
  const id = idOf<'job'>(newId());
  writeFileSync(office.imports.fileOf(id), exportOf(150));
  await office.imports.stage(id, 'x', office.me);
  const work = await office.imports.start(id, { repair: false, people: {} }, office.me);
  if (typeof work !== 'function') throw new Error(JSON.stringify(work));
  await work();
  expect(appends).toBeGreaterThan(4);
  expect(office.job(id)).toMatchObject({ status: 'done', report: { created: { items: 150 } } });
  expect(office.room.tables.count('workItem')).toBe(150);
});

it('UP-7 what is refused after all stands in the report', async () => {
  const office = await openOffice(tempFolder());
  const id = idOf<'job'>(newId());
  const file = exportOf(3);
  writeFileSync(office.imports.fileOf(id), file);
  await office.imports.stage(id, 'x', office.me);
  const work = await office.imports.start(id, { repair: false, people: {} }, office.me);
  if (typeof work !== 'function') throw new Error(JSON.stringify(work));
  const args = { id: idOf<'project'>(newId()), key: 'BIG', title: 'Quicker' };
  await office.room.submit(newCommand('project.create', args, office.world), office.me, 'rest');
  await work();
  const { report, status } = office.job(id) ?? {};
  expect(status).toBe('done');
  expect(report?.created).toMatchObject({ projects: 0, items: 0 });
  expect(report?.notDone[0]).toMatchObject({ what: 'rows', count: 4 });
  expect(report?.lines[0]).toMatchObject({ at: 'Big' });
  expect(existsSync(office.imports.fileOf(id))).toBe(false);
});

it('UP-11 a file whose import is beginning is not forgotten any more', async () => {
  const office = await openOffice(tempFolder());
  const id = idOf<'job'>(newId());
  writeFileSync(office.imports.fileOf(id), exportOf(3));
  await office.imports.stage(id, 'x', office.me);
  const beginning = office.imports.start(id, { repair: false, people: {} }, office.me);
  office.imports.cancel(id);
  expect(existsSync(office.imports.fileOf(id))).toBe(true);
  const work = await beginning;
  if (typeof work !== 'function') throw new Error(JSON.stringify(work));
  await work();
  expect(office.job(id)).toMatchObject({ status: 'done', report: { created: { items: 3 } } });
});

it('UP-12 a fault of the program on the way is told as one, and not as of the file', async () => {
  const folder = tempFolder();
  const { office, house, waiting } = await open(folder);
  const submit = office.room.submit.bind(office.room);
  office.room.submit = (command, ...rest) => {
    if (command.kind === 'workItem.import') throw new TypeError('a slip of ours');
    return submit(command, ...rest);
  };
  const job = await ended(office, jobOf(await bring(house, exportOf(3))));
  expect(job).toMatchObject({ status: 'failed', report: { lines: [{ at: 'a file' }] } });
  expect(job.report?.lines[0]?.says).toContain('a fault in this program');
  expect(readFileSync(join(folder, 'logs/server.log'), 'utf8')).toContain('a slip of ours');
  expect(waiting()).toEqual([]);
});

it('UP-12 a fault of the program when it is taken up again is told as one, too', async () => {
  const folder = tempFolder();
  const first = await open(folder);
  const id = jobOf(await bring(first.house, exportOf(500)));
  while ((first.office.job(id)?.done ?? 0) < 100) await nextTurn();
  await first.office.stop();
  const { office } = await open(folder);
  office.room.ports.journal.rowsOf = () => {
    throw new TypeError('a slip of ours');
  };
  await office.imports.resume();
  expect(office.job(id)?.status).toBe('failed');
  expect(office.job(id)?.report?.lines[0]?.says).toContain('a fault in this program');
});

it('UP-13 a disk that fills up while a file comes is told at once, and nothing of it is kept', async () => {
  const looks = [2, 1, 1];
  const free = (): number => (looks.shift() ?? 0) * 100 * 1024 * 1024;
  const { house, waiting } = await open(tempFolder(), MOST_IMPORT_BYTES, free);
  const body = Buffer.alloc(33 * 1024 * 1024, '{"planwright":1}\n');
  const reply = await upload(house, body);
  expect([reply.status, JSON.parse(reply.body)]).toMatchObject([
    507,
    { error: { code: 'DISK_FULL' } },
  ]);
  expect(waiting()).toEqual([]);
});

it('UP-13 an import that its disk has no room for does not begin, and its file goes on waiting', async () => {
  let free = Infinity;
  const { office, house, waiting } = await open(tempFolder(), MOST_IMPORT_BYTES, () => free);
  const staged = await upload(house, exportOf(3));
  const { job } = JSON.parse(staged.body) as { job: string };
  free = 64 * 1024 * 1024;
  expect((await begin(house, job, { repair: false, people: {} })).status).toBe(507);
  expect([office.room.head.seq, waiting()]).toEqual([1, [`${job}.json`]]);
  free = Infinity;
  await ended(office, jobOf(await begin(house, job, { repair: false, people: {} })));
});

it('UP-13 an upload that breaks off leaves nothing behind', async () => {
  const { house, waiting } = await open();
  const socket = connect(house.port, '127.0.0.1');
  socket.write(
    `POST /import HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nAuthorization: Bearer ${house.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"planwright":1}`,
  );
  while (waiting().length === 0) await nextTurn();
  expect(waiting()).toHaveLength(1);
  socket.destroy();
  while (waiting().length > 0) await nextTurn();
});

it('UP-8 an upload is a dry run: it says what would come, and nothing comes', async () => {
  const { office, house } = await open();
  const reply = await upload(house, readFileSync(FIXTURE));
  const plan = JSON.parse(reply.body) as Record<string, { length: number }>;
  expect(plan).toMatchObject({ report: { created: { projects: 1 } }, damage: { known: true } });
  expect(plan['authors']?.length).toBeGreaterThan(0);
  expect(office.room.head.seq).toBe(1);
});

it('UP-8 it tells what would come by the choices that are offered, and by others when asked', async () => {
  const { office, house } = await open();
  const staged = dryRunOf(await upload(house, readFileSync(FIXTURE)));
  const { job } = staged;
  expect(staged.choices).toEqual({ repair: true, people: {} });
  const ask = async (choices: object): Promise<Reply> => {
    const body = JSON.stringify(choices);
    return await house.ask(`/import/${job}/plan`, { method: 'POST', headers: HEADERS, body });
  };
  const people = Object.fromEntries(staged.authors.map(({ id }) => [id, office.me]));
  const other = dryRunOf(await ask({ repair: false, people }));
  expect(other).toMatchObject({ job, choices: { repair: false, people } });
  expect([other.report.repaired, other.report.created['people']]).toEqual([0, undefined]);
  expect((await ask({})).status).toBe(422);
  expect(office.room.head.seq).toBe(1);
  const done = await ended(office, jobOf(await begin(house, job, staged.choices)));
  expect(done.report).toEqual(staged.report);
  expect((await ask(staged.choices)).status).toBe(404);
});

const REAL = process.env['PLANWRIGHT_EXPORT'];

it.each([FIXTURE, ...(REAL === undefined ? [] : [REAL])])(
  'UP-8 a file again has nothing to do, and nothing to say of its repaired texts',
  async (path) => {
    const { office, house } = await open();
    const staged = dryRunOf(await upload(house, readFileSync(path)));
    expect(staged.report.repaired).toBeGreaterThan(0);
    const done = await ended(office, jobOf(await begin(house, staged.job, staged.choices)));
    expect(done.report).toEqual(staged.report);
    const again = dryRunOf(await upload(house, readFileSync(path)));
    expect(again).toMatchObject({ commands: 0, report: { created: {}, changed: {}, repaired: 0 } });
    expect(again.report.lines.filter(({ says }) => says.includes('differs'))).toEqual([]);
    expect(again.report.unchanged).toMatchObject({ items: staged.report.created['items'] });
  },
);

it('UP-9 what was chosen is what comes: people, and repaired texts', async () => {
  const { office, house } = await open();
  const staged = await upload(house, readFileSync(FIXTURE));
  const { job, authors } = JSON.parse(staged.body) as { job: string; authors: { id: string }[] };
  const people = Object.fromEntries(authors.map(({ id }) => [id, office.me]));
  await ended(office, jobOf(await begin(house, job, { repair: true, people })));
  expect(office.room.tables.count('user')).toBe(1);
  expect(office.job(idOf<'job'>(job))?.report?.repaired).toBeGreaterThan(0);
});

it('UP-10 wrong choices are refused with the reason, and the file goes on waiting', async () => {
  const { office, house, waiting } = await open();
  const staged = await upload(house, exportOf(1));
  const { job } = JSON.parse(staged.body) as { job: string };
  for (const choices of [{}, { repair: 1, people: {} }, { repair: true, people: { a: newId() } }]) {
    expect((await begin(house, job, choices)).status).toBe(422);
  }
  expect((await begin(house, newId(), { repair: false, people: {} })).status).toBe(404);
  expect((await begin(house, 'x', { repair: false, people: {} })).status).toBe(404);
  expect([office.room.head.seq, waiting().length]).toEqual([1, 1]);
  await ended(office, jobOf(await begin(house, job, { repair: false, people: {} })));
});

it('UP-11 a file that is not wanted is forgotten, and so is one when the next comes', async () => {
  const { house, waiting } = await open();
  await upload(house, exportOf(1));
  const staged = await upload(house, exportOf(2));
  expect(waiting()).toHaveLength(1);
  const { job } = JSON.parse(staged.body) as { job: string };
  expect((await house.ask(`/import/${job}`, { method: 'DELETE', headers: HEADERS })).status).toBe(
    204,
  );
  expect(waiting()).toEqual([]);
});
