// Long texts by their ids: which of them are on this device, and the questions to the server for those
// that are not. What is asked for at once (all comments of a page) goes out as one question.
import type { DocumentId, RowId } from '@planwright/engine';
import { isRefusal } from '@planwright/engine';
import type { Link } from '@planwright/sync';
import { PAGE_ROWS } from '@planwright/sync';

import type { TextStanding } from './store.ts';

export interface LongTextsParts {
  readonly fetch: Link['fetch'];
  readonly isHere: (text: DocumentId) => boolean;
  /** Was the row that owns it made on this device, and does the server not know it yet? */
  readonly isNew: (owner: RowId) => boolean;
  /** A standing is another one. */
  readonly changed: () => void;
}

export class LongTexts {
  readonly #parts: LongTextsParts;
  readonly #standings = new Map<DocumentId, Exclude<TextStanding, 'here'>>();
  /** Those that the next question is about. */
  #wanted: DocumentId[] = [];

  constructor(parts: LongTextsParts) {
    this.#parts = parts;
  }

  /** Is this text here? Asks the server for it where nobody has. */
  standing(text: DocumentId): TextStanding {
    if (this.#parts.isHere(text)) return 'here';
    const known = this.#standings.get(text);
    if (known !== undefined) return known;
    if (this.#parts.isNew(text)) return 'none'; // made on this device, and without a text
    this.#standings.set(text, 'loading');
    if (this.#wanted.push(text) === 1) queueMicrotask(() => this.#askWanted());
    return 'loading';
  }

  /** It has left this device: it is asked for at the next look. */
  forget(text: DocumentId): void {
    if (this.#standings.get(text) !== 'loading') this.#standings.delete(text);
  }

  /** The server can be reached again: what could not be had is asked for at the next look. */
  reconnected(): void {
    for (const [text, standing] of this.#standings) {
      if (standing === 'away') this.#standings.delete(text);
    }
  }

  /** Rows were dropped: nothing that was heard of them before is believed. */
  dropped(): void {
    for (const text of this.#standings.keys()) this.forget(text);
  }

  #askWanted(): void {
    const wanted = this.#wanted;
    this.#wanted = [];
    for (let at = 0; at < wanted.length; at += PAGE_ROWS) {
      this.#ask(wanted.slice(at, at + PAGE_ROWS));
    }
  }

  /** An answer holds as much as fits a frame: what is missing in it is asked for again. */
  #ask(ids: readonly DocumentId[]): void {
    this.#parts.fetch({ table: 'document', ids }, (answer) => {
      if (isRefusal(answer)) {
        for (const id of ids) this.#standings.set(id, 'away');
        return this.#parts.changed();
      }
      const come = new Set<string>(answer.rows.map(({ row }) => row.id));
      const missing = ids.filter((id) => !come.has(id));
      for (const id of ids) if (come.has(id)) this.#standings.delete(id);
      if (answer.more && come.size > 0) this.#ask(missing);
      else for (const id of missing) this.#standings.set(id, 'none');
      this.#parts.changed();
    });
  }
}
