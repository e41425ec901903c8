/**
 * Which cold rows belong to another row and are read by the page, newest first. What is made once
 * and never changed comes in the order of the journal; its derived ids are in no order of time.
 * What can be changed comes by its id, which sorts by age and stays: by its seq it would jump over
 * the pages that a device has read.
 */
import type { Indexes, Rows, TableName } from '@planwright/engine';

type Owned = {
  readonly [T in TableName]?: {
    /** The field that holds the owner's id, and the index by it. */
    readonly field: keyof Rows[T] & string;
    readonly index: Indexes[T];
    readonly order: 'id' | 'seq';
  };
};

export const OWNED = {
  revision: { field: 'document', index: 'byDocument', order: 'seq' },
  activity: { field: 'item', index: 'byItem', order: 'seq' },
  comment: { field: 'item', index: 'byItem', order: 'id' },
  attachment: { field: 'item', index: 'byItem', order: 'id' },
} as const satisfies Owned;

/** The tables whose rows are read by the page. */
export type OwnedTable = keyof typeof OWNED;

/** Rows of one page at most. */
export const PAGE_ROWS = 500;
