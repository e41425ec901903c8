/** A room of a journal whose ids are by chance and whose clock goes on by a second at each look. */
import { DEFAULT_LIMITS } from '@planwright/engine';
import type { Chance } from '@planwright/engine/testing/chance.ts';
import { MONDAY } from '@planwright/engine/testing/world.ts';
import type { Journal } from '@planwright/sync';
import { Room } from '@planwright/sync';

/** Opens it; what ends a server process fails the test. */
export function roomOn(journal: Journal, chance: Chance): Promise<Room> {
  let now = MONDAY;
  return Room.open({
    journal,
    now: () => (now += 1_000),
    newId: () => chance.id(),
    soon: (work) => void setImmediate(work),
    limits: DEFAULT_LIMITS,
    heartbeatMs: 15_000,
    log: { info: () => undefined, error: () => undefined },
    fatal: (error) => {
      throw error;
    },
  });
}
