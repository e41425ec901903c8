/** A control: a bug that is planted, and how soon it must be caught. */
import type { Seams } from './seams.ts';

export interface Control {
  /** What is wrong, in a few words. */
  readonly name: string;
  /** The row of the table of pieces in the design that it takes out; null for one of our own. */
  readonly piece: string | null;
  /** Seeds within which it must be caught. */
  readonly within: number;
  /** Made anew for each seed. */
  readonly seams: () => Seams;
}
