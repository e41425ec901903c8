/**
 * A writer: a device and the person who works on it, by chance, online and offline. Everybody
 * works on the same few items and on some of their own; each keeps a diary, a text that nobody
 * else edits, of which every accepted edit must be there once and in order.
 */
import type { Args, CommandId, CommandKind, DocumentId, WorkItem } from '@planwright/engine';
import { idOf, isRefusal, sumOf } from '@planwright/engine';
import type { Chance } from '@planwright/engine/testing/chance.ts';
import { idFor } from '@planwright/engine/testing/chance.ts';

import { randomUUID } from 'node:crypto';

import type { Device } from './device.ts';
import { diaryOf } from './history.ts';

const PROJECT = idFor<'project'>('crash');
/** Items that everybody edits. */
export const SHARED = Array.from({ length: 6 }, (_, i) => idFor<'workItem'>(`shared ${i}`));
/** The text that everybody edits: most edits of it are refused. */
const MINUTES = idFor<'document'>('shared 0');

/** Nobody waits for more verdicts than this. */
const MOST_WAITING = 60;
const WORDS = ['bread', 'Brötchen', '🥐', 'flour and water', 'tart'] as const;
const PRIORITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;

/** Where the next edit of a text goes on. */
type Base = { readonly rev: number; readonly text: string } | 'unknown' | 'asking';

export class Writer {
  readonly device: Device;
  readonly #chance: Chance;
  readonly #own: WorkItem['id'][] = [];
  #count = 0;
  #diary: { length: number; base: Args['document.edit']['base'] } | null = null;
  #diaryAsked = false;
  #minutes: Base = 'unknown';

  constructor(device: Device, chance: Chance) {
    this.device = device;
    this.#chance = chance;
  }

  /** Makes what everybody works on, once. */
  prepare(): void {
    this.#do('project.create', { id: PROJECT, key: 'CRASH', title: 'Crash' });
    for (const [i, id] of SHARED.entries()) {
      this.#do('workItem.create', { id, project: PROJECT, type: 'story', title: `shared ${i}` });
    }
  }

  /** Does a few things at once, as far as there is something to do. */
  work(): void {
    const { replica, link } = this.device;
    if (replica.tables.get('workItem', SHARED.at(-1)) === undefined) return;
    for (let deeds = 1 + this.#chance.below(4); deeds > 0; deeds -= 1) {
      if (replica.pending.length < MOST_WAITING) this.#workOnce();
    }
    link.flush();
  }

  #workOnce(): void {
    const chance = this.#chance;
    const deed = chance.fraction();
    const item = chance.yes(0.7) ? chance.pick(SHARED) : (chance.pick(this.#own) ?? SHARED[0]);
    if (item === undefined) return;
    if (deed < 0.12) this.#create();
    else if (deed < 0.42) this.#move(item);
    else if (deed < 0.66) this.#edit(item);
    else if (deed < 0.9) this.#writeDiary();
    else if (deed < 0.95) this.#writeMinutes();
    else if (deed < 0.975) this.#do('workItem.delete', { id: item, children: 'tree' });
    else for (const id of SHARED) this.#restore(id);
  }

  #create(): void {
    const id = idOf<'workItem'>(randomUUID());
    const description = this.#chance.yes(0.3) ? `Text of ${this.#name()}` : '';
    const answer = this.#do('workItem.create', {
      id,
      project: PROJECT,
      type: 'task',
      title: `${this.#name()} ${this.#chance.pick(WORDS) ?? ''}`,
      ...(description === '' ? {} : { description }),
    });
    if (answer !== null) this.#own.push(id);
  }

  #move(id: WorkItem['id']): void {
    const { tables } = this.device.replica;
    const state = this.#chance.pick([...tables.list('state', 'byProject', PROJECT)])?.id;
    const after = this.#chance.pick([...SHARED, ...this.#own.slice(-8), null]);
    if (state === undefined || after === undefined) return;
    this.#do('workItem.move', { id, state, after });
  }

  #edit(id: WorkItem['id']): void {
    const fields = this.#chance.pick<Omit<Args['workItem.edit'], 'id'>>([
      { title: this.#name() },
      { points: this.#chance.below(100) },
      { priority: this.#chance.pick(PRIORITIES) ?? 'none' },
    ]);
    this.#do('workItem.edit', { id, ...fields });
  }

  #restore(id: WorkItem['id']): void {
    const row = this.device.replica.tables.get('workItem', id);
    if (row !== undefined && row.deletedAt !== null) this.#do('workItem.restore', { id });
  }

  /** Writes on at the end of the diary, after the own edit before it. */
  #writeDiary(): void {
    const id = diaryOf(this.device.name);
    if (this.#diary === null) {
      const made = { id: id as never, project: PROJECT, type: 'task', title: 'A diary' } as const;
      if (this.#do('workItem.create', made) === null) return;
      this.#diary = { length: 0, base: { rev: 0 } };
    }
    if (this.#diaryAsked) return;
    const { length, base } = this.#diary;
    const mark = `${this.#name()}. `;
    const answer = this.#do('document.edit', { id, base, patch: [[length, 0, mark]] }, mark);
    if (answer !== null) {
      this.#diary = { length: length + mark.length, base: { after: answer } };
    } else if (this.device.replica.pending.every(({ command }) => !isEditOf(command, id))) {
      this.#readDiary(id);
    }
  }

  /** After a snapshot, texts and revisions are not on the device until they are asked for. */
  #readDiary(id: DocumentId): void {
    this.#diaryAsked = true;
    this.device.link.fetch({ table: 'document', ids: [id] }, (answer) => {
      this.#diaryAsked = false;
      const document = this.device.replica.tables.get('document', id);
      if (isRefusal(answer) || document === undefined) return;
      this.#diary = { length: document.text.length, base: { rev: document.rev } };
    });
  }

  /** Writes into the text of everybody, on the revision that was seen last: never on an own guess. */
  #writeMinutes(): void {
    const waits = this.device.replica.pending.some(({ command }) => isEditOf(command, MINUTES));
    if (waits || this.#minutes === 'asking') return;
    if (this.#minutes !== 'unknown') {
      const { rev, text } = this.#minutes;
      const mark = `${this.#name()}; `;
      const patch = [[text.length, 0, mark]] as const;
      this.#minutes = 'unknown';
      this.#do('document.edit', { id: MINUTES, base: { rev, sum: sumOf(text) }, patch }, mark);
      return;
    }
    this.#minutes = 'asking';
    this.device.link.fetch({ table: 'document', ids: [MINUTES] }, (answer) => {
      const seen = isRefusal(answer) ? undefined : answer.rows[0];
      if (seen?.table === 'document') this.#minutes = seen.row;
      else this.#minutes = isRefusal(answer) ? 'unknown' : { rev: 0, text: '' };
    });
  }

  /** A word that nobody else ever writes. */
  #name(): string {
    this.#count += 1;
    return `${this.device.name}-${this.#count}`;
  }

  /** Dispatches a command; null when it is refused right here, which is no fault. */
  #do<K extends CommandKind>(kind: K, args: Args[K], mark: string | null = null): CommandId | null {
    this.device.outbox.mark = mark;
    const answer = this.device.replica.dispatch(kind, args);
    this.device.outbox.mark = null;
    return isRefusal(answer) ? null : answer;
  }
}

function isEditOf(command: { readonly kind: string; readonly args: unknown }, id: DocumentId) {
  return command.kind === 'document.edit' && (command.args as Args['document.edit']).id === id;
}
