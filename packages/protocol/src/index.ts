/** The words on the wire: frames, entries, commands and rows, and their bytes. */
export * from './command.ts';
export * from './down.ts';
export * from './entry.ts';
export * from './frame.ts';
export { MAX_LIST, WireError } from './message.ts';
export type { WireRow } from './row.ts';
export * from './up.ts';
