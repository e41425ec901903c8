/** What the room must know of the streams that are in use: whose, how far, and what failed. */
import type { CommandId, UserId } from '@planwright/engine';

import type { CommandRecord, Journal } from './ports.ts';

interface Stream {
  readonly user: UserId | null;
  last: number;
  /** Actions of which a command was refused, with that command. */
  readonly failed: Map<string, CommandId>;
}

/** How far back a stream is searched for refused actions when it comes back. */
const REMEMBERED = 200;

export class Streams {
  readonly #journal: Journal;
  readonly #streams = new Map<string, Stream>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Reads what the journal has of these streams; must be done before the rest is asked. */
  async load(names: Iterable<string>): Promise<void> {
    for (const name of new Set(names)) {
      if (this.#streams.has(name)) continue;
      const stored = await this.#journal.stream(name);
      const stream: Stream = {
        user: stored?.user ?? null,
        last: stored?.last ?? 0,
        failed: new Map(),
      };
      if (stored !== null) {
        const recent = await this.#journal.verdictsOf(name, Math.max(0, stored.last - REMEMBERED));
        for (const { record, refusal } of recent) if (refusal !== null) fail(stream, record);
      }
      this.#streams.set(name, stream);
    }
  }

  /** The person whose stream it is; null for a new one. */
  owner(name: string): UserId | null {
    return this.#streams.get(name)?.user ?? null;
  }

  /** The number of its last command that has a verdict. */
  last(name: string): number {
    return this.#streams.get(name)?.last ?? 0;
  }

  /** The refused command because of which the rest of its action is refused, too. */
  failure(name: string, actionId: string | null): CommandId | null {
    return (actionId !== null && this.#streams.get(name)?.failed.get(actionId)) || null;
  }

  /** This command of the stream has its verdict. */
  passed(name: string, record: CommandRecord, refused: boolean): void {
    const known = this.#streams.get(name);
    const stream = known?.user ? known : { ...blank(), ...known, user: record.user };
    stream.last = Math.max(stream.last, record.no ?? 0);
    if (refused) fail(stream, record);
    this.#streams.set(name, stream);
  }

  /** Nobody uses these now, or what is known of them was not written: read them anew. */
  forget(names: Iterable<string>): void {
    for (const name of names) this.#streams.delete(name);
  }
}

function blank(): Stream {
  return { user: null, last: 0, failed: new Map() };
}

function fail(stream: Stream, record: CommandRecord): void {
  if (record.actionId !== null && !stream.failed.has(record.actionId)) {
    stream.failed.set(record.actionId, record.commandId);
  }
}
