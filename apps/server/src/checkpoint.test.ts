/** The thread that checkpoints. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteJournal } from '@planwright/journal';
import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { checkpointThread } from './checkpoint.ts';
import { tempFolder } from './testing/temp.ts';

it('MAIN-18 a thread of its own brings the write-ahead log over, and lets go when it is stopped', async () => {
  const path = join(tempFolder(), 'data.db');
  const aside = checkpointThread(path);
  const journal = SqliteJournal.open({ path, newId: () => newId(), aside });
  for (let times = 0; times < 2; times += 1) {
    await journal.probe();
    expect(await aside.checkpoint()).toBeNull();
    const look = new DatabaseSync(path);
    const { log, checkpointed } = look.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {};
    look.close();
    expect([log, checkpointed]).toEqual([expect.any(Number), log]);
  }
  await journal.close();
});

it('MAIN-18 what fails in the thread is told', async () => {
  const aside = checkpointThread(join(tempFolder(), 'nowhere', 'data.db'));
  expect(await aside.checkpoint()).toMatchObject({ fault: 'broken' });
  await aside.stop();
});
