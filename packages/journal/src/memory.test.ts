/** The journal in memory does what every journal does, and can be copied as a crash would leave it. */
import { hash } from 'node:crypto';

import { expect, it } from 'vitest';

import { MemoryJournal } from './memory.ts';
import { journalContract } from './testing/contract.ts';
import { commit, fullRow, group, idNo, write } from './testing/sample.ts';

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes);
const open = (): MemoryJournal =>
  new MemoryJournal({ workspaceId: 'workspace', lineage: 'first', hash: sha256 });

journalContract('memory', open);

it('JRN-25 leaves in a copy what was written, and each goes its own way', async () => {
  const journal = open();
  const rows = [write('user', fullRow('user', idNo(1)))];
  await journal.append(group(commit(1, { rows })), 0);
  const copy = journal.copy();
  expect(await copy.head()).toEqual(await journal.head());
  expect(await copy.rows({ table: 'user' })).toEqual(await journal.rows({ table: 'user' }));

  await journal.append(group(commit(2, { rows: [write('user', idNo<'user'>(1))] })), 1);
  expect(await copy.head()).toMatchObject({ seq: 1, lineage: 'first' });
  expect(await copy.rows({ table: 'user' })).toHaveLength(1);
  expect(await copy.stream('ann-1')).toMatchObject({ last: 1 });

  expect(await copy.sharedWith('first')).toBe(1);
  const restored = copy.copy('second');
  await restored.append(group(commit(2)), 1);
  expect(await restored.head()).toMatchObject({ seq: 2, lineage: 'second' });
  expect(await copy.head()).toMatchObject({ seq: 1, lineage: 'first' });
});

it('JRN-50 knows how much of each lineage that ended is still its own', async () => {
  let journal = open();
  await journal.append(group(commit(1), commit(2)), 0);
  journal = journal.copy('second');
  await journal.append(group(commit(3)), 2);
  journal = journal.copy('third');
  const shared = ['first', 'second', 'third', 'fourth'].map((one) => journal.sharedWith(one));
  expect(await Promise.all(shared)).toEqual([2, 3, 3, 0]);
});
