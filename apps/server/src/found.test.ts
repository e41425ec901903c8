import { JournalError } from '@planwright/sync';
import { expect, it } from 'vitest';
import { localUser } from './found.ts';
import { openLodge, openOffice } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

it('MAIN-10 founds the workspace once, for the person of the account', async () => {
  const folder = tempFolder();
  const first = await openOffice(folder);
  expect([...first.room.tables.all('workspace')]).toMatchObject([
    { id: first.room.head.workspaceId, name: 'garden', timeZone: 'Europe/Berlin' },
  ]);
  expect(first.room.tables.get('user', first.me)).toMatchObject({
    name: 'Ann Müller',
    handle: 'ann.muller',
    role: 'owner',
  });
  await first.stop();
  const second = await openOffice(folder);
  expect([second.me, second.room.head.seq]).toEqual([first.me, 1]);
});

it.each([
  ['', 'me', 'Me'],
  ['a', 'me', 'a'],
  ['李雷', 'me', '李雷'],
  ['Ünï Cödé', 'uni.code', 'Ünï Cödé'],
  ['CORP\\ann', 'corp.ann', 'CORP\\ann'],
  ['x'.repeat(200), 'x'.repeat(32), 'x'.repeat(100)],
  ['a\u0000b\nc\ud800', 'a.b.c', 'a b c\ufffd'],
])('MAIN-10 makes a person of any account name: %j', async (userName, handle, name) => {
  const { room, world } = await openLodge(tempFolder());
  const me = await localUser(room, { userName, folderName: '/', timeZone: 'UTC' }, world);
  expect(room.tables.get('user', me)).toMatchObject({ handle, name });
});

it('MAIN-10 a workspace that cannot be written stops the start', async () => {
  const { room, world } = await openLodge(tempFolder(), (journal) =>
    Object.assign(Object.create(journal) as typeof journal, {
      append: () => Promise.reject(new JournalError('busy', 'disk full')),
      head: () => journal.head(),
      rows: journal.rows.bind(journal),
      verdicts: journal.verdicts.bind(journal),
    }),
  );
  const founder = { userName: 'ann', folderName: 'x', timeZone: 'UTC' };
  await expect(localUser(room, founder, world)).rejects.toThrow('could not be founded');
});
