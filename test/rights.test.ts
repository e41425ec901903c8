/** Who may see what, and what becomes of it on devices when that changes. */
import { blockOf } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { edit, writeMember } from '@planwright/sync/testing/by-hand.ts';
import type { Device } from '@planwright/sync/testing/device.ts';
import type { Network } from '@planwright/sync/testing/network.ts';
import { RawClient } from '@planwright/sync/testing/raw-client.ts';
import { expect, it } from 'vitest';

import { A, WEB, bakery } from './bakery.ts';

const SECRET = idFor<'project'>('SECRET');
const RECIPE = idFor<'workItem'>('RECIPE');
const RECIPE_TEXT = RECIPE as string as ReturnType<typeof idFor<'document'>>;

async function withSecret() {
  const place = await bakery();
  const { net, ann } = place;
  ann.do('project.create', { id: SECRET, key: 'SEC', title: 'Secret', defaultRole: 'none' });
  ann.do('workItem.create', { id: RECIPE, project: SECRET, type: 'story', title: 'croissants' });
  ann.do('document.edit', {
    id: RECIPE_TEXT,
    base: { rev: 0 },
    patch: [[0, 0, 'croissants: much butter']],
  });
  await net.sync();
  return place;
}

/** Makes the room notice what another process has written. */
async function notice(net: Network, ann: Device): Promise<void> {
  ann.do('workItem.edit', { id: A, title: `A at ${net.room.head.seq}` });
  await net.sync();
}

function hasHeard(device: Device, word: string): boolean {
  return device.traffic.some((bytes) => Buffer.from(bytes).includes(word));
}

it('SYNC-12 what ben may not see never comes to him: by entry, log, snapshot or page', async () => {
  const { net, ann, ben } = await withSecret();
  expect(ben.tables.get('project', SECRET)).toBeUndefined();
  expect(ben.replica.position?.cursor).toBe(net.room.head.seq);
  ben.unplug();
  ann.do('workItem.edit', { id: RECIPE, title: 'more croissants' });
  ann.do('workItem.edit', { id: A, title: 'A, for everybody' });
  await net.sync();
  await ben.plug();
  expect(ben.tables.get('workItem', A)?.title).toBe('A, for everybody');
  const ids = [RECIPE];
  ben.link.fetch({ table: 'document', ids }, (answer) =>
    expect(answer).toMatchObject({ rows: [] }),
  );
  ben.link.fetch({ table: 'revision', parent: RECIPE }, (answer) =>
    expect(answer).toMatchObject({ rows: [] }),
  );
  await net.sync();
  const other = await net.device('ben');
  for (const device of [ben, other]) {
    expect(device.tables.get('workItem', RECIPE)).toBeUndefined();
    expect(hasHeard(device, 'croissant')).toBe(false);
    expect(hasHeard(device, SECRET)).toBe(false);
  }
  expect(hasHeard(ann, 'croissant')).toBe(true);
});

it('SYNC-12 a device that sees a part of an entry gets that part, and its author gets it whole', async () => {
  const { net, journal, ann, ben } = await withSecret();
  await writeMember(journal, 'ben', SECRET, 'viewer');
  await notice(net, ann);
  expect(ben.tables.get('workItem', RECIPE)?.title).toBe('croissants');
  ann.do('workItem.edit', { id: RECIPE, title: 'croissants!' });
  await net.sync();
  expect(ben.tables.get('workItem', RECIPE)?.title).toBe('croissants!');
});

it('SYNC-12 a dependency comes to the people of either project; an end that is not theirs stays private', async () => {
  const { net, ann, ben } = await withSecret();
  const id = idFor<'dependency'>('D');
  ann.do('dependency.add', { id, from: RECIPE, to: A, kind: 'blocks' });
  await net.sync();
  const seenBy = (device: Device) => {
    const item = device.tables.get('workItem', A)!;
    return blockOf(device.tables, item);
  };
  for (const device of [ben, await net.device('ben')]) {
    expect(seenBy(device)).toEqual({ items: [], hidden: 1 });
    expect(hasHeard(device, 'croissant')).toBe(false);
  }
  const done = [...ann.tables.list('state', 'byProject', SECRET)].find(
    ({ category }) => category === 'done',
  )!;
  ann.do('workItem.move', { id: RECIPE, state: done.id });
  await net.sync();
  expect(seenBy(ben)).toBeNull();
  ben.do('dependency.remove', { id });
  await net.sync();
  expect(ben.problems).toEqual([]);
  expect(ann.tables.get('dependency', id)?.deletedAt).not.toBeNull();
  expect(hasHeard(ben, 'croissant')).toBe(false);
});

it('REPL-18 what goes out of sight raises the epoch: what was read of it is not believed', async () => {
  const { net, ann, ben } = await withSecret();
  const { epoch } = ben.replica;
  ann.do('workItem.transfer', { id: A, project: SECRET });
  await net.sync();
  expect(ben.tables.get('workItem', A)).toBeUndefined();
  expect(ben.replica.epoch).toBeGreaterThan(epoch);
  ann.do('workItem.transfer', { id: A, project: WEB });
  await net.sync();
  expect(ben.tables.get('workItem', A)?.title).toBe('A');
});

it('ROOM-9 ben is let in and put out: whole projects come and go, what waits stays', async () => {
  const { net, ann, ben } = await withSecret();
  const id = idFor<'member'>('ben in SEC');
  ann.do('member.add', { id, project: SECRET, user: idFor('ben'), role: 'editor' });
  await net.sync();
  expect(ben.tables.get('workItem', RECIPE)?.title).toBe('croissants');
  expect(ben.replica.scope).toContain(`project:${SECRET}`);
  ben.unplug();
  ann.do('member.remove', { id });
  await net.sync();
  ben.do('workItem.edit', { id: A, title: 'A, by ben' });
  ben.do('workItem.edit', { id: RECIPE, title: 'baguettes' });
  await ben.plug();
  await net.sync();
  expect(ben.tables.get('workItem', RECIPE)).toBeUndefined();
  expect(ben.cache.read()?.rows.some(({ row }) => row.id === RECIPE)).toBe(false);
  expect(ben.replica.pending).toHaveLength(0);
  expect(ben.problems).toEqual(['NOT_FOUND']);
  expect(ann.tables.get('workItem', A)?.title).toBe('A, by ben');
  expect(ann.tables.get('workItem', RECIPE)?.title).toBe('croissants');
});

it('ROOM-9 whoever is put out while they look on hears nothing of it from that entry on', async () => {
  const { net, ann, ben } = await withSecret();
  const id = idFor<'member'>('ben in SEC');
  ann.do('member.add', { id, project: SECRET, user: idFor('ben'), role: 'viewer' });
  await net.sync();
  expect(ben.tables.get('workItem', RECIPE)?.title).toBe('croissants');
  ann.do('member.remove', { id });
  ann.do('workItem.edit', { id: RECIPE, title: 'brioche' });
  await net.sync();
  expect(ben.tables.get('workItem', RECIPE)).toBeUndefined();
  expect(ben.tables.get('member', id)).toBeUndefined();
  expect(hasHeard(ben, 'brioche')).toBe(false);
});

it('ROOM-9 a new project enters with its entry: nobody takes a snapshot for it', async () => {
  const { net, ann, ben } = await bakery();
  const APP = idFor<'project'>('APP');
  ann.do('project.create', { id: APP, key: 'APP', title: 'App' });
  const id = idFor<'workItem'>('in APP');
  ann.do('workItem.create', { id, project: APP, type: 'task', title: 'x' });
  await net.sync();
  expect(ben.tables.get('workItem', id)?.title).toBe('x');
  expect(ben.heardOf('resync')).toEqual([]);
  ann.do('workItem.edit', { id, title: 'y' });
  await net.sync();
  expect(ben.tables.get('workItem', id)?.title).toBe('y');
});

it('SYNC-14 rights change while ben is away: he gets what he gained whole, and keeps nothing he lost', async () => {
  const { net, journal, ann, ben } = await withSecret();
  ben.unplug();
  await writeMember(journal, 'ben', SECRET);
  await notice(net, ann);
  await ben.plug();
  expect(ben.heardOf('welcome')[0]?.mode).toBe('SNAPSHOT');
  expect(ben.tables.get('workItem', RECIPE)?.title).toBe('croissants');
  ben.unplug();
  await edit(journal, 'project', WEB, { defaultRole: 'none' });
  await notice(net, ann);
  await ben.plug();
  expect(ben.heardOf('welcome')[0]?.mode).toBe('SNAPSHOT');
  expect(ben.tables.get('workItem', A)).toBeUndefined();
  expect(ben.tables.get('workItem', RECIPE)?.title).toBe('croissants');
});

it('SYNC-14 the order to take a snapshot is lost with the socket: the next Hello brings it', async () => {
  const { net, journal, ann, ben } = await withSecret();
  await edit(journal, 'project', WEB, { defaultRole: 'none' });
  ann.do('workItem.edit', { id: A, title: 'A2' });
  ann.carry();
  for (let i = 0; i < 4; i += 1) await net.turn();
  expect(ben.loseReceived()).toBe(1);
  ben.unplug();
  await ben.plug();
  expect(ben.tables.get('workItem', A)).toBeUndefined();
});

it("SYNC-14 rights of others and new projects in between are no reason: ben's log tells it all", async () => {
  const { net, journal, ann, ben } = await withSecret();
  ben.unplug();
  await writeMember(journal, 'zoe', SECRET);
  const APP = idFor<'project'>('APP');
  await notice(net, ann);
  ann.do('project.create', { id: APP, key: 'APP', title: 'App' });
  ann.do('project.edit', { id: APP, defaultRole: 'viewer' });
  await net.sync();
  await ben.plug();
  expect(ben.heardOf('welcome')[0]?.mode).toBe('LOG');
  expect(ben.tables.get('project', APP)?.defaultRole).toBe('viewer');
});

it('ROOM-18 somebody whose account is closed is sent away, and stays away', async () => {
  const { net, journal, ann, ben } = await bakery();
  await edit(journal, 'user', idFor<'user'>('ben'), { status: 'deactivated' });
  await notice(net, ann);
  expect(ben.link.state).toBe('BLOCKED');
  expect(ben.link.blocked).toBe('REVOKED');
  await ben.plug();
  expect(ben.link.state).toBe('BLOCKED');
  const raw = new RawClient(net, 'ben');
  await raw.say(raw.hello());
  expect(raw.last('goaway').code).toBe('REVOKED');
  expect(raw.isClosed).toBe(true);
});

it('ROOM-8 a chunk is given to whom it was named for, while they may see it', async () => {
  const { net, journal, ann } = await withSecret();
  const raw = new RawClient(net, 'ann');
  await raw.say(raw.hello());
  const name = raw.last('welcome').snapshot!;
  const { snapshots } = net.room;
  const [annId, benId] = [idFor<'user'>('ann'), idFor<'user'>('ben')];
  const chunks = snapshots.manifest(name, annId)!.chunks;
  expect(chunks.length).toBeGreaterThan(2);
  expect(snapshots.manifest(name, benId)).toBeNull();
  const given = (): number => {
    const scope = net.room.scopeOf(annId);
    return chunks.filter(({ id }) => snapshots.chunk(name, id, annId, scope) !== null).length;
  };
  for (const { id } of chunks) {
    expect(snapshots.chunk(name, id, benId, net.room.scopeOf(annId))).toBeNull();
  }
  expect(given()).toBe(chunks.length);
  await edit(journal, 'project', WEB, { defaultRole: 'none' });
  const member = idFor<'member'>(`${WEB} ann`);
  const [own] = (await journal.rows({ table: 'member' })).filter(({ project }) => project === WEB);
  await edit(journal, 'member', own?.id ?? member, { deletedAt: 1 });
  ann.do('workspace.edit', { id: idFor('workspace'), weekStart: 7 });
  await net.sync();
  expect(given()).toBe(chunks.length - 1);
  net.now += 11 * 60_000;
  await raw.say(raw.hello());
  expect(snapshots.manifest(name, annId)).toBeNull();
});

it('ROOM-8 one person keeps at most sixteen snapshots', async () => {
  const { net } = await bakery();
  const raw = new RawClient(net, 'ann');
  const names: string[] = [];
  for (let i = 0; i < 20; i += 1) {
    await raw.say(raw.hello());
    names.push(raw.last('welcome').snapshot!);
  }
  const ann = idFor<'user'>('ann');
  const kept = names.filter((name) => net.room.snapshots.manifest(name, ann) !== null);
  expect(kept).toEqual(names.slice(-16));
});
