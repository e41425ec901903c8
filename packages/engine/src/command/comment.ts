/**
 * Comments: what people say about an item, and answers to it, one level deep. What a comment says
 * is the document that has its id; it is edited like any text, by its author alone. A comment
 * that was deleted keeps its answers: they are the item's.
 */
import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import type { Comment, CommentId } from '../entity/comment.ts';
import { comment } from '../entity/comment.ts';
import { document } from '../entity/document.ts';
import type { WorkItem } from '../entity/work-item.ts';
import type { ValuesOf } from '../field.ts';
import { as, id, instant, nullable, optional } from '../field.ts';
import { idOf } from '../lib/id.ts';
import { deathOf } from '../live.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { Context, RowKey, Subject } from './declare.ts';
import { command, newRow } from './declare.ts';
import { newDocument } from './document.ts';
import { countsOfItem, recount } from './item-stats.ts';

const fields = comment.fields;

const aboutItsItem = (args: { readonly item: WorkItem['id'] }, tables: Tables) => ({
  project: tables.get('workItem', args.item)?.project,
  row: { table: 'workItem' as const, id: args.item },
});

const needsItselfAndParent = (args: {
  readonly id: CommentId;
  readonly parent?: CommentId | null;
}): readonly RowKey[] => [
  { table: 'comment', id: args.id },
  ...(args.parent === undefined || args.parent === null
    ? []
    : [{ table: 'comment' as const, id: args.parent }]),
];

const ANSWERS_NONE = 'must be a comment that answers none';

type Rule = (row: Comment, tables: Tables, ctx: Context) => readonly Change[] | Refusal;

/** What commands about one comment that is there have in common. */
function aboutOne<const K extends string>(kind: K, rule: Rule) {
  const args = { id: id<'comment'>(1) };
  const keyOf = (which: CommentId): RowKey => ({ table: 'comment', id: which });
  return {
    kind,
    v: 1,
    args,
    about: (given: ValuesOf<typeof args>, tables: Tables): Subject => ({
      project: tables.get('comment', given.id)?.project,
      row: keyOf(given.id),
    }),
    needs: (given: ValuesOf<typeof args>) => [keyOf(given.id)],
    decide: (given: ValuesOf<typeof args>, tables: Tables, ctx: Context) => {
      const row = tables.get('comment', given.id);
      return row === undefined ? refuse('NOT_FOUND', { what: 'comment' }) : rule(row, tables, ctx);
    },
  };
}

/** Says something about an item, or (with a parent) in answer to a comment on it. */
export const createComment = command({
  kind: 'comment.create',
  no: 53,
  v: 1,
  args: {
    id: id<'comment'>(1),
    item: as(2, fields.item),
    parent: optional(as(3, fields.parent)),
    text: { ...as(4, document.fields.text), limit: 'commentLength' as const },
  },
  about: aboutItsItem,
  needs: needsItselfAndParent,
  decide: (args, tables, ctx) => {
    const parent = args.parent ?? null;
    return said(tables, { ...args, parent, author: ctx.actor }, ctx);
  },
});

/** The command of the import runner: a comment as another program exported it. */
export const importComment = command({
  kind: 'comment.import',
  no: 58,
  v: 1,
  args: {
    id: id<'comment'>(1),
    item: as(2, fields.item),
    parent: as(3, fields.parent),
    author: as(4, fields.author),
    /** Interactive limits do not apply to what another program allowed. */
    text: { ...as(5, document.fields.text), limit: null },
    createdAt: instant(6),
    editedAt: nullable(instant(7)),
  },
  about: aboutItsItem,
  needs: needsItselfAndParent,
  decide: (args, tables, ctx) => {
    if (tables.get('user', args.author) === undefined) {
      return refuse('INVALID', { field: 'author', rule: 'must be a person of the workspace' });
    }
    const createdAt = Math.min(args.createdAt, ctx.now);
    const editedAt = args.editedAt === null ? null : Math.min(args.editedAt, ctx.now);
    const times = { createdAt, updatedAt: editedAt ?? createdAt, editedAt };
    return said(tables, args, ctx, times);
  },
});

/** Takes a comment away: its author, or an admin of the project. */
export const deleteComment = command({
  ...aboutOne('comment.delete', (row, tables, ctx) => [
    patch('comment', row.id, { deletedAt: ctx.now, deletedBy: ctx.actor }),
    ...counted(tables, row, -1, ctx),
  ]),
  no: 54,
});

/** Brings a comment back: who deleted it, or an admin of the project. */
export const restoreComment = command({
  ...aboutOne('comment.restore', (row, tables, ctx) => {
    if (row.deletedAt === null) return [];
    const dead = deathOf(tables, 'workItem', row.item);
    if (dead !== null) return refuse('DELETED', { by: dead.deletedBy, at: dead.deletedAt });
    const mark = patch('comment', row.id, { deletedAt: null, deletedBy: null });
    return [mark, ...counted(tables, row, 1, ctx)];
  }),
  no: 55,
  inTrash: true,
});

/** Says that what a comment is about is settled. Answers are settled with what they answer. */
export const resolveComment = command({
  ...aboutOne('comment.resolve', (row, _, ctx) => {
    if (row.parent !== null) return refuse('INVALID', { field: 'id', rule: ANSWERS_NONE });
    if (row.resolvedAt !== null) return [];
    return [patch('comment', row.id, { resolvedAt: ctx.now, resolvedBy: ctx.actor })];
  }),
  no: 56,
});

/** Takes that back. */
export const unresolveComment = command({
  ...aboutOne('comment.unresolve', (row) => [
    patch('comment', row.id, { resolvedAt: null, resolvedBy: null }),
  ]),
  no: 57,
});

/** A new comment with what it says, counted; `times` are those of another program. */
function said(
  tables: Tables,
  { text, ...of }: Pick<Comment, 'id' | 'item' | 'parent' | 'author'> & { readonly text: string },
  ctx: Context,
  times: Partial<Pick<Comment, 'createdAt' | 'updatedAt' | 'editedAt'>> = {},
): readonly Change[] | Refusal {
  const item = tables.get('workItem', of.item);
  if (item === undefined) return refuse('NOT_FOUND', { what: 'item' });
  const { id: which, parent, author } = of;
  const row: Comment = {
    ...newRow(which, ctx),
    project: item.project,
    item: item.id,
    parent,
    author,
    editedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    ...times,
  };
  const wrong = wrongParent(tables, row);
  if (wrong !== null) return wrong;
  if (isTaken(tables, which)) return refuse('EXISTS', { field: 'id' });
  if (text.trim() === '') return refuse('INVALID', { field: 'text', rule: 'must say something' });
  const words = newDocument(row, text, ctx);
  if (isRefusal(words)) return words;
  const comments = countsOfItem(tables, item).comments + 1;
  return [put('comment', row), ...words, recount(tables, item, { comments }, ctx)];
}

/** Texts go by the id of their owner: a comment must not have that of another one. */
function isTaken(tables: Tables, which: CommentId): boolean {
  return (
    tables.get('comment', which) !== undefined ||
    tables.get('workItem', idOf<'workItem'>(which)) !== undefined ||
    tables.get('project', idOf<'project'>(which)) !== undefined
  );
}

function wrongParent(tables: Tables, row: Comment): Refusal | null {
  if (row.parent === null) return null;
  const parent = tables.get('comment', row.parent);
  if (parent === undefined || parent.item !== row.item) {
    return refuse('INVALID', { field: 'parent', rule: 'must be a comment on the same item' });
  }
  if (parent.parent !== null) return refuse('INVALID', { field: 'parent', rule: ANSWERS_NONE });
  if (parent.deletedAt === null) return null;
  return refuse('DELETED', { by: parent.deletedBy, at: parent.deletedAt });
}

function counted(tables: Tables, row: Comment, by: 1 | -1, ctx: Context): readonly Change[] {
  const item = tables.get('workItem', row.item);
  if (item === undefined) return [];
  const comments = Math.max(0, countsOfItem(tables, item).comments + by);
  return [recount(tables, item, { comments }, ctx)];
}
