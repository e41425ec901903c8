/** What the room must know of the streams that are in use: whose, how far, and what failed. */
import type { CommandId, UserId } from '@planwright/engine';

import type { CommandRecord, Journal } from './ports.ts';

interface Stream {
  user: UserId | null;
  last: number;
  /** Actions of which a command was refused, with that command; the oldest are forgotten. */
  readonly failed: Map<string, CommandId>;
  /** The command that holds up the stream, and since when. */
  held: { readonly commandId: CommandId; readonly since: number } | null;
}

/** How far back a stream is searched for refused actions, and how many of them are kept. */
const REMEMBERED = 200;
/** Streams that are kept in memory; the others are read again when they come back. */
const KEPT = 1_000;

export class Streams {
  readonly #journal: Journal;
  /** Those that were used last stand last. */
  readonly #streams = new Map<string, Stream>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Reads what the journal has of these streams; must be done before the rest is asked. */
  async load(names: Iterable<string>): Promise<void> {
    const wanted = new Set(names);
    for (const name of wanted) {
      const stream = this.#streams.get(name) ?? (await this.#read(name));
      this.#streams.delete(name);
      this.#streams.set(name, stream);
    }
    for (const name of this.#streams.keys()) {
      if (this.#streams.size <= KEPT || wanted.has(name)) break;
      this.#streams.delete(name);
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

  /** Since when this command holds up its stream, milliseconds UTC: since `at` if just now. */
  heldSince(name: string, commandId: CommandId, at: number): number {
    const stream = this.#streams.get(name);
    if (stream === undefined) return at;
    if (stream.held?.commandId !== commandId) stream.held = { commandId, since: at };
    return stream.held.since;
  }

  /** This command of the stream has its verdict. */
  passed(name: string, record: CommandRecord, refused: boolean): void {
    const stream = this.#streams.get(name);
    if (stream === undefined) return;
    stream.user ??= record.user;
    stream.last = Math.max(stream.last, record.no ?? 0);
    stream.held = null;
    if (refused) fail(stream, record);
  }

  /** What is known of these was not written: they are read again. */
  forget(names: Iterable<string>): void {
    for (const name of names) this.#streams.delete(name);
  }

  /** Somebody else has written: all are read again. */
  forgetAll(): void {
    this.#streams.clear();
  }

  async #read(name: string): Promise<Stream> {
    const stored = await this.#journal.stream(name);
    if (stored === null) return { user: null, last: 0, failed: new Map(), held: null };
    const stream: Stream = { ...stored, failed: new Map(), held: null };
    const recent = await this.#journal.verdictsOf(name, Math.max(0, stored.last - REMEMBERED));
    for (const { record, refusal } of recent) if (refusal !== null) fail(stream, record);
    return stream;
  }
}

function fail({ failed }: Stream, record: CommandRecord): void {
  if (record.actionId === null || failed.has(record.actionId)) return;
  failed.set(record.actionId, record.commandId);
  for (const oldest of failed.keys()) {
    if (failed.size <= REMEMBERED) break;
    failed.delete(oldest);
  }
}
