/** How an item stands to others, seen from it: what it blocks, what blocks it, and the rest. */
import type { Dependency } from '../entity/dependency.ts';
import type { State } from '../entity/state.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { isLive } from '../live.ts';
import type { Tables, Touched } from '../tables.ts';
import type { Relation } from './activity.ts';
import { isOpen } from './blocked.ts';
import { View } from './view.ts';

/** The ways an item can stand to another, the most pressing first. */
export const RELATIONS: readonly Relation[] = [
  'blockedBy',
  'blocks',
  'relates',
  'duplicates',
  'duplicatedBy',
];

export interface Tie {
  readonly dependency: Dependency;
  readonly relation: Relation;
  /** The item at the other end; null where it is in a project that is not here. */
  readonly other: WorkItem | null;
  readonly state: State | undefined;
  /** Of `blockedBy`: it blocks still. */
  readonly open: boolean;
}

/** How `item` stands to the other end of this dependency. */
function relationOf(dependency: Dependency, item: WorkItemId): Relation {
  const isFrom = dependency.from === item;
  switch (dependency.kind) {
    case 'blocks':
      return isFrom ? 'blocks' : 'blockedBy';
    case 'duplicates':
      return isFrom ? 'duplicates' : 'duplicatedBy';
    case 'relates':
      return 'relates';
  }
}

/**
 * The dependencies of an item that stand, by relation and then by age; without those whose other
 * end is in the trash.
 */
export function tiesOf(tables: Tables, item: WorkItemId): readonly Tie[] {
  const ties: Tie[] = [];
  for (const index of ['byFrom', 'byTo'] as const) {
    for (const dependency of tables.list('dependency', index, item)) {
      const far = index === 'byFrom' ? dependency.to : dependency.from;
      const other = tables.get('workItem', far) ?? null;
      if (other !== null && !isLive(tables, other)) continue;
      const relation = relationOf(dependency, item);
      const open =
        relation === 'blockedBy' && (other === null ? dependency.open : isOpen(tables, other));
      ties.push({ dependency, relation, other, state: tables.get('state', other?.state), open });
    }
  }
  const place = (tie: Tie): number => RELATIONS.indexOf(tie.relation);
  return ties.sort((a, b) => place(a) - place(b) || (a.dependency.id < b.dependency.id ? -1 : 1));
}

/** The dependencies of one item, as they change. */
export class TiesView extends View<readonly Tie[]> {
  readonly #item: WorkItemId;
  #ties: readonly Tie[];

  constructor(tables: Tables, item: WorkItemId) {
    super(tables);
    this.#item = item;
    this.#ties = tiesOf(tables, item);
  }

  read(): readonly Tie[] {
    return this.#ties;
  }

  protected follow(touched: readonly Touched[]): boolean {
    if (!touched.some((one) => this.#concerns(one))) return false;
    const ties = tiesOf(this.tables, this.#item);
    if (isSame(ties, this.#ties)) return false;
    this.#ties = ties;
    return true;
  }

  #concerns({ table, before, after }: Touched): boolean {
    if (table === 'workItem' || table === 'state' || table === 'project') {
      const lists = (['byFrom', 'byTo'] as const).map((index) =>
        this.tables.list('dependency', index, this.#item),
      );
      return lists.some((list) => list.size > 0);
    }
    if (table !== 'dependency') return false;
    return [before, after].some((one) => one?.from === this.#item || one?.to === this.#item);
  }
}

function isSame(a: readonly Tie[], b: readonly Tie[]): boolean {
  return (
    a.length === b.length &&
    a.every((tie, i) => {
      const other = b[i];
      return (
        tie.dependency === other?.dependency &&
        tie.other === other.other &&
        tie.state === other.state &&
        tie.open === other.open
      );
    })
  );
}
