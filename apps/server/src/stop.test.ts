import { JournalError } from '@planwright/sync';
import { expect, it } from 'vitest';
import { checkpointer } from './checkpoint.ts';
import { newCommand } from './command.ts';
import { journalProblem } from './ready.ts';
import { stopInOrder } from './stop.ts';
import { buildHouse } from './testing/house.ts';
import { openLodge, openOffice } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';

it('MAIN-11 who does not finish in time is cut off, and the database is closed all the same', async () => {
  const { log } = await openLodge(tempFolder());
  const steps: string[] = [];
  const step = (name: string) => (): Promise<void> => {
    steps.push(name);
    return Promise.resolve();
  };
  const never = (): Promise<void> => new Promise(() => undefined);
  const house = await buildHouse();
  const hanging = fetch(`${house.origin}/import`, {
    method: 'POST',
    headers: { cookie: house.cookie, 'content-type': 'application/json' },
    body: new ReadableStream(),
    duplex: 'half',
  } as RequestInit);
  hanging.catch(() => undefined);
  const running = {
    servers: house.listening.servers,
    sockets: { close: never },
    room: { close: step('room') },
    journal: { close: step('journal') },
    lock: { release: () => void steps.push('lock') },
    log,
  };
  await stopInOrder(running, 'the test says so', 1);
  expect(steps).toEqual(['room', 'journal', 'lock']);
});

it('HTTP-2 a journal that cannot be written is said, and one that can writes nothing', async () => {
  const well = await openLodge(tempFolder());
  expect(await journalProblem(well.room)).toBeNull();
  expect((await well.room.ports.journal.head()).seq).toBe(0);
  const { room } = await openLodge(tempFolder());
  room.ports.journal.append = () => Promise.reject(new JournalError('busy', 'disk full'));
  expect(await journalProblem(room)).toBe('The database cannot be written: disk full');
});

it('MAIN-15 the write-ahead log is brought home once for what was written, while nobody waits', async () => {
  const { room, me, world } = await openOffice(tempFolder());
  let times = 0;
  const checkpoint = (): Promise<boolean> => Promise.resolve((times += 1) > 0);
  const look = checkpointer(room, { checkpoint });
  const looked = async (): Promise<number> => {
    look();
    await room.read(() => undefined);
    return times;
  };
  expect(await looked()).toBe(0);
  const args = { id: me, name: 'Ann' };
  await room.submit(newCommand('user.edit', args, world), me, 'rest');
  expect(await looked()).toBe(1);
  expect(await looked()).toBe(1);
  const edit = room.submit(newCommand('user.edit', args, world), me, 'rest');
  look();
  await edit;
  expect(times).toBe(1);
  expect(await looked()).toBe(2);
});
