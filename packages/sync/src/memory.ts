/** An outbox and a cache that live as long as the page: for tests, and until there is a disk. */
import type { WireRow } from '@planwright/protocol';

import type { Cache, Outbox, OutboxRecord, Position, RowWrite } from './ports.ts';

export class MemoryOutbox implements Outbox {
  readonly durable = false;
  readonly records = new Map<string, OutboxRecord>();

  add(record: OutboxRecord, stored: () => void): void {
    this.records.set(`${record.stream} ${record.no}`, record);
    stored();
  }

  remove(record: OutboxRecord): void {
    this.records.delete(`${record.stream} ${record.no}`);
  }
}

export class MemoryCache implements Cache {
  #position: Position | null = null;
  #rows = new Map<string, WireRow>();

  read() {
    return this.#position && { position: this.#position, rows: [...this.#rows.values()] };
  }

  write(rows: readonly RowWrite[], position: Position): void {
    for (const { table, id, row } of rows) {
      if (row === null) this.#rows.delete(`${table} ${id}`);
      else this.#rows.set(`${table} ${id}`, { table, row } as WireRow);
    }
    this.#position = position;
  }

  reset(rows: readonly WireRow[], position: Position): void {
    this.#rows = new Map(rows.map((one) => [`${one.table} ${one.row.id}`, one]));
    this.#position = position;
  }
}
