/**
 * Editing long text. An edit names its base: the revision it was typed on, or the sender's own
 * edit that has no verdict yet. The same revision: applied. An older one: TEXT_CONFLICT, and the
 * sender keeps the text as a draft.
 */
import * as z from 'zod/mini';

import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import type { Document, DocumentId } from '../entity/document.ts';
import { revision } from '../entity/document.ts';
import type { ProjectId } from '../entity/project.ts';
import { as, codePoints, id, isWellFormed, json } from '../field.ts';
import type { CommandId } from '../lib/id.ts';
import { derivedId, idOf, isUuid } from '../lib/id.ts';
import { fitsBytes } from '../lib/bytes.ts';
import type { TextPatch } from '../lib/text-patch.ts';
import { applyPatch } from '../lib/text-patch.ts';
import type { Limits } from '../limits.ts';
import { MAX_DOCUMENT_BYTES } from '../limits.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { Context, Subject } from './declare.ts';
import { command, newRow } from './declare.ts';

/** What an edit was typed on: a revision (0: no text yet), or an own edit without a verdict. */
export type Base = { readonly rev: number } | { readonly after: CommandId };

const base = z.union([
  z.strictObject({ rev: z.number().check(z.int(), z.gte(0)) }),
  z.strictObject({ after: z.string().check(z.refine(isUuid)) }),
]) as unknown as z.ZodMiniType<Base>;

export const editDocument = command({
  kind: 'document.edit',
  no: 40,
  v: 1,
  args: {
    /** The id of the project or item whose description it is. */
    id: id<'document'>(1),
    base: json(2, base, 'must be {rev} or {after: id of a command}'),
    patch: as(3, revision.fields.patch),
  },
  about: (args, tables) => ({ ...ownerOf(tables, args.id), noun: 'text' }),
  needs: (args) => [
    { table: 'document', id: args.id },
    ...('after' in args.base
      ? [{ table: 'revision' as const, id: revisionIdOf(args.base.after) }]
      : []),
  ],
  decide: (args, tables, ctx) => {
    const project = ownerOf(tables, args.id).project;
    if (project === undefined) return refuse('NOT_FOUND', { what: 'text' });
    const before = tables.get('document', args.id);
    const rev = baseRev(tables, args.id, args.base);
    if (isRefusal(rev)) return rev;
    if (rev !== (before?.rev ?? 0)) return refuse('TEXT_CONFLICT', { rev: before?.rev ?? 0 });
    const text = applyPatch(before?.text ?? '', args.patch);
    if (text === (before?.text ?? '')) return [];
    if (text === null || !isWellFormed(text)) {
      return refuse('INVALID', { field: 'patch', rule: 'must fit the text it is based on' });
    }
    const long = tooLong(text, ctx.limits);
    if (long !== null) return long;
    const made = newRevision(args.id, project, rev + 1, args.patch, ctx);
    return before === undefined
      ? [put('document', emptyDocument(args.id, project, ctx)), made]
      : [made, patch('document', args.id, { rev: rev + 1 })];
  },
});

/** The document and first revision of a row that is made with a text; nothing for empty text. */
export function newDocument(
  owner: { readonly id: string; readonly project: ProjectId },
  text: string,
  ctx: Context,
): readonly Change[] | Refusal {
  if (text === '') return [];
  const bytes = tooManyBytes(text);
  if (bytes !== null) return bytes;
  const which = idOf<'document'>(owner.id);
  return [
    put('document', emptyDocument(which, owner.project, ctx)),
    newRevision(which, owner.project, 1, [[0, 0, text]], ctx),
  ];
}

/** The id of the revision that this command makes. */
export function revisionIdOf(commandId: CommandId) {
  return derivedId<'revision'>(commandId, 0);
}

/** A document before its first revision, which comes in the same commit. */
function emptyDocument(which: DocumentId, project: ProjectId, ctx: Context): Document {
  return { ...newRow(which, ctx), project, rev: 0, text: '' };
}

function newRevision(
  which: DocumentId,
  project: ProjectId,
  rev: number,
  splices: TextPatch,
  ctx: Context,
): Change {
  return put('revision', {
    ...newRow(revisionIdOf(ctx.commandId), ctx),
    project,
    document: which,
    rev,
    author: ctx.actor,
    patch: splices,
  });
}

function ownerOf(tables: Tables, which: DocumentId): Subject {
  const item = tables.get('workItem', idOf<'workItem'>(which));
  if (item !== undefined) return { project: item.project, row: { table: 'workItem', id: item.id } };
  const project = idOf<'project'>(which);
  return { project, row: { table: 'project', id: project } };
}

/** An earlier edit that was no edit of this very text is as good as none. */
function baseRev(tables: Tables, which: DocumentId, of: Base): number | Refusal {
  if ('rev' in of) return of.rev;
  const earlier = tables.get('revision', revisionIdOf(of.after));
  return earlier?.document === which ? earlier.rev : refuse('DEPENDENCY', { commandId: of.after });
}

function tooLong(text: string, limits: Limits): Refusal | null {
  const max = limits.descriptionLength;
  if (text.length > max && codePoints(text) > max) {
    return refuse('LIMIT', { what: 'description', max });
  }
  return tooManyBytes(text);
}

function tooManyBytes(text: string): Refusal | null {
  return fitsBytes(text, MAX_DOCUMENT_BYTES)
    ? null
    : refuse('LIMIT', { what: 'bytes of one text', max: MAX_DOCUMENT_BYTES });
}
