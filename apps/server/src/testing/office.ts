/** A room over a journal in a file, with the person of the folder, for what runs in one process. */
import { join } from 'node:path';
import { DEFAULT_LIMITS, type Job, type JobId, type UserId } from '@planwright/engine';
import { SqliteJournal } from '@planwright/journal';
import { Room, type Journal, type RoomPorts } from '@planwright/sync';
import { v7 as newId } from 'uuid';
import { onTestFinished } from 'vitest';
import { BlobStore } from '../blob-store.ts';
import type { World } from '../command.ts';
import { Disk } from '../disk.ts';
import { localUser } from '../found.ts';
import { Imports, type ImportParts } from '../import-runner.ts';
import { openLog, type Log } from '../log.ts';

export interface Lodge {
  readonly room: Room;
  readonly world: World;
  readonly log: Log;
  /** What an end of the process does, short of ending it. */
  stop(): Promise<void>;
}

export interface Office extends Lodge {
  readonly me: UserId;
  readonly imports: Imports;
  readonly blobs: BlobStore;
  /** A job's row, as it is now. */
  job(id: JobId): Job | undefined;
}

type Around = (journal: Journal) => Journal;

/**
 * Opens the room of a folder; `around` may put something between it and its journal, and `other`
 * says which ports are others than usual.
 */
export async function openLodge(
  folder: string,
  around: Around = (journal) => journal,
  other: Partial<RoomPorts> = {},
): Promise<Lodge> {
  const world = { now: () => Date.now(), newId: () => newId() };
  const log = openLog(join(folder, 'logs'), 'info', () => new Date());
  const journal = SqliteJournal.open({ path: join(folder, 'data.db'), newId: world.newId });
  const room = await Room.open({
    ...world,
    journal: around(journal),
    log,
    soon: (work) => void setImmediate(work),
    limits: DEFAULT_LIMITS,
    heartbeatMs: 15_000,
    fatal: (error) => {
      throw error;
    },
    ...other,
  });
  let open = true;
  const stop = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await room.close();
    await journal.close();
  };
  onTestFinished(stop);
  return { room, world, log, stop };
}

/** The same with its person, and imports; `free` says how many bytes its disk has room for. */
export async function openOffice(
  folder: string,
  around?: Around,
  other?: Partial<RoomPorts>,
  { free, ...waiting }: { free?: () => number } & Pick<ImportParts, 'sweep' | 'wait'> = {},
): Promise<Office> {
  const lodge = await openLodge(folder, around, other);
  const { room, world, log } = lodge;
  const founder = { userName: 'Ann Müller', folderName: 'garden', timeZone: 'Europe/Berlin' };
  const me = await localUser(room, founder, world);
  const blobs = new BlobStore(join(folder, 'blobs'), world.newId, new Disk(folder, free));
  const parts = { room, log, world, blobs, folder: join(folder, 'imports') };
  const imports = new Imports({ ...parts, ...waiting });
  return { ...lodge, me, imports, blobs, job: (id) => room.tables.get('job', id) };
}
