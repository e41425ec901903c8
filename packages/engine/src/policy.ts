/**
 * Policy: who may do what. One sentence a command; the words are explained below the table. Where
 * a person has no role in a project it does not exist for them, and the answer is NOT_FOUND.
 */
import type { CommandKind } from './command.ts';
import type { Subject, Via } from './command/declare.ts';
import type { ProjectRole } from './entity/member.ts';
import { entityOf } from './entity/list.ts';
import { atLeast, roleIn } from './role.ts';
import type { User, UserId } from './entity/user.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Tables } from './tables.ts';

export const POLICY: Readonly<Record<CommandKind, Right>> = {
  'workspace.found': 'found the workspace',
  'workspace.edit': 'own the workspace',
  'user.edit': 'be that person',
  'user.import': 'make projects by an import',
  'project.create': 'make projects',
  'project.import': 'make projects by an import',
  'project.edit': 'administer',
  'project.archive': 'administer',
  'project.unarchive': 'administer',
  'state.create': 'administer',
  'state.edit': 'administer',
  'state.move': 'administer',
  'label.create': 'keep these labels',
  'label.edit': 'keep these labels',
  'label.delete': 'keep these labels',
  'label.restore': 'keep these labels',
  'workItem.create': 'edit',
  'workItem.edit': 'edit',
  'workItem.editMany': 'edit',
  'workItem.label': 'edit',
  'workItem.move': 'edit',
  'workItem.reparent': 'edit',
  'workItem.delete': 'edit',
  'workItem.restore': 'edit',
  'workItem.import': 'edit by an import',
  'workItem.reimport': 'edit by an import',
  'document.edit': 'edit',
  'document.import': 'edit by an import',
  'job.start': 'start jobs',
  'job.progress': 'run that job',
  'job.finish': 'run that job',
};

export type Right =
  /** Only while there is no workspace yet. */
  | 'found the workspace'
  /** The owners of the workspace. */
  | 'own the workspace'
  /** Oneself; owners may edit anybody. */
  | 'be that person'
  /** Owners and members of the workspace; not guests. */
  | 'make projects'
  /** The same, for commands that only the import runner issues. */
  | 'make projects by an import'
  /** Admins of the project. */
  | 'administer'
  /** Admins of the project; for labels of every project the owners of the workspace. */
  | 'keep these labels'
  /** Editors and admins of the project. */
  | 'edit'
  /** The same, for commands that only the import runner issues. */
  | 'edit by an import'
  /** Every active person. */
  | 'start jobs'
  /** The runner, on behalf of the person whose job it is. */
  | 'run that job';

/** May this person do it? Gives null, or the refusal. */
export function forbids(
  tables: Tables,
  kind: CommandKind,
  actor: UserId,
  via: Via,
  subject: Subject,
): Refusal | null {
  const right = POLICY[kind];
  if (right === 'found the workspace') {
    return tables.count('workspace') === 0 ? null : refuse('EXISTS', { field: 'workspace' });
  }
  const user = tables.get('user', actor);
  if (user === undefined || user.status !== 'active') {
    return refuse('FORBIDDEN', { needs: 'work here (this account is not active)' });
  }
  if (subject.project !== undefined) {
    const role = roleIn(tables, user, subject.project);
    if (role === null) return refuse('NOT_FOUND', { what: nounOf(subject) });
    if (!mayInProject(right, role)) return refuse('FORBIDDEN', { needs: sentence(right) });
  }
  return mayInWorkspace(right, user, via, subject, tables)
    ? null
    : refuse('FORBIDDEN', { needs: sentence(right) });
}

function mayInProject(right: Right, role: ProjectRole): boolean {
  switch (right) {
    case 'administer':
    case 'keep these labels':
      return role === 'admin';
    case 'edit':
    case 'edit by an import':
      return atLeast(role, 'editor');
    default:
      return true;
  }
}

function mayInWorkspace(
  right: Right,
  user: User,
  via: Via,
  subject: Subject,
  tables: Tables,
): boolean {
  switch (right) {
    case 'own the workspace':
      return user.role === 'owner';
    case 'keep these labels':
      return subject.project !== undefined || user.role === 'owner';
    case 'be that person':
      return user.role === 'owner' || subject.row?.id === user.id;
    case 'make projects':
      return user.role !== 'guest';
    case 'make projects by an import':
      return user.role !== 'guest' && isRunner(via);
    case 'edit by an import':
      return isRunner(via);
    case 'run that job': {
      const job = subject.row?.table === 'job' ? tables.get('job', subject.row.id) : undefined;
      return isRunner(via) && job?.owner === user.id;
    }
    default:
      return true;
  }
}

function isRunner(via: Via): boolean {
  return via === 'import' || via === 'job';
}

/**
 * The word in NOT_FOUND. The answer about what is hidden is the very one about what is not there,
 * so both take it from here.
 */
export function nounOf(subject: Subject): string {
  return subject.noun ?? entityOf(subject.row?.table ?? 'project').noun;
}

function sentence(right: Right): string {
  return right === 'administer' ? 'administer this project' : right;
}
