/**
 * Attachments: files that people put beside an item. Their bytes never go through a command. The
 * door that takes them in measures and hashes them, and then issues `attachment.add` itself: a
 * person who could send that command could name bytes that they have never seen.
 */
import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import type { Attachment, AttachmentId } from '../entity/attachment.ts';
import { attachment } from '../entity/attachment.ts';
import { as, id } from '../field.ts';
import { deathOf } from '../live.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { Context, RowKey } from './declare.ts';
import { command, newRow } from './declare.ts';
import { countsOfItem, recount } from './item-stats.ts';

const fields = attachment.fields;

/** Attachments that stand on one item at most. */
export const MOST_ATTACHMENTS = 100;

const aboutAttachment = (args: { readonly id: AttachmentId }, tables: Tables) => ({
  project: tables.get('attachment', args.id)?.project,
  row: { table: 'attachment' as const, id: args.id },
});

const needsItself = (args: { readonly id: AttachmentId }): readonly RowKey[] => [
  { table: 'attachment', id: args.id },
];

/**
 * Puts a file beside an item, as the door for files has found it. The same file under the same id
 * again changes nothing.
 */
export const addAttachment = command({
  kind: 'attachment.add',
  no: 80,
  v: 1,
  args: {
    id: id<'attachment'>(1),
    item: as(2, fields.item),
    name: as(3, fields.name),
    type: as(4, fields.type),
    size: as(5, fields.size),
    hash: as(6, fields.hash),
    width: as(7, fields.width),
    height: as(8, fields.height),
  },
  about: (args, tables) => ({
    project: tables.get('workItem', args.item)?.project,
    row: { table: 'workItem' as const, id: args.item },
  }),
  needs: needsItself,
  decide: (args, tables, ctx) => {
    const item = tables.get('workItem', args.item);
    if (item === undefined) return refuse('NOT_FOUND', { what: 'item' });
    const here = tables.get('attachment', args.id);
    if (here !== undefined) {
      const isSame = here.item === args.item && here.hash === args.hash;
      return isSame ? [] : refuse('EXISTS', { field: 'id' });
    }
    const counted = recounted(tables, args, 1, ctx);
    if (isRefusal(counted)) return counted;
    return [
      put('attachment', { ...newRow(args.id, ctx), ...args, project: item.project, lost: null }),
      ...counted,
    ];
  },
});

/** Takes an attachment away. */
export const removeAttachment = command({
  kind: 'attachment.remove',
  no: 81,
  v: 1,
  args: { id: id<'attachment'>(1) },
  about: aboutAttachment,
  needs: needsItself,
  decide: (args, tables, ctx) => {
    const row = tables.get('attachment', args.id);
    if (row === undefined) return refuse('NOT_FOUND', { what: 'attachment' });
    const counted = recounted(tables, row, -1, ctx);
    if (isRefusal(counted)) return counted;
    const mark = patch('attachment', row.id, { deletedAt: ctx.now, deletedBy: ctx.actor });
    return [mark, ...counted];
  },
});

/** Brings it back; its bytes are kept as long as its row. */
export const restoreAttachment = command({
  kind: 'attachment.restore',
  no: 82,
  v: 1,
  args: { id: id<'attachment'>(1) },
  about: aboutAttachment,
  needs: needsItself,
  inTrash: true,
  decide: (args, tables, ctx) => {
    const row = tables.get('attachment', args.id);
    if (row === undefined) return refuse('NOT_FOUND', { what: 'attachment' });
    if (row.deletedAt === null) return [];
    const dead = deathOf(tables, 'workItem', row.item);
    if (dead !== null) return refuse('DELETED', { by: dead.deletedBy, at: dead.deletedAt });
    const counted = recounted(tables, row, 1, ctx);
    if (isRefusal(counted)) return counted;
    return [patch('attachment', row.id, { deletedAt: null, deletedBy: null }), ...counted];
  },
});

/** The count of the item's attachments with one more or less. Refuses LIMIT one too many. */
function recounted(
  tables: Tables,
  of: Pick<Attachment, 'item'>,
  by: 1 | -1,
  ctx: Context,
): readonly Change[] | Refusal {
  const item = tables.get('workItem', of.item);
  if (item === undefined) return [];
  const attachments = Math.max(0, countsOfItem(tables, item).attachments + by);
  if (attachments > MOST_ATTACHMENTS) {
    return refuse('LIMIT', { what: 'attachments of one item', max: MOST_ATTACHMENTS });
  }
  return [recount(tables, item, { attachments }, ctx)];
}
