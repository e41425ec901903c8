/**
 * The write breaker: a journal that cannot be written (a full disk, a read-only file, somebody
 * else's lock) is left alone for a while instead of being tried with every edit. Pure: the clock
 * comes in.
 *
 *   closed ── enough failures within the window ─► open ── time passes ─► half-open
 *     ▲                                             ▲                        │
 *     └───────────── enough successes ──────────────┼────────────────────────┤
 *                                                   └────── one failure ─────┘
 *
 * A refusal is a success here: the journal took it. (Nygard, "Release It!", 2nd ed., 2018, ch. 5.)
 */

export interface BreakerSettings {
  /** It opens after so many failures, */
  readonly failureThreshold: number;
  /** as long as they lie no further apart than this, milliseconds. */
  readonly failureWindowMs: number;
  /** How long nothing is tried once it is open, milliseconds. */
  readonly openMs: number;
  /** It closes after so many successes once that time has passed. */
  readonly successThreshold: number;
}

export class Breaker {
  readonly #settings: BreakerSettings;
  readonly #now: () => number;
  /** When the last failures were, oldest first; while closed. */
  #failures: number[] = [];
  /** Until when nothing is tried; null while closed. */
  #openUntil: number | null = null;
  #successes = 0;
  #reason = '';

  /** @param now the clock, milliseconds */
  constructor(settings: BreakerSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  /** Milliseconds for which nothing may be tried; 0: try. */
  get wait(): number {
    return this.#openUntil === null ? 0 : Math.max(0, this.#openUntil - this.#now());
  }

  /** Why it is open or half-open; null while it is closed. */
  get reason(): string | null {
    return this.#openUntil === null ? null : this.#reason;
  }

  /** Something was written. */
  succeeded(): void {
    if (this.#openUntil === null) return;
    this.#successes += 1;
    if (this.#successes < this.#settings.successThreshold) return;
    this.#openUntil = null;
    this.#failures = [];
  }

  /** Nothing could be written just now. */
  failed(reason: string): void {
    const now = this.#now();
    this.#reason = reason;
    if (this.#openUntil !== null) return this.#open(now);
    const since = now - this.#settings.failureWindowMs;
    this.#failures = [...this.#failures.filter((at) => at > since), now];
    if (this.#failures.length >= this.#settings.failureThreshold) this.#open(now);
  }

  #open(now: number): void {
    this.#openUntil = now + this.#settings.openMs;
    this.#successes = 0;
  }
}
