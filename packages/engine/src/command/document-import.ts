/** The command of the import runner: a text that a newer file tells otherwise. */
import { patch } from '../change.ts';
import { document } from '../entity/document.ts';
import { as, id, instant, optional } from '../field.ts';
import { idOf } from '../lib/id.ts';
import { patchOf } from '../lib/text-patch.ts';
import { refuse } from '../refusal.ts';
import { command } from './declare.ts';
import { describing, keeping, newDocument, newRevision, ownerOf } from './document.ts';

/**
 * It is no edit by a person: the version stays, so that the next file may change the text again.
 * Refuses CONFLICT where a person has edited it.
 */
export const importDocument = command({
  kind: 'document.import',
  no: 102,
  v: 1,
  args: {
    id: id<'document'>(1),
    text: { ...as(2, document.fields.text), limit: null },
    updatedAt: instant(3),
    updatedBy: optional(id<'user'>(4)),
  },
  about: (args, tables) => ({ ...ownerOf(tables, args.id), noun: 'text' }),
  needs: (args) => [
    { table: 'document', id: args.id },
    { table: 'comment', id: idOf<'comment'>(args.id) },
  ],
  decide: (args, tables, ctx) => {
    const project = ownerOf(tables, args.id).project;
    if (project === undefined) return refuse('NOT_FOUND', { what: 'text' });
    const as = {
      ...ctx,
      now: Math.min(args.updatedAt, ctx.now),
      actor: args.updatedBy ?? ctx.actor,
    };
    if (tables.get('user', as.actor) === undefined) {
      return refuse('INVALID', { field: 'updatedBy', rule: 'must be a person here' });
    }
    const before = tables.get('document', args.id);
    if (before === undefined) return newDocument({ id: args.id, project }, args.text, as);
    if (before.version > 1) {
      return refuse('CONFLICT', { field: 'version', expected: 1, actual: before.version });
    }
    const splices = patchOf(before.text, args.text);
    if (splices.length === 0) return [];
    const by = { updatedAt: as.now, updatedBy: as.actor };
    const comment = tables.get('comment', idOf<'comment'>(args.id));
    return [
      newRevision(
        args.id,
        project,
        before.rev + 1,
        splices,
        as,
        keeping(before.text, splices) ?? {},
      ),
      patch('document', args.id, { rev: before.rev + 1, ...by }),
      ...describing(tables, args.id, before.rev + 1, ctx),
      ...(comment === undefined ? [] : [patch('comment', comment.id, { editedAt: as.now, ...by })]),
    ];
  },
});
