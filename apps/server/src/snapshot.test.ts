import { decodeChunk } from '@planwright/protocol';
import type { Manifest } from '@planwright/sync';
import { idOf } from '@planwright/engine';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { patienceOf } from './patience.ts';
import { newCommand } from './command.ts';
import { snapshotRoutes } from './snapshot-routes.ts';
import { buildHouse } from './testing/house.ts';
import { openOffice } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';
import { projectCommand } from './testing/visitor.ts';

it('HTTP-10 a snapshot that was named is a manifest and its chunks', async () => {
  const { room, me } = await openOffice(tempFolder());
  const house = await buildHouse({ routes: [snapshotRoutes(room, me, patienceOf(30))] });
  const name = await room.read((tables, head) =>
    room.snapshots.take(tables, head.seq, me, room.scopeOf(me)),
  );
  const { status, body } = await house.ask(`/snapshot/${name}`);
  const manifest = JSON.parse(body) as Manifest;
  expect([status, manifest.seq]).toEqual([200, room.head.seq]);
  const rows = [];
  for (const { id, bytes } of manifest.chunks) {
    const chunk = await fetch(`${house.origin}/snapshot/${name}/${id}`, {
      headers: { cookie: house.cookie },
    });
    expect(chunk.headers.get('content-type')).toBe('application/octet-stream');
    expect(chunk.headers.get('cache-control')).toContain('immutable');
    const content = await chunk.bytes();
    expect(content.length).toBe(bytes);
    rows.push(...decodeChunk(content));
  }
  expect(rows.map(({ table }) => table).toSorted()).toEqual(['user', 'workspace']);
});

it('HTTP-10 what was not named, not for this person, or not of it, is not there', async () => {
  const { room, me } = await openOffice(tempFolder());
  const house = await buildHouse({ routes: [snapshotRoutes(room, me, patienceOf(30))] });
  const other = idOf<'user'>(newId());
  const [own, foreign] = await room.read((tables, head) =>
    [me, other].map((user) => room.snapshots.take(tables, head.seq, user, room.scopeOf(me))),
  );
  const manifest = room.snapshots.manifest(own ?? '', me);
  const chunk = manifest?.chunks[0]?.id ?? '';
  for (const path of [
    newId(),
    foreign,
    `${foreign}/${chunk}`,
    `${own}/${newId()}-0`,
    `${own}/..%2f${chunk}`,
    '__proto__',
  ]) {
    expect((await house.ask(`/snapshot/${path}`)).status).toBe(404);
  }
  expect((await house.ask(`/snapshot/${own}/${chunk}`)).status).toBe(200);
  expect((await house.ask(`/snapshot/${own}`, { stranger: true })).status).toBe(401);
});

it('HTTP-11 a chunk of more than 1 KiB is gzipped for who takes it, and the same for who does not', async () => {
  const { room, me, world } = await openOffice(tempFolder());
  const house = await buildHouse({ routes: [snapshotRoutes(room, me, patienceOf(30))] });
  const chunkOf = async (): Promise<string> => {
    const name = await room.read((tables, head) =>
      room.snapshots.take(tables, head.seq, me, room.scopeOf(me)),
    );
    const chunks = room.snapshots.manifest(name, me)?.chunks ?? [];
    const [largest] = chunks.toSorted((a, b) => b.bytes - a.bytes);
    return `/snapshot/${name}/${largest?.id}`;
  };
  const ask = async (path: string, accepts: string) => {
    const headers = { cookie: house.cookie, 'accept-encoding': accepts };
    const answer = await fetch(`${house.origin}${path}`, { headers });
    const rows = decodeChunk(await answer.bytes());
    return { encoding: answer.headers.get('content-encoding'), rows };
  };
  const small = await chunkOf();
  expect(await ask(small, 'gzip')).toMatchObject({ encoding: null });

  const { args } = projectCommand('A project with many states');
  await room.submit(newCommand('project.create', args as never, world), me, 'rest');
  const large = await chunkOf();
  const plain = await ask(large, 'identity');
  expect(plain.encoding).toBeNull();
  expect(plain.rows.length).toBeGreaterThan(2);
  for (const accepts of ['gzip', 'br, GZIP;q=0.5', '*', 'deflate, gzip;q=1.0, *;q=0.5']) {
    expect(await ask(large, accepts)).toEqual({ encoding: 'gzip', rows: plain.rows });
  }
  for (const refuses of ['br', 'gzip;q=0', 'gzip;q=0.0, *', 'gzipped']) {
    expect(await ask(large, refuses)).toEqual(plain);
  }
});

it('BUSY-6 a snapshot that cannot be read in time is refused', async () => {
  const { room, me } = await openOffice(tempFolder());
  const noPatience = (late: () => void) => {
    late();
    return () => undefined;
  };
  const house = await buildHouse({ routes: [snapshotRoutes(room, me, noPatience)] });
  for (const path of ['/snapshot/a', '/snapshot/a/b']) {
    const { status, headers, body } = await house.ask(path);
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  }
});
