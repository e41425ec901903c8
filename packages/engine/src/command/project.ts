/** Commands about projects. */
import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import { document } from '../entity/document.ts';
import type { ProjectId } from '../entity/project.ts';
import { MOST_IMPORTED_NUMBER, project } from '../entity/project.ts';
import { DEFAULT_STATES } from '../entity/state.ts';
import { as, id, instant, optional, whole } from '../field.ts';
import { derivedId } from '../lib/id.ts';
import { ranksBetween } from '../lib/rank.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { Context } from './declare.ts';
import { command, newRow } from './declare.ts';
import { newDocument } from './document.ts';

const DEFAULT_COLOUR = '#5b6cd9';

const NO_RULES = { wipRule: null, blockedRule: null, requiredFields: null } as const;

const about = (args: { readonly id: ProjectId }) => ({
  project: args.id,
  row: { table: 'project' as const, id: args.id },
});

/** Makes a project with the default states; its creator becomes its admin. */
export const createProject = command({
  kind: 'project.create',
  no: 10,
  v: 1,
  args: {
    id: id<'project'>(1),
    key: as(2, project.fields.key),
    title: as(3, project.fields.title),
    defaultRole: optional(as(4, project.fields.defaultRole)),
    colour: optional(as(5, project.fields.colour)),
  },
  about: () => ({}),
  decide: (args, tables, ctx) => {
    const taken = takenBy(tables, args.id, args.key);
    if (taken !== null) return taken;
    return [
      put('project', {
        ...newRow(args.id, ctx),
        key: args.key,
        title: args.title,
        status: 'active',
        defaultRole: args.defaultRole ?? 'editor',
        colour: args.colour ?? DEFAULT_COLOUR,
        nextNumber: 1,
        ...NO_RULES,
      }),
      ...furnished(args.id, ctx),
    ];
  },
});

/** A project as another program exported it: dates and the counter of numbers come from the file. */
export const importProject = command({
  kind: 'project.import',
  no: 14,
  v: 1,
  args: {
    id: id<'project'>(1),
    key: as(2, project.fields.key),
    title: { ...as(3, project.fields.title), limit: null },
    nextNumber: whole(4, 1, MOST_IMPORTED_NUMBER),
    createdAt: instant(5),
    updatedAt: instant(6),
    status: as(7, project.fields.status),
    description: { ...as(8, document.fields.text), limit: null },
    createdBy: optional(id<'user'>(9)),
    updatedBy: optional(id<'user'>(10)),
  },
  about: () => ({}),
  decide: (args, tables, ctx) => {
    const taken = takenBy(tables, args.id, args.key);
    if (taken !== null) return taken;
    const text = newDocument({ id: args.id, project: args.id }, args.description, ctx);
    if (isRefusal(text)) return text;
    return [
      put('project', {
        ...newRow(args.id, ctx),
        createdAt: Math.min(args.createdAt, ctx.now),
        updatedAt: Math.min(args.updatedAt, ctx.now),
        createdBy: args.createdBy ?? ctx.actor,
        updatedBy: args.updatedBy ?? ctx.actor,
        key: args.key,
        title: args.title,
        status: args.status,
        defaultRole: 'editor',
        colour: DEFAULT_COLOUR,
        nextNumber: args.nextNumber,
        ...NO_RULES,
      }),
      ...furnished(args.id, ctx),
      ...text,
    ];
  },
});

/** Edits a project. Its key can change only while it has had no items: people write keys down. */
export const editProject = command({
  kind: 'project.edit',
  no: 11,
  v: 1,
  args: {
    id: id<'project'>(1),
    key: optional(as(2, project.fields.key)),
    title: optional(as(3, project.fields.title)),
    defaultRole: optional(as(4, project.fields.defaultRole)),
    colour: optional(as(5, project.fields.colour)),
    wipRule: optional(as(6, project.fields.wipRule)),
    blockedRule: optional(as(7, project.fields.blockedRule)),
    requiredFields: optional(as(8, project.fields.requiredFields)),
  },
  about,
  decide: ({ id: which, ...set }, tables) => {
    const wrong = set.key === undefined ? null : wrongKey(tables, which, set.key);
    if (wrong !== null) return wrong;
    return [patch('project', which, set)];
  },
});

export const archiveProject = command({
  kind: 'project.archive',
  no: 12,
  v: 1,
  args: { id: id<'project'>(1) },
  about,
  inArchive: true,
  decide: (args) => [patch('project', args.id, { status: 'archived' })],
});

export const unarchiveProject = command({
  kind: 'project.unarchive',
  no: 13,
  v: 1,
  args: { id: id<'project'>(1) },
  about,
  inArchive: true,
  decide: (args) => [patch('project', args.id, { status: 'active' })],
});

/** Why a project cannot get this key: another one has it, or its own is in use. */
export function wrongKey(tables: Tables, which: ProjectId, key: string): Refusal | null {
  const before = tables.get('project', which);
  if (key === before?.key) return null;
  if (keyHolder(tables, key) !== undefined) return refuse('EXISTS', { field: 'key' });
  const counted = before !== undefined && before.nextNumber > 1;
  if (!counted && tables.list('workItem', 'byProject', which).size === 0) return null;
  return refuse('INVALID', { field: 'key', rule: 'cannot change once the project has had items' });
}

/** The project that has this key; projects in the trash keep theirs until they are purged. */
export function keyHolder(tables: Tables, key: string) {
  return tables.first('project', 'byKey', key);
}

function takenBy(tables: Tables, which: ProjectId, key: string): Refusal | null {
  if (tables.get('project', which) !== undefined) return refuse('EXISTS', { field: 'id' });
  return keyHolder(tables, key) === undefined ? null : refuse('EXISTS', { field: 'key' });
}

/** What a new project has besides its row: the default states and its first admin. */
function furnished(which: ProjectId, ctx: Context): Change[] {
  const ranks = ranksBetween(null, null, DEFAULT_STATES.length) ?? [];
  const states = DEFAULT_STATES.map((state, i) =>
    put('state', {
      ...newRow(derivedId<'state'>(ctx.commandId, i), ctx),
      ...state,
      project: which,
      rank: ranks[i] ?? 'U',
      wipLimit: null,
    }),
  );
  const admin = put('member', {
    ...newRow(derivedId<'member'>(ctx.commandId, DEFAULT_STATES.length), ctx),
    project: which,
    user: ctx.actor,
    role: 'admin',
  });
  return [...states, admin];
}
