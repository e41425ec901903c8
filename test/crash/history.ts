/**
 * History: what the devices of a run did and were told, kept apart from what they believe, so that
 * it can be held against the journal afterwards.
 */
import type { Command, CommandId, DocumentId } from '@planwright/engine';
import { idFor } from '@planwright/engine/testing/chance.ts';
import type { Down } from '@planwright/protocol';
import { decodeEntry } from '@planwright/protocol';
import type { Outbox, OutboxRecord } from '@planwright/sync';
import { createHash } from 'node:crypto';

/** What somebody wanted, in the order in which they wanted it. */
export interface Wanted {
  readonly command: Command;
  /** The mark that it leaves in a text, if it does. */
  readonly mark: string | null;
}

/** What one device did. */
export interface Deeds {
  readonly name: string;
  /** The text that nobody else edits, if it has one: none of its edits may be refused. */
  readonly diary: string;
  /** In the order of the device. */
  readonly wanted: readonly Wanted[];
  /** Commands of which the device was told that they are in the journal. */
  readonly acknowledged: ReadonlySet<CommandId>;
  readonly refused: ReadonlySet<CommandId>;
}

/** What all devices were shown of the journal. */
export interface Shown {
  /** The content of each entry that anybody was sent, as a hash, by its seq. */
  readonly contents: ReadonlyMap<number, string>;
  /** The chain hashes that anybody was told, by seq. */
  readonly hashes: ReadonlyMap<number, string>;
  /** Where two frames said two things of one seq. */
  readonly contradictions: readonly string[];
  /** The lineages that the server named: a server that was only killed stays in its own. */
  readonly lineages: ReadonlySet<string>;
}

/** The diary of a person: the text of an item of their own. */
export function diaryOf(name: string): DocumentId {
  return idFor<'document'>(`diary of ${name}`);
}

export function contentOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Remembers every frame that any device got. */
export class Witness implements Shown {
  readonly contents = new Map<number, string>();
  readonly hashes = new Map<number, string>();
  readonly contradictions: string[] = [];
  readonly lineages = new Set<string>();

  saw(frame: Down): void {
    if (frame.type === 'welcome') {
      this.lineages.add(frame.lineage);
      this.#note(this.hashes, frame.head, frame.headHash, 'hash');
    }
    if (frame.type !== 'batch') return;
    this.#note(this.hashes, frame.to, frame.hash, 'hash');
    for (const bytes of frame.entries) {
      this.#note(this.contents, decodeEntry(bytes).seq, contentOf(bytes), 'content');
    }
  }

  /** What was sent before does not count any more: the server goes on from an older backup. */
  forget(): void {
    this.contents.clear();
    this.hashes.clear();
    this.lineages.clear();
  }

  #note(known: Map<number, string>, seq: number, value: string, what: string): void {
    const before = known.get(seq) ?? value;
    known.set(seq, value);
    if (before !== value) this.contradictions.push(`two ${what}s of seq ${seq} were sent`);
  }
}

/** An outbox that remembers what went in and out of it. A device's command is in it until told. */
export class RecordingOutbox implements Outbox {
  readonly durable = false;
  readonly wanted: Wanted[] = [];
  readonly settled = new Set<CommandId>();
  /** The mark of the command that is dispatched now. */
  mark: string | null = null;
  readonly #places = new Map<CommandId, number>();

  add({ command }: OutboxRecord, stored: () => void): void {
    const { commandId } = command;
    const places = this.#places.get(commandId);
    if (places === undefined) this.wanted.push({ command, mark: this.mark });
    this.#places.set(commandId, (places ?? 0) + 1);
    stored();
  }

  /** A command that moves to a fresh stream is there before it is taken out here. */
  remove({ command: { commandId } }: OutboxRecord): void {
    const places = (this.#places.get(commandId) ?? 0) - 1;
    this.#places.set(commandId, places);
    if (places === 0) this.settled.add(commandId);
  }
}
