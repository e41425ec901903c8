/**
 * What follows for dependencies from the changes of a command, in the same commit, whatever the
 * command was: one derivation for all of them.
 *
 *  1. `open` of a dependency across projects says whether its first item is live and not done.
 *  2. A dependency follows its items into other projects.
 *  3. An item that comes back brings its dependencies, but for those that would close a circle.
 *
 * It reads the tables as they were and the changes on top. A command that moves, deletes or brings
 * back nothing costs a look at its changes; one that does, a look into an index for each item.
 */
import type { Change } from './change.ts';
import { patch, put } from './change.ts';
import type { Context } from './command/declare.ts';
import { isTrashed, wayBetween } from './dependency-graph.ts';
import type { Dependency, DependencyId } from './entity/dependency.ts';
import type { Rows } from './entity/list.ts';
import type { ProjectId } from './entity/project.ts';
import { isClosed } from './entity/state.ts';
import type { WorkItem, WorkItemId } from './entity/work-item.ts';
import type { TableName } from './entity/names.ts';
import type { Id } from './lib/id.ts';
import { MAX_WALK } from './limits.ts';
import type { Tables } from './tables.ts';

const NONE: readonly Change[] = [];

/** The further changes; none where no dependency is concerned. */
export function followUps(
  tables: Tables,
  changes: readonly Change[],
  ctx: Pick<Context, 'now' | 'actor'>,
): readonly Change[] {
  const concerned = concernedBy(tables, changes);
  if (concerned === null) return NONE;
  const now = new Later(tables, changes);
  const out: Change[] = [];
  for (const which of circlesOf(tables, now, concerned.back)) {
    out.push(patch('dependency', which, { deletedAt: ctx.now, deletedBy: ctx.actor }));
  }
  for (const one of concerned.dependencies.values()) {
    const after = standing(now, one);
    if (after.project !== one.project || after.toProject !== one.toProject) {
      out.push(put('dependency', after));
    } else if (after.open !== one.open) {
      out.push(patch('dependency', one.id, { open: after.open }));
    }
  }
  return out;
}

interface Concerned {
  readonly dependencies: ReadonlyMap<DependencyId, Dependency>;
  /** Items that may come back to life, with all under them. */
  readonly back: readonly WorkItem[];
}

function concernedBy(tables: Tables, all: readonly Change[]): Concerned | null {
  const dependencies = new Map<DependencyId, Dependency>();
  const back: WorkItem[] = [];
  const take = (found: Iterable<Dependency>): void => {
    for (const one of found) dependencies.set(one.id, one);
  };
  const crossing = (project: ProjectId | undefined): void => {
    if (project !== undefined) take(tables.list('dependency', 'byCrossing', project));
  };
  for (const change of all) {
    if (change.op !== 'put' && change.op !== 'patch') continue;
    if (change.table === 'workItem') {
      const id = change.op === 'put' ? change.row.id : change.id;
      const before = tables.get('workItem', id);
      if (before === undefined) continue;
      const set: Partial<WorkItem> = change.op === 'put' ? change.row : change.set;
      const changes = (field: keyof WorkItem): boolean =>
        set[field] !== undefined && set[field] !== before[field];
      const moved = changes('project');
      if (moved) take(tables.list('dependency', 'byTo', id));
      if (moved || changes('state')) take(tables.list('dependency', 'byFrom', id));
      if (changes('deletedAt') || changes('parent')) {
        crossing(before.project);
        if (isTrashed(tables, before)) back.push(before);
      }
    } else if (change.op === 'patch' && change.table === 'state') {
      if (change.set.category !== undefined || change.set.deletedAt !== undefined) {
        crossing(tables.get('state', change.id)?.project);
      }
    } else if (change.op === 'patch' && change.table === 'project') {
      if (change.set.deletedAt !== undefined) crossing(change.id);
    }
  }
  return dependencies.size + back.length === 0 ? null : { dependencies, back };
}

/** A dependency as it should stand after the changes. */
function standing(now: Later, one: Dependency): Dependency {
  const [from, to] = [now.get('workItem', one.from), now.get('workItem', one.to)];
  const project = from?.project ?? one.project;
  const toProject = to?.project ?? one.toProject;
  const open = project === toProject || from === undefined || isOpenIn(now, from);
  return { ...one, project, toProject, open };
}

function isOpenIn(now: Later, item: WorkItem): boolean {
  const category = now.get('state', item.state)?.category;
  if (category !== undefined && isClosed(category)) return false;
  return !now.isTrashed(item) && now.get('project', item.project)?.deletedAt === null;
}

/** The dependencies that would close a circle once these items are back, oldest kept. */
function circlesOf(tables: Tables, now: Later, back: readonly WorkItem[]): DependencyId[] {
  const candidates = new Map<DependencyId, Dependency>();
  for (const item of broughtBack(tables, now, back)) {
    for (const index of ['byFrom', 'byTo'] as const) {
      for (const one of tables.list('dependency', index, item)) {
        if (one.kind !== 'blocks') continue;
        const far = now.get('workItem', index === 'byFrom' ? one.to : one.from);
        if (far === undefined || !now.isTrashed(far)) candidates.set(one.id, one);
      }
    }
  }
  if (candidates.size === 0) return [];
  const waiting = new Set(candidates.keys());
  const next = function* (item: WorkItemId): Iterable<Dependency> {
    for (const one of tables.list('dependency', 'byFrom', item)) {
      if (one.kind !== 'blocks' || waiting.has(one.id)) continue;
      const far = now.get('workItem', one.to);
      if (far === undefined || !now.isTrashed(far)) yield one;
    }
  };
  const out: DependencyId[] = [];
  for (const one of [...candidates.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (wayBetween(one.to, one.from, next) !== null) out.push(one.id);
    else waiting.delete(one.id);
  }
  return out;
}

/** The items that were in the trash and are not after the changes: these and all under them. */
function broughtBack(tables: Tables, now: Later, back: readonly WorkItem[]): Set<WorkItemId> {
  const out = new Set<WorkItemId>();
  const waiting = [...back];
  for (let step = 0; waiting.length > 0 && step < MAX_WALK; step += 1) {
    const before = waiting.pop();
    const after = now.get('workItem', before?.id);
    if (before === undefined || after === undefined || out.has(before.id)) continue;
    if (now.isTrashed(after)) continue;
    out.add(before.id);
    waiting.push(...tables.list('workItem', 'byParent', before.id));
  }
  return out;
}

/** Rows as they are after the changes. */
class Later {
  readonly #tables: Tables;
  readonly #changed = new Map<string, object | undefined>();

  constructor(tables: Tables, changes: readonly Change[]) {
    this.#tables = tables;
    for (const change of changes) {
      const id = change.op === 'put' ? change.row.id : change.id;
      const key = `${change.table} ${id}`;
      if (change.op === 'put') this.#changed.set(key, change.row);
      else if (change.op !== 'patch') this.#changed.set(key, undefined);
      else {
        const before = this.get(change.table, change.id as never);
        this.#changed.set(key, before && { ...(before as object), ...change.set });
      }
    }
  }

  get<T extends TableName>(table: T, id: Id<T> | null | undefined): Rows[T] | undefined {
    if (id === null || id === undefined) return undefined;
    const key = `${table} ${id}`;
    if (this.#changed.has(key)) return this.#changed.get(key) as Rows[T] | undefined;
    return this.#tables.get(table, id);
  }

  isTrashed(item: WorkItem): boolean {
    return isTrashed(this, item);
  }
}
