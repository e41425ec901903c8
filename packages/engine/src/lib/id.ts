/**
 * Ids. Every row has a UUID made by whoever creates it (version 7, so that ids sort by age); any
 * UUID is accepted, since imports bring their own. Rows that the engine makes by itself get an id
 * derived from the command's id, so that browser and server arrive at the same one.
 */
import type { TableName } from '../entity/names.ts';

declare const brand: unique symbol;

/** A UUID in lower case that names a row of table `T`. Branded: a string becomes one at an edge. */
export type Id<T extends string> = string & { readonly [brand]: T };

/** The id of a row of any table. */
export type RowId = Id<TableName>;

/** The id of a command: the key of de-duplication, unique for ever in the journal. */
export type CommandId = Id<'command'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Is this text a UUID in lower case, of any version? */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

/** The branded id of a text that is known to be a UUID; throws on anything else (a bug). */
export function idOf<T extends string>(text: string): Id<T> {
  if (!isUuid(text)) throw new TypeError(`not a UUID: ${text}`);
  return text as Id<T>;
}

/**
 * The id of the `counter`-th row that command `commandId` makes by itself: a UUID of version 8.
 * Mixed with the finaliser of MurmurHash3 (public domain, Austin Appleby): spread, not secrecy.
 */
export function derivedId<T extends string>(commandId: CommandId, counter: number): Id<T> {
  const hex = commandId.replaceAll('-', '');
  let hash = 0x9e3779b9 ^ counter;
  let out = '';
  for (let word = 0; word < 4; word += 1) {
    const part = Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16);
    hash = mix(hash ^ part);
    hash = mix(hash + Math.imul(counter + 1, 0x85ebca6b) + word);
    out += (hash >>> 0).toString(16).padStart(8, '0');
  }
  const variant = '89ab'.charAt(Number.parseInt(out.charAt(16), 16) & 3);
  const id = `${out.slice(0, 8)}-${out.slice(8, 12)}-8${out.slice(13, 16)}-${variant}${out.slice(17, 20)}-${out.slice(20)}`;
  return id as Id<T>;
}

/** A number from 0 to 1 (exclusive) that depends on the command alone: chance without a dice. */
export function chanceOf(commandId: CommandId): number {
  return Number.parseInt(derivedId(commandId, 0xffff).slice(0, 8), 16) / 2 ** 32;
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
