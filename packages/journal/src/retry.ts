/**
 * Retry: what fails because somebody else has the file, or because the disk is full for a moment,
 * is tried again after a while, a few times. `busy` alone: it says that nothing was done. Business
 * refusals are values and never come this way.
 *
 * The waits grow by a factor, and chance spreads them (full jitter: anything from nothing to the
 * whole wait), so that those who collided once do not meet again; see Brooker, "Exponential
 * Backoff And Jitter", AWS Architecture Blog, 2015.
 */
import type { Journal } from '@planwright/sync';
import { JournalError } from '@planwright/sync';

import { JournalLayer } from './layer.ts';

export interface RetrySettings {
  /** Tries in all, the first one included. */
  readonly maxAttempts: number;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  /** Each wait is so many times the one before. */
  readonly backoffMultiplier: number;
  /** Takes a part of each wait by chance, instead of all of it. */
  readonly jitter: boolean;
}

/** Time and chance. */
export interface RetryWorld {
  readonly pause: (ms: number) => Promise<unknown>;
  /** From 0 up to 1, without 1. */
  readonly chance: () => number;
}

/** The wait before the try `attempt`, 2 being the first one that waits; milliseconds. */
export function waitBefore(attempt: number, settings: RetrySettings, world: RetryWorld): number {
  const { initialDelayMs, maxDelayMs, backoffMultiplier, jitter } = settings;
  const whole = Math.min(maxDelayMs, initialDelayMs * backoffMultiplier ** (attempt - 2));
  return jitter ? Math.floor(whole * world.chance()) : whole;
}

/** Does the work, again when it was `busy`; throws what the last try threw. */
export async function retrying<T>(
  work: () => Promise<T> | T,
  settings: RetrySettings,
  world: RetryWorld,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof JournalError && error.fault === 'busy';
      if (!passes || attempt >= settings.maxAttempts) throw error;
    }
    await world.pause(waitBefore(attempt + 1, settings, world));
  }
}

/** A journal that is patient with the one under it. */
export class PatientJournal extends JournalLayer {
  readonly #settings: RetrySettings;
  readonly #world: RetryWorld;

  constructor(under: Journal, settings: RetrySettings, world: RetryWorld) {
    super(under);
    this.#settings = settings;
    this.#world = world;
  }

  protected override around<T>(call: () => Promise<T>): Promise<T> {
    return retrying(call, this.#settings, this.#world);
  }
}
