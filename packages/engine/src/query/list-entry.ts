/** One item of a list: what its row shows, wherever it stands and in whatever order. */
import { isClosed } from '../entity/state.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { keyOf } from '../key.ts';
import { folded } from '../lib/folded.ts';
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

  /** The title as it is compared. */
  get title(): string {
    this.#title ??= folded(this.item.title);
    return this.#title;
  }

  /** Key and title as a search reads them: its `searchText`. */
  get text(): string {
    this.#text ??= `${folded(this.#key)} ${this.title}`;
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
