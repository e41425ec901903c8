/**
 * Chance for tests: the same seed gives the same numbers on every machine. The generator is
 * SplitMix32, Guy Steele et al., "Fast Splittable Pseudorandom Number Generators" (2014), in the
 * 32-bit form that is in the public domain.
 */
import type { Id } from '../lib/id.ts';
import { idOf } from '../lib/id.ts';

export class Chance {
  #state: number;

  /** `seed` is any whole number; its lowest 32 bits count. */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** The next 32 bits, as a number from 0 to 2³² − 1. */
  bits(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state ^ (this.#state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** From 0 to 1 (exclusive). */
  fraction(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number from 0 to `count` (exclusive). */
  below(count: number): number {
    return Math.floor(this.fraction() * count);
  }

  /** True in `share` (0 to 1) of the cases. */
  yes(share = 0.5): boolean {
    return this.fraction() < share;
  }

  /** One of the values; undefined when there are none. */
  pick<T>(values: readonly T[]): T | undefined {
    return values[this.below(values.length)];
  }

  /** A UUID (version 4 in form). */
  id<T extends string = never>(): Id<T> {
    const hex = Array.from({ length: 4 }, () => this.bits().toString(16).padStart(8, '0')).join('');
    const parts = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `8${hex.slice(17, 20)}`,
    ];
    return idOf<T>([...parts, hex.slice(20)].join('-'));
  }
}

/** The id that a name stands for in tests: the same name gives the same id, everywhere. */
export function idFor<T extends string = never>(name: string): Id<T> {
  let hash = 0x811c9dc5; // FNV-1a
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return new Chance(hash).id<T>();
}
