/** The trash of a project: what was deleted itself, newest first. */
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import type { Tables, Touched } from '../tables.ts';
import { View } from './view.ts';

export class TrashView extends View<readonly WorkItem[]> {
  readonly #project: ProjectId;
  #items: readonly WorkItem[];

  constructor(tables: Tables, project: ProjectId) {
    super(tables);
    this.#project = project;
    const items = [...tables.list('workItem', 'byProject', project)];
    this.#items = items.filter((item) => item.deletedAt !== null).sort(newestFirst);
  }

  read(): readonly WorkItem[] {
    return this.#items;
  }

  protected follow(touched: readonly Touched[]): boolean {
    let changed = false;
    for (const one of touched) {
      if (one.table !== 'workItem') continue;
      const was = one.before?.project === this.#project && one.before.deletedAt !== null;
      const is = one.after?.project === this.#project && one.after.deletedAt !== null;
      if (!was && !is) continue;
      const others = this.#items.filter((item) => item.id !== one.id);
      this.#items = is && one.after ? [...others, one.after].sort(newestFirst) : others;
      changed = true;
    }
    return changed;
  }
}

function newestFirst(a: WorkItem, b: WorkItem): number {
  const later = (b.deletedAt ?? 0) - (a.deletedAt ?? 0);
  return later !== 0 ? later : a.id < b.id ? -1 : 1;
}
