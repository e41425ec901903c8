/** Sync: how copies agree. */
export * from './ports.ts';
