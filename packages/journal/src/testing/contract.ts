/**
 * What every journal does, whatever it is kept in: one suite, run by the test of each store. The
 * rules that it names stand in SPEC.md.
 */
import { createHash } from 'node:crypto';

import type { Rows, TableName } from '@planwright/engine';
import { refuse, REFUSALS, TABLE_NAMES } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type {
  Commit,
  Group,
  Journal,
  JournalFault,
  Rejection,
  StoredEntry,
} from '@planwright/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { verifyChain } from '../chain.ts';
import type { Wish } from './sample.ts';
import { ANN, bareRow, BEN, commit, fullRow, group, idNo, rejection, write } from './sample.ts';
import { OPEN, replayed, SECRET, writeSecret } from './secret.ts';

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const W = 'workspace';

/** Runs the suite on empty journals of one kind. */
export function journalContract(name: string, open: () => Journal): void {
  describe(`journal: ${name}`, () => {
    let journal: Journal;

    beforeEach(() => {
      journal = open();
    });

    afterEach(() => journal.close());

    /** Appends at the head: what a room does. */
    const append = async (...parts: readonly (Commit | Rejection)[]): Promise<readonly string[]> =>
      journal.append(group(...parts), (await journal.head()).seq);

    /** Appends entries 1 to `count`. */
    const fill = async (count: number, wish: (seq: number) => Wish = () => ({})): Promise<void> => {
      const seqs = Array.from({ length: count }, (_, index) => index + 1);
      await append(...seqs.map((seq) => commit(seq, wish(seq))));
    };

    const refused = async (given: Group, head: number, fault: JournalFault): Promise<void> => {
      await expect(journal.append(given, head)).rejects.toMatchObject({
        name: 'JournalError',
        fault,
      });
    };

    /** All that the journal would tell about what the samples write. */
    const everything = async (): Promise<unknown> => ({
      head: await journal.head(),
      entries: await journal.after(0, Infinity),
      verdicts: await journal.verdicts(Array.from({ length: 50 }, (_, n) => idNo<'command'>(n))),
      stream: await journal.stream('ann-1'),
      rows: await Promise.all(TABLE_NAMES.map((table) => journal.rows({ table }))),
    });

    describe('writing', () => {
      it('JRN-1 stands at 0 when it is empty, and knows its workspace and lineage', async () => {
        const head = await journal.head();
        expect(head).toMatchObject({ seq: 0, hash: '', at: 0, dataVersion: 1 });
        expect(head.workspaceId).not.toBe('');
        expect(head.lineage).not.toBe('');
        expect(await journal.hashAt(0)).toBe('');
        expect(await journal.after(0, 1_000)).toEqual([]);
        expect(await journal.bytesAfter(0)).toBe(0);
        expect(await journal.stream('ann-1')).toBeNull();
        expect(await verifyChain(journal, (bytes) => sha256(bytes).toString('hex'))).toBeNull();
      });

      it('JRN-2 shows everything that an append wrote once it has returned', async () => {
        const item = fullRow('workItem', idNo(7));
        const told = fullRow('activity', idNo(8));
        const wish = { rows: [write('workItem', item)], activity: [told] };
        const hashes = await append(commit(1), commit(2, wish), rejection(3));

        const head = await journal.head();
        expect(head).toMatchObject({ seq: 2, hash: hashes[1], at: commit(2).entry.at });
        expect(await journal.after(0, 1_000)).toEqual([
          { seq: 1, hash: hashes[0], commandId: idNo(1), bytes: commit(1).bytes, audiences: [W] },
          { seq: 2, hash: hashes[1], commandId: idNo(2), bytes: commit(2).bytes, audiences: [W] },
        ]);
        expect(await journal.rows({ table: 'workItem' })).toEqual([item]);
        expect(await journal.rows({ table: 'activity' })).toEqual([told]);
        expect(await journal.verdicts([idNo(1), idNo(3)])).toHaveLength(2);
        expect(await journal.stream('ann-1')).toEqual({ stream: 'ann-1', user: ANN, last: 3 });
      });

      it('JRN-3 refuses a group whose expected head is not the head, and writes nothing', async () => {
        await fill(2);
        const before = await everything();
        await refused(group(commit(2), rejection(9)), 1, 'moved');
        await refused(group(commit(4)), 3, 'moved');
        await refused(group(rejection(9)), 0, 'moved');
        expect(await everything()).toEqual(before);
        await append(commit(3));
        expect((await journal.head()).seq).toBe(3);
      });

      it('JRN-4 writes nothing of a group that fails on its way', async () => {
        await fill(1, () => ({ rows: [write('workItem', fullRow('workItem', idNo(7)))] }));
        const before = await everything();
        const rows = [
          write('workItem', idNo<'workItem'>(7)),
          write('state', fullRow('state', idNo(8))),
        ];
        const fails = commit(3, { commandId: idNo(1) });
        await refused(group(commit(2, { rows, no: 20 }), fails, rejection(9)), 1, 'broken');
        expect(await everything()).toEqual(before);
      });

      it.each<[string, JournalFault, Group]>([
        ['an accepted command accepted again', 'broken', group(commit(3, { commandId: idNo(1) }))],
        ['an accepted command refused', 'broken', group(rejection(9, { commandId: idNo(1) }))],
        [
          'a refused command accepted',
          'moved',
          group(commit(3), commit(4, { commandId: idNo(30) })),
        ],
        ['a refused command refused again', 'moved', group(commit(3), rejection(30))],
        ['twice accepted', 'broken', group(commit(3), commit(4, { commandId: idNo(3) }))],
        ['accepted and refused', 'broken', group(commit(3), rejection(3))],
        ['twice refused', 'broken', group(rejection(9), rejection(9))],
      ])('JRN-5 gives no command a second verdict: %s, %s', async (_, fault, given) => {
        await append(commit(1), commit(2), rejection(30));
        const before = await everything();
        await refused(given, 2, fault);
        expect(await everything()).toEqual(before);
        if (fault === 'moved') await append(commit(3));
      });

      it.each<[string, Group]>([
        ['a gap before', group(commit(3))],
        ['a gap within', group(commit(2), commit(4))],
        ['out of order', group(commit(3), commit(2))],
        ['a seq twice', group(commit(2), commit(2, { commandId: idNo(9) }))],
        ['another command’s record', group({ ...commit(2), record: commit(3).record })],
      ])(
        'JRN-6 refuses seqs that do not follow, and records of another command: %s',
        async (_, given) => {
          await fill(1);
          const before = await everything();
          await refused(given, 1, 'broken');
          expect(await everything()).toEqual(before);
        },
      );

      it('JRN-7 writes nothing more once it is broken, and can still be read', async () => {
        await fill(1);
        await refused(group(commit(5)), 1, 'broken');
        await refused(group(commit(2)), 1, 'broken');
        expect((await journal.head()).seq).toBe(1);
      });

      it('JRN-8 has room for 256 commands in one group', async () => {
        await fill(256, (seq) => ({
          rows: [write('workItem', fullRow('workItem', idNo(1_000 + seq)))],
          activity: [fullRow('activity', idNo(2_000 + seq))],
        }));
        expect((await journal.head()).seq).toBe(256);
        expect(await journal.rows({ table: 'workItem' })).toHaveLength(256);
        expect(await journal.rows({ table: 'activity' })).toHaveLength(256);
      });
    });

    describe('the chain', () => {
      it('JRN-9 hashes the hash before, the seq and the content of each entry', async () => {
        const hashes = await append(commit(1), commit(2));
        const seqBytes = (seq: number) => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, seq);
        const first = sha256(new Uint8Array(32), seqBytes(1), sha256(commit(1).bytes));
        const second = sha256(first, seqBytes(2), sha256(commit(2).bytes));
        expect(hashes).toEqual([first.toString('hex'), second.toString('hex')]);
        expect(hashes).toEqual([
          'bf492ca9fa3970a8062c0d536e7a1bd96d91ec10fa1ba058b24bb7f96b9fd0a8',
          '5ee477d875cfb54a12d174c99e46d0f3146454312e00188bd1d1eecd26135cee',
        ]);
      });

      it('JRN-10 tells the hash at each seq, and null where there is no entry', async () => {
        const hashes = await append(commit(1), commit(2));
        expect(await journal.hashAt(1)).toBe(hashes[0]);
        expect(await journal.hashAt(2)).toBe(hashes[1]);
        expect(await journal.hashAt(3)).toBeNull();
        expect((await append(commit(3)))[0]).toBe(await journal.hashAt(3));
        expect((await journal.head()).hash).toBe(await journal.hashAt(3));
      });

      it('JRN-11 holds from end to end when it is verified', async () => {
        await fill(20, () => ({ bytes: new Uint8Array(200_000) }));
        expect(await verifyChain(journal, (bytes) => sha256(bytes).toString('hex'))).toBeNull();
        expect(await verifyChain(journal, () => '00'.repeat(32))).toBe(1);
      });
    });

    describe('emptied entries', () => {
      const all = (from: Journal) => from.after(0, Infinity);
      const told = (from: Journal) => from.rows({ table: 'activity', order: 'seq' });
      let whole: Journal;

      beforeEach(async () => {
        whole = open();
        await writeSecret(whole, false);
        await writeSecret(journal, true);
      });

      afterEach(() => whole.close());

      it('JRN-55 are without a word of what a purge took out, and with all others', async () => {
        const words = async (from: Journal): Promise<string> => {
          const bytes = (await all(from)).map((entry) => new TextDecoder().decode(entry.bytes));
          return [...bytes, JSON.stringify(await told(from))].join('\n');
        };
        expect(await words(whole)).toContain(SECRET);
        expect(await words(journal)).not.toContain(SECRET);
        expect(await words(journal)).toContain(OPEN);
      });

      it('JRN-60 and neither is one in a refusal that quoted it', async () => {
        const ids = [idFor<'command'>('late'), idFor<'command'>('other late')];
        const quoted = async (from: Journal) =>
          (await from.verdicts(ids)).map(({ refusal }) => refusal);
        const [before, other] = await quoted(whole);
        expect(before).toEqual({
          code: 'CONFLICT',
          field: 'title',
          expected: OPEN,
          actual: SECRET,
        });
        const [after, same] = await quoted(journal);
        expect(after).toMatchObject({ code: 'CONFLICT', field: 'title' });
        expect(JSON.stringify(after)).not.toContain(SECRET);
        expect(same).toEqual(other);
      });

      it('JRN-56 keep their hashes, and the chain holds', async () => {
        const [before, after] = [await all(whole), await all(journal)];
        const hashes = (entries: readonly StoredEntry[]) => entries.map(({ hash }) => hash);
        expect(hashes(after.slice(0, -1))).toEqual(hashes(before));
        const emptied = after.filter(({ written }) => written !== undefined);
        expect(emptied.length).toBeGreaterThan(6);
        for (const { seq, written } of emptied) {
          const { bytes } = before[seq - 1] ?? { bytes: new Uint8Array() };
          expect(written).toBe(sha256(bytes).toString('hex'));
        }
        expect(await verifyChain(journal, (bytes) => sha256(bytes).toString('hex'))).toBeNull();
      });

      it('JRN-57 tell who did what and when, as they did before', async () => {
        const entries = await all(journal);
        expect(replayed(entries).activity).toEqual(await told(journal));
        const names = (rows: readonly Rows['activity'][]) =>
          rows.map(({ id, verb, row, createdBy, createdAt }) => [
            id,
            verb,
            row,
            createdBy,
            createdAt,
          ]);
        const before = (await told(journal)).filter(({ verb }) => verb !== 'purged');
        expect(names(before)).toEqual(names(await told(whole)));
      });

      it('JRN-58 bring everybody to the same rows, from wherever they come', async () => {
        const [before, after] = [await all(whole), await all(journal)];
        for (let seq = 0; seq <= before.length; seq += 1) {
          const { tables } = replayed([...before.slice(0, seq), ...after.slice(seq)]);
          for (const table of TABLE_NAMES.filter((one) => one !== 'activity')) {
            const rows = [...tables.all(table)].toSorted((a, b) => (a.id < b.id ? -1 : 1));
            expect(rows).toEqual(await journal.rows({ table }));
          }
        }
      });
    });

    describe('reading the log', () => {
      const sizes = [10, 20, 30, 40];
      const sized = (seq: number) => ({ bytes: new Uint8Array(sizes[seq - 1] ?? 0).fill(seq) });
      const seqsAfter = async (seq: number, maxBytes: number): Promise<readonly number[]> =>
        (await journal.after(seq, maxBytes)).map((entry) => entry.seq);

      it('JRN-12 gives entries in order, as many as fit, and always one', async () => {
        await fill(4, sized);
        expect(await seqsAfter(0, 1_000)).toEqual([1, 2, 3, 4]);
        expect(await seqsAfter(2, 1_000)).toEqual([3, 4]);
        expect(await seqsAfter(0, 60)).toEqual([1, 2, 3]);
        expect(await seqsAfter(0, 59)).toEqual([1, 2]);
        expect(await seqsAfter(3, 1)).toEqual([4]);
        expect(await seqsAfter(0, 0)).toEqual([1]);
        expect(await seqsAfter(4, 1_000)).toEqual([]);
        expect(await seqsAfter(9, 1_000)).toEqual([]);
      });

      it('JRN-13 weighs the entries after a seq', async () => {
        await fill(4, sized);
        const weights = [0, 1, 2, 3, 4, 9].map((seq) => journal.bytesAfter(seq));
        expect(await Promise.all(weights)).toEqual([100, 90, 70, 40, 0, 0]);
      });
    });

    describe('entries', () => {
      it('JRN-23 keeps who may see each change', async () => {
        const project = `project:${idNo(1)}` as const;
        const lists = [[], [W], [project, project, W, project], [`user:${ANN}`, W, W]] as const;
        await fill(4, (seq) => ({ audiences: lists[seq - 1] ?? [] }));
        const stored = await journal.after(0, 1_000);
        expect(stored.map(({ audiences }) => audiences)).toEqual(lists);
      });

      it.each([0.5, -1, 1e300, NaN, -Infinity])(
        'JRN-24 takes an entry whatever the clock of its sender said: %s',
        async (issuedAt) => {
          await fill(1, () => ({ issuedAt }));
          expect((await journal.after(0, 1_000))[0]?.bytes).toEqual(commit(1).bytes);
        },
      );
    });

    describe('verdicts', () => {
      it('JRN-14 tells the verdict of each command that has one, with its record', async () => {
        const plain = commit(1, { stream: null, no: null });
        const second = commit(2, { user: BEN, stream: 'ben-1', no: 4 });
        const no = rejection(9, { no: 5 });
        await append(plain, second, no);
        const ids = [
          idNo<'command'>(9),
          idNo<'command'>(77),
          idNo<'command'>(2),
          idNo<'command'>(1),
        ];
        expect(await journal.verdicts(ids)).toEqual([
          { record: no.record, seq: null, refusal: no.refusal },
          { record: second.record, seq: 2, refusal: null },
          { record: plain.record, seq: 1, refusal: null },
        ]);
      });

      it('JRN-15 keeps refusals with all their details', async () => {
        const refusals = [
          refuse('CONFLICT', { field: 'title', expected: null, actual: { half: 0.5, '😀': [1] } }),
          refuse('CYCLE', { path: ['WEB-1', 'WEB-2'] }),
          refuse('DELETED', { by: null, at: 1_790_000_000_000 }),
          refuse('INVALID', { field: 'titel "é"', rule: "must be 'good'; --" }),
        ];
        await append(...refusals.map((refusal, n) => rejection(n, { refusal })));
        const stored = await journal.verdicts(refusals.map((_, n) => idNo<'command'>(n)));
        expect(stored.map(({ refusal }) => refusal)).toEqual(refusals);
        expect(Object.keys(REFUSALS)).toContain(stored[0]?.refusal?.code);
      });

      it('JRN-16 lists the verdicts of a stream in the order of its numbers', async () => {
        await append(
          commit(1, { no: 3 }),
          rejection(9, { no: 1 }),
          commit(2, { no: 2 }),
          rejection(8, { no: 4 }),
          commit(3, { stream: 'ben-1', user: BEN, no: 1 }),
          commit(4, { stream: null, no: null }),
        );
        const numbers = async (stream: string, after: number) =>
          (await journal.verdictsOf(stream, after)).map(({ record, seq }) => [record.no, seq]);
        expect(await numbers('ann-1', 0)).toEqual([
          [1, null],
          [2, 2],
          [3, 1],
          [4, null],
        ]);
        expect(await numbers('ann-1', 2)).toEqual([
          [3, 1],
          [4, null],
        ]);
        expect(await numbers('ann-1', 4)).toEqual([]);
        expect(await numbers('ben-1', 0)).toEqual([[1, 3]]);
        expect(await numbers('nobody', 0)).toEqual([]);
      });

      it('JRN-17 knows how far each stream has come, and whose it is', async () => {
        const last = async (stream: string) => (await journal.stream(stream))?.last;
        await append(commit(1, { no: 1 }), rejection(9, { no: 2 }));
        expect(await last('ann-1')).toBe(2);
        await append(commit(2, { no: 4 }), commit(3, { no: 3 }));
        expect(await last('ann-1')).toBe(4);
        await append(rejection(8, { no: 1 }), commit(4, { stream: null, no: null }));
        expect(await last('ann-1')).toBe(4);
        await append(
          commit(5, { no: 5, user: BEN }),
          commit(6, { stream: 'ben-1', user: BEN, no: 1 }),
        );
        expect(await journal.stream('ann-1')).toEqual({ stream: 'ann-1', user: ANN, last: 5 });
        expect(await journal.stream('ben-1')).toEqual({ stream: 'ben-1', user: BEN, last: 1 });
      });
    });

    describe('rows', () => {
      /** Entry by entry, so that seqs and ids of the rows go different ways. */
      const member = (id: number, seq: number, project: number): Rows['member'] =>
        fullRow('member', idNo(id), { seq, project: idNo(project) });
      const idsOf = async <T extends TableName>(rows: Promise<readonly Rows[T][]>) =>
        (await rows).map((row) => Number.parseInt(row.id.slice(-12), 16));

      const put = async (...rows: readonly Rows['member'][]): Promise<void> => {
        await append(commit(1, { rows: rows.map((row) => write('member', row)) }));
      };

      it.each(TABLE_NAMES)('JRN-18 keeps every value of a row as it is: %s', async (table) => {
        const rows = [fullRow(table, idNo(1)), bareRow(table, idNo(2))];
        await append(commit(1, { rows: rows.map((row) => write(table, row)) }));
        expect(await journal.rows({ table })).toStrictEqual(rows);
        const one = await journal.rowsOf([{ table, id: idNo(1) } as never]);
        expect(one).toStrictEqual([write(table, rows[0] as Rows[typeof table])]);
      });

      it('JRN-19 sets a row in the place of the one with its id, and takes rows out', async () => {
        const [first, second] = [fullRow('state', idNo(1)), bareRow('state', idNo(2))];
        await append(commit(1, { rows: [write('state', first), write('state', second)] }));
        const changed = { ...bareRow('state', idNo(1)), version: 2 };
        await append(commit(2, { rows: [write('state', changed)] }));
        expect(await journal.rows({ table: 'state' })).toEqual([changed, second]);
        const out = [write('state', idNo<'state'>(1)), write('state', idNo<'state'>(99))];
        await append(commit(3, { rows: out }));
        expect(await journal.rows({ table: 'state' })).toEqual([second]);
        await append(commit(4, { rows: [write('state', first)] }));
        expect(await journal.rows({ table: 'state' })).toEqual([first, second]);
      });

      it('JRN-20 reads the rows of a table, or those with one value, in pages either way', async () => {
        await put(member(3, 1, 70), member(1, 2, 70), member(4, 3, 71), member(2, 4, 70));
        const where = { field: 'project', value: idNo(70) } as const;
        const read = (wanted: object) => idsOf(journal.rows({ table: 'member', ...wanted }));
        expect(await read({})).toEqual([1, 2, 3, 4]);
        expect(await read({ desc: true })).toEqual([4, 3, 2, 1]);
        expect((await read({ order: 'any' })).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
        expect(await read({ where })).toEqual([1, 2, 3]);
        expect(await read({ where, limit: 2 })).toEqual([1, 2]);
        expect(await read({ where, limit: 2, after: idNo(2) })).toEqual([3]);
        expect(await read({ where, limit: 1, after: idNo(3), desc: true })).toEqual([2]);
        expect(await read({ after: idNo(2), limit: 1 })).toEqual([3]);
        expect(await read({ limit: 0 })).toEqual([]);
        expect(await read({ where: { field: 'project', value: "'; --" } })).toEqual([]);
        expect(await read({ where: { field: 'version', value: '0' } })).toEqual([]);
      });

      it('JRN-21 reads rows in the order of the journal where that is wanted', async () => {
        await put(member(3, 1, 70), member(1, 2, 70), member(4, 2, 71), member(2, 4, 70));
        const where = { field: 'project', value: idNo(70) } as const;
        const read = (wanted: object) =>
          idsOf(journal.rows({ table: 'member', order: 'seq', ...wanted }));
        expect(await read({})).toEqual([3, 1, 4, 2]);
        expect(await read({ desc: true })).toEqual([2, 4, 1, 3]);
        expect(await read({ where })).toEqual([3, 1, 2]);
        expect(await read({ where, desc: true, limit: 2 })).toEqual([2, 1]);
        expect(await read({ where, desc: true, limit: 2, after: idNo(1) })).toEqual([3]);
        expect(await read({ after: idNo(1) })).toEqual([4, 2]);
        expect(await read({ after: idNo(99) })).toEqual([]);
      });

      it('JRN-22 reads rows by key and leaves out those that are not there', async () => {
        const state = fullRow('state', idNo(1));
        const user = fullRow('user', idNo(1));
        await append(commit(1, { rows: [write('state', state), write('user', user)] }));
        const found = await journal.rowsOf([
          { table: 'user', id: idNo(1) },
          { table: 'project', id: idNo(1) },
          { table: 'state', id: idNo(2) },
          { table: 'state', id: idNo(1) },
        ]);
        expect(found).toEqual([write('user', user), write('state', state)]);
      });
    });
  });
}
