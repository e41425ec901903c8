/** A file that belongs to an item. The row says what it is; the bytes rest behind their own door. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, nullable, pattern, quiet, title, whole, yes } from '../field.ts';

export const attachment = entity({
  name: 'attachment',
  no: 15,
  noun: 'attachment',
  hot: false,
  audience: (row) => projectAudience(row.project),
  fields: {
    /** It goes where the item goes. */
    project: quiet(id<'project'>(10)),
    item: id<'workItem'>(11),
    /** The name of the file, as a person called it. */
    name: title(12, 255),
    type: pattern(13, /^[a-z]+\/[a-z0-9.+-]{1,100}$/, 'must be a media type'),
    /** Bytes. */
    size: whole(14, 1),
    /** SHA-256 of the bytes, in hexadecimal: where they rest. */
    hash: pattern(15, /^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal'),
    /** Of an image, in pixels. */
    width: nullable(whole(16, 1, 100_000)),
    height: nullable(whole(17, 1, 100_000)),
    /** True where the export that brought it had lost its bytes; they may be here again since. */
    lost: quiet(nullable(yes(18))),
  },
  indexes: { byItem: { key: (row) => row.item } },
});

export type Attachment = RowOf<typeof attachment>;
export type AttachmentId = Id<'attachment'>;
