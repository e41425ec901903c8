/**
 * Long text: the description of a project or an item, in Markdown. It has its owner's id. Every
 * edit makes a revision, which keeps who, when, and the patch from the revision before.
 */
import type { Id } from '../lib/id.ts';
import { textPatchRule } from '../lib/text-patch.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, json, text, whole } from '../field.ts';

export const document = entity({
  name: 'document',
  no: 7,
  noun: 'text',
  hot: false,
  audience: (row) => projectAudience(row.project),
  fields: {
    project: id<'project'>(10),
    /** Counts its revisions: 1, 2, 3… 0 only inside the commit that makes it. */
    rev: whole(11),
    text: text(12, 'descriptionLength'),
  },
  indexes: {},
});

export type Document = RowOf<typeof document>;
export type DocumentId = Id<'document'>;

/** The id of a revision is derived from the command that made it: `after` resolves by it. */
export const revision = entity({
  name: 'revision',
  no: 8,
  noun: 'revision',
  hot: false,
  audience: (row) => projectAudience(row.project),
  fields: {
    project: id<'project'>(10),
    document: id<'document'>(11),
    rev: whole(12, 1),
    author: id<'user'>(13),
    /** From the revision before; from empty text for the first. */
    patch: json(14, textPatchRule, 'must be splices [at, del, ins] in order'),
  },
  indexes: { byDocument: { key: (row) => row.document } },
});

export type Revision = RowOf<typeof revision>;
