/** Controls at the journal: what is kept, with what, and when. */
import { decodeUp, encodeEntry, encodeUp } from '@planwright/protocol';
import type { Group, Journal, StoredVerdict } from '@planwright/sync';
import { idFor } from '@planwright/engine/testing/chance.ts';

import type { Control } from './control.ts';
import { altered, noted } from './journal.ts';
import type { Ledger } from './ledger.ts';

export const journalControls: readonly Control[] = [
  {
    name: 'the verdict is stored after the effect, not with it',
    piece: 'verdict in the same transaction as the effect',
    within: 100,
    seams: () => ({ journal: forgetful }),
  },
  {
    name: 'a process that is not at the head writes all the same',
    piece: 'a server process is at the head before it validates',
    within: 30,
    seams: () => ({ journal: headless }),
  },
  {
    name: 'the lineage stays the same after a restore',
    piece: 'a lineage id that changes on restore',
    within: 100,
    seams: () => ({ lineage: (_, old) => old, journal: withoutHash, up: withoutCursorHash }),
  },
  {
    name: 'refusals are not kept',
    piece: null,
    within: 60,
    seams: () => ({
      journal: around((group) => ({ ...group, rejections: [] })),
    }),
  },
  {
    name: 'rows are stored without the seq of their last change',
    piece: null,
    within: 5,
    seams: () => ({
      journal: around((group) => ({
        ...group,
        commits: group.commits.map((commit) => ({
          ...commit,
          rows: commit.rows.map((one) => {
            const row = one.row === null ? null : { ...one.row, seq: 0 };
            return { ...one, row } as typeof one;
          }),
        })),
      })),
    }),
  },
  {
    name: 'what an edit did is not told in the activity',
    piece: null,
    within: 20,
    seams: () => ({
      journal: around((group) => ({
        ...group,
        commits: group.commits.map((commit) => {
          const activity = commit.entry.seq % 3 === 0 ? [] : commit.activity;
          return { ...commit, activity };
        }),
      })),
    }),
  },
  {
    name: 'a change gets lost between the entry and the rows',
    piece: null,
    within: 5,
    seams: () => ({
      journal: around((group) => ({
        ...group,
        commits: group.commits.map((commit) => ({ ...commit, rows: commit.rows.slice(0, 1) })),
      })),
    }),
  },
];

type Wrapping = (journal: Journal, ledger: Ledger) => Journal;

/** A journal that writes each group otherwise than it was given it. */
function around(alter: (group: Group) => Group): Wrapping {
  return (journal, ledger) => {
    return layer(journal, ledger, async (write, group, expected) => write(alter(group), expected));
  };
}

type Write = (group: Group, expected: number) => Promise<readonly string[]>;

/** The journal with another `append`, which is given the real one, and other methods. */
function layer(
  journal: Journal,
  ledger: Ledger,
  append: (write: Write, group: Group, expected: number) => Promise<readonly string[]>,
  others: Partial<Journal> = {},
): Journal {
  return altered(journal, {
    ...others,
    append: async (group, expected) => {
      const { lineage } = await journal.head();
      const under = noted(journal, ledger, lineage);
      return append((alteredGroup, at) => under.append(alteredGroup, at), group, expected);
    },
  });
}

/** Effects stand; what became of a command is known only to a process that lived on after it. */
function forgetful(journal: Journal, ledger: Ledger): Journal {
  const applied = new Set<string>();
  const verdicts = new Map<string, StoredVerdict>();
  let pending: StoredVerdict[] = [];
  return layer(
    journal,
    ledger,
    async (write, group, expected) => {
      const commits = group.commits.map((commit) => {
        const again = applied.has(commit.record.commandId);
        applied.add(commit.record.commandId);
        if (!again) return commit;
        const commandId = idFor<'command'>(`again ${commit.entry.seq} ${commit.record.commandId}`);
        const record = { ...commit.record, commandId };
        return { ...commit, record, entry: { ...commit.entry, commandId } };
      });
      const rejections = group.rejections.filter(({ record }) => !applied.has(record.commandId));
      for (const { record } of rejections) applied.add(record.commandId);
      const hashes = await write({ commits, rejections }, expected);
      pending = [
        ...group.commits.map(({ record, entry }) => ({ record, seq: entry.seq, refusal: null })),
        ...group.rejections.map(({ record, refusal }) => ({ record, seq: null, refusal })),
      ];
      return hashes;
    },
    {
      verdicts: async (ids) => {
        for (const one of pending) verdicts.set(one.record.commandId, one);
        pending = [];
        const asked = await journal.verdicts(ids);
        return asked.filter(({ record }) => verdicts.has(record.commandId));
      },
      head: async () => {
        pending = [];
        return journal.head();
      },
    },
  );
}

/** Entries are put behind whatever is there, whoever wrote it. */
function headless(journal: Journal, ledger: Ledger): Journal {
  return layer(journal, ledger, async (write, group) => {
    const { seq } = await journal.head();
    const commits = group.commits.map((commit, i) => {
      const entry = { ...commit.entry, seq: seq + 1 + i };
      return { ...commit, entry, bytes: encodeEntry(entry) };
    });
    return write({ ...group, commits }, seq);
  });
}

/** Every hash is one and the same, so that lineages alone tell histories apart. */
function withoutHash(journal: Journal, ledger: Ledger): Journal {
  return layer(journal, ledger, async (write, group, expected) => write(group, expected), {
    hashAt: async (seq) => ((await journal.hashAt(seq)) === null ? null : ''),
  });
}

function withoutCursorHash(bytes: Uint8Array): Uint8Array {
  const frame = decodeUp(bytes);
  return frame.type === 'hello' ? encodeUp({ ...frame, cursorHash: '' }) : bytes;
}
