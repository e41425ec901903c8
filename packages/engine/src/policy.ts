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
  'workspace.load': 'load an export',
  'user.edit': 'be that person',
  'user.import': 'make projects by an import',
  'project.create': 'make projects',
  'project.import': 'make projects by an import',
  'project.edit': 'administer',
  'project.archive': 'administer',
  'project.unarchive': 'administer',
  'member.add': 'administer, or own the workspace and join',
  'member.edit': 'administer',
  'member.remove': 'administer, or leave',
  'state.create': 'administer',
  'state.edit': 'administer',
  'state.move': 'administer',
  'state.delete': 'administer',
  'state.restore': 'administer',
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
  'workItem.purge': 'administer',
  'workItem.transfer': 'edit in both projects',
  'workItem.duplicate': 'edit',
  'workItem.import': 'edit by an import',
  'workItem.reimport': 'edit by an import',
  'rows.revert': 'undo there',
  'document.edit': 'edit, and of comments only their own',
  'comment.create': 'edit',
  'comment.delete': 'be its author or administer',
  'comment.restore': 'be who deleted it or administer',
  'comment.resolve': 'edit',
  'comment.unresolve': 'edit',
  'comment.import': 'edit by an import',
  'attachment.add': 'edit, with a file that was sent',
  'attachment.remove': 'edit',
  'attachment.restore': 'edit',
  'dependency.add': 'see both ends and edit one',
  'dependency.remove': 'edit one of its ends',
  'dependency.import': 'edit by an import',
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
  /** The same, for commands that only the import runner issues. */
  | 'load an export'
  /** Oneself; owners may edit anybody. */
  | 'be that person'
  /** Owners and members of the workspace; not guests. */
  | 'make projects'
  /** The same, for commands that only the import runner issues. */
  | 'make projects by an import'
  /** Admins of the project. */
  | 'administer'
  /** Admins of the project; owners of the workspace for themselves, in any project. */
  | 'administer, or own the workspace and join'
  /** Admins of the project; everybody for themselves. */
  | 'administer, or leave'
  /** Admins of the project; for labels of every project the owners of the workspace. */
  | 'keep these labels'
  /** Editors and admins of the project. */
  | 'edit'
  /** Editors and admins of the project; what admins keep, admins; labels of every project, owners. */
  | 'undo there'
  /** Editors and admins of both projects. */
  | 'edit in both projects'
  /** The same, for commands that only the import runner issues. */
  | 'edit by an import'
  /** The same, for the command that only the door for files issues. */
  | 'edit, with a file that was sent'
  /** The same; what a comment says its author alone. */
  | 'edit, and of comments only their own'
  /** Whoever wrote it, as long as they edit in the project; admins of the project. */
  | 'be its author or administer'
  /** Whoever took it away, as long as they edit in the project; admins of the project. */
  | 'be who deleted it or administer'
  /** Editors and admins of the project of one end, who have a role in that of the other. */
  | 'see both ends and edit one'
  /** Editors and admins of the project of either end. */
  | 'edit one of its ends'
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
  if (subject.project !== undefined && !joins(right, user, subject)) {
    const roles = [subject.project, subject.other?.project ?? subject.project].map((one) =>
      roleIn(tables, user, one),
    );
    const sees = right === 'edit one of its ends' ? roles.some(isRole) : roles.every(isRole);
    if (!sees) return refuse('NOT_FOUND', { what: nounOf(subject) });
    if (!mayInProject(right, roles.filter(isRole))) {
      return refuse('FORBIDDEN', { needs: sentence(right) });
    }
    if (!isTheirs(tables, right, user, roles[0] ?? null, subject)) {
      return refuse('FORBIDDEN', { needs: sentence(right) });
    }
  }
  return mayInWorkspace(right, user, via, subject, tables)
    ? null
    : refuse('FORBIDDEN', { needs: sentence(right) });
}

/** `roles` are those in the project, and in that of the other end. */
function mayInProject(right: Right, roles: readonly ProjectRole[]): boolean {
  const [role] = roles;
  switch (right) {
    case 'administer':
    case 'administer, or own the workspace and join':
    case 'keep these labels':
      return role === 'admin';
    case 'edit':
    case 'undo there':
    case 'edit by an import':
    case 'edit, with a file that was sent':
    case 'be its author or administer':
    case 'edit, and of comments only their own':
    case 'be who deleted it or administer':
      return role !== undefined && atLeast(role, 'editor');
    case 'edit in both projects':
      return roles.every((one) => atLeast(one, 'editor'));
    case 'see both ends and edit one':
    case 'edit one of its ends':
      return roles.some((one) => atLeast(one, 'editor'));
    default:
      return true;
  }
}

/** Where only some may touch what others have written: are they one of those? */
function isTheirs(
  tables: Tables,
  right: Right,
  user: User,
  role: ProjectRole | null,
  { row }: Subject,
): boolean {
  if (right === 'administer, or leave') {
    const own = row?.table === 'member' ? tables.get('member', row.id)?.user : undefined;
    return role === 'admin' || own === user.id;
  }
  if (right === 'undo there') return row === undefined || role === 'admin';
  if (row?.table !== 'comment') return true;
  const comment = tables.get('comment', row.id);
  switch (right) {
    case 'edit, and of comments only their own':
      return comment?.author === user.id;
    case 'be its author or administer':
      return role === 'admin' || comment?.author === user.id;
    case 'be who deleted it or administer':
      return role === 'admin' || comment?.deletedBy === user.id;
    default:
      return true;
  }
}

/** Is this an owner of the workspace who gives themselves a role? */
function joins(right: Right, user: User, { row }: Subject): boolean {
  const join = right === 'administer, or own the workspace and join';
  return join && user.role === 'owner' && row?.id === user.id;
}

function isRole(role: ProjectRole | null): role is ProjectRole {
  return role !== null;
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
    case 'load an export':
      return user.role === 'owner' && isRunner(via);
    case 'undo there':
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
    case 'edit, with a file that was sent':
      return via === 'file';
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
  return right.startsWith('administer') ? 'administer this project' : right;
}
