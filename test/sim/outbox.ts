/**
 * An outbox on a disk that takes its time: a record is stored when the simulation says so. What a
 * tab had stored and not sent is there when the tab is gone.
 */
import type { Outbox, OutboxRecord } from '@planwright/sync';

export class SlowOutbox implements Outbox {
  readonly durable = true;
  /** What has come to rest, by stream and number. */
  readonly records = new Map<string, OutboxRecord>();
  /** While true, nothing comes to rest. */
  isSlow = false;
  #writing: (() => void)[] = [];

  add(record: OutboxRecord, stored: () => void): void {
    const key = keyOf(record);
    this.#writing.push(() => {
      this.records.set(key, record);
      stored();
    });
    if (!this.isSlow) this.finish();
  }

  remove(record: OutboxRecord): void {
    this.#writing.push(() => this.records.delete(keyOf(record)));
    if (!this.isSlow) this.finish();
  }

  /** What was being written is on disk now. */
  finish(): void {
    for (const write of this.#writing.splice(0)) write();
  }
}

function keyOf({ stream, no }: OutboxRecord): string {
  return `${stream} ${no}`;
}
