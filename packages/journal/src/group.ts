/**
 * What every store asks of a group before it writes any of it. A group that fails here is a bug
 * of the room; writing it would break promises that no later start could mend.
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

/** The error for a command that has its verdict already. */
export function twice(record: CommandRecord): JournalError {
  return bug(`command ${record.commandId} would get a second verdict`);
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
