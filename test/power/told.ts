/**
 * What the server has told: every frame that it handed to a socket, read back from the recording,
 * as facts that must outlive a power cut from then on. Not only an acknowledgement counts: whatever
 * anybody was shown must last, or two people would hold different histories.
 */
import type { Down, WireVerdict } from '@planwright/protocol';
import { decodeDown, decodeEntry } from '@planwright/protocol';
import type { History } from './history.ts';
import type { Recording } from './recording.ts';

type Fact =
  | { readonly seq: number; readonly hash: string }
  | { readonly seq: number; readonly commandId: string }
  | { readonly seq: number }
  | { readonly refused: string };

/** What must be there after a power cut: the entries up to `seq`, and these refused commands. */
export interface Owed {
  readonly seq: number;
  readonly refused: readonly string[];
}

export class Told {
  /** How many facts were told; the same to several people counts for each. */
  readonly count: number;
  readonly #facts: readonly Fact[];
  readonly #refused: readonly string[];
  /** By place, rising: the last seq, and the number of refused commands, that were told by then. */
  readonly #owed: readonly {
    readonly place: number;
    readonly seq: number;
    readonly refused: number;
  }[];

  constructor(recording: Recording) {
    const facts: Fact[] = [];
    const refused = new Set<string>();
    const owed = [{ place: 0, seq: 0, refused: 0 }];
    let furthest = 0;
    for (const { place, fact } of factsOf(recording)) {
      facts.push(fact);
      if ('seq' in fact) furthest = Math.max(furthest, fact.seq);
      else refused.add(fact.refused);
      owed.push({ place, seq: furthest, refused: refused.size });
    }
    this.count = facts.length;
    this.#facts = facts;
    this.#refused = [...refused];
    this.#owed = owed;
  }

  /** Every place at which something was told. */
  get places(): readonly number[] {
    return this.#owed.map(({ place }) => place);
  }

  /** What was told when so many steps were done. */
  by(place: number): Owed {
    const { seq, refused } = this.#owed.findLast((owed) => owed.place <= place) ?? {
      seq: 0,
      refused: 0,
    };
    return { seq, refused: this.#refused.slice(0, refused) };
  }

  /** What was told and is not so in the history: two numbers for one command, two hashes… */
  problems(history: History): readonly string[] {
    return this.#facts.flatMap((fact) => {
      if ('refused' in fact) {
        return history.commandIds.includes(fact.refused) ? `${fact.refused} has two verdicts` : [];
      }
      const { hashes, commandIds } = history;
      if (fact.seq >= hashes.length) return `entry ${fact.seq} was told and never was`;
      if ('hash' in fact && fact.hash !== hashes[fact.seq]) return `entry ${fact.seq} was another`;
      const isOther = 'commandId' in fact && fact.commandId !== commandIds[fact.seq];
      return isOther ? `${fact.commandId} was told to be entry ${fact.seq}` : [];
    });
  }
}

function* factsOf(recording: Recording): Generator<{ place: number; fact: Fact }> {
  const wires = new Map<number, Wire>();
  for (const { place, connection, bytes } of recording.sent) {
    const wire = wires.get(connection) ?? new Wire();
    wires.set(connection, wire);
    for (const frame of wire.take(bytes)) {
      for (const fact of tellings(decodeDown(frame))) yield { place, fact };
    }
  }
}

function* tellings(frame: Down): Generator<Fact> {
  if (frame.type === 'welcome') {
    yield { seq: frame.head, hash: frame.headHash };
    for (const { verdicts } of frame.streams) yield* settled(verdicts);
  } else if (frame.type === 'batch') {
    yield { seq: frame.to, hash: frame.hash };
    for (const bytes of frame.entries) {
      const { seq, commandId } = decodeEntry(bytes);
      yield { seq, commandId };
    }
  } else if (frame.type === 'verdicts') yield* settled(frame.verdicts);
  else if (frame.type === 'pong') yield { seq: frame.head };
  else if (frame.type === 'page') yield { seq: frame.seq };
}

function* settled(verdicts: readonly WireVerdict[]): Generator<Fact> {
  for (const { commandId, seq } of verdicts) {
    if (seq === null) yield { refused: commandId };
    else yield { seq, commandId };
  }
}

const SWITCHED = 'HTTP/1.1 101 ';
const BINARY = 2;

/** One connection: the bytes that a server sends on it, cut into messages (RFC 6455, 5.2). */
class Wire {
  #rest = Buffer.alloc(0);
  #is: 'new' | 'socket' | 'other' = 'new';

  take(bytes: Buffer): Buffer[] {
    if (this.#is === 'other') return [];
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (this.#is === 'new') this.#begin();
    const frames: Buffer[] = [];
    while (this.#is === 'socket') {
      const frame = this.#next();
      if (frame === null) break;
      if (frame.length > 0) frames.push(frame);
    }
    return frames;
  }

  /** Is it a socket of ours? Its first answer says so. */
  #begin(): void {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (!this.#rest.toString('latin1', 0, SWITCHED.length).startsWith(SWITCHED)) {
      if (this.#rest.length >= SWITCHED.length) this.#is = 'other';
    } else if (end !== -1) {
      this.#is = 'socket';
      this.#rest = this.#rest.subarray(end + 4);
    }
  }

  /** The next whole message; empty for pings and closes; null when it is not all there. */
  #next(): Buffer | null {
    const [first, second] = [this.#rest[0], this.#rest[1]];
    if (first === undefined || second === undefined) return null;
    const short = second & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (this.#rest.length < head) return null;
    const length =
      short < 126
        ? short
        : short === 126
          ? this.#rest.readUInt16BE(2)
          : Number(this.#rest.readBigUInt64BE(2));
    if (this.#rest.length < head + length) return null;
    const payload = this.#rest.subarray(head, head + length);
    this.#rest = this.#rest.subarray(head + length);
    if ((first & 0x0f) !== BINARY) return Buffer.alloc(0);
    if ((first & 0x80) === 0)
      throw new Error('the server sends fragments, which nobody reads here');
    return payload;
  }
}
