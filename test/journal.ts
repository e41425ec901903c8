/** A journal in memory with the real hash, for tests of the whole. */
import { idFor } from '@planwright/engine/testing/chance.ts';
import { MemoryJournal } from '@planwright/journal/memory';
import { createHash } from 'node:crypto';

export function newJournal(dataVersion = 1): MemoryJournal {
  return new MemoryJournal({
    workspaceId: idFor('workspace'),
    lineage: idFor('lineage'),
    dataVersion,
    hash: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  });
}
