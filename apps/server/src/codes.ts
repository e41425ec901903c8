/**
 * One-time codes: what stands in the address that a start prints. A code opens the door once,
 * within five minutes, and is exchanged for the cookie. They live in memory: a restart ends them.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a code is good for, in milliseconds. */
export const CODE_LIFE = 5 * 60_000;
/** Codes that may wait at once; one more ends the oldest. */
const MOST_CODES = 32;

export class OneTimeCodes {
  readonly #now: () => number;
  #waiting: { hash: Buffer; until: number }[] = [];

  /** @param now the clock, in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes a code: 22 letters that can stand in a URL. */
  make(): string {
    const code = randomBytes(16).toString('base64url');
    this.#waiting.push({ hash: digest(code), until: this.#now() + CODE_LIFE });
    this.#waiting = this.#waiting.slice(-MOST_CODES);
    return code;
  }

  /** Uses a code up. Every waiting code is compared whole, so that time tells nothing. */
  redeem(code: string): boolean {
    const hash = digest(code);
    const now = this.#now();
    let good = false;
    this.#waiting = this.#waiting.filter((waiting) => {
      const same = timingSafeEqual(waiting.hash, hash);
      if (same && waiting.until > now) good = true;
      return !same && waiting.until > now;
    });
    return good;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
