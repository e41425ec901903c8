/**
 * Roles and scope. A person's role in a project is that of their Member row; without one, owners
 * and members of the workspace have the project's default role, guests none.
 */
import type { Audience } from './entity/entity.ts';
import type { Member, ProjectRole } from './entity/member.ts';
import { PROJECT_ROLES } from './entity/member.ts';
import type { ProjectId } from './entity/project.ts';
import type { User, UserId } from './entity/user.ts';
import type { Tables } from './tables.ts';

/** A person's role in a project; null where the project does not exist for them. */
export function roleIn(tables: Tables, user: User, project: ProjectId): ProjectRole | null {
  const row = tables.get('project', project);
  if (row === undefined || user.status !== 'active') return null;
  const own = memberOf(tables, user.id, project);
  if (own !== undefined) return own.role;
  if (user.role === 'guest' || row.defaultRole === 'none') return null;
  return row.defaultRole;
}

/** A person's own row in a project; undefined where they have none. */
export function memberOf(tables: Tables, user: UserId, project: ProjectId): Member | undefined {
  for (const member of tables.list('member', 'byProjectUser', `${project} ${user}`)) {
    if (member.deletedAt === null) return member;
  }
  return undefined;
}

/** Is `role` the same as `wanted`, or more? */
export function atLeast(role: ProjectRole, wanted: ProjectRole): boolean {
  return PROJECT_ROLES.indexOf(role) >= PROJECT_ROLES.indexOf(wanted);
}

/** The audiences whose rows this person may see: their scope. */
export function scopeOf(tables: Tables, actor: UserId): ReadonlySet<Audience> {
  const scope = new Set<Audience>();
  const user = tables.get('user', actor);
  if (user === undefined || user.status !== 'active') return scope;
  scope.add('workspace');
  scope.add(`user:${actor}`);
  for (const project of tables.all('project')) {
    if (roleIn(tables, user, project.id) !== null) scope.add(`project:${project.id}`);
  }
  return scope;
}
