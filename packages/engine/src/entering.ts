/**
 * The rules that a project may switch on for going into a state: room under the limit, no start
 * while blocked, fields that must be filled. Every way into a state asks here; only an import and
 * the removal of a state are exempt. What stays as it was is not judged again.
 */
import type { Project, Requirable, RuleStrength } from './entity/project.ts';
import type { State, StateCategory, StateId } from './entity/state.ts';
import type { UserId } from './entity/user.ts';
import type { WorkItem } from './entity/work-item.ts';
import { keyOf } from './key.ts';
import { isLive } from './live.ts';
import { blockOf } from './query/blocked.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import { roleIn } from './role.ts';
import type { Tables } from './tables.ts';

/** An item as it will be, and as it was: undefined where it is new, or in the trash till now. */
export interface Mover {
  readonly before: WorkItem | undefined;
  readonly after: WorkItem;
}

/** How strictly a project holds the limits of its states. */
export function wipRuleOf(project: Project | undefined): RuleStrength {
  return project?.wipRule ?? 'warn';
}

/** How strictly a project holds that blocked items do not start. */
export function blockedRuleOf(project: Project | undefined): RuleStrength {
  return project?.blockedRule ?? 'off';
}

/** Why this one cannot go where it goes: room, blockers, or a field that must be filled. */
export function wrongEntering(tables: Tables, mover: Mover, actor: UserId): Refusal | null {
  return wrongStart(tables, mover, actor) ?? wrongRoom(tables, [mover]);
}

/** BLOCKED where it would start against the rule, INVALID for a field that it needs there. */
export function wrongStart(
  tables: Tables,
  { before, after }: Mover,
  actor: UserId,
): Refusal | null {
  const field = missingIn(tables, after, after.state).find(
    (name) => before === undefined || before.state !== after.state || before[name] !== null,
  );
  if (field !== undefined) {
    return refuse('INVALID', { field, rule: 'must be set in this state' });
  }
  if (blockedRuleOf(tables.get('project', after.project)) !== 'block') return null;
  if (!isBegun(tables, after.state) || isBegun(tables, before?.state)) return null;
  const block = blockOf(tables, after);
  if (block === null) return null;
  const person = tables.get('user', actor);
  const names = block.items.map((item) => {
    const seen = person !== undefined && roleIn(tables, person, item.project) !== null;
    return seen ? keyOf(tables, item) : PRIVATE;
  });
  return refuse('BLOCKED', { by: [...names, ...Array<string>(block.hidden).fill(PRIVATE)] });
}

/** WIP_LIMIT where a state would hold more than its limit, once all of these are in it. */
export function wrongRoom(tables: Tables, movers: readonly Mover[]): Refusal | null {
  const states = new Set(movers.map(({ after }) => after.state));
  for (const which of states) {
    const state = tables.get('state', which);
    if (state === undefined || state.wipLimit === null) continue;
    if (wipRuleOf(tables.get('project', state.project)) !== 'block') continue;
    const coming = movers.filter(
      ({ before, after }) => after.state === which && before?.state !== which,
    );
    if (coming.length === 0) continue;
    if (heldBy(tables, state, movers) + coming.length > state.wipLimit) {
      return refuse('WIP_LIMIT', { state: state.name, max: state.wipLimit });
    }
  }
  return null;
}

/** The live items of a state; those that leave it now are not counted. */
export function heldBy(tables: Tables, state: State, movers: readonly Mover[] = []): number {
  const leaving = new Set(
    movers.filter(({ after }) => after.state !== state.id).map(({ after }) => after.id),
  );
  let held = 0;
  for (const item of tables.list('workItem', 'byState', state.id)) {
    if (!leaving.has(item.id) && isLive(tables, item)) held += 1;
  }
  return held;
}

/** The fields that an item must have in a state and has not. */
export function missingIn(tables: Tables, item: WorkItem, which: StateId): readonly Requirable[] {
  const required = tables.get('project', item.project)?.requiredFields;
  const category = tables.get('state', which)?.category;
  if (!required || category === undefined) return [];
  return (required[category] ?? []).filter((field) => item[field] === null);
}

/** Work in this state has begun, or is over: a blocked item does not come here. */
export function isBegun(tables: Tables, which: StateId | undefined): boolean {
  const category = tables.get('state', which)?.category;
  return category !== undefined && BEGUN.includes(category);
}

const BEGUN: readonly StateCategory[] = ['started', 'review', 'done'];

/** What is said of an item that somebody may not see. */
const PRIVATE = 'a private item';
