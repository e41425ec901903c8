import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { idOf, type AttachmentId, type UserId } from '@planwright/engine';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { attachmentRoutes } from './attachment-routes.ts';
import { kindOf } from './blob-kind.ts';
import { afterPurges, blobSweeper } from './blob-sweep.ts';
import { BlobStore } from './blob-store.ts';
import { newCommand } from './command.ts';
import { Disk } from './disk.ts';
import { buildHouse, type House } from './testing/house.ts';
import { openOffice, type Office } from './testing/office.ts';
import { startServer } from './testing/process.ts';
import { tempFolder } from './testing/temp.ts';

const BYTES = { 'content-type': 'application/octet-stream' };

/** A picture of one colour, as small as PNG allows. */
function png(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * height));
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

/** The head of a WebP picture of this size. */
function webp(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write('RIFF', 0, 'latin1');
  bytes.write('WEBPVP8X', 8, 'latin1');
  bytes.writeUIntLE(width - 1, 24, 3);
  bytes.writeUIntLE(height - 1, 27, 3);
  return bytes;
}

const PICTURE = png(20, 10);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Scene {
  readonly office: Office;
  readonly house: House;
  readonly item: string;
  readonly folder: string;
}

/** A folder with one item; the person at the door is the office's unless another is given. */
async function open(mostMib = 1): Promise<Scene> {
  const folder = tempFolder();
  const office = await openOffice(folder);
  const house = await houseOf(office, office.me, mostMib);
  const project = idOf<'project'>(newId());
  const item = idOf<'workItem'>(newId());
  await put(office, 'project.create', { id: project, key: 'WEB', title: 'Web' });
  await put(office, 'workItem.create', { id: item, project, type: 'task', title: 'Oven' });
  return { office, house, item, folder };
}

async function houseOf(office: Office, user: UserId, mostMib = 1): Promise<House> {
  const { room, world, blobs, log } = office;
  const routes = [attachmentRoutes({ room, user, world, blobs, log, mostMib })];
  return await buildHouse({ routes });
}

async function put(office: Office, kind: Parameters<typeof newCommand>[0], args: object) {
  const command = newCommand(kind, args as never, office.world);
  expect(await office.room.submit(command, office.me, 'socket')).toHaveProperty('seq');
}

interface Sent {
  readonly id?: string;
  readonly name?: string;
  readonly item?: string;
}

function address(scene: Scene, { id = newId(), name = 'Oven.png', item = scene.item }: Sent) {
  return `/attachment?item=${item}&id=${id}&name=${encodeURIComponent(name)}`;
}

/** Sends a file; gives its id, or the answer where it was not taken. */
async function send(scene: Scene, body: Buffer, sent: Sent = {}): Promise<AttachmentId> {
  const id = sent.id ?? newId();
  const path = address(scene, { ...sent, id });
  const reply = await scene.house.ask(path, { method: 'POST', headers: BYTES, body });
  expect([reply.status, reply.body]).toEqual([201, JSON.stringify({ id })]);
  return idOf<'attachment'>(id);
}

async function refused(scene: Scene, body: Buffer, sent: Sent = {}): Promise<[number, string]> {
  const path = address(scene, sent);
  const reply = await scene.house.ask(path, { method: 'POST', headers: BYTES, body });
  const { error } = JSON.parse(reply.body) as { error: { code: string } };
  return [reply.status, error.code];
}

async function read(house: House, path: string): Promise<Response> {
  return await fetch(house.origin + path, { headers: { authorization: `Bearer ${house.token}` } });
}

async function rowOf({ office }: Scene, id: AttachmentId) {
  const { journal } = office.room.ports;
  const found = await office.room.read(() => journal.rowsOf([{ table: 'attachment', id }]));
  return found[0]?.row;
}

/** The names of all files whose bytes rest here, and of what is being sent. */
function resting({ folder }: Scene): string[] {
  return readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ name }) => name)
    .toSorted();
}

it('BLOB-1 a file is kept under its hash and stands beside its item, as its bytes say', async () => {
  const scene = await open();
  const id = await send(scene, PICTURE, { name: 'Ofen ä.png' });
  const hash = sha256(PICTURE);
  expect(await rowOf(scene, id)).toMatchObject({
    item: scene.item,
    name: 'Ofen ä.png',
    type: 'image/png',
    size: PICTURE.length,
    hash,
    width: 20,
    height: 10,
    createdBy: scene.office.me,
  });
  expect(existsSync(join(scene.folder, 'blobs', hash.slice(0, 2), hash))).toBe(true);
  const answer = await read(scene.house, `/blob/${id}`);
  expect(Buffer.from(await answer.arrayBuffer()).equals(PICTURE)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(PICTURE.length),
    'content-disposition': `inline; filename="Ofen _.png"; filename*=UTF-8''Ofen%20%C3%A4.png`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  });
});

it('BLOB-2 sent again under the same id it is the same; one file beside two items rests once', async () => {
  const scene = await open();
  const id = await send(scene, PICTURE);
  await send(scene, PICTURE, { id });
  await send(scene, PICTURE);
  expect(resting(scene)).toEqual([sha256(PICTURE)]);
  expect(await refused(scene, Buffer.from('other'), { id })).toEqual([409, 'EXISTS']);
});

it('BLOB-3 a file has at most [attachments] max_mib, and at least a byte', async () => {
  const scene = await open(2);
  await send(scene, Buffer.alloc(2 * 1024 * 1024, 7));
  const more = Buffer.alloc(2 * 1024 * 1024 + 1, 7);
  expect(await refused(scene, more)).toEqual([413, 'TOO_LARGE']);
  expect(await refused(scene, Buffer.alloc(0))).toEqual([422, 'INVALID']);
  expect(resting(scene)).toHaveLength(1);
});

it('BLOB-13 a disk that fills up while a file comes is told at once, and nothing of it is kept', async () => {
  const scene = await open();
  const looks = [65, 63];
  const disk = new Disk(scene.folder, () => (looks.shift() ?? 0) * 1024 * 1024);
  const blobs = new BlobStore(join(scene.folder, 'blobs'), newId, disk);
  const house = await houseOf({ ...scene.office, blobs }, scene.office.me);
  expect(await refused({ ...scene, house }, PICTURE)).toEqual([507, 'DISK_FULL']);
  expect(await refused({ ...scene, house }, PICTURE)).toEqual([507, 'DISK_FULL']);
  expect(resting(scene)).toEqual([]);
});

it('BLOB-3 the limit is that of the configuration', async () => {
  const cwd = tempFolder();
  const server = await startServer(cwd, { PM_ATTACHMENTS_MAX_MIB: '2' });
  const token = readFileSync(join(cwd, '.pm/token'), 'utf8').trim();
  const status = async (mib: number): Promise<number> => {
    const address = `${server.origin}/attachment?item=${newId()}&id=${newId()}&name=x`;
    const headers = { ...BYTES, authorization: `Bearer ${token}` };
    const body = new Uint8Array(mib * 1024 * 1024);
    return (await fetch(address, { method: 'POST', headers, body })).status;
  };
  expect([await status(2), await status(3)]).toEqual([404, 413]);
  await server.end('SIGTERM');
});

it('BLOB-3 attack: a body that does not say how long it is ends at the limit', async () => {
  const scene = await open();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(256 * 1024)),
  });
  const headers = { ...BYTES, authorization: `Bearer ${scene.house.token}` };
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
  const answer = await fetch(scene.house.origin + address(scene, {}), init).catch(() => null);
  expect([413, undefined]).toContain(answer?.status);
  while (resting(scene).length > 0) await new Promise(setImmediate);
});

it.each([
  ['image/jpeg', Buffer.from('ffd8ffe000044a46ffc0001108000a0014030000', 'hex'), [20, 10]],
  ['image/gif', Buffer.from('GIF89a\x14\0\x0a\0', 'latin1'), [20, 10]],
  ['image/webp', webp(20, 10), [20, 10]],
  [
    'image/avif',
    Buffer.from(`\0\0\0\x10ftypavif\0\0\0\0\0\0\0\x14ispe\0\0\0\0\0\0\0\x14\0\0\0\x0a`, 'latin1'),
    [20, 10],
  ],
  ['image/png', png(1, 1).subarray(0, 20), [null, null]],
  ['video/mp4', Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1'), [null, null]],
  ['application/pdf', Buffer.from('%PDF-1.7'), [null, null]],
  ['application/zip', Buffer.from('PK\x03\x04', 'latin1'), [null, null]],
  ['application/gzip', Buffer.from('\x1f\x8b\x08', 'latin1'), [null, null]],
  ['text/plain', Buffer.from('Grüße\tan alle\r\n'), [null, null]],
  ['application/octet-stream', Buffer.from([0, 1, 2, 0xff]), [null, null]],
] as const)('BLOB-4 what a file is, is told by its bytes: %s', (type, bytes, [width, height]) => {
  expect(kindOf(bytes)).toEqual({ type, width, height });
});

it.each([
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'x.svg'],
  ['a page', '<!doctype html><script>alert(1)</script>', 'x.html'],
  ['a page that is called a picture', '<html><script>alert(1)</script>', 'x.png'],
  ['a script', 'alert(1)', 'x.js'],
  ['a document', '%PDF-1.7 /JavaScript', 'x.pdf'],
])('BLOB-5 attack: %s is saved, never shown', async (_, text, name) => {
  const scene = await open();
  const id = await send(scene, Buffer.from(text), { name });
  const { headers } = await read(scene.house, `/blob/${id}`);
  expect(headers.get('content-disposition')).toMatch(/^attachment; /);
  expect(headers.get('content-type')).toMatch(/^(text\/plain; charset=utf-8|application\/pdf)$/);
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect((await read(scene.house, `/blob/${id}/thumbnail`)).status).toBe(404);
});

it.each([
  ['../../../etc/passwd', 'passwd'],
  ['C:\\Users\\ann\\Oven.png', 'Oven.png'],
  ['..', '..'],
  ['', 'file'],
  ['a\r\nset-cookie: x=1"; b', 'a set-cookie: x=1"; b'],
  ['Rechnung\u202Efdp.exe', 'Rechnungfdp.exe'],
  ['x'.repeat(300), 'x'.repeat(255)],
])('BLOB-6 attack: a name is a name, not a path or a header: %j', async (name, kept) => {
  const scene = await open();
  const id = await send(scene, PICTURE, { name });
  expect(await rowOf(scene, id)).toMatchObject({ name: kept });
  const { headers } = await read(scene.house, `/blob/${id}`);
  expect(headers.get('set-cookie')).toBeNull();
  expect(headers.get('content-disposition')).toMatch(/^inline; filename="[\w .()-]*"; filename\*/);
  expect(resting(scene)).toEqual([sha256(PICTURE)]);
});

it.each(['/blob/..%2f..%2ftoken', '/blob/x', `/blob/${'a'.repeat(64)}`, '/blob/%00', '/blob/'])(
  'BLOB-6 attack: nothing is read by its path: %s',
  async (path) => {
    const scene = await open();
    expect((await read(scene.house, path)).status).toBe(404);
  },
);

it('BLOB-7 nobody attaches to what they may not edit, and nothing is kept of it', async () => {
  const scene = await open();
  const hidden = { id: idOf<'project'>(newId()), key: 'SEC', title: 'S', defaultRole: 'none' };
  const looked = { id: idOf<'project'>(newId()), key: 'LOOK', title: 'L', defaultRole: 'viewer' };
  const ben = await benOf(scene);
  const items = [newId(), newId()] as const;
  for (const [i, project] of [hidden, looked].entries()) {
    await put(scene.office, 'project.create', project);
    const item = { id: items[i], project: project.id, type: 'task', title: 'x' };
    await put(scene.office, 'workItem.create', item);
  }
  expect(await refused(ben, PICTURE, { item: items[0] })).toEqual([404, 'NOT_FOUND']);
  expect(await refused(ben, PICTURE, { item: items[1] })).toEqual([403, 'FORBIDDEN']);
  expect(await refused(ben, PICTURE, { item: newId() })).toEqual([404, 'NOT_FOUND']);
  expect(await refused(ben, PICTURE, { item: '../x' })).toEqual([422, 'INVALID']);
  expect(await refused(ben, PICTURE, { id: 'x' })).toEqual([422, 'INVALID']);
  expect(resting(scene)).toEqual([]);

  const secret = await send(scene, PICTURE, { item: items[0] });
  expect((await read(ben.house, `/blob/${secret}`)).status).toBe(404);
  expect((await read(ben.house, `/blob/${secret}/thumbnail`)).status).toBe(404);
  const shown = await send(scene, PICTURE, { item: items[1] });
  expect((await read(ben.house, `/blob/${shown}`)).status).toBe(200);
});

it('BLOB-7 attack: no other door takes a hash of bytes that were not sent', async () => {
  const scene = await open();
  await send(scene, PICTURE);
  const { office, item } = scene;
  const named = { name: 'x', type: 'image/png', size: 1, width: null, height: null };
  const args = { ...named, id: newId(), item, hash: sha256(PICTURE) };
  for (const via of ['socket', 'rest', 'import'] as const) {
    const command = newCommand('attachment.add', args as never, office.world);
    const outcome = await office.room.submit(command, office.me, via);
    expect(outcome).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  }
});

it('BLOB-8 a file is read while it and its item stand', async () => {
  const scene = await open();
  const id = await send(scene, PICTURE);
  const status = async (): Promise<number> => (await read(scene.house, `/blob/${id}`)).status;
  await put(scene.office, 'attachment.remove', { id });
  expect(await status()).toBe(404);
  await put(scene.office, 'attachment.restore', { id });
  expect(await status()).toBe(200);
  await put(scene.office, 'workItem.delete', { id: scene.item });
  expect(await status()).toBe(404);
  await put(scene.office, 'workItem.restore', { id: scene.item });
  expect(await status()).toBe(200);
});

it('BLOB-9 a picture has a small one from who has sent it, or is shown itself', async () => {
  const scene = await open();
  const ben = await benOf(scene);
  const id = await send(scene, PICTURE);
  const path = `/blob/${id}/thumbnail`;
  const whole = await read(scene.house, path);
  expect([whole.headers.get('content-type'), whole.headers.get('cache-control')]).toEqual([
    'image/png',
    'private, no-cache',
  ]);
  const give = async (house: House, body: Buffer) =>
    (await house.ask(path, { method: 'PUT', headers: BYTES, body })).status;
  expect(await give(ben.house, webp(640, 320))).toBe(404);
  expect(await give(scene.house, webp(641, 320))).toBe(422);
  expect(await give(scene.house, webp(640, 1281))).toBe(422);
  expect(await give(scene.house, PICTURE)).toBe(422);
  expect(await give(scene.house, Buffer.concat([webp(2, 2), Buffer.alloc(150 * 1024)]))).toBe(422);
  expect(await give(scene.house, webp(640, 320))).toBe(204);
  const small = await read(ben.house, path);
  expect(small.headers.get('content-type')).toBe('image/webp');
  expect(Buffer.from(await small.arrayBuffer()).equals(webp(640, 320))).toBe(true);
});

it('BLOB-10 bytes that no row names are swept away; those of what was removed stay', async () => {
  const scene = await open();
  const { office } = scene;
  const sweep = blobSweeper(office.room, office.blobs, office.log);
  const id = await send(scene, PICTURE);
  await put(office, 'attachment.remove', { id });
  office.blobs.write(sha256(Buffer.from('orphan')), Buffer.from('orphan'));
  expect(resting(scene)).toHaveLength(2);
  await sweep();
  expect(resting(scene)).toEqual([sha256(PICTURE)]);
});

it('BLOB-10 nothing is swept while files and rows come together', async () => {
  const scene = await open();
  const { office } = scene;
  const hash = sha256(Buffer.from('coming'));
  const swept: Promise<void>[] = [];
  await office.blobs.undisturbed(async () => {
    office.blobs.write(hash, Buffer.from('coming'));
    swept.push(blobSweeper(office.room, office.blobs, office.log)());
    await office.room.read(() => undefined);
    expect(resting(scene)).toEqual([hash]);
  });
  await Promise.all(swept);
  expect(resting(scene)).toEqual([]);
});

it('BLOB-11 what was being sent when the server stopped is forgotten', async () => {
  const scene = await open();
  const { office, folder } = scene;
  const { path } = (await office.blobs.receive(partsOf(PICTURE), 1_000_000)) ?? { path: '' };
  expect(existsSync(path)).toBe(true);
  await office.stop();
  await openOffice(folder);
  expect(existsSync(path)).toBe(false);
});

it('BLOB-12 what is deleted for good takes its bytes along', async () => {
  const scene = await open();
  const { office, item } = scene;
  const sweep = blobSweeper(office.room, office.blobs, office.log);
  const { promise, resolve } = Promise.withResolvers<void>();
  afterPurges(office.room.tables, () => void sweep().then(resolve));
  const id = await send(scene, PICTURE);
  await scene.house.ask(`/blob/${id}/thumbnail`, {
    method: 'PUT',
    headers: BYTES,
    body: webp(2, 2),
  });
  expect(resting(scene)).toHaveLength(2);
  await put(office, 'workItem.delete', { id: item });
  await put(office, 'workItem.purge', { id: item });
  await promise;
  expect(resting(scene)).toEqual([]);
});

async function* partsOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** The same folder as ben sees it, who has no project of his own. */
async function benOf(scene: Scene): Promise<Scene> {
  const { office } = scene;
  const ben = idOf<'user'>(newId());
  const args = { id: ben, name: 'Ben', handle: 'ben' };
  const command = newCommand('user.import', args, office.world);
  expect(await office.room.submit(command, office.me, 'import')).toHaveProperty('seq');
  office.room.tables.set('user', ben, {
    ...office.room.tables.get('user', ben)!,
    status: 'active',
    role: 'member',
  });
  office.room.tables.settle();
  return { ...scene, house: await houseOf(office, ben) };
}
