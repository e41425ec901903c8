/**
 * Long text in Markdown: the description of a project or an item, what a comment says. It has its
 * owner's id. Every edit makes a revision, which keeps who, when, the patch from the revision before
 * and the one back to it.
 */
import type { Id } from '../lib/id.ts';
import { textPatchRule } from '../lib/text-patch.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, json, nullable, quiet, text, whole } from '../field.ts';

export const document = entity({
  name: 'document',
  no: 7,
  noun: 'text',
  hot: false,
  audience: (row) => projectAudience(row.project),
  fields: {
    /** It goes where its owner goes. */
    project: quiet(id<'project'>(10)),
    /** Counts its revisions: 1, 2, 3… 0 only inside the commit that makes it. */
    rev: whole(11),
    text: text(12, 'descriptionLength'),
  },
  indexes: {},
});

export type Document = RowOf<typeof document>;
export type DocumentId = Id<'document'>;

const SPLICES = 'must be splices [at, del, ins] in order';

/** The id of a revision is derived from the command that made it: `after` resolves by it. */
export const revision = entity({
  name: 'revision',
  no: 8,
  noun: 'revision',
  hot: false,
  audience: (row) => projectAudience(row.project),
  fields: {
    project: quiet(id<'project'>(10)),
    document: id<'document'>(11),
    rev: whole(12, 1),
    author: id<'user'>(13),
    /** From the revision before; from empty text for the first. */
    patch: json(14, textPatchRule, SPLICES),
    /** From this revision to the one before; null where it was too long to keep. */
    back: nullable(json(15, textPatchRule, SPLICES)),
    /** From this revision to what its author had written, where others' words were merged in. */
    authored: nullable(json(16, textPatchRule, SPLICES)),
  },
  indexes: {
    byDocument: { key: (row) => row.document },
    byRev: { key: (row) => revisionKey(row.document, row.rev) },
  },
});

/** The key of a revision in the index by document and number. */
export function revisionKey(of: DocumentId, rev: number): string {
  return `${of} ${rev}`;
}

export type Revision = RowOf<typeof revision>;
