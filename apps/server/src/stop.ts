/** The end of a server, in order: nobody is cut off in the middle of an edit. */
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lock } from './folder.ts';
import type { Log } from './log.ts';
import type { Sockets } from './socket.ts';

/** How long everybody together has to finish, in milliseconds. */
const STOP_TIME = 5_000;

/** What a running server consists of, as far as a stop is concerned. */
export interface Running {
  readonly servers: readonly Server[];
  readonly sockets: Pick<Sockets, 'close'>;
  /** Settles or refuses what is in flight, and says goodbye in its own words. */
  readonly room: { close(): Promise<void> };
  /** Brings what is written into the database file. */
  readonly journal: { close(): Promise<void> };
  readonly lock: Lock;
  readonly log: Log;
}

/**
 * Stops accepting, settles what is in flight, says goodbye, tidies the database up, and gives the
 * folder back. Who does not finish in time is cut off; the database is closed in any case.
 * @param time how long that may take, in milliseconds
 */
export async function stopInOrder(
  running: Running,
  reason: string,
  time = STOP_TIME,
): Promise<void> {
  const { servers, sockets, room, journal, lock, log } = running;
  log.info({ reason }, 'stopping');
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  for (const server of servers) server.closeIdleConnections();
  const farewell = async (): Promise<string> => {
    await room.close();
    await sockets.close(reason);
    await Promise.all(closed);
    return 'everybody left';
  };
  const late = pause(time, 'somebody was cut off', { ref: false });
  const how = await Promise.race([farewell(), late]);
  for (const server of servers) server.closeAllConnections();
  await journal.close();
  lock.release();
  log.info({ how }, 'stopped');
}
