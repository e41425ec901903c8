/**
 * Seams: where a bug can be planted from outside, to see the simulation catch it. The product has
 * no flag for any of this: a seam stands around a port or a frame, or changes a class for a while.
 */
import type { Cache, Journal, Replica, ReplicaPorts, Room } from '@planwright/sync';

import type { Ledger, Watched } from './ledger.ts';

export interface Seams {
  /** The journal as server processes see it; asked once for each journal. */
  journal?(journal: Journal, ledger: Ledger): Journal;
  /** A room that has just been opened. */
  room?(room: Room): void;
  /** The frames that arrive at a device in the place of this one. */
  down?(bytes: Uint8Array, device: Watched): readonly Uint8Array[];
  /** The frame that arrives at the server in the place of this one. */
  up?(bytes: Uint8Array, device: Watched): Uint8Array;
  /** The cache as a device's replica sees it. */
  cache?(cache: Cache): Cache;
  /** The ports of a device's replica. */
  ports?(ports: ReplicaPorts, slot: number): ReplicaPorts;
  /** A replica that was just made. */
  replica?(replica: Replica): void;
  /** The lineage after a restore, which ought to be a new one. */
  lineage?(fresh: string, old: string): string;
  /** Changes classes; gives the way to change them back. */
  plant?(): () => void;
}
