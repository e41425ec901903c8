/** The room: what it commits, what it answers, and what it does when its journal does not. */
import type { Activity, Command } from '@planwright/engine';
import { commands, idOf } from '@planwright/engine';
import { textOf } from '@planwright/engine/testing/audit.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { Up } from '@planwright/protocol';
import { decodeRow, encodeCommand, encodeUp } from '@planwright/protocol';
import { writePerson } from '@planwright/sync/testing/by-hand.ts';
import type { Network } from '@planwright/sync/testing/network.ts';
import { RawClient } from '@planwright/sync/testing/raw-client.ts';
import { afterEach, expect, it, vi } from 'vitest';

import { A, B, WEB, bakery } from './bakery.ts';

afterEach(() => vi.restoreAllMocks());

const STREAM = idFor('a stream of the test');

function rename(net: Network, title: string, words: Partial<Command> = {}): Command {
  return { ...net.command('workItem.edit', { id: A, title }), ...words } as Command;
}

/** A client of ann's that says what the test wants, and is live. */
async function rawAnn(net: Network, streams: readonly string[] = []): Promise<RawClient> {
  const raw = new RawClient(net, 'ann');
  const hello = raw.hello();
  await raw.say({ ...hello, streams: streams.map((stream) => ({ stream, acknowledged: 0 })) });
  return raw;
}

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

it('ROOM-3 a full disk undoes the group; a second later it is written, once', async () => {
  const { net, journal, ann, ben } = await bakery();
  net.trouble = { method: 'append', what: 'busy' };
  const { seq } = net.room.head;
  ann.do('workItem.edit', { id: A, title: 'one' });
  ann.do('workItem.create', { id: B, project: WEB, type: 'task', title: 'B' });
  ann.do('workItem.edit', { id: A, title: 'two' });
  await net.sync();
  expect(ann.heardOf('pause')[0]).toMatchObject({ no: 3, code: 'UNAVAILABLE' });
  expect([net.room.head.seq, (await journal.head()).seq]).toEqual([seq, seq]);
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
  expect(net.room.tables.get('workItem', B)).toBeUndefined();
  expect(ben.tables.get('workItem', B)).toBeUndefined();
  expect(ann.tables.get('workItem', A)?.title).toBe('two');
  await net.pass(500);
  expect(net.room.head.seq).toBe(seq);
  await net.pass(500);
  expect(net.room.head.seq).toBe(seq + 3);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
  expect(ann.problems).toEqual([]);
});

it('ROOM-3 a journal that cannot be read just now delays commands, and sends nobody a verdict', async () => {
  const { net, ann } = await bakery();
  net.trouble = { method: 'verdicts', what: 'busy' };
  ann.do('workItem.edit', { id: A, title: 'one' });
  await net.sync();
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
  await net.pass(1_000);
  expect(net.room.tables.get('workItem', A)?.title).toBe('one');
});

it('ROOM-3 a refusal is told when it is written, not before', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const bad = rename(net, '');
  net.trouble = { method: 'append', what: 'busy' };
  await raw.say(raw.push(STREAM, [1, bad]));
  expect(raw.heard.map(({ type }) => type)).toEqual(['welcome', 'pause']);
  await raw.say(raw.push(STREAM, [1, bad]));
  expect(raw.heard.map(({ type }) => type)).toEqual(['welcome', 'pause', 'verdicts']);
});

it('ROOM-4 another process has written: the room catches up and decides again at once', async () => {
  const { net, journal, ann, ben } = await bakery();
  await writePerson(journal, 'zoe');
  ann.do('user.edit', { id: idFor('ann'), handle: 'anna' });
  ann.do('workItem.edit', { id: A, title: 'after' });
  await net.sync();
  expect(ann.heardOf('pause')).toEqual([]);
  expect(ann.replica.pending).toHaveLength(0);
  expect(ben.tables.get('user', idFor<'user'>('zoe'))?.name).toBe('zoe');
  expect(textOf(ben.tables)).toBe(textOf(net.room.tables));
});

it('ROOM-4 what the other process wrote counts: a handle that it gave away is taken', async () => {
  const { net, journal, ann } = await bakery();
  await writePerson(journal, 'zoe');
  ann.do('user.edit', { id: idFor('ann'), handle: 'zoe' });
  await net.sync();
  expect(ann.problems).toEqual(['EXISTS']);
  expect(net.complaints).toEqual([]);
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

const LONG = 'x'.repeat(140_000);

it('ROOM-7 who reads slowly delays nobody, and gets the log when the line is free again', async () => {
  const { net, ann, ben } = await bakery();
  ben.reads = false;
  for (let i = 0; i < 14; i += 1) {
    const id = idFor<'workItem'>(`long ${i}`);
    ann.do('workItem.create', { id, project: WEB, type: 'task', title: `${i}`, description: LONG });
    await net.sync();
    expect(ann.replica.pending).toHaveLength(0);
  }
  expect(ann.tables.count('workItem')).toBe(15);
  ben.reads = true;
  await net.sync();
  expect(ben.link.state).toBe('LIVE');
  expect(ben.heardOf('welcome')).toHaveLength(1);
  expect(ben.heardOf('batch').length).toBeGreaterThan(3);
  expect(ben.replica.position).toEqual({ ...ann.replica.position, user: ben.user });
  expect(ben.tables.get('workItem', idFor<'workItem'>('long 13'))?.title).toBe('13');
});

it('ROOM-7 who does not read for half a minute is sent away, and comes back', async () => {
  const { net, ann, ben } = await bakery();
  ben.reads = false;
  for (let i = 0; i < 9; i += 1) {
    const id = idFor<'workItem'>(`long ${i}`);
    ann.do('workItem.create', { id, project: WEB, type: 'task', title: `${i}`, description: LONG });
    await net.sync();
  }
  const { session } = ben;
  net.now += 30_001;
  ann.do('workItem.edit', { id: A, title: 'and now' });
  await net.sync();
  expect(net.room.sessions.has(session)).toBe(false);
  ben.reads = true;
  await net.sync();
  expect(ben.heardOf('goaway')[0]?.code).toBe('SLOW');
  await net.pass(6_000);
  expect(ben.tables.get('workItem', A)?.title).toBe('and now');
});

it('ROOM-7 a long log is sent in parts, as fast as it is read', async () => {
  const { net, ann, ben } = await bakery();
  ben.unplug();
  for (let i = 0; i < 30; i += 1) {
    const id = idFor<'workItem'>(`long ${i}`);
    ann.do('workItem.create', { id, project: WEB, type: 'task', title: `${i}`, description: LONG });
    await net.sync();
  }
  const weigh = vi.spyOn(net.room.snapshots, 'weigh').mockReturnValue(1_000_000_000);
  ben.reads = false;
  await ben.plug();
  weigh.mockRestore();
  expect(ben.buffered).toBeGreaterThan(1024 * 1024);
  expect(ben.buffered).toBeLessThan(2.5 * 1024 * 1024);
  ben.reads = true;
  await net.sync();
  expect(ben.heardOf('welcome')[0]?.mode).toBe('LOG');
  expect(ben.link.state).toBe('LIVE');
  expect(ben.tables.count('workItem')).toBe(31);
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

it('ROOM-11 a broken journal ends the room; of the group nobody was told a thing', async () => {
  const { net, ann, ben } = await bakery();
  const { room } = net;
  const { seq } = room.head;
  net.trouble = { method: 'append', what: 'broken' };
  ann.do('workItem.edit', { id: A, title: 'lost?' });
  await net.sync();
  expect(net.isRunning).toBe(false);
  expect([ann.replica.pending.length, ann.problems.length]).toEqual([1, 0]);
  expect(ben.replica.position?.cursor).toBe(seq);
  await expect(room.read(() => 1)).rejects.toThrow('broken');
  const late = await room.submit(rename(net, 'late'), idFor('ann'), 'rest');
  expect(late).toMatchObject({ pause: 'UNAVAILABLE' });
  await net.startRoom();
  await ann.plug();
  await ben.plug();
  expect(ben.tables.get('workItem', A)?.title).toBe('lost?');
});

it('ROOM-11 the process ends right after the commit: the edit stands, once', async () => {
  const { net, ann, ben } = await bakery();
  const { seq } = net.room.head;
  net.trouble = { method: 'append', what: 'dies after' };
  ann.do('workItem.edit', { id: A, title: 'written' });
  await net.sync();
  expect(net.isRunning).toBe(false);
  await net.startRoom();
  await ann.plug();
  await ben.plug();
  expect(net.room.head.seq).toBe(seq + 1);
  expect(ann.replica.pending).toHaveLength(0);
  expect(textOf(ben.tables)).toBe(textOf(ann.tables));
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

it('ROOM-13 a closing room finishes what waits, takes nothing more, and says goodbye', async () => {
  const { net, ann } = await bakery();
  const raw = await rawAnn(net);
  const before = net.room.submit(rename(net, 'in time'), idFor('ann'), 'rest');
  const closed = net.room.close();
  const after = net.room.submit(rename(net, 'too late'), idFor('ann'), 'rest');
  await raw.say(raw.push(STREAM, [1, rename(net, 'too late')]));
  await closed;
  expect(await before).toMatchObject({ seq: net.room.head.seq });
  expect(await after).toMatchObject({ pause: 'UNAVAILABLE' });
  expect(raw.last('pause')).toMatchObject({ no: 1, code: 'UNAVAILABLE' });
  expect(raw.last('goaway').code).toBe('SHUTDOWN');
  expect(net.room.tables.get('workItem', A)?.title).toBe('in time');
  await net.sync();
  expect(ann.heardOf('goaway')).toHaveLength(1);
});

it('ROOM-14 a connection that fails while it is told takes nobody along', async () => {
  const { net, ann, ben } = await bakery();
  const first = [...net.room.sessions][0]!;
  const sick = net.room.connect(idFor<'user'>('ben'), {
    send: (bytes) => {
      if (bytes.length > 0 && broken) throw new Error('the socket is gone');
    },
    close: () => undefined,
    buffered: () => 0,
  });
  let broken = false;
  sick.receive(encodeUp(new RawClient(net, 'ben').hello()));
  await net.sync();
  expect(sick.live).toBe(true);
  broken = true;
  ann.do('workItem.edit', { id: A, title: 'to all' });
  await net.sync();
  expect(net.room.sessions.has(sick)).toBe(false);
  expect(net.room.sessions.has(first)).toBe(true);
  expect(ben.tables.get('workItem', A)?.title).toBe('to all');
  expect(ann.replica.pending).toHaveLength(0);
});

it('ROOM-15 a Hello that cannot be answered just now is sent away for a while', async () => {
  const { net, ann } = await bakery();
  ann.unplug();
  net.trouble = { method: 'hashAt', what: 'busy' };
  await ann.plug();
  expect(ann.heardOf('goaway')[0]).toMatchObject({ code: 'SHUTDOWN', retryMs: 1_000 });
  await net.pass(3_000);
  expect(ann.link.state).toBe('LIVE');
  net.trouble = { method: 'rowsOf', what: 'busy' };
  const answers: unknown[] = [];
  ann.link.fetch({ table: 'document', ids: [A] }, (answer) => answers.push(answer));
  await net.sync();
  expect(answers).toMatchObject([{ code: 'UNAVAILABLE' }]);
  expect(ann.link.state).toBe('LIVE');
});

it('ROOM-16 many verdicts come in parts that fit a frame', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const many = Array.from({ length: 1_500 }, (_, i) => [i + 1, rename(net, '')] as const);
  await raw.say(raw.push(STREAM, ...many));
  const again = await rawAnn(net, [STREAM]);
  const [stream] = again.last('welcome').streams;
  const more = again.heard.flatMap((frame) => (frame.type === 'verdicts' ? [frame.verdicts] : []));
  const all = [stream!.verdicts, ...more];
  expect(stream?.last).toBe(1_500);
  expect(all.length).toBeGreaterThan(2);
  expect(all.flat().map(({ no }) => no)).toEqual(many.map(([no]) => no));
  expect(Math.max(...all.map((part) => JSON.stringify(part).length))).toBeLessThan(200_000);
});

it('ROOM-17 who pushes more than the room holds for one is told to come later', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const id = idFor<'document'>('A');
  const patch = [[0, 0, LONG]] as const;
  const long = (): Command =>
    net.command('document.edit', { id, base: { rev: 7 }, patch }) as Command;
  const frames = Array.from({ length: 40 }, (_, i) => raw.push(STREAM, [i + 1, long()]));
  await raw.say(...frames);
  const pauses = raw.heard.filter((frame) => frame.type === 'pause');
  expect(pauses[0]).toMatchObject({ code: 'RATE_LIMITED', no: 31 });
  expect(raw.heard.filter(({ type }) => type === 'verdicts')).toHaveLength(30);
  await raw.say(raw.push(STREAM, [31, long()]));
  expect(raw.last('verdicts').verdicts[0]?.no).toBe(31);
});

it('ROOM-19 of a Push with a broken command nothing is taken', async () => {
  const { net } = await bakery();
  const raw = await rawAnn(net);
  const good = encodeCommand(rename(net, 'good'));
  const pushed = [
    { no: 1, command: good },
    { no: 2, command: Uint8Array.of(0xff, 0xff) },
  ];
  await raw.say({ type: 'push', stream: STREAM, commands: pushed });
  expect(raw.last('goaway').code).toBe('PROTOCOL');
  expect(raw.isClosed).toBe(true);
  expect(net.room.tables.get('workItem', A)?.title).toBe('A');
});

it('ROOM-20 Hellos that come while one waits are answered once, the last of them', async () => {
  const { net } = await bakery();
  const raw = new RawClient(net, 'ann');
  const { workspaceId, lineage, seq, hash } = net.room.head;
  const flood = Array.from({ length: 50 }, () => raw.hello());
  const here = { workspaceId, lineage, cursor: seq, cursorHash: hash };
  await raw.say(...flood, raw.hello(here));
  expect(raw.heard).toMatchObject([{ type: 'welcome', mode: 'UP_TO_DATE' }]);
});

it('ROOM-21 a program that is too old or too new is asked to change', async () => {
  const { net } = await bakery();
  const raw = new RawClient(net, 'ann');
  await raw.say(raw.hello({ protocolMin: 7, protocolMax: 9 }));
  expect(raw.last('goaway').code).toBe('UPDATE_REQUIRED');
});

it('ROOM-22 questions about rows of one owner are answered in pages, newest first', async () => {
  const { net, ann } = await bakery();
  for (let i = 0; i < 5; i += 1) ann.do('workItem.edit', { id: A, title: `title ${i}` });
  await net.sync();
  const raw = await rawAnn(net);
  const titles: unknown[] = [];
  let after: string | null = null;
  for (let req = 1; req < 9; req += 1) {
    const limit = 2;
    await raw.say({ type: 'fetch', req, table: 'activity', ids: [], parent: A, after, limit });
    const { rows, more } = raw.last('page');
    const page = rows.map((bytes) => decodeRow(bytes)?.row as Activity);
    titles.push(...page.map((row) => row.after?.['title']));
    if (!more) break;
    after = page.at(-1)!.id;
  }
  expect(titles).toEqual([4, 3, 2, 1, 0].map((i) => `title ${i}`).concat('A'));
  for (const table of ['workItem', 'nonsense']) {
    await raw.say({ type: 'fetch', req: 20, table, ids: [A], parent: null, after: null, limit: 1 });
    expect(raw.last('page').refusal?.code).toBe('INVALID');
  }
  await raw.say({ type: 'query', req: 21, kind: 'nonsense', args: {} });
  expect(raw.last('page')).toMatchObject({ req: 21, refusal: { code: 'UNSUPPORTED' } });
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
