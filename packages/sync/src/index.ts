/** How copies agree: the client half, the server half, and what they ask of the world. */
export * from './breaker.ts';
export * from './link.ts';
export * from './memory.ts';
export * from './owned.ts';
export type { Pending } from './pending.ts';
export * from './ports.ts';
export * from './replica.ts';
export * from './room.ts';
export type { Connection, Session } from './session.ts';
export type { Manifest } from './snapshot.ts';
export type { Outcome } from './waiting.ts';
