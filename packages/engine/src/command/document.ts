/**
 * Editing long text. An edit names its base: the revision it was typed on, or the sender's own
 * edit that has no verdict yet, which stands for what its author had written by then.
 *
 *   the base is what is there now   applied
 *   others have written since       merged: base, mine, theirs → one text (`lib/text-merge.ts`)
 *   the same words on both sides    TEXT_CONFLICT, and the sender keeps the text as a draft
 *
 * The text of an older revision is found backwards from the one that is there: each revision keeps
 * the patch back. On a device that has not got those rows nothing is guessed: the answer is "not
 * now" (UNAVAILABLE), which only the server can turn into one.
 */
import * as z from 'zod/mini';

import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import type { Document, DocumentId, Revision } from '../entity/document.ts';
import { revision, revisionKey } from '../entity/document.ts';
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { as, codePoints, id, isWellFormed, json } from '../field.ts';
import type { CommandId } from '../lib/id.ts';
import { derivedId, idOf, isUuid } from '../lib/id.ts';
import { fitsBytes } from '../lib/bytes.ts';
import { diffPatch } from '../lib/text-diff.ts';
import { mergeText } from '../lib/text-merge.ts';
import type { TextPatch } from '../lib/text-patch.ts';
import { applyPatch, inverseOf, sumOf } from '../lib/text-patch.ts';
import type { Limits } from '../limits.ts';
import { MAX_DOCUMENT_BYTES, MAX_REVISION_BYTES, MOST_REVISIONS_BACK } from '../limits.ts';
import { ownerTableOf } from '../live.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import type { Context, Subject } from './declare.ts';
import { command, newRow } from './declare.ts';
import { recount } from './item-stats.ts';

/**
 * What an edit was typed on: a revision (0: no text yet), or an own edit without a verdict. `sum` is
 * that text's `sumOf`: after a restore, a number may name another text than the one that was seen.
 */
export type Base = ({ readonly rev: number } | { readonly after: CommandId }) & {
  readonly sum?: number;
};

const sum = z.optional(z.number().check(z.int(), z.gte(0)));
const base = z.union([
  z.strictObject({ rev: z.number().check(z.int(), z.gte(0)), sum }),
  z.strictObject({ after: z.string().check(z.refine(isUuid)), sum }),
]) as unknown as z.ZodMiniType<Base>;

export const editDocument = command({
  kind: 'document.edit',
  no: 40,
  v: 1,
  args: {
    /** The id of the row whose text it is: an item, a project or a comment. */
    id: id<'document'>(1),
    base: json(2, base, 'must be {rev} or {after: id of a command}, and may have a sum'),
    patch: as(3, revision.fields.patch),
  },
  about: (args, tables) => ({ ...ownerOf(tables, args.id), noun: 'text' }),
  needs: ({ id: which, base: on }, tables) => {
    const earlier = 'after' in on ? revisionIdOf(on.after) : null;
    const rev = 'rev' in on ? on.rev : tables.get('revision', earlier)?.rev;
    const behind = (tables.get('document', which)?.rev ?? 0) - (rev ?? Number.MAX_SAFE_INTEGER);
    const last = Math.min(behind, MOST_REVISIONS_BACK);
    return [
      { table: 'document', id: which },
      { table: 'comment', id: idOf<'comment'>(which) },
      ...(earlier === null ? [] : [{ table: 'revision' as const, id: earlier }]),
      ...(last > 0
        ? [{ table: 'revision' as const, field: 'document' as const, of: which, last }]
        : []),
    ];
  },
  decide: (args, tables, ctx) => {
    const project = ownerOf(tables, args.id).project;
    if (project === undefined) return refuse('NOT_FOUND', { what: 'text' });
    const before = tables.get('document', args.id);
    const rev = before?.rev ?? 0;
    const text = before?.text ?? '';
    const typedOn = baseOf(tables, args.id, before, args.base, ctx);
    if (isRefusal(typedOn)) return typedOn;
    if (args.base.sum !== undefined && args.base.sum !== sumOf(typedOn)) {
      return refuse('TEXT_CONFLICT', { rev });
    }
    const mine = applyPatch(typedOn, args.patch);
    if (mine === null || !isWellFormed(mine)) {
      return refuse('INVALID', { field: 'patch', rule: 'must fit the text it is based on' });
    }
    if (mine === typedOn) return [];
    const long = wrongLength(tables, args.id, mine, ctx.limits);
    if (long !== null) return long;
    const after = mergeText(typedOn, mine, text);
    if (after === null) return refuse('TEXT_CONFLICT', { rev });
    const tooMuch = wrongLength(tables, args.id, after, ctx.limits);
    if (tooMuch !== null) return tooMuch;
    const splices = typedOn === text ? args.patch : diffPatch(text, after);
    const kept = keeping(text, splices, mine === after ? null : diffPatch(after, mine));
    if (kept === null) return refuse('TEXT_CONFLICT', { rev });
    const made = newRevision(args.id, project, rev + 1, splices, ctx, kept);
    const counted = [
      ...describing(tables, args.id, rev + 1, ctx),
      ...commenting(tables, args.id, ctx),
    ];
    return before === undefined
      ? [put('document', emptyDocument(args.id, project, ctx)), made, ...counted]
      : [made, patch('document', args.id, { rev: rev + 1 }), ...counted];
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
    newRevision(which, owner.project, 1, [[0, 0, text]], ctx, { back: [[0, text.length, '']] }),
  ];
}

/** The same for a new item, which counts the revisions of its description. */
export function newDescription(
  tables: Tables,
  item: Pick<WorkItem, 'id' | 'project'>,
  text: string,
  ctx: Context,
): readonly Change[] | Refusal {
  const made = newDocument(item, text, ctx);
  if (isRefusal(made) || made.length === 0) return made;
  return [...made, recount(tables, item, { descriptionRev: 1 }, ctx)];
}

/** The id of the revision that this command makes. */
export function revisionIdOf(commandId: CommandId) {
  return derivedId<'revision'>(commandId, 0);
}

/** A document before its first revision, which comes in the same commit. */
function emptyDocument(which: DocumentId, project: ProjectId, ctx: Context): Document {
  return { ...newRow(which, ctx), project, rev: 0, text: '' };
}

export function newRevision(
  which: DocumentId,
  project: ProjectId,
  rev: number,
  splices: TextPatch,
  ctx: Context,
  kept: Partial<Pick<Revision, 'back' | 'authored'>> = {},
): Change {
  return put('revision', {
    ...newRow(revisionIdOf(ctx.commandId), ctx),
    project,
    document: which,
    rev,
    author: ctx.actor,
    patch: splices,
    back: kept.back ?? null,
    authored: kept.authored ?? null,
  });
}

/** Whose text it is; texts of what is not there are looked for among projects. */
export function ownerOf(tables: Tables, which: DocumentId): Subject {
  const table = ownerTableOf(tables, which);
  if (table === 'project') {
    const project = idOf<'project'>(which);
    return { project, row: { table, id: project } };
  }
  const row = tables.get(table, which as never) as Pick<WorkItem, 'project'> | undefined;
  return { project: row?.project, row: { table, id: which as never } };
}

/** An item's count of the revisions of its description. */
export function describing(tables: Tables, which: DocumentId, rev: number, ctx: Context): Change[] {
  const item = tables.get('workItem', idOf<'workItem'>(which));
  return item === undefined ? [] : [recount(tables, item, { descriptionRev: rev }, ctx)];
}

/**
 * The text that an edit was typed on. An earlier edit that was refused, or was no edit of this very
 * text, is as good as none: DEPENDENCY.
 */
function baseOf(
  tables: Tables,
  which: DocumentId,
  now: Document | undefined,
  of: Base,
  ctx: Context,
): string | Refusal {
  const unknown = (refusal: Refusal): Refusal =>
    ctx.authoritative ? refusal : refuse('UNAVAILABLE', { retryMs: 0 });
  const conflict = refuse('TEXT_CONFLICT', { rev: now?.rev ?? 0 });
  if ('rev' in of) {
    const described = tables.get('itemStats', idOf<'itemStats'>(which))?.descriptionRev ?? 0;
    if (now === undefined && of.rev === 0 && described === 0) return '';
    if (now === undefined || of.rev > now.rev) return unknown(conflict);
    return textAt(tables, now, of.rev) ?? unknown(conflict);
  }
  const missing = refuse('DEPENDENCY', { commandId: of.after });
  const earlier = tables.get('revision', revisionIdOf(of.after));
  if (earlier === undefined) return unknown(missing);
  if (earlier.document !== which) return missing;
  const merged = now === undefined ? null : textAt(tables, now, earlier.rev);
  if (merged === null) return unknown(conflict);
  return applyPatch(merged, earlier.authored ?? []) ?? conflict;
}

/** The text of an older revision, found backwards; null where a revision in between is not here. */
function textAt(tables: Tables, { id: which, rev, text }: Document, wanted: number): string | null {
  if (rev - wanted > MOST_REVISIONS_BACK) return null;
  let found: string | null = text;
  for (let at = rev; at > wanted && found !== null; at -= 1) {
    const back = tables.first('revision', 'byRev', revisionKey(which, at))?.back;
    found = back === undefined || back === null ? null : applyPatch(found, back);
  }
  return found;
}

/**
 * What a revision keeps besides its patch, so that its entry fits a frame: without the way back
 * where that is too much (then nobody can merge past it), null where even that does not help.
 */
export function keeping(
  before: string,
  splices: TextPatch,
  authored: TextPatch | null = null,
): Pick<Revision, 'back' | 'authored'> | null {
  const back = inverseOf(before, splices);
  const fits = (...parts: readonly unknown[]): boolean =>
    fitsBytes(JSON.stringify(parts), MAX_REVISION_BYTES);
  if (fits(splices, back, authored)) return { back, authored };
  return authored === null || fits(splices, authored) ? { back: null, authored } : null;
}

/** The comment of which this is the text was edited with it. */
function commenting(tables: Tables, which: DocumentId, ctx: Context): Change[] {
  const comment = tables.get('comment', idOf<'comment'>(which));
  return comment === undefined ? [] : [patch('comment', comment.id, { editedAt: ctx.now })];
}

/** A description may be empty, a comment says something; each has a limit of its own. */
function wrongLength(
  tables: Tables,
  which: DocumentId,
  text: string,
  limits: Limits,
): Refusal | null {
  const said = ownerTableOf(tables, which) === 'comment';
  if (said && text.trim() === '') {
    return refuse('INVALID', { field: 'text', rule: 'must say something' });
  }
  const max = said ? limits.commentLength : limits.descriptionLength;
  if (text.length > max && codePoints(text) > max) {
    return refuse('LIMIT', { what: said ? 'comment' : 'description', max });
  }
  return tooManyBytes(text);
}

function tooManyBytes(text: string): Refusal | null {
  return fitsBytes(text, MAX_DOCUMENT_BYTES)
    ? null
    : refuse('LIMIT', { what: 'bytes in one text', max: MAX_DOCUMENT_BYTES });
}
