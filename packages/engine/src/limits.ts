/**
 * Limits that an operator may set (`[validation]`). The server sends them to every client in
 * `Welcome`, so that both sides refuse the same things.
 */
export interface Limits {
  /** Characters (code points) in titles of projects and work items. */
  readonly titleLength: number;
  /** Characters in the text of a description. */
  readonly descriptionLength: number;
  /** Characters in the text of a comment. */
  readonly commentLength: number;
  /** Characters in the name of a sprint. */
  readonly sprintNameLength: number;
  /** The most points that an item may have. */
  readonly storyPoints: number;
}

export const DEFAULT_LIMITS: Limits = {
  titleLength: 200,
  descriptionLength: 150_000,
  commentLength: 50_000,
  sprintNameLength: 100,
  storyPoints: 100,
};

/** Rows that one command may change, and its bytes on the wire: bigger wishes are cut or are jobs. */
export const MAX_ROWS_PER_COMMAND = 500;
export const MAX_COMMAND_BYTES = 256 * 1024;

/**
 * Rows that one purge may take out: an item with all that was ever said about it goes in one
 * commit, and each row is a name of some 45 bytes in it.
 */
export const MOST_ROWS_PURGED = 4000;

/** Bytes of UTF-8 that one document may hold, so that an entry about it fits a frame. */
export const MAX_DOCUMENT_BYTES = 192 * 1024;

/** Bytes of the patches of one revision together, as JSON, so that an entry about it fits a frame. */
export const MAX_REVISION_BYTES = 208 * 1024;

/** Revisions that an edit may be behind and still be merged. */
export const MOST_REVISIONS_BACK = 500;

/** Steps that a walk over owners, parents or children may take before it gives up. */
export const MAX_WALK = 10_000;
