import { expect, it } from 'vitest';
import { journalProblem } from './ready.ts';
import { stopInOrder } from './stop.ts';
import { buildHouse } from './testing/house.ts';
import { openLodge } from './testing/office.ts';
import { tempFolder } from './testing/temp.ts';
import { JournalError } from '@planwright/sync';

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
