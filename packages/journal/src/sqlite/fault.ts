/**
 * What SQLite's errors mean. Three of them say "not now": the disk is full, the file may only be
 * read, somebody else holds the lock; the transaction is rolled back and a later one may succeed.
 * Everything else says that this process no longer knows what is on the disk: it must end.
 * After a failed fsync above all: the kernel may have dropped the pages and call the next one a
 * success (Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020).
 */
import { JournalError } from '@planwright/sync';

/** Primary result codes, the low byte of an extended one (sqlite.org/rescode.html). */
const BUSY = 5;
const READONLY = 8;
const FULL = 13;

/** Read-only because the file under the connection was moved or deleted: that does not pass. */
const READONLY_DBMOVED = 1032;

/** The journal's word for an error thrown by SQLite or on the way to it. */
export function faultOf(error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  const code = codeOf(error);
  const says = error instanceof Error ? error.message : String(error);
  if (code === null || code === READONLY_DBMOVED) return new JournalError('broken', says, error);
  const passes = [BUSY, READONLY, FULL].includes(code & 0xff);
  return new JournalError(passes ? 'busy' : 'broken', `${says} (SQLite ${code})`, error);
}

function codeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode : null;
}

/**
 * The file or the SQLite library is not one that this program may work with. Trying again does
 * not help; the message tells a person what does.
 */
export class JournalUnfit extends JournalError {
  constructor(message: string) {
    super('broken', message);
    this.name = 'JournalUnfit';
  }
}
