/** Commands about the workspace itself and the people in it. */
import { patch, put } from '../change.ts';
import { user } from '../entity/user.ts';
import { workspace } from '../entity/workspace.ts';
import { as, id, optional } from '../field.ts';
import { refuse } from '../refusal.ts';
import { command, newRow } from './declare.ts';

/** The first command of every journal: makes the workspace and its owner. The actor is new, too. */
export const foundWorkspace = command({
  kind: 'workspace.found',
  no: 1,
  v: 1,
  args: {
    id: id<'workspace'>(1),
    name: as(2, workspace.fields.name),
    timeZone: as(3, workspace.fields.timeZone),
    userName: as(4, user.fields.name),
    handle: as(5, user.fields.handle),
  },
  about: () => ({}),
  decide: (args, _tables, ctx) => [
    put('workspace', {
      ...newRow(args.id, ctx),
      name: args.name,
      timeZone: args.timeZone,
      weekStart: 1,
      workingDays: 0b0011111,
    }),
    put('user', {
      ...newRow(ctx.actor, ctx),
      name: args.userName,
      handle: args.handle,
      kind: 'human',
      owner: null,
      colour: '#5b6cd9',
      role: 'owner',
      status: 'active',
    }),
  ],
});

export const editWorkspace = command({
  kind: 'workspace.edit',
  no: 2,
  v: 1,
  args: {
    id: id<'workspace'>(1),
    name: optional(as(2, workspace.fields.name)),
    timeZone: optional(as(3, workspace.fields.timeZone)),
    weekStart: optional(as(4, workspace.fields.weekStart)),
    workingDays: optional(as(5, workspace.fields.workingDays)),
  },
  about: (args) => ({ row: { table: 'workspace', id: args.id } }),
  decide: ({ id: which, ...set }) => [patch('workspace', which, set)],
});

export const editUser = command({
  kind: 'user.edit',
  no: 3,
  v: 1,
  args: {
    id: id<'user'>(1),
    name: optional(as(2, user.fields.name)),
    handle: optional(as(3, user.fields.handle)),
    colour: optional(as(4, user.fields.colour)),
  },
  about: (args) => ({ row: { table: 'user', id: args.id } }),
  decide: ({ id: which, ...set }, tables) => {
    const holder =
      set.handle === undefined ? undefined : tables.first('user', 'byHandle', set.handle);
    if (holder !== undefined && holder.id !== which) return refuse('EXISTS', { field: 'handle' });
    return [patch('user', which, set)];
  },
});

/** Somebody whose work a file brings: they stand beside it, and can do nothing here themselves. */
export const importUser = command({
  kind: 'user.import',
  no: 100,
  v: 1,
  args: { id: id<'user'>(1), name: as(2, user.fields.name), handle: as(3, user.fields.handle) },
  about: () => ({}),
  decide: (args, tables, ctx) => {
    if (tables.get('user', args.id) !== undefined) return refuse('EXISTS', { field: 'id' });
    if (tables.first('user', 'byHandle', args.handle) !== undefined) {
      return refuse('EXISTS', { field: 'handle' });
    }
    return [
      put('user', {
        ...newRow(args.id, ctx),
        name: args.name,
        handle: args.handle,
        kind: 'human',
        owner: null,
        colour: '#8b8f98',
        role: 'member',
        status: 'deactivated',
      }),
    ];
  },
});
