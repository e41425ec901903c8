/** The checks of the crash test find each fault that is planted in a history that is sound. */
import type { Command, CommandKind, Args } from '@planwright/engine';
import { commands, idOf } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import { MemoryJournal } from '@planwright/journal/memory';
import { decodeEntry, encodeEntry } from '@planwright/protocol';
import type { Journal } from '@planwright/sync';
import { Network } from '@planwright/sync/testing/network.ts';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';

import type { Findings, Remains } from './findings.ts';
import { judge, noFindings, screenOf } from './findings.ts';
import type { Deeds, Shown } from './history.ts';
import { contentOf, diaryOf } from './history.ts';

const WEB = idFor<'project'>('WEB');
const A = idFor<'workItem'>('A');
const DIARY = diaryOf('ann');

/** What ann does: all of it is accepted but the last command. */
const DEEDS = [
  command('project.create', { id: WEB, key: 'WEB', title: 'Website' }),
  command('workItem.create', { id: A, project: WEB, type: 'story', title: 'A' }),
  command('workItem.create', { id: DIARY as never, project: WEB, type: 'task', title: 'Diary' }),
  command('workItem.edit', { id: A, title: 'B' }),
  command('document.edit', { id: DIARY, base: { rev: 0 }, patch: [[0, 0, 'One. ']] }),
  command('document.edit', { id: DIARY, base: { rev: 1 }, patch: [[5, 0, 'Two. ']] }),
  command('workItem.edit', { id: idFor<'workItem'>('gone'), title: 'C' }),
] as const;
const MARKS = [null, null, null, null, 'One. ', 'Two. ', null];

function command<K extends CommandKind>(kind: K, args: Args[K]): Command {
  return {
    commandId: idOf<'command'>(idFor(`${kind} ${JSON.stringify(args)}`)),
    kind,
    v: commands[kind].v,
    args,
    actionId: null,
    after: null,
    expect: null,
    jobId: null,
    baseSeq: 0,
    issuedAt: 0,
  } as unknown as Command;
}

/** What the checks read of a journal. */
type Reading = Pick<Journal, 'after' | 'rows' | 'verdicts'>;

/** Ann's history and what is left of it; the parts that are given are in the place of the true ones. */
async function remains(planted: {
  readonly deeds?: Partial<Deeds>;
  readonly shown?: Partial<Shown>;
  readonly journal?: (real: Reading) => Partial<Reading>;
  readonly screen?: string;
}): Promise<Remains> {
  const journal = new MemoryJournal({
    workspaceId: idFor('workspace'),
    lineage: idFor('lineage'),
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
  const real: Reading = {
    after: journal.after.bind(journal),
    rows: journal.rows.bind(journal),
    verdicts: journal.verdicts.bind(journal),
  };
  const net = await Network.on(journal);
  const ann = await net.device('ann');
  for (const one of DEEDS) {
    const done = net.room.submit(one, ann.user, 'cli');
    await net.sync();
    await done;
  }
  const ids = DEEDS.map(({ commandId }) => commandId);
  const stored = await journal.after(0, 1 << 20);
  return {
    journal: Object.assign(journal, planted.journal?.(real)),
    devices: [
      {
        name: 'ann',
        diary: DIARY,
        wanted: DEEDS.map((one, i) => ({ command: one, mark: MARKS[i] ?? null })),
        acknowledged: new Set(ids.slice(0, -1)),
        refused: new Set(ids.slice(-1)),
        ...planted.deeds,
      },
    ],
    shown: {
      contents: new Map(stored.map(({ seq, bytes }) => [seq, contentOf(bytes)])),
      hashes: new Map(stored.map(({ seq, hash }) => [seq, hash])),
      contradictions: [],
      lineages: new Set([idFor('lineage')]),
      ...planted.shown,
    },
    screens: new Map([['ann', planted.screen ?? screenOf(ann.tables)]]),
  };
}

/** How many findings there are of each kind that has some. */
async function found(
  planted: Parameters<typeof remains>[0],
): Promise<Partial<Record<keyof Findings, number>>> {
  const findings = Object.entries(await judge(await remains(planted)));
  return Object.fromEntries(
    findings.filter(([, all]) => all.length > 0).map(([name, all]) => [name, all.length]),
  );
}

it('a sound history has no findings', async () => {
  expect(await judge(await remains({}))).toEqual(noFindings());
});

it('an acknowledged command that is not in the journal is lost', async () => {
  const stranger = command('workItem.edit', { id: A, title: 'never sent' });
  const wanted = [...DEEDS, stranger].map((one) => ({ command: one, mark: null }));
  const acknowledged = new Set(wanted.map((one) => one.command.commandId));
  acknowledged.delete(DEEDS[6].commandId);
  expect(await found({ deeds: { wanted, acknowledged } })).toEqual({ lost: 1 });
});

it('an entry that was shown and is gone is lost; so is a refusal that nobody knows', async () => {
  expect(await found({ shown: { contents: new Map([[99, 'x']]) } })).toEqual({ lost: 1 });
  const verdicts = async (): Promise<[]> => [];
  expect(await found({ journal: () => ({ verdicts }) })).toEqual({ lost: 1 });
});

it('words that were accepted and are gone from their text are lost', async () => {
  const rows = (real: Reading): Journal['rows'] => {
    return async (wanted) =>
      (await real.rows(wanted)).map((row) => ('text' in row ? { ...row, text: 'Two. ' } : row));
  };
  expect(await found({ journal: (real) => ({ rows: rows(real) }) })).toEqual({
    lost: 1,
    replayed: 1,
  });
});

it('words that stand twice in their text are doubled', async () => {
  const rows = (real: Reading): Journal['rows'] => {
    return async (wanted) =>
      (await real.rows(wanted)).map((row) =>
        'text' in row ? { ...row, text: 'One. Two. Two. ' } : row,
      );
  };
  expect(await found({ journal: (real) => ({ rows: rows(real) }) })).toEqual({
    doubled: 1,
    replayed: 1,
  });
});

it('a command that is in the journal twice is doubled', async () => {
  const after = (real: Reading): Journal['after'] => {
    return async (seq, bytes) => {
      const page = [...(await real.after(seq, bytes))];
      const [last] = page.slice(-1);
      if (seq > 0 || last === undefined) return page;
      const again = encodeEntry({ ...decodeEntry(last.bytes), seq: last.seq + 1 });
      return [...page, { ...last, seq: last.seq + 1, bytes: again }];
    };
  };
  const findings = await found({ journal: (real) => ({ after: after(real) }) });
  expect(findings).toMatchObject({ doubled: 2, broken: 1 });
});

it('a command that was refused and is in the journal is doubled', async () => {
  const ids = DEEDS.map(({ commandId }) => commandId);
  const refused = new Set([ids[3]!, ids[6]!]);
  const acknowledged = new Set(ids).difference(refused);
  expect(await found({ deeds: { refused, acknowledged } })).toEqual({ doubled: 1 });
});

it('an entry that nobody wanted is doubled', async () => {
  const wanted = DEEDS.filter((_, i) => i !== 3).map((one) => ({ command: one, mark: null }));
  expect(await found({ deeds: { wanted } })).toEqual({ doubled: 1 });
});

it('commands in another order than the one in which they were given are out of order', async () => {
  const turned = [0, 1, 2, 4, 3, 5, 6].map((i) => ({ command: DEEDS[i]!, mark: MARKS[i] ?? null }));
  expect(await found({ deeds: { wanted: turned } })).toEqual({ outOfOrder: 1 });
});

it('a seq with two contents, or two hashes, is reused', async () => {
  expect(await found({ shown: { contents: new Map([[2, 'x']]) } })).toEqual({ reused: 1 });
  expect(await found({ shown: { hashes: new Map([[2, 'x']]) } })).toEqual({ reused: 1 });
  expect(await found({ shown: { contradictions: ['two'] } })).toEqual({ reused: 1 });
});

it('a gap in the seqs breaks the journal; so does another lineage', async () => {
  const after = (real: Reading): Journal['after'] => {
    return async (seq, bytes) => (await real.after(seq, bytes)).filter((entry) => entry.seq !== 4);
  };
  const findings = await found({ journal: (real) => ({ after: after(real) }) });
  expect(findings['broken']).toBeGreaterThan(1);
  expect(findings['lost']).toBeGreaterThan(0);
  const lineages = new Set(['one', 'another']);
  expect(await found({ shown: { lineages } })).toEqual({ broken: 1 });
});

it('a device that shows something else has diverged', async () => {
  expect(await found({ screen: 'something else' })).toEqual({ diverged: 1 });
});

it('a command without a verdict is left waiting', async () => {
  const ids = DEEDS.map(({ commandId }) => commandId);
  expect(await found({ deeds: { acknowledged: new Set(ids.slice(1, -1)) } })).toEqual({
    waiting: 1,
  });
});

it('an edit of the own diary that is refused was refused by mistake', async () => {
  const edit = command('document.edit', { id: DIARY, base: { rev: 9 }, patch: [[0, 0, 'x']] });
  const wanted = [...DEEDS, edit].map((one) => ({ command: one, mark: null }));
  const refused = new Set([DEEDS[6].commandId, edit.commandId]);
  expect(await found({ deeds: { wanted, refused } })).toEqual({ lost: 1, mistaken: 1 });
});
