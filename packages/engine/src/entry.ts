/**
 * Entry: one committed command, with where it came from and what it did. The journal is a row of
 * entries; their `seq` is dense: 1, 2, 3… A verdict is the final answer to a command.
 */
import type { Change } from './change.ts';
import type { CommandKind } from './command.ts';
import type { Via } from './command/declare.ts';
import type { UserId } from './entity/user.ts';
import type { CommandId } from './lib/id.ts';
import type { Refusal } from './refusal.ts';

export interface Entry {
  readonly seq: number;
  readonly commandId: CommandId;
  readonly actor: UserId;
  /** The person for whom an agent acted. */
  readonly onBehalfOf: UserId | null;
  /** The session that sent it: an opaque name that also stands in the log. */
  readonly session: string | null;
  readonly via: Via;
  readonly actionId: string | null;
  readonly jobId: string | null;
  /** The sender's clock, clamped to `at`. Milliseconds UTC. */
  readonly issuedAt: number;
  /** The server's clock, never before that of the entry before. Milliseconds UTC. */
  readonly at: number;
  readonly kind: CommandKind;
  readonly changes: readonly Change[];
}

/** The final answer to a command: it stands in the journal, or it was refused. */
export type Verdict =
  | { readonly commandId: CommandId; readonly seq: number }
  | { readonly commandId: CommandId; readonly refusal: Refusal };
