/**
 * Commands about labels. A label belongs to a project or to the workspace; in each of these
 * scopes no two live ones have one name. A deleted label stays on its items unseen, so that
 * restoring it brings everything back with one mark.
 */
import { patch, put } from '../change.ts';
import type { Label, LabelId } from '../entity/label.ts';
import { label, labelIds } from '../entity/label.ts';
import type { ProjectId } from '../entity/project.ts';
import { as, id, optional } from '../field.ts';
import { relabelled } from '../label-set.ts';
import { foldedName, liveLabels } from '../query/labels.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command, newRow } from './declare.ts';
import { aboutItem } from './work-item.ts';

const about = (args: { readonly id: LabelId }, tables: Tables) => ({
  project: tables.get('label', args.id)?.project ?? undefined,
  row: { table: 'label' as const, id: args.id },
});

/** The live labels of one project, and those of the workspace; more is no help in choosing. */
const MOST_IN_SCOPE = 200;

/** Makes a label of a project, or (project: null) one that items of every project may have. */
export const createLabel = command({
  kind: 'label.create',
  no: 60,
  v: 1,
  args: {
    id: id<'label'>(1),
    project: as(2, label.fields.project),
    name: as(3, label.fields.name),
    colour: optional(as(4, label.fields.colour)),
  },
  about: (args) => ({ project: args.project ?? undefined }),
  decide: (args, tables, ctx) => {
    if (tables.get('label', args.id) !== undefined) return refuse('EXISTS', { field: 'id' });
    const wrong = wrongName(tables, args.project, args.name) ?? tooMany(tables, args.project);
    if (wrong !== null) return wrong;
    const { project, name, colour = '#8b8f98' } = args;
    return [put('label', { ...newRow(args.id, ctx), project, name, colour })];
  },
});

export const editLabel = command({
  kind: 'label.edit',
  no: 61,
  v: 1,
  args: {
    id: id<'label'>(1),
    name: optional(as(2, label.fields.name)),
    colour: optional(as(3, label.fields.colour)),
  },
  about,
  decide: ({ id: which, ...set }, tables) => {
    const before = tables.get('label', which);
    if (before === undefined) return refuse('NOT_FOUND', { what: 'label' });
    const wrong = wrongName(tables, before.project, set.name ?? before.name, before);
    return wrong ?? [patch('label', which, set)];
  },
});

export const deleteLabel = command({
  kind: 'label.delete',
  no: 62,
  v: 1,
  args: { id: id<'label'>(1) },
  about,
  decide: (args, _tables, ctx) => [
    patch('label', args.id, { deletedAt: ctx.now, deletedBy: ctx.actor }),
  ],
});

/** Takes the mark away: the label is on every item again that still has it. */
export const restoreLabel = command({
  kind: 'label.restore',
  no: 63,
  v: 1,
  args: { id: id<'label'>(1) },
  about,
  inTrash: true,
  decide: (args, tables) => {
    const before = tables.get('label', args.id);
    if (before === undefined) return refuse('NOT_FOUND', { what: 'label' });
    if (before.deletedAt === null) return [];
    const { project, name } = before;
    const wrong = wrongName(tables, project, name, before) ?? tooMany(tables, project);
    return wrong ?? [patch('label', args.id, { deletedAt: null, deletedBy: null })];
  },
});

/** Puts labels on an item and takes others off. What somebody else put on meanwhile stays. */
export const labelItem = command({
  kind: 'workItem.label',
  no: 37,
  v: 1,
  args: {
    id: id<'workItem'>(1),
    add: optional(labelIds(2)),
    remove: optional(labelIds(3)),
  },
  about: aboutItem,
  decide: (args, tables) => {
    const item = tables.get('workItem', args.id);
    if (item === undefined) return refuse('NOT_FOUND', { what: 'item' });
    const labels = relabelled(tables, item, args.add, args.remove);
    return isRefusal(labels) ? labels : [patch('workItem', item.id, { labels })];
  },
});

export function wrongName(
  tables: Tables,
  project: ProjectId | null,
  name: string,
  self?: Label,
): Refusal | null {
  const wanted = foldedName(name);
  for (const one of liveLabels(tables, project)) {
    if (one.id !== self?.id && foldedName(one.name) === wanted) {
      return refuse('EXISTS', { field: 'name' });
    }
  }
  return null;
}

function tooMany(tables: Tables, project: ProjectId | null): Refusal | null {
  if (liveLabels(tables, project).length < MOST_IN_SCOPE) return null;
  return refuse('LIMIT', { what: 'labels', max: MOST_IN_SCOPE });
}
