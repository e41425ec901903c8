/** What the runners of jobs have in common: commands that are handed in until each has its verdict. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Command, UserId, Via } from '@planwright/engine';
import { encodeCommand } from '@planwright/protocol';
import type { Outcome, Room } from '@planwright/sync';

/** The final answer to a command. */
type Verdict = Exclude<Outcome, { readonly pause: unknown }>;

/** The verdicts of these commands, in their order; null when the server stops first. */
export async function settled(
  room: Room,
  commands: readonly Command[],
  actor: UserId,
  via: Extract<Via, 'import' | 'job'>,
): Promise<readonly Verdict[] | null> {
  while (!room.stopping) {
    const outcomes = await Promise.all(
      commands.map((command) => room.submit(command, actor, via, encodeCommand(command).length)),
    );
    const verdicts = outcomes.filter((outcome) => !('pause' in outcome));
    if (verdicts.length === outcomes.length) return verdicts as Verdict[];
    await pause(Math.max(...outcomes.map((one) => ('pause' in one ? one.retryMs : 0))));
  }
  return null;
}
