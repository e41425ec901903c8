/**
 * What every store asks of a group before it writes any of it. A group that is `broken` here is a
 * bug of the room; writing it would break promises that no later start could mend.
 */
import type { CommandRecord, Commit, Group } from '@planwright/sync';
import { JournalError } from '@planwright/sync';

/**
 * Throws `broken` unless the seqs follow the expected head one by one, each record speaks of its
 * entry, and no command stands in the group twice.
 */
export function checkGroup(group: Group, expectedHead: number): void {
  const seen = new Set<string>();
  group.commits.forEach((commit, index) => {
    const seq = expectedHead + 1 + index;
    if (commit.entry.seq !== seq)
      throw bug(`entry ${commit.entry.seq} stands where ${seq} belongs`);
    if (!isOf(commit)) throw bug(`the record of entry ${seq} speaks of another command`);
  });
  for (const { record } of [...group.commits, ...group.rejections]) {
    if (seen.has(record.commandId)) throw twice(record);
    seen.add(record.commandId);
  }
}

/** The error for a command that was accepted before, or stands in the group twice: a bug. */
export function twice(record: CommandRecord): JournalError {
  return bug(`command ${record.commandId} would get a second verdict`);
}

/**
 * The error for a command that was refused before. Since a refusal leaves the head where it was,
 * another process may have written it after this group was decided: the group is decided again.
 */
export function refusedBefore(record: CommandRecord): JournalError {
  return new JournalError('moved', `Command ${record.commandId} has been refused meanwhile.`);
}

function isOf({ record, entry }: Commit): boolean {
  return (
    record.commandId === entry.commandId &&
    record.actionId === entry.actionId &&
    record.at === entry.at
  );
}

function bug(what: string): JournalError {
  return new JournalError('broken', `The journal was given what it may not write: ${what}.`);
}
