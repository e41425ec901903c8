/**
 * The frame checker: decodes whatever a session sends and holds every row in it against what the
 * person may see at that moment, worked out in the dumb way.
 */
import type { Audience, Tables, UserId } from '@planwright/engine';
import { audienceOf, rowIdOf } from '@planwright/engine';
import type { WireRow } from '@planwright/protocol';
import { decodeDown, decodeEntry, decodeRow } from '@planwright/protocol';

import { Ledger } from './ledger.ts';

export class FrameChecker {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** A frame that a room with these tables sends to this person. */
  frame(bytes: Uint8Array, tables: Tables, user: UserId): void {
    const frame = decodeDown(bytes);
    this.#ledger.count(`sent ${frame.type}${frame.type === 'welcome' ? ` ${frame.mode}` : ''}`);
    if (frame.type === 'pause') this.#ledger.count(`paused ${frame.code}`);
    if (frame.type === 'page') {
      const rows = frame.rows.flatMap((one) => decodeRow(one) ?? []);
      this.rows(rows, tables, user);
    }
    if (frame.type !== 'batch') return;
    const audiences = new Map<Audience, string>();
    for (const one of frame.entries) {
      const { seq, changes } = decodeEntry(one);
      for (const change of changes) {
        if (change.op === 'evict') continue; // says no more than that a row is not theirs
        const audience =
          change.op === 'put'
            ? audienceOf(change.table, change.row as never)
            : this.#ledger.audienceAt(change.table, rowIdOf(change), seq);
        if (audience !== undefined) audiences.set(audience, `${change.table} in a batch`);
      }
    }
    this.#check(audiences, tables, user);
  }

  /** Rows of a page or a snapshot. */
  rows(rows: readonly WireRow[], tables: Tables, user: UserId): void {
    const audiences = new Map<Audience, string>();
    for (const { table, row } of rows) {
      audiences.set(audienceOf(table, row as never), `${table} in a snapshot or page`);
    }
    this.#check(audiences, tables, user);
  }

  #check(audiences: ReadonlyMap<Audience, string>, tables: Tables, user: UserId): void {
    for (const [audience, what] of audiences) {
      if (Ledger.maySee(tables, user, audience)) continue;
      this.#ledger.say(`${user} was sent a ${what} of ${audience}, which is not theirs`);
    }
  }
}
