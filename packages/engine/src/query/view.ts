/**
 * A view: the answer to a query that stays true. It is computed once and then follows what
 * changes, so that a drag in a project of 100,000 items costs what the drag touches.
 */
import type { Tables, Touched } from '../tables.ts';

export abstract class View<T> {
  readonly tables: Tables;
  readonly #listeners = new Set<() => void>();
  readonly #leave: () => void;

  constructor(tables: Tables) {
    this.tables = tables;
    this.#leave = tables.subscribe((touched) => {
      if (this.follow(touched)) for (const listener of this.#listeners) listener();
    });
  }

  /** The answer as it is now: the same object until something in it changes. */
  abstract read(): T;

  /** Takes in what changed; true when the answer is another one now. */
  protected abstract follow(touched: readonly Touched[]): boolean;

  /** Asks to be told when the answer is another one; gives the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops following the tables. */
  close(): void {
    this.#listeners.clear();
    this.#leave();
  }
}
