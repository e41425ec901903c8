/** One item of a list: what its row shows, wherever it stands and in whatever order. */
import { isClosed } from '../entity/state.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { keyOf } from '../key.ts';
import type { Tables } from '../tables.ts';
import type { Progress } from './progress.ts';

/** The same object until something that it shows changes. */
export class ListEntry {
  readonly item: WorkItem;
  readonly progress: Progress | null;
  /** Is its work over? */
  readonly closed: boolean;
  /** Has it nothing under it, not even in the trash? */
  readonly leaf: boolean;
  readonly #key: string;
  #title: string | null = null;
  #text: string | null = null;

  constructor(tables: Tables, item: WorkItem, progress: Progress | null) {
    this.item = item;
    this.progress = progress;
    this.closed = isClosed(tables.get('state', item.state)?.category ?? 'backlog');
    this.leaf = tables.first('workItem', 'byParent', item.id) === undefined;
    this.#key = keyOf(tables, item);
  }

  /** A text as it is compared: without case and accents. */
  static fold(text: string): string {
    const plain = /^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '');
    return plain.toLowerCase();
  }

  /** The title as it is compared. */
  get title(): string {
    this.#title ??= ListEntry.fold(this.item.title);
    return this.#title;
  }

  /** Key and title as a search reads them. */
  get text(): string {
    this.#text ??= `${ListEntry.fold(this.#key)} ${this.title}`;
    return this.#text;
  }

  isSame(other: ListEntry): boolean {
    return (
      this.item === other.item &&
      this.progress === other.progress &&
      this.closed === other.closed &&
      this.leaf === other.leaf &&
      this.#key === other.#key
    );
  }
}
