/** The journal: where entries rest. `@planwright/journal/memory` has what needs no Node. */
export * from './chain.ts';
export * from './memory.ts';
export * from './retry.ts';
export * from './witness.ts';
export { checkpointing } from './sqlite/aside.ts';
export type { Aside, AsideFault } from './sqlite/aside.ts';
export type { Backups } from './sqlite/backup.ts';
export { JournalUnfit } from './sqlite/fault.ts';
export { SqliteJournal } from './sqlite/journal.ts';
export { Reading } from './sqlite/reading.ts';
export { scrubFile } from './sqlite/scrub.ts';
export type { Scrubbed } from './sqlite/scrub.ts';
export type { SqliteOptions } from './sqlite/journal.ts';
