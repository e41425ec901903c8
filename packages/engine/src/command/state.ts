/** Commands about the states of a project. */
import { patch, put } from '../change.ts';
import { state } from '../entity/state.ts';
import type { StateId } from '../entity/state.ts';
import { as, id, nullable, optional } from '../field.ts';
import { chanceOf } from '../lib/id.ts';
import type { Place } from '../lib/place.ts';
import { placeBeside, placeLast } from '../lib/place.ts';
import type { State } from '../entity/state.ts';
import type { ProjectId } from '../entity/project.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command, newRow } from './declare.ts';

const about = (args: { readonly id: StateId }, tables: Tables) => ({
  project: tables.get('state', args.id)?.project,
  row: { table: 'state' as const, id: args.id },
});

/** The states of one project; more would be no board. */
const MAX_STATES = 50;

/** Items that leave a state in the commit that removes it: with what follows, under 500 rows. */
const MOST_MOVED = 450;

/** Adds a state, last or directly after another. */
export const createState = command({
  kind: 'state.create',
  no: 20,
  v: 1,
  args: {
    id: id<'state'>(1),
    project: as(2, state.fields.project),
    name: as(3, state.fields.name),
    category: as(4, state.fields.category),
    colour: optional(as(5, state.fields.colour)),
    after: optional(nullable(id<'state'>(6))),
  },
  about: (args) => ({ project: args.project }),
  decide: (args, tables, ctx) => {
    if (tables.get('state', args.id) !== undefined) return refuse('EXISTS', { field: 'id' });
    const order = tables.list('state', 'byProject', args.project);
    const full = tooMany(tables, args.project);
    if (full !== null) return full;
    const upper = tables.get('state', args.after);
    if (upper !== undefined && upper.project !== args.project) {
      return refuse('INVALID', { field: 'after', rule: 'must be a state of the same project' });
    }
    const chance = chanceOf(ctx.commandId);
    const place = placeBeside(order, null, upper, undefined, chance) ?? placeLast(order, chance);
    const row = {
      ...newRow(args.id, ctx),
      project: args.project,
      name: args.name,
      category: args.category,
      rank: place.rank,
      wipLimit: null,
      colour: args.colour ?? '#8b8f98',
    };
    return [put('state', row), ...respaced(place)];
  },
});

export const editState = command({
  kind: 'state.edit',
  no: 21,
  v: 1,
  args: {
    id: id<'state'>(1),
    name: optional(as(2, state.fields.name)),
    category: optional(as(3, state.fields.category)),
    wipLimit: optional(as(4, state.fields.wipLimit)),
    colour: optional(as(5, state.fields.colour)),
  },
  about,
  decide: ({ id: which, ...set }) => [patch('state', which, set)],
});

/** Puts a state directly after another, or (after: null) first. */
export const moveState = command({
  kind: 'state.move',
  no: 22,
  v: 1,
  args: { id: id<'state'>(1), after: nullable(id<'state'>(2)) },
  about,
  decide: (args, tables, ctx) => {
    const moving = tables.get('state', args.id);
    if (moving === undefined) return refuse('NOT_FOUND', { what: 'state' });
    const upper = tables.get('state', args.after);
    if (args.after === args.id) return [];
    if (args.after !== null && upper?.project !== moving.project) {
      return refuse('INVALID', { field: 'after', rule: 'must be a state of the same project' });
    }
    const order = tables.list('state', 'byProject', moving.project);
    const lower = upper === undefined ? order.first() : undefined;
    if (lower?.id === args.id) return [];
    if (upper !== undefined && order.before(moving)[0]?.id === upper.id) return [];
    const place = placeBeside(order, args.id, upper, lower, chanceOf(ctx.commandId));
    if (place === null) return [];
    return [patch('state', args.id, { rank: place.rank }), ...respaced(place)];
  },
});

/**
 * Takes a state away; its items go to another one of the project, each where it stands in the
 * order. No rule for going into a state holds here: they must go somewhere. Items in the trash
 * stay, and find a state when they come back.
 */
export const deleteState = command({
  kind: 'state.delete',
  no: 23,
  v: 1,
  args: { id: id<'state'>(1), target: id<'state'>(2) },
  about,
  decide: (args, tables, ctx) => {
    const before = tables.get('state', args.id);
    const target = tables.get('state', args.target);
    if (before === undefined) return refuse('NOT_FOUND', { what: 'state' });
    const fits = target?.project === before.project && target.deletedAt === null;
    if (!fits || target.id === before.id) {
      return refuse('INVALID', { field: 'target', rule: 'must be another state of the project' });
    }
    const items = [...tables.list('workItem', 'byState', before.id)].filter(
      (item) => item.deletedAt === null,
    );
    if (items.length > MOST_MOVED) {
      const what = 'items of a state that is removed at once (a job moves more)';
      return refuse('LIMIT', { what, max: MOST_MOVED });
    }
    return [
      ...items.map((item) => patch('workItem', item.id, { state: target.id })),
      patch('state', before.id, { deletedAt: ctx.now, deletedBy: ctx.actor }),
    ];
  },
});

/** Brings a state back where it stood, without items. */
export const restoreState = command({
  kind: 'state.restore',
  no: 24,
  v: 1,
  args: { id: id<'state'>(1) },
  about,
  inTrash: true,
  decide: (args, tables) => {
    const before = tables.get('state', args.id);
    if (before === undefined) return refuse('NOT_FOUND', { what: 'state' });
    if (before.deletedAt === null) return [];
    const full = tooMany(tables, before.project);
    return full ?? [patch('state', before.id, { deletedAt: null, deletedBy: null })];
  },
});

function tooMany(tables: Tables, project: ProjectId): Refusal | null {
  const all = [...tables.list('state', 'byProject', project)];
  if (all.filter((one) => one.deletedAt === null).length < MAX_STATES) return null;
  return refuse('LIMIT', { what: 'states', max: MAX_STATES });
}

function respaced(place: Place<State>) {
  return place.respaced.map(({ row, rank }) => patch('state', row.id, { rank }));
}
