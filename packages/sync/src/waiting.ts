/** Waiting: a command in the room's queue, and what becomes of it. */
import type { Command, Refusal, RefusalCode, UserId, Via } from '@planwright/engine';
import type { GoawayCode } from '@planwright/protocol';

/** What becomes of a command: its final verdict, or "not now". */
export type Outcome =
  /** `again`: it was committed before; this is its verdict again. */
  | { readonly seq: number; readonly again?: true }
  | { readonly refusal: Refusal }
  | {
      readonly pause: RefusalCode | 'HOLD' | 'GAP';
      readonly retryMs: number;
      /** The number that the stream goes on with, where it is not this command's. */
      readonly no?: number;
    };

/** The connection that a command came through. */
export interface Sender {
  /** An opaque name: it stands in the entries and in the log. */
  readonly name: string;
  /** The turn of commands of this size has come. */
  taken(bytes: number): void;
  goaway(code: GoawayCode, retryMs: number, message: string): void;
}

/** A command in the queue. */
export interface Waiting {
  readonly command: Command;
  readonly actor: UserId;
  readonly via: Via;
  /** Its size on the wire. */
  readonly bytes: number;
  readonly session: Sender | null;
  readonly stream: string | null;
  readonly no: number | null;
  /** Called once, after COMMIT; not at all for what follows a Pause in its stream. */
  readonly answer: (outcome: Outcome) => void;
}
