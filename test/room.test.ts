/** The room: what it commits, and what it answers. */
import { commands, idOf } from '@planwright/engine';
import { textOf } from '@planwright/engine/testing/audit.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { Up } from '@planwright/protocol';
import { encodeCommand } from '@planwright/protocol';
import type { Network } from '@planwright/sync/testing/network.ts';
import { RawClient } from '@planwright/sync/testing/raw-client.ts';
import { afterEach, expect, it, vi } from 'vitest';

import { A, B, WEB, bakery, rawAnn, rename } from './bakery.ts';

afterEach(() => vi.restoreAllMocks());

const STREAM = idFor('a stream of the test');

it('ROOM-1 a command sent again gets its verdict again; that of somebody else gets EXISTS', async () => {
  const { net } = await bakery();
  const command = rename(net, 'once');
  const submit = async (person: string) => {
    const answer = net.room.submit(command, idFor<'user'>(person), 'rest');
    await net.sync();
    return answer;
  };
  const first = await submit('ann');
  const { seq } = net.room.head;
  expect(first).toEqual({ seq });
  expect(await submit('ann')).toEqual({ seq, again: true });
  expect(await submit('ben')).toMatchObject({ refusal: { code: 'EXISTS' } });
  await net.startRoom();
  expect(await submit('ann')).toEqual({ seq, again: true });
  expect(net.room.head.seq).toBe(seq);
});

it('ROOM-1 twice in one breath is applied once, and a refusal is said again word by word', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const good = rename(net, 'once');
  const bad = rename(net, '');
  const { seq } = net.room.head;
  await raw.say(raw.push(STREAM, [1, good], [2, bad], [3, good], [4, bad]));
  expect(net.room.head.seq).toBe(seq + 1);
  const verdicts = raw.heard.flatMap((frame) => (frame.type === 'verdicts' ? frame.verdicts : []));
  expect(verdicts.map(({ no, seq: at, refusal }) => [no, at, refusal?.code])).toEqual([
    [2, null, 'INVALID'],
    [3, seq + 1, undefined],
    [4, null, 'INVALID'],
  ]);
});

it('ROOM-2 a gap in a stream is answered with the number that is missing, and fills', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const [one, two, three] = ['one', 'two', 'three'].map((title) => rename(net, title));
  await raw.say(raw.push(STREAM, [1, one!]), raw.push(STREAM, [3, three!]));
  expect(raw.last('pause')).toMatchObject({ stream: STREAM, code: 'GAP', no: 2, retryMs: 0 });
  expect(net.room.tables.get('workItem', A)?.title).toBe('one');
  await raw.say(raw.push(STREAM, [2, two!], [3, three!]));
  expect(net.room.tables.get('workItem', A)?.title).toBe('three');
});

it('ROOM-2 a known command does not carry its stream over a gap, and an old number is no new one', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const [one, two] = ['one', 'two'].map((title) => rename(net, title));
  await raw.say(raw.push(idFor('another stream'), [1, two!]));
  await raw.say(raw.push(STREAM, [2, two!]));
  expect(raw.last('pause')).toMatchObject({ code: 'GAP', no: 1 });
  await raw.say(raw.push(STREAM, [1, one!], [2, two!]));
  expect(net.room.tables.get('workItem', A)?.title).toBe('one');
  await raw.say(raw.push(STREAM, [2, rename(net, 'three')]));
  expect(raw.last('pause')).toMatchObject({ code: 'GAP', no: 3 });
  expect(net.room.tables.get('workItem', A)?.title).toBe('one');
});

it('ROOM-5 a rule that fails inside is tried once more, then answered INTERNAL; others go on', async () => {
  const { net, ann } = await bakery();
  const decide = commands['workItem.edit'].decide;
  let failures = 1;
  const sick = vi.spyOn(commands['workItem.edit'], 'decide').mockImplementation((...all) => {
    const [, , ctx] = all;
    if (ctx.authoritative && failures > 0) {
      failures -= 1;
      throw new Error('a bug');
    }
    return decide(...all);
  });
  ann.do('workItem.edit', { id: A, title: 'at the second try' });
  await net.sync();
  expect(net.room.tables.get('workItem', A)?.title).toBe('at the second try');
  expect(net.complaints).toHaveLength(1);
  failures = 2;
  ann.do('workItem.edit', { id: A, title: 'never' });
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  await net.sync();
  expect(ann.problems).toEqual(['INTERNAL']);
  expect(net.room.tables.get('workItem', A)?.title).toBe('at the second try');
  expect(ann.tables.get('workItem', B)?.number).toBe(2);
  sick.mockRestore();
  expect(textOf(ann.tables)).toBe(textOf(net.room.tables));
});

/** A command as a newer program would send it: of a kind that this one does not know. */
function fromTheFuture(net: Network, no: number, issuedAt = net.now): Up {
  const bytes = encodeCommand(rename(net, 'x', { issuedAt, commandId: idFor('from the future') }));
  const at = Buffer.from(bytes).indexOf('workItem.edit');
  const command = Uint8Array.from(bytes);
  command.set(Buffer.from('workItem.echo'), at);
  return { type: 'push', stream: STREAM, commands: [{ no, command }] };
}

it('ROOM-6 an unknown kind holds up its stream for 15 minutes by our clock, then is refused', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const nextYear = net.now + 365 * 24 * 3_600_000;
  const future = fromTheFuture(net, 1, nextYear);
  await raw.say(future, raw.push(STREAM, [2, rename(net, 'behind it')]));
  expect(raw.last('pause')).toMatchObject({ no: 1, code: 'HOLD' });
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
  net.now += 15 * 60_000;
  await raw.say(future);
  expect(raw.heard.some(({ type }) => type === 'verdicts')).toBe(false);
  net.now += 1;
  await raw.say(future, raw.push(STREAM, [2, rename(net, 'behind it')]));
  expect(raw.last('verdicts').verdicts).toMatchObject([
    { no: 1, refusal: { code: 'UNSUPPORTED', kind: 'workItem.echo' } },
  ]);
  expect(net.room.tables.get('workItem', A)?.title).toBe('behind it');
});

it('ROOM-6 a command that builds on one without a verdict waits for it, then is refused', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const first = rename(net, 'first');
  const second = rename(net, 'second', { after: first.commandId });
  await raw.say(raw.push(STREAM, [1, second]));
  expect(raw.last('pause')).toMatchObject({ no: 1, code: 'UNAVAILABLE' });
  await raw.say(raw.push(idFor('another stream'), [1, first]), raw.push(STREAM, [1, second]));
  expect(net.room.tables.get('workItem', A)?.title).toBe('second');
  const third = rename(net, 'third', { after: idOf<'command'>(net.id()) });
  await raw.say(raw.push(STREAM, [2, third]));
  net.now += 15 * 60_000 + 1;
  await raw.say(raw.push(STREAM, [2, third]));
  expect(raw.last('verdicts').verdicts).toMatchObject([{ refusal: { code: 'DEPENDENCY' } }]);
});

it('ROOM-10 commands of jobs wait behind those of people', async () => {
  const { net } = await bakery();
  const actor = idFor<'user'>('ann');
  const order: string[] = [];
  const hand = (title: string, via: 'job' | 'rest'): void => {
    void net.room.submit(rename(net, title), actor, via).then(() => order.push(title));
  };
  for (let i = 0; i < 100; i += 1) hand(`job ${i}`, 'job');
  hand('ann', 'rest');
  await net.sync();
  expect(order[0]).toBe('ann');
  expect(order.slice(1)).toEqual(Array.from({ length: 100 }, (_, i) => `job ${i}`));
});

it('ROOM-12 a stream belongs to the person who first used it', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  await raw.say(raw.push(STREAM, [1, rename(net, 'by ann')]));
  const thief = new RawClient(net, 'ben');
  await thief.say(thief.hello({ streams: [{ stream: STREAM, acknowledged: 0 }] }));
  expect(thief.last('welcome').streams).toEqual([]);
  await thief.say(thief.push(STREAM, [2, rename(net, 'by ben')]));
  expect(thief.last('goaway').code).toBe('PROTOCOL');
  expect(net.room.tables.get('workItem', A)?.title).toBe('by ann');
});

it('ROOM-28 a purge right behind its delete takes along what rests in cold rows', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const words = { id: idFor<'comment'>('said'), item: A, text: 'So be it.' };
  await raw.say(raw.push(STREAM, [1, net.command('comment.create', words)]));
  const steps = [
    net.command('workItem.delete', { id: A, children: 'tree' }),
    net.command('workItem.purge', { id: A }),
    net.command('project.edit', { id: WEB, title: 'next' }),
  ];
  await raw.say(raw.push(STREAM, ...steps.map((one, i) => [i + 2, one] as const)));
  for (const table of ['comment', 'document', 'revision'] as const) {
    expect(await net.room.ports.journal.rows({ table })).toEqual([]);
  }
  expect(net.room.tables.get('workItem', A)).toBeUndefined();
  expect(net.room.tables.get('project', WEB)?.title).toBe('next');
});
