/**
 * Commands about who works in a project. A project keeps an admin at all times: the last active
 * one can neither leave nor be lowered. Rights are no work of the project, so they can be given
 * and taken in an archived one too.
 */
import { patch, put } from '../change.ts';
import type { Member, MemberId } from '../entity/member.ts';
import { member } from '../entity/member.ts';
import type { ProjectId } from '../entity/project.ts';
import type { UserId } from '../entity/user.ts';
import { as, id } from '../field.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { memberOf } from '../role.ts';
import type { Tables } from '../tables.ts';
import { command, newRow } from './declare.ts';

const about = (args: { readonly id: MemberId }, tables: Tables) => ({
  project: tables.get('member', args.id)?.project,
  row: { table: 'member' as const, id: args.id },
});

/**
 * Gives an active person a role of their own in a project. An owner of the workspace may add
 * themselves to any: the activity says so.
 */
export const addMember = command({
  kind: 'member.add',
  no: 120,
  v: 1,
  args: {
    id: id<'member'>(1),
    project: as(2, member.fields.project),
    user: as(3, member.fields.user),
    role: as(4, member.fields.role),
  },
  about: ({ project, user }, tables) => ({
    project,
    row: { table: 'user' as const, id: user },
    other: { project, row: { table: 'project' as const, id: project } },
    noun: tables.get('user', user) === undefined ? 'person' : 'project',
  }),
  inArchive: true,
  decide: ({ id: which, project, user, role }, tables, ctx) => {
    if (tables.get('user', user)?.status !== 'active') {
      return refuse('INVALID', { field: 'user', rule: 'must be an active person' });
    }
    if (memberOf(tables, user, project) !== undefined) return refuse('EXISTS', { field: 'user' });
    if (tables.get('member', which) !== undefined) return refuse('EXISTS', { field: 'id' });
    return [put('member', { ...newRow(which, ctx), project, user, role })];
  },
});

/** Changes the role of somebody in a project. */
export const editMember = command({
  kind: 'member.edit',
  no: 121,
  v: 1,
  args: { id: id<'member'>(1), role: as(2, member.fields.role) },
  about,
  inArchive: true,
  decide: ({ id: which, role }, tables) => {
    const before = tables.get('member', which);
    const wrong = role === 'admin' ? null : lastAdmin(tables, before);
    return wrong ?? [patch('member', which, { role })];
  },
});

/**
 * Takes somebody's role in a project away, or one's own. Without one they may still have the
 * default role of the project.
 */
export const removeMember = command({
  kind: 'member.remove',
  no: 122,
  v: 1,
  args: { id: id<'member'>(1) },
  about,
  inArchive: true,
  decide: ({ id: which }, tables, ctx) =>
    lastAdmin(tables, tables.get('member', which)) ?? [
      patch('member', which, { deletedAt: ctx.now, deletedBy: ctx.actor }),
    ],
});

/** INVALID where this is the last active admin of its project, besides those `lowered` with it. */
export function lastAdmin(
  tables: Tables,
  one: Member | undefined,
  lowered: readonly UserId[] = [],
): Refusal | null {
  if (one?.role !== 'admin') return null;
  const others = adminsOf(tables, one.project).filter(
    (admin) => admin !== one.user && !lowered.includes(admin),
  );
  return others.length > 0
    ? null
    : refuse('INVALID', { field: 'role', rule: 'must stay admin: the project needs one' });
}

/** The active people who are admins of a project, in the order of their rows. */
export function adminsOf(tables: Tables, project: ProjectId): readonly UserId[] {
  const admins: UserId[] = [];
  for (const one of tables.list('member', 'byProject', project)) {
    if (one.role !== 'admin' || one.deletedAt !== null) continue;
    if (tables.get('user', one.user)?.status === 'active') admins.push(one.user);
  }
  return admins;
}
