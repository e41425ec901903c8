/** All commands: the table of contents of what somebody can want. */
import { addAttachment, removeAttachment, restoreAttachment } from './command/attachment.ts';
import {
  createComment,
  deleteComment,
  importComment,
  resolveComment,
  restoreComment,
  unresolveComment,
} from './command/comment.ts';
import { addDependency, importDependency, removeDependency } from './command/dependency.ts';
import { editDocument } from './command/document.ts';
import { importDocument } from './command/document-import.ts';
import { finishJob, progressJob, startJob } from './command/job.ts';
import { addMember, editMember, removeMember } from './command/member.ts';
import {
  archiveProject,
  createProject,
  editProject,
  importProject,
  unarchiveProject,
} from './command/project.ts';
import { createLabel, deleteLabel, editLabel, labelItem, restoreLabel } from './command/label.ts';
import { revertRows } from './command/revert.ts';
import { createState, deleteState, editState, moveState, restoreState } from './command/state.ts';
import { loadRows } from './command/load.ts';
import { importItem, reimportItem } from './command/work-item-import.ts';
import { editItems } from './command/work-item-many.ts';
import { moveItem } from './command/work-item-move.ts';
import { duplicateItem } from './command/work-item-duplicate.ts';
import { purgeItem } from './command/work-item-purge.ts';
import { transferItem } from './command/work-item-transfer.ts';
import { deleteItem, restoreItem } from './command/work-item-trash.ts';
import { createItem, editItem, reparentItem } from './command/work-item.ts';
import { editUser, editWorkspace, foundWorkspace, importUser } from './command/workspace.ts';
import type { Declaration } from './command/declare.ts';
import type { Fields, ValuesOf } from './field.ts';
import type { CommandId } from './lib/id.ts';

export const commands = {
  'workspace.found': foundWorkspace,
  'workspace.edit': editWorkspace,
  'workspace.load': loadRows,
  'user.edit': editUser,
  'user.import': importUser,
  'project.create': createProject,
  'project.edit': editProject,
  'project.archive': archiveProject,
  'project.unarchive': unarchiveProject,
  'project.import': importProject,
  'member.add': addMember,
  'member.edit': editMember,
  'member.remove': removeMember,
  'state.create': createState,
  'state.edit': editState,
  'state.move': moveState,
  'state.delete': deleteState,
  'state.restore': restoreState,
  'label.create': createLabel,
  'label.edit': editLabel,
  'label.delete': deleteLabel,
  'label.restore': restoreLabel,
  'workItem.create': createItem,
  'workItem.edit': editItem,
  'workItem.editMany': editItems,
  'workItem.label': labelItem,
  'workItem.move': moveItem,
  'workItem.reparent': reparentItem,
  'workItem.delete': deleteItem,
  'workItem.restore': restoreItem,
  'workItem.purge': purgeItem,
  'workItem.transfer': transferItem,
  'workItem.duplicate': duplicateItem,
  'workItem.import': importItem,
  'workItem.reimport': reimportItem,
  'rows.revert': revertRows,
  'document.edit': editDocument,
  'document.import': importDocument,
  'comment.create': createComment,
  'comment.delete': deleteComment,
  'comment.restore': restoreComment,
  'comment.resolve': resolveComment,
  'comment.unresolve': unresolveComment,
  'comment.import': importComment,
  'attachment.add': addAttachment,
  'attachment.remove': removeAttachment,
  'attachment.restore': restoreAttachment,
  'dependency.add': addDependency,
  'dependency.remove': removeDependency,
  'dependency.import': importDependency,
  'job.start': startJob,
  'job.progress': progressJob,
  'job.finish': finishJob,
} as const;

export type CommandKind = keyof typeof commands;

/** The arguments of each kind of command. */
export type Args = {
  readonly [K in CommandKind]: (typeof commands)[K] extends {
    readonly args: infer A extends Fields;
  }
    ? ValuesOf<A>
    : never;
};

/** A wish as somebody's device made it. Who wants it is the session's knowledge, not in here. */
export type Command = { readonly [K in CommandKind]: CommandOf<K> }[CommandKind];

export interface CommandOf<K extends CommandKind> {
  readonly commandId: CommandId;
  readonly kind: K;
  /** The version of the kind's arguments. */
  readonly v: number;
  readonly args: Args[K];
  /** Ties the commands of one action of a person: one undo, one line in the tray. */
  readonly actionId: string | null;
  /** A command that must have its verdict first (another tab's). */
  readonly after: CommandId | null;
  /** What the sender believes the row to be: refused with CONFLICT when it is otherwise. */
  readonly expect: Expectation | null;
  /** The job on whose behalf it is issued. */
  readonly jobId: string | null;
  /** The journal position that the sender had seen. */
  readonly baseSeq: number;
  /** The sender's clock, milliseconds UTC; orders nothing. */
  readonly issuedAt: number;
}

/** The row's version, or values of its fields. */
export interface Expectation {
  readonly version?: number;
  readonly fields?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Is this a kind that we know? */
export function isCommandKind(kind: string): kind is CommandKind {
  return Object.hasOwn(commands, kind);
}

/** The declaration of a kind as a value of one plain type, for code that serves all commands. */
export function declarationOf(kind: CommandKind): Declaration<CommandKind, Fields> {
  return commands[kind] as unknown as Declaration<CommandKind, Fields>;
}
