/** What a move would be warned about, so that a screen can say so while the item is still held. */
import { blockedRuleOf, heldBy, isBegun, missingIn, wipRuleOf } from '../entering.ts';
import type { Requirable, RuleStrength } from '../entity/project.ts';
import type { StateId } from '../entity/state.ts';
import type { WorkItem } from '../entity/work-item.ts';
import type { Tables } from '../tables.ts';
import type { Block } from './blocked.ts';
import { blockOf } from './blocked.ts';
import { progressOf } from './progress.ts';

export interface MoveWarnings {
  /** The state would hold `count` items, more than its limit `max`. */
  readonly overLimit: { readonly count: number; readonly max: number } | null;
  /** What blocks the item that would start. */
  readonly blocked: Block | null;
  /** Fields that it must have there and has not: the move would be refused. */
  readonly missing: readonly Requirable[];
  /** Items under it that are open still, while it would be done. */
  readonly openBelow: number;
  /** The move would be refused, whatever the person says. */
  readonly refused: boolean;
}

/** Would a state hold more than its limit with so many items more? null: no, or nobody minds. */
export function overLimitOf(tables: Tables, to: StateId, along = 1): MoveWarnings['overLimit'] {
  const state = tables.get('state', to);
  const wip = wipRuleOf(tables.get('project', state?.project));
  if (state === undefined || state.wipLimit === null || wip === 'off') return null;
  const count = heldBy(tables, state) + along;
  return count > state.wipLimit ? { count, max: state.wipLimit } : null;
}

/**
 * What there is to say about an item that goes into a state; null where there is nothing. `along`:
 * how many go there together, it included.
 */
export function warningsOf(
  tables: Tables,
  item: WorkItem,
  to: StateId,
  along = 1,
): MoveWarnings | null {
  const state = tables.get('state', to);
  if (state === undefined || item.state === to) return null;
  const project = tables.get('project', item.project);
  const [wip, start] = [wipRuleOf(project), blockedRuleOf(project)];
  const overLimit = overLimitOf(tables, to, along);
  const starts = isBegun(tables, to) && !isBegun(tables, item.state);
  const blocked = start !== 'off' && starts ? blockOf(tables, item) : null;
  const missing = missingIn(tables, item, to);
  const progress = state.category === 'done' ? progressOf(tables, item) : null;
  const openBelow = progress === null ? 0 : progress.total - progress.done;
  if (overLimit === null && blocked === null && missing.length === 0 && openBelow === 0)
    return null;
  const blocks = (rule: RuleStrength, met: boolean): boolean => met && rule === 'block';
  return {
    overLimit,
    blocked,
    missing,
    openBelow,
    refused:
      blocks(wip, overLimit !== null) || blocks(start, blocked !== null) || missing.length > 0,
  };
}
