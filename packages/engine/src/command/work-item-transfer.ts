/**
 * The command that takes an item into another project, with all that is under it and all that
 * belongs to it: texts and their revisions, comments, attachments, counts. What follows an item
 * has its project written in its rows, since that says who may see them; so all of them change in
 * this one commit. Old keys lead to the item for ever. What was told in the activity before stays
 * with the project where it happened.
 */
import type { Change } from '../change.ts';
import { patch } from '../change.ts';
import type { Mover } from '../entering.ts';
import { wrongRoom, wrongStart } from '../entering.ts';
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { workItem } from '../entity/work-item.ts';
import { as, id } from '../field.ts';
import { keyOf } from '../key.ts';
import { labelsAs } from '../label-set.ts';
import { idOf } from '../lib/id.ts';
import { ranksBetween } from '../lib/rank.ts';
import { MAX_ROWS_PER_COMMAND } from '../limits.ts';
import { isLive, itemsBelow } from '../live.ts';
import { ownedBy } from '../owned.ts';
import { roleIn } from '../role.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { byRank } from '../tables.ts';
import { command } from './declare.ts';
import { nextNumber, oldKeys, stateLike } from './work-item.ts';

/** The items of one transfer, the one that is named and all under it. */
const MOST_TRANSFERRED = 150;

/** One row more than a command may change: enough to know that there are too many. */
const ENOUGH = MAX_ROWS_PER_COMMAND + 1;

/**
 * Moves the item to the root of another project, last in its order, with everything under it: in
 * states of the same category, with labels of the same names. The server gives new numbers. An
 * assignee who has no role there is taken off.
 */
export const transferItem = command({
  kind: 'workItem.transfer',
  no: 91,
  v: 1,
  args: { id: id<'workItem'>(1), project: as(2, workItem.fields.project) },
  about: (args, tables) => ({
    project: tables.get('workItem', args.id)?.project,
    row: { table: 'workItem' as const, id: args.id },
    other: { project: args.project, row: { table: 'project' as const, id: args.project } },
  }),
  needs: (args, tables) => {
    const root = tables.get('workItem', args.id);
    if (root === undefined || root.project === args.project) return [];
    const moving = [root, ...itemsBelow(tables, root, true)];
    return moving.length > MOST_TRANSFERRED
      ? []
      : moving.flatMap((one) => ownedBy(tables, one.id, ENOUGH));
  },
  decide: (args, tables, ctx) => {
    const root = tables.get('workItem', args.id);
    if (root === undefined) return refuse('NOT_FOUND', { what: 'item' });
    if (root.project === args.project) return [];
    const moving = [root, ...itemsBelow(tables, root, true)].sort(byRank);
    if (moving.length > MOST_TRANSFERRED) {
      return refuse('LIMIT', { what: 'items moved at once', max: MOST_TRANSFERRED });
    }
    const ranks = ranksBehind(tables, args.project, moving.length);
    const first = nextNumber(tables, args.project);
    const movers: Mover[] = [];
    for (const [i, before] of moving.entries()) {
      const number = ctx.authoritative ? first + i : null;
      const place = { project: args.project, number, rank: ranks[i] ?? before.rank };
      const after = arrived(tables, { ...before, ...place });
      movers.push({ before, after: before.id === root.id ? { ...after, parent: null } : after });
    }
    const living = movers.filter(({ before }) => before !== undefined && isLive(tables, before));
    for (const mover of living) {
      const wrong = wrongStart(tables, mover, ctx.actor);
      if (wrong !== null) return { ...wrong, item: keyOf(tables, mover.before ?? mover.after) };
    }
    const full = wrongRoom(tables, living);
    if (full !== null) return full;
    const next = ctx.authoritative ? { nextNumber: first + moving.length } : {};
    return [
      ...movers.map(({ after }) => patch('workItem', after.id, whatMoved(after))),
      patch('project', args.project, next),
      ...oldKeys(moving, ctx),
      ...moving.flatMap((one) => followers(tables, one, args.project)),
    ];
  },
});

/** The item as it stands in the project that it has now: only what another project changes. */
function arrived(tables: Tables, item: WorkItem): WorkItem {
  const person = tables.get('user', item.assignee);
  const stays = person !== undefined && roleIn(tables, person, item.project) !== null;
  return {
    ...item,
    state: stateLike(tables, item.project, tables.get('state', item.state))?.id ?? item.state,
    labels: labelsAs(tables, item.labels, item.project),
    assignee: stays ? item.assignee : null,
  };
}

/** The fields that a transfer writes. */
function whatMoved(after: WorkItem): Partial<WorkItem> {
  const { project, number, parent, state, rank, labels, assignee } = after;
  return { project, number, parent, state, rank, labels, assignee };
}

/** Ranks after everything that the project has. */
function ranksBehind(tables: Tables, project: ProjectId, count: number): readonly string[] {
  const last = tables.list('workItem', 'byProject', project).last();
  return ranksBetween(last?.rank ?? null, null, count) ?? [];
}

/** The rows that belong to an item and go where it goes, as far as they are here. */
function followers(tables: Tables, item: WorkItem, project: ProjectId): Change[] {
  const changes: Change[] = [];
  const stats = tables.get('itemStats', idOf<'itemStats'>(item.id));
  if (stats !== undefined) changes.push(patch('itemStats', stats.id, { project }));
  const comments = tables.list('comment', 'byItem', item.id);
  for (const one of comments) changes.push(patch('comment', one.id, { project }));
  for (const one of tables.list('attachment', 'byItem', item.id)) {
    changes.push(patch('attachment', one.id, { project }));
  }
  for (const owner of [item, ...comments]) {
    const text = tables.get('document', idOf<'document'>(owner.id));
    if (text !== undefined) changes.push(patch('document', text.id, { project }));
    for (const one of tables.list('revision', 'byDocument', owner.id)) {
      changes.push(patch('revision', one.id, { project }));
    }
  }
  return changes;
}
