/**
 * The points at which a server is killed, and how a test tells a server where to die. The server
 * of the tests reads it from its environment; the server of the product knows nothing of it.
 */

/** Along the write path, then beside it. */
export const POINTS = [
  'received',
  'decided',
  'before-commit',
  'during-commit',
  'after-commit-before-broadcast',
  'half-the-broadcasts',
  'during-checkpoint',
  'during-migration',
  'during-snapshot',
  'during-shutdown',
] as const;
export type Point = (typeof POINTS)[number];

/** Servers that are wrong on purpose, to see that their faults are found. */
export const WRONGS = ['hasty', 'forgetful', 'torn', 'rewinding'] as const;
export type Wrong = (typeof WRONGS)[number];

/** Where to die. */
export interface Arm {
  readonly point: Point;
  /** The server dies when it comes to the point for this time: 1, 2, 3… */
  readonly pass: number;
  /** Where a point lasts: how far into it, as a share of how long it lasted before. */
  readonly share: number;
}

/** What the test's server is told, in the variable `CRASH_ORDERS` as JSON. */
export interface Orders {
  readonly arm: Arm | null;
  readonly wrong: Wrong | null;
  /** Has the program a migration more than the file? */
  readonly migrates: boolean;
}

export const VARIABLE = 'CRASH_ORDERS';

/** What the server says on stderr when it dies at its point, and when that point was over first. */
export const DIES = 'dies at its point';
export const OVER = 'the point is over';

/** What the migration of the tests says that it does, in the file's list of migrations. */
export const MIGRATION = 'a column more, and every item written anew';

/** The steps of a stop at which the server may die. */
export const STEPS_OF_SHUTDOWN = 5;
