/**
 * What the runners of jobs have in common: commands that are handed in until each has its verdict,
 * an end that is told, and what a job has done, whoever has asked for it meanwhile.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Args, Command, Entry, Job, UserId, Via } from '@planwright/engine';
import { decodeEntry, encodeCommand } from '@planwright/protocol';
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

/** Bytes of the journal that are read in one turn of the room. */
const PART = 1024 * 1024;

/**
 * The entries that a job has made so far, in their order: also those of before a stop of the
 * server, which nobody has counted. Only what was written since the job began is read.
 */
export async function* entriesOf(room: Room, { id, createdAt }: Job): AsyncGenerator<Entry> {
  const { journal } = room.ports;
  let seq = await lastBefore(room, createdAt);
  for (;;) {
    const from = seq;
    const part = await room.read(() => journal.after(from, PART));
    for (const one of part) {
      seq = one.seq;
      if (!Buffer.from(one.bytes).includes(id)) continue;
      const entry = decodeEntry(one.bytes);
      if (entry.jobId === id) yield entry;
    }
    if (part.length === 0) return;
  }
}

/** The last entry from before an instant: times never go back. */
async function lastBefore(room: Room, at: number): Promise<number> {
  let [low, high] = [0, room.head.seq];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [next] = await room.read(() => room.ports.journal.after(middle, 1));
    if (next !== undefined && decodeEntry(next.bytes).at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
