/**
 * A disk: what is left of files after the power went away. What was synced is there. What was
 * written since is there or not, as chance will have it: a write may have come through whole, in
 * part (sectors of 512 bytes are whole or not at all), or not, and before or after later ones; a
 * file may have got its new length without its new bytes, and then holds zeros or what the disk
 * held there before. A name that was made or taken away lasts with a sync of the folder, not of
 * the file. That is what POSIX allows; file systems of today do better.
 *
 * After Pillai et al., "All File Systems Are Not Created Equal" (OSDI 2014).
 */
import type { Chance } from '@planwright/engine/testing/chance.ts';
import type { Step } from './recording.ts';

const SECTOR = 512;

type Change = Extract<Step, { kind: 'write' | 'truncate' }>;
type Naming = Extract<Step, { kind: 'create' | 'unlink' | 'rename' }>;

interface File {
  /** What lasts. */
  readonly synced: Content;
  /** What was done since, in order. */
  pending: Change[];
}

/** The files of a folder by name. */
export type Files = ReadonlyMap<string, Uint8Array>;

export class Disk {
  readonly #files = new Map<number, File>();
  readonly #names = new Map<string, number>();
  #namings: Naming[] = [];

  /** Does the next step. */
  do(step: Step): void {
    switch (step.kind) {
      case 'create':
        this.#files.set(step.file, { synced: new Content(), pending: [] });
        this.#namings.push(step);
        return;
      case 'unlink':
      case 'rename':
        this.#namings.push(step);
        return;
      case 'syncFolder':
        for (const naming of this.#namings.splice(0)) settle(this.#names, naming);
        return;
      case 'write':
      case 'truncate':
        this.#file(step.file).pending.push(step);
        return;
      case 'sync': {
        const file = this.#file(step.file);
        for (const change of file.pending) file.synced.do(change);
        file.pending = [];
      }
    }
  }

  /** The files if everything has come through. */
  whole(): Files {
    return this.#folder(this.#namings, ({ synced, pending }) => {
      const content = synced.copy(endOf(pending));
      for (const change of pending) content.do(change);
      return content;
    });
  }

  /** The files as a power cut at this place could leave them. */
  cut(chance: Chance): Files {
    const done = this.#namings.length;
    const kept = chance.yes(0.3) ? chance.below(done + 1) : done;
    return this.#folder(this.#namings.slice(0, kept), (file) => survivor(file, chance));
  }

  #folder(namings: readonly Naming[], content: (file: File) => Content): Files {
    const names = new Map(this.#names);
    for (const naming of namings) settle(names, naming);
    const named = [...names].map(
      ([name, file]) => [name, content(this.#file(file)).bytes()] as const,
    );
    return new Map(named);
  }

  #file(file: number): File {
    const found = this.#files.get(file);
    if (found === undefined) throw new Error(`there is no file ${file}`);
    return found;
  }
}

/** What of a file is left. */
function survivor({ synced, pending }: File, chance: Chance): Content {
  if (pending.length === 0) return synced.copy(0);
  const end = endOf(pending);
  const content = synced.copy(end);
  if (chance.yes(0.3)) content.grow(end, chance.yes() ? chance : null);
  for (const change of kept(pending, chance)) content.do(change);
  return content;
}

/** The changes that came through, in the order in which they did. */
function kept(pending: readonly Change[], chance: Chance): readonly Change[] {
  const way = chance.below(10);
  if (way === 0) return [];
  if (way === 1) return pending;
  // The system writes back by itself, too: what is older than some moment has come through.
  const old = chance.yes() ? chance.below(pending.length + 1) : 0;
  const young = pending.slice(old);
  if (way < 5) {
    const last = chance.below(young.length + 1);
    const torn = young[last];
    const part = torn === undefined ? [] : piecesOf(torn, chance);
    return [...pending.slice(0, old + last), ...part];
  }
  const share = chance.fraction();
  const tears = chance.fraction() / 2;
  const some = young
    .filter(() => chance.yes(share))
    .flatMap((change) => (chance.yes(tears) ? piecesOf(change, chance) : change));
  return [...pending.slice(0, old), ...(way < 8 ? some : shuffled(some, chance))];
}

/** Those sectors of a write that came through: from its beginning, or just any. */
function piecesOf(change: Change, chance: Chance): readonly Change[] {
  if (change.kind === 'truncate') return [];
  const { at, bytes } = change;
  const sectors: Change[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR));
    sectors.push({ ...change, at: at + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  if (chance.yes()) return sectors.slice(0, chance.below(sectors.length + 1));
  return sectors.filter(() => chance.yes());
}

/** Writes in any order; a new length stays between those before it and those after it. */
function shuffled(changes: readonly Change[], chance: Chance): readonly Change[] {
  const out: Change[] = [];
  const writes: Change[] = [];
  const mix = (): void => {
    while (writes.length > 0) {
      const [one] = writes.splice(chance.below(writes.length), 1);
      if (one !== undefined) out.push(one);
    }
  };
  for (const change of changes) {
    if (change.kind === 'write') writes.push(change);
    else {
      mix();
      out.push(change);
    }
  }
  mix();
  return out;
}

function settle(names: Map<string, number>, naming: Naming): void {
  if (naming.kind === 'create') names.set(naming.name, naming.file);
  else if (naming.kind === 'unlink') names.delete(naming.name);
  else {
    const file = names.get(naming.from);
    if (file !== undefined) names.set(naming.to, file);
    names.delete(naming.from);
  }
}

/** Where the furthest of these changes ends. */
function endOf(changes: readonly Change[]): number {
  return changes.reduce(
    (end, one) => Math.max(end, one.kind === 'write' ? one.at + one.bytes.length : one.length),
    0,
  );
}

/** Bytes that can grow. */
class Content {
  #room: Uint8Array;
  #length: number;

  constructor(room = new Uint8Array(0), length = room.length) {
    this.#room = room;
    this.#length = length;
  }

  /** Another of the same bytes, with room for so many. */
  copy(room: number): Content {
    const copy = new Uint8Array(Math.max(room, this.#length));
    copy.set(this.bytes());
    return new Content(copy, this.#length);
  }

  do(change: Change): void {
    if (change.kind === 'truncate') {
      this.#room.fill(0, change.length, this.#length);
      this.grow(change.length, null);
      this.#length = change.length;
      return;
    }
    this.grow(change.at + change.bytes.length, null);
    this.#room.set(change.bytes, change.at);
  }

  /** Makes it at least so long; what is new is zeros, or anything. */
  grow(length: number, filled: Chance | null): void {
    if (length <= this.#length) return;
    if (length > this.#room.length) {
      const room = new Uint8Array(Math.max(length, this.#room.length * 2));
      room.set(this.bytes());
      this.#room = room;
    }
    if (filled !== null) {
      for (let at = this.#length; at < length; at += 1) this.#room[at] = filled.below(256);
    }
    this.#length = length;
  }

  bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }
}
