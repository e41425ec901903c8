/** What the runners of jobs have in common: commands that are handed in until each has its verdict. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Args, Command, UserId, Via } from '@planwright/engine';
import { encodeCommand } from '@planwright/protocol';
import type { Outcome, Room } from '@planwright/sync';
import { newCommand, type World } from './command.ts';
import type { Log } from './log.ts';

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

/**
 * Ends a job, and says so in the log; false when the server stops first, and the job goes on at the
 * next start.
 */
export async function finishJob(
  room: Room,
  log: Log,
  world: World,
  owner: UserId,
  end: Args['job.finish'],
  via: 'import' | 'job',
): Promise<boolean> {
  const command = newCommand('job.finish', end, world, end.id);
  const verdicts = await settled(room, [command], owner, via);
  if (verdicts === null) return false;
  const { id: job, status, done } = end;
  const [verdict] = verdicts;
  if (verdict !== undefined && 'refusal' in verdict) {
    log.error({ job, refusal: verdict.refusal }, 'a job could not be ended');
  } else log.info({ job, status, done }, 'job ended');
  return true;
}
