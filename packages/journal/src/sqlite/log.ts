/**
 * The log: entries, verdicts and streams, each read and written by statements prepared once. A
 * command is known here for ever: by its entry when it was accepted, by its verdict when refused.
 */
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

import type { CommandId, Refusal, UserId } from '@planwright/engine';
import type {
  CommandRecord,
  Commit,
  Rejection,
  StoredEntry,
  StoredVerdict,
  StreamState,
} from '@planwright/sync';

import type { Link } from '../chain.ts';
import { refusedBefore, twice } from '../group.ts';
import { packAudiences, unpackAudiences } from './audiences.ts';
import { sealOf } from './seal.ts';
import { SEALED } from './sealed.ts';

/** The last entry, or what stands for it in an empty journal. */
export interface Last {
  readonly seq: number;
  readonly hash: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** The bytes of all entries. */
  readonly bytes: number;
}

type Found = Readonly<Record<string, SQLOutputValue>>;

const SQL = {
  last: `SELECT seq, hash, at, bytes_before + length(bytes) AS total
    FROM pm_entries ORDER BY seq DESC LIMIT 1`,
  after: `SELECT seq, hash, command_id, audiences, bytes, content_hash, emptied
    FROM pm_entries WHERE seq > ? ORDER BY seq`,
  bytesBefore: 'SELECT bytes_before FROM pm_entries WHERE seq = ?',
  hashAt: 'SELECT hash FROM pm_entries WHERE seq = ?',
  accept: `INSERT INTO pm_entries (${SEALED.pm_entries.join(', ')}, content_hash, hash, bytes, seal)
    SELECT ${SEALED.pm_entries.map(() => '?').join(', ')}, ?, ?, ?, ?
    WHERE NOT EXISTS (SELECT 1 FROM pm_verdicts WHERE command_id = ?)`,
  refuse: `INSERT INTO pm_verdicts (${SEALED.pm_verdicts.join(', ')}, seal)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (command_id) DO NOTHING`,
  refusals: 'SELECT max(rowid) AS refused FROM pm_verdicts',
  accepted: `SELECT command_id, user, stream, no, action_id, at, seq, NULL AS refusal
    FROM pm_entries WHERE command_id = ?`,
  refused: `SELECT command_id, user, stream, no, action_id, at, NULL AS seq, refusal
    FROM pm_verdicts WHERE command_id = ?`,
  verdictsOf: `SELECT command_id, user, stream, no, action_id, at, seq, NULL AS refusal
      FROM pm_entries WHERE stream = ?1 AND no > ?2
    UNION ALL
    SELECT command_id, user, stream, no, action_id, at, NULL, refusal
      FROM pm_verdicts WHERE stream = ?1 AND no > ?2
    ORDER BY no`,
  stream: 'SELECT stream, user, last FROM pm_streams WHERE stream = ?',
  before: 'SELECT user, last, last_seen FROM pm_streams WHERE stream = ?',
  advance: `INSERT INTO pm_streams (${SEALED.pm_streams.join(', ')}, seal) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (stream) DO UPDATE SET
      last = excluded.last, last_seen = excluded.last_seen, seal = excluded.seal`,
} as const;

export class Log {
  readonly #sql: Readonly<Record<keyof typeof SQL, StatementSync>>;

  constructor(db: DatabaseSync) {
    const prepared = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]);
    this.#sql = Object.fromEntries(prepared) as Record<keyof typeof SQL, StatementSync>;
  }

  last(): Last {
    const found = this.#sql.last.get();
    if (found === undefined) return { seq: 0, hash: '', at: 0, bytes: 0 };
    const { seq, at, total } = found as { seq: number; at: number; total: number };
    return { seq, hash: hexOf(found['hash']), at, bytes: total };
  }

  /** Writes an entry with its verdict; `bytesBefore` are those of all entries before it. */
  accept({ record, entry, bytes, audiences }: Commit, link: Link, bytesBefore: number): void {
    const values = [
      entry.seq,
      entry.commandId,
      record.user,
      entry.actor,
      entry.onBehalfOf,
      entry.session,
      entry.via,
      entry.actionId,
      entry.jobId,
      entry.issuedAt,
      entry.at,
      entry.kind,
      record.stream,
      record.no,
      packAudiences(audiences),
      bytesBefore,
    ];
    const contentHash = Uint8Array.fromHex(link.contentHash);
    const hash = Uint8Array.fromHex(link.hash);
    const seal = sealOf(values);
    const { commandId } = record;
    const { changes } = this.#sql.accept.run(...values, contentHash, hash, bytes, seal, commandId);
    if (changes !== 1) throw refusedBefore(record);
  }

  refuse({ record, refusal }: Rejection): void {
    const { commandId, user, stream, no, actionId, at } = record;
    if (this.#sql.accepted.get(commandId) !== undefined) throw twice(record);
    const json = JSON.stringify(refusal);
    const values = [commandId, user, stream, no, actionId, at, refusal.code, json];
    const { changes } = this.#sql.refuse.run(...values, sealOf(values));
    if (changes !== 1) throw refusedBefore(record);
  }

  /** Refused commands that were ever kept. */
  refused(): number {
    return Number(this.#sql.refusals.get()?.['refused'] ?? 0);
  }

  /** Says how far the streams of these commands have come, one write for each stream. */
  advance(records: readonly CommandRecord[]): void {
    const furthest = new Map<string, { user: UserId; no: number; at: number }>();
    for (const { stream, no, user, at } of records) {
      if (stream === null || no === null) continue;
      const before = furthest.get(stream);
      const to = Math.max(before?.no ?? 0, no);
      furthest.set(stream, { user: before?.user ?? user, no: to, at });
    }
    for (const [stream, { user, no, at }] of furthest) {
      const before = this.#sql.before.get(stream);
      const last = Math.max(Number(before?.['last'] ?? 0), no);
      const seen = Math.max(Number(before?.['last_seen'] ?? 0), at);
      const values = [stream, before?.['user'] ?? user, last, seen];
      this.#sql.advance.run(...values, sealOf(values));
    }
  }

  after(seq: number, maxBytes: number): readonly StoredEntry[] {
    const entries: StoredEntry[] = [];
    let size = 0;
    for (const found of this.#sql.after.iterate(seq)) {
      const entry = entryOf(found);
      size += entry.bytes.length;
      if (entries.length > 0 && size > maxBytes) break;
      entries.push(entry);
    }
    return entries;
  }

  bytesAfter(seq: number): number {
    const next = this.#sql.bytesBefore.get(seq + 1);
    return next === undefined ? 0 : this.last().bytes - Number(next['bytes_before']);
  }

  hashAt(seq: number): string | null {
    if (seq === 0) return '';
    const found = this.#sql.hashAt.get(seq);
    return found === undefined ? null : hexOf(found['hash']);
  }

  verdict(commandId: CommandId): StoredVerdict | null {
    const found = this.#sql.accepted.get(commandId) ?? this.#sql.refused.get(commandId);
    return found === undefined ? null : verdictOf(found);
  }

  verdictsOf(stream: string, after: number): readonly StoredVerdict[] {
    return this.#sql.verdictsOf.all(stream, after).map(verdictOf);
  }

  stream(stream: string): StreamState | null {
    const found = this.#sql.stream.get(stream);
    return found === undefined ? null : ({ ...found } as unknown as StreamState);
  }
}

function entryOf(found: Found): StoredEntry {
  return {
    seq: found['seq'] as number,
    hash: hexOf(found['hash']),
    commandId: found['command_id'] as CommandId,
    bytes: found['bytes'] as Uint8Array,
    audiences: unpackAudiences(found['audiences'] as string),
    ...(found['emptied'] === null ? {} : { written: hexOf(found['content_hash']) }),
  };
}

function verdictOf(found: Found): StoredVerdict {
  const refusal = found['refusal'];
  return {
    record: {
      commandId: found['command_id'] as CommandId,
      user: found['user'] as UserId,
      stream: found['stream'] as string | null,
      no: found['no'] as number | null,
      actionId: found['action_id'] as string | null,
      at: found['at'] as number,
    },
    seq: found['seq'] as number | null,
    refusal: typeof refusal === 'string' ? (JSON.parse(refusal) as Refusal) : null,
  };
}

function hexOf(bytes: SQLOutputValue | undefined): string {
  return (bytes as Uint8Array).toHex();
}
