/**
 * Group commit: decides a group of commands on the authoritative state, one after the other, and
 * writes all that came of it in one transaction. A command that fails leaves no trace; a
 * transaction that fails leaves none of the whole group.
 */
import type {
  Audience,
  Change,
  CommandId,
  Entry,
  Needed,
  Refusal,
  RefusalCode,
  Tables,
  Touched,
  UserId,
} from '@planwright/engine';
import {
  TABLE_NAMES,
  activityOf,
  apply,
  audienceOf,
  decide,
  entityOf,
  isCommandKind,
  isRefusal,
  needs,
  refuse,
  rowIdOf,
} from '@planwright/engine';
import { decodeEntry, encodeEntry } from '@planwright/protocol';

import type {
  Commit,
  CommandRecord,
  Head,
  Rejection,
  RoomPorts,
  RowWrite,
  StoredEntry,
  StoredVerdict,
} from './ports.ts';
import { JournalError } from './ports.ts';
import type { Outgoing } from './publish.ts';
import type { Streams } from './streams.ts';
import type { Outcome, Waiting } from './waiting.ts';

/** The largest entry in bytes, so that a Batch with it fits a frame. */
const MAX_ENTRY = 250 * 1024;
/** How long a command waits: for another tab's that it builds on, for a server that knows it. */
const WAITS_FOR = 15 * 60_000;
const AFTER_MS = 500;
const HOLD_MS = 5_000;
/** Bytes of entries that are read at once when another process has written. */
const CATCH_UP_BYTES = 1024 * 1024;

/** What a group needs of its room. */
export interface GroupRoom {
  readonly tables: Tables;
  readonly streams: Streams;
  readonly ports: RoomPorts;
  /** Moves the head, and tells everybody who follows. */
  publish(outgoing: readonly Outgoing[], head: Head): void;
}

interface Draft {
  readonly commits: Commit[];
  readonly rejections: Rejection[];
  readonly answers: (() => void)[];
  /** Verdicts by command id: those of the journal and those of this very group. */
  readonly known: Map<string, StoredVerdict>;
  /** Who was told to pause which stream in this group: what they sent after it is dropped. */
  readonly paused: Set<string>;
  /** How many commands of the group have been decided. */
  taken: number;
}

export class GroupCommit {
  readonly #room: GroupRoom;

  constructor(room: GroupRoom) {
    this.#room = room;
  }

  /**
   * Commits a group, publishes it and tells the authors. Gives what is left of it: commands that
   * need cold rows which could only be named once those before them were decided. Null when
   * somebody else has written to the journal: then nothing was done, and the group must be decided
   * again on the new head. Throws what else the journal throws; then nothing was done, either.
   */
  async run(group: readonly Waiting[], head: Head): Promise<readonly Waiting[] | null> {
    const streams = group.flatMap(({ stream }) => stream ?? []);
    let draft: Draft;
    let hashes: readonly string[];
    try {
      draft = await this.#draft(group, streams, head);
      hashes = await this.#append(draft, head);
    } catch (error) {
      this.#room.tables.undo(0);
      this.#dropCold();
      this.#room.streams.forget(streams);
      if (error instanceof JournalError && error.fault === 'moved') return null;
      throw error;
    }
    this.#dropCold();
    const last = draft.commits.at(-1)?.entry;
    const next =
      last === undefined
        ? head
        : { ...head, seq: last.seq, at: last.at, hash: hashes.at(-1) ?? head.hash };
    this.#room.publish(
      draft.commits.map((commit, i) => outgoingOf(commit, hashes[i] ?? '')),
      next,
    );
    for (const answer of draft.answers) answer();
    return group.slice(draft.taken);
  }

  /** Writes a draft, and tells the breaker how that went. */
  async #append(draft: Draft, head: Head): Promise<readonly string[]> {
    if (draft.commits.length + draft.rejections.length === 0) return [];
    const { journal, breaker } = this.#room.ports;
    try {
      const hashes = await journal.append(draft, head.seq);
      breaker?.succeeded();
      return hashes;
    } catch (error) {
      const notNow = error instanceof JournalError && error.fault === 'busy';
      if (notNow) breaker?.failed(error.message);
      throw error;
    }
  }

  /**
   * Brings the tables to the journal's head after another process has written to it. False when it
   * has moved no head: it has refused a command. Throws `broken` when our own head is gone.
   */
  async catchUp(head: Head): Promise<boolean> {
    const { journal } = this.#room.ports;
    this.#room.streams.forgetAll();
    let seq = head.seq;
    for (;;) {
      const stored = await journal.after(seq, CATCH_UP_BYTES);
      const last = stored.at(-1);
      if (last === undefined) break;
      const outgoing = stored.map((one) => this.#replay(one));
      this.#dropCold();
      seq = last.seq;
      const { at } = decodeEntry(last.bytes);
      this.#room.publish(outgoing, { ...head, seq, hash: last.hash, at });
    }
    if (seq > head.seq) return true;
    if ((await journal.hashAt(seq)) === head.hash) return false;
    throw new JournalError('broken', `Our head ${seq} is not in the journal.`);
  }

  /** What becomes of each command, one after the other, on the tables as the last one left them. */
  async #draft(group: readonly Waiting[], streams: string[], head: Head): Promise<Draft> {
    await this.#room.streams.load(streams);
    const known = await this.#known(group);
    const paused = new Set<string>();
    const draft: Draft = { commits: [], rejections: [], answers: [], known, paused, taken: 0 };
    const loaded = await this.#loadCold(group);
    let { at } = head;
    for (const waiting of group) {
      if (draft.taken > 0 && !this.#hasAll(waiting, loaded)) break;
      at = Math.max(at, this.#room.ports.now());
      this.#decide(waiting, draft, head.seq + draft.commits.length + 1, at);
      draft.taken += 1;
    }
    return draft;
  }

  #replay(stored: StoredEntry): Outgoing {
    const entry = decodeEntry(stored.bytes);
    apply(this.#room.tables, entry.changes, entry.seq);
    return { ...stored, entry };
  }

  async #known(group: readonly Waiting[]): Promise<Map<string, StoredVerdict>> {
    const ids = new Set<CommandId>();
    for (const { command } of group) {
      ids.add(command.commandId);
      if (command.after !== null) ids.add(command.after);
    }
    const stored = await this.#room.ports.journal.verdicts([...ids]);
    return new Map(stored.map((one) => [one.record.commandId, one]));
  }

  /** Are the cold rows here that this command needs, as the tables are now? */
  #hasAll({ command }: Waiting, loaded: ReadonlySet<string>): boolean {
    return needs(command, this.#room.tables).every((one) => loaded.has(JSON.stringify(one)));
  }

  /** Loads the cold rows that the group needs, and those that only these can name: tells which. */
  async #loadCold(group: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const { tables } = this.#room;
    const asked = new Set<string>();
    for (;;) {
      const wanted = new Map<string, Needed>();
      for (const { command } of group) {
        for (const one of needs(command, tables)) wanted.set(JSON.stringify(one), one);
      }
      for (const name of asked) wanted.delete(name);
      if (wanted.size === 0) return asked;
      for (const name of wanted.keys()) asked.add(name);
      await this.#load([...wanted.values()]);
      tables.settle();
      tables.flush();
    }
  }

  async #load(wanted: readonly Needed[]): Promise<void> {
    const { tables, ports } = this.#room;
    const keys = wanted.flatMap((one) => ('id' in one ? one : []));
    for (const { table, id, row } of await ports.journal.rowsOf(keys)) {
      if (!entityOf(table).hot) tables.set(table, id as never, row as never);
    }
    for (const one of wanted) {
      if ('id' in one || entityOf(one.table).hot) continue;
      const { table, field, of, last } = one;
      const where = { field: field as never, value: of };
      const rows = await ports.journal.rows({
        table,
        where,
        order: 'seq',
        desc: true,
        limit: last,
      });
      for (const row of rows) tables.set(table, row.id as never, row as never);
    }
  }

  /** Cold rows are in memory only while a group reads them. */
  #dropCold(): void {
    const { tables } = this.#room;
    for (const table of TABLE_NAMES) {
      if (entityOf(table).hot) continue;
      for (const row of tables.all(table)) tables.set(table, row.id as never, undefined);
    }
    tables.settle();
    tables.flush();
  }

  #decide(waiting: Waiting, draft: Draft, seq: number, at: number): void {
    const { command, stream, no } = waiting;
    const { streams } = this.#room;
    const sender = `${waiting.session?.name} ${stream}`;
    if (draft.paused.has(sender)) return;
    const owner = stream === null ? null : streams.owner(stream);
    if (owner !== null && owner !== waiting.actor) {
      waiting.session?.goaway('PROTOCOL', 0, 'this stream belongs to somebody else');
      return;
    }
    const pause = (code: RefusalCode | 'HOLD' | 'GAP', retryMs: number, from?: number): void => {
      if (stream !== null) draft.paused.add(sender);
      const outcome = { pause: code, retryMs, ...(from === undefined ? {} : { no: from }) };
      draft.answers.push(() => waiting.answer(outcome));
    };

    const known = draft.known.get(command.commandId);
    if (stream !== null && no !== null) {
      const next = streams.last(stream) + 1;
      if (no > next || (no < next && known === undefined)) return pause('GAP', 0, next);
    }
    if (known !== undefined) return this.#repeat(waiting, known, draft, at);
    const isHeld = (): boolean => {
      const since = stream === null ? at : streams.heldSince(stream, command.commandId, at);
      return at - since <= WAITS_FOR;
    };
    if (!isCommandKind(command.kind) && stream !== null && isHeld()) return pause('HOLD', HOLD_MS);
    if (command.after !== null && !draft.known.has(command.after)) {
      if (isHeld()) return pause('UNAVAILABLE', AFTER_MS);
      return this.#reject(waiting, refuse('DEPENDENCY', { commandId: command.after }), draft, at);
    }
    const failed = stream === null ? null : streams.failure(stream, command.actionId);
    if (failed !== null) {
      return this.#reject(waiting, refuse('DEPENDENCY', { commandId: failed }), draft, at);
    }
    const refusal = this.#attempt(waiting, draft, seq, at);
    if (refusal !== null) this.#reject(waiting, refusal, draft, at);
  }

  /** A command that has its verdict gets it again. */
  #repeat(waiting: Waiting, known: StoredVerdict, draft: Draft, at: number): void {
    const outcome = verdictFor(known, waiting.actor);
    if (waiting.stream !== null) {
      this.#room.streams.passed(waiting.stream, recordOf(waiting, at), 'refusal' in outcome);
    }
    draft.answers.push(() => waiting.answer(outcome));
  }

  /** Decides and applies; a handler that throws is tried once more, then answered INTERNAL. */
  #attempt(waiting: Waiting, draft: Draft, seq: number, at: number): Refusal | null {
    const { tables, ports } = this.#room;
    const { command } = waiting;
    const mark = tables.mark();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.#accept(waiting, draft, seq, at);
      } catch (error) {
        tables.undo(mark);
        tables.flush();
        const facts = {
          commandId: command.commandId,
          kind: command.kind,
          error: String(error),
          attempt,
        };
        ports.log.error(facts, 'a command failed inside');
        if (attempt === 2) return refuse('INTERNAL', { commandId: command.commandId });
      }
    }
  }

  #accept(waiting: Waiting, draft: Draft, seq: number, at: number): Refusal | null {
    const { tables, ports } = this.#room;
    const { command, actor, via } = waiting;
    const mark = tables.mark();
    const changes = decide(tables, command, {
      now: at,
      actor,
      via,
      limits: ports.limits,
      commandId: command.commandId,
      authoritative: true,
    });
    if (isRefusal(changes)) return changes;
    const entry: Entry = {
      seq,
      commandId: command.commandId,
      actor,
      onBehalfOf: null,
      session: waiting.session?.name ?? null,
      via,
      actionId: command.actionId,
      jobId: command.jobId,
      issuedAt: Math.min(command.issuedAt, at),
      at,
      kind: command.kind,
      changes,
    };
    const before = this.#audiencesOf(changes);
    apply(tables, changes, seq);
    const touched = tables.flush();
    const bytes = encodeEntry(entry);
    if (bytes.length > MAX_ENTRY) {
      tables.undo(mark);
      tables.flush();
      return refuse('LIMIT', { what: 'bytes sent at once', max: MAX_ENTRY });
    }
    const record = recordOf(waiting, at);
    draft.commits.push({
      record,
      entry,
      bytes,
      audiences: this.#audiencesOf(changes).map(
        (one, i) => (changes[i]?.op === 'evict' ? null : one) ?? before[i] ?? 'workspace',
      ),
      rows: touched.map(writeOf),
      activity: activityOf(entry, touched, tables),
    });
    this.#decided(waiting, record, { seq }, draft);
    return null;
  }

  #reject(waiting: Waiting, refusal: Refusal, draft: Draft, at: number): void {
    const record = recordOf(waiting, at);
    draft.rejections.push({ record, refusal });
    this.#decided(waiting, record, { refusal }, draft);
  }

  #decided(waiting: Waiting, record: CommandRecord, outcome: Outcome, draft: Draft): void {
    const seq = 'seq' in outcome ? outcome.seq : null;
    const refusal = 'refusal' in outcome ? outcome.refusal : null;
    draft.known.set(record.commandId, { record, seq, refusal });
    if (record.stream !== null) this.#room.streams.passed(record.stream, record, refusal !== null);
    draft.answers.push(() => waiting.answer(outcome));
  }

  /** Who may see each changed row, as it is now; null for a row that is not here. */
  #audiencesOf(changes: readonly Change[]): (Audience | null)[] {
    return changes.map((change) => {
      if (change.op === 'put') return audienceOf(change.table, change.row as never);
      const row = this.#room.tables.get(change.table, rowIdOf(change) as never);
      return row === undefined ? null : audienceOf(change.table, row as never);
    });
  }
}

function outgoingOf(commit: Commit, hash: string): Outgoing {
  return { ...commit, seq: commit.entry.seq, hash };
}

function recordOf(waiting: Waiting, at: number): CommandRecord {
  return {
    commandId: waiting.command.commandId,
    user: waiting.actor,
    stream: waiting.stream,
    no: waiting.no,
    actionId: waiting.command.actionId,
    at,
  };
}

function writeOf(touched: Touched): RowWrite {
  return { table: touched.table, id: touched.id, row: touched.after ?? null } as RowWrite;
}

/** The stored answer, for the person whose command it was; nobody else learns of it. */
function verdictFor(known: StoredVerdict, actor: UserId): Outcome {
  if (known.record.user !== actor) return { refusal: refuse('EXISTS', { field: 'commandId' }) };
  if (known.refusal !== null) return { refusal: known.refusal };
  return { seq: known.seq ?? 0, again: true };
}
