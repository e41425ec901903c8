import { decodeChunk } from '@planwright/protocol';
import type { Manifest } from '@planwright/sync';
import { idOf } from '@planwright/engine';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { snapshotRoutes } from './snapshot-routes.ts';
import { buildHouse } from './testing/house.ts';
import { openOffice } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

it('HTTP-10 a snapshot that was named is a manifest and its chunks', async () => {
  const { room, me } = await openOffice(tempFolder());
  const house = await buildHouse({ routes: [snapshotRoutes(room, me)] });
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
  const house = await buildHouse({ routes: [snapshotRoutes(room, me)] });
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
