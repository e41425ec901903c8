/**
 * The store: the journal of a folder with what stands around it, opened as a start needs it.
 *
 *     room ─► patience with a busy file ─► witness ─► .pm/data.db
 *
 * A database that knows less than its witness has lost something. It begins a new lineage before
 * anybody is let in, so that devices send again what they still have.
 */
import { join } from 'node:path';
import {
  JournalUnfit,
  judge,
  PatientJournal,
  retrying,
  SqliteJournal,
  Witness,
  WitnessedJournal,
  type Aside,
  type RetrySettings,
  type RetryWorld,
  type SqliteOptions,
} from '@planwright/journal';
import { JournalError, type Journal } from '@planwright/sync';
import type { World } from './command.ts';
import { EXIT, Stop } from './exit.ts';
import type { Log } from './log.ts';

export interface StorePlan {
  /** The data folder. */
  readonly folder: string;
  /** The database file in it. */
  readonly database: string;
  readonly retry: RetrySettings;
  readonly world: World & RetryWorld;
  /** Runs work later, without keeping the process alive. */
  readonly later: (ms: number, work: () => void) => void;
  readonly log: Log;
  /** Makes the thread that checkpoints a file; without it, the journal does it between commits. */
  readonly aside?: (path: string) => Aside;
}

export interface Store {
  /** What the room writes to. */
  readonly journal: Journal;
  /** The file under it: for its upkeep. */
  readonly file: SqliteJournal;
  /** What a person should know of what was found; null when all was well. */
  readonly warning: string | null;
}

/** Opens the journal of a folder. Refused: a file that this program may not work with (78). */
export async function openStore(plan: StorePlan): Promise<Store> {
  const { folder, retry, world, later, log } = plan;
  const aside = plan.aside?.(join(folder, plan.database));
  const path = join(folder, plan.database);
  const backups = { folder: join(folder, 'backups'), now: () => new Date(world.now()), keep: KEPT };
  const file = await opened(
    retrying(
      () => open({ path, newId: world.newId, backups, ...(aside && { aside }) }),
      retry,
      world,
    ),
    path,
  );
  const witness = new Witness(join(folder, 'witness'), { now: world.now, later });
  const judgement = await judge(witness.read(), file);
  let warning: string | null = null;
  if (judgement.is === 'anew') log.info({ witness: judgement.says }, 'witness');
  if (judgement.is === 'lost') {
    const lineage = world.newId();
    file.beginLineage(lineage, judgement.shared);
    log.error({ witness: judgement.says, lineage, shared: judgement.shared }, 'something was lost');
    warning = `Something was lost. ${judgement.says} ${WHAT_NOW}`;
  }
  const witnessed = new WitnessedJournal(file, witness);
  if (witness.problem !== null) log.warn({ witness: witness.problem }, 'witness not written');
  return { journal: new PatientJournal(witnessed, retry, world), file, warning };
}

const WHAT_NOW =
  'Browsers that were here send again what they still have. If something is missing afterwards, ' +
  'put a backup in the place of data.db, and take data.db-wal away if it is there.';

/** Backups that are kept of those made before the same migration. */
const KEPT = 5;

/** Refused: a database that is busy for longer than patience lasts (70: the supervisor tries again). */
async function opened(opening: Promise<SqliteJournal>, path: string): Promise<SqliteJournal> {
  try {
    return await opening;
  } catch (error) {
    const notNow = error instanceof JournalError && error.fault === 'busy';
    if (!notNow) throw error;
    throw new Stop(EXIT.internal, `${path} cannot be opened just now: ${error.message}.`);
  }
}

function open(options: SqliteOptions): SqliteJournal {
  try {
    return SqliteJournal.open(options);
  } catch (error) {
    if (error instanceof JournalUnfit)
      throw new Stop(EXIT.configuration, `${options.path}: ${error.message}`);
    throw error;
  }
}
