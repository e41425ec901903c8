/**
 * Scribes: people who write in long texts as an editor does. What one has open stays open while
 * others write and while the connection is away: each edit is made on what stands on that page, and
 * adds words that nobody else ever uses. So it can be told afterwards whether anybody's words got
 * lost: a scribe only ever adds.
 */
import type { Args, CommandId, DocumentId } from '@planwright/engine';
import { diffPatch, sumOf } from '@planwright/engine';
import type { Chance } from '@planwright/engine/testing/chance.ts';

import type { SimDevice } from './device.ts';

type Edit = Args['document.edit'];

/** A text as one person has it before them. */
interface Page {
  readonly base: Edit['base'];
  readonly text: string;
  /** The edit that made it so, and what that was made on. */
  readonly last: { readonly commandId: CommandId; readonly on: Page } | null;
}

export class Scribes {
  /** The words that each edit adds. */
  readonly words = new Map<CommandId, readonly string[]>();
  readonly #pages = new Map<SimDevice, Map<DocumentId, Page>>();
  #count = 0;

  /** Somebody writes a little, saved in up to three edits, on the page they have open or a fresh one. */
  write(device: SimDevice, chance: Chance): void {
    for (let edits = 1 + chance.below(3); edits > 0; edits -= 1) this.#writeOn(device, chance);
  }

  /** Everybody has the texts before them that are there when it all begins. */
  openAll(device: SimDevice): void {
    for (const { id } of device.tables.all('itemStats')) {
      device.link.fetch({ table: 'document', ids: [id] }, () => undefined);
    }
  }

  #writeOn(device: SimDevice, chance: Chance): void {
    const described = [...device.tables.all('itemStats')].filter((one) => one.descriptionRev > 0);
    described.sort((a, b) => (a.id < b.id ? -1 : 1)); // most of it in one text, so that people meet
    const item = chance.yes(0.7) ? described[0] : chance.pick(described);
    const id = item?.id as DocumentId | undefined;
    if (id === undefined) return;
    const page = this.#open(device, id, chance);
    if (page === null) return device.link.fetch({ table: 'document', ids: [id] }, () => undefined);
    const word = `word${(this.#count += 1)}`;
    const next = withWord(page.text, word, chance);
    if (page.last !== null && chance.yes(0.5) && this.#joins(device, id, page.last, next)) {
      const { commandId, on } = page.last;
      this.words.set(commandId, [...(this.words.get(commandId) ?? []), word]);
      this.#keep(device, id, { base: page.base, text: next, last: { commandId, on } });
      return;
    }
    const patch = diffPatch(page.text, next);
    const base = { ...page.base, sum: sumOf(page.text) };
    const answer = device.try('document.edit', { id, base, patch });
    if (typeof answer !== 'string') return this.#close(device, id);
    this.words.set(answer, [word]);
    this.#keep(device, id, {
      base: { after: answer },
      text: next,
      last: { commandId: answer, on: page },
    });
  }

  /** The page that is open, unless it was refused or is put away; else the text that is shown. */
  #open(device: SimDevice, id: DocumentId, chance: Chance): Page | null {
    const { pending, problems } = device.replica;
    const own = this.#pages.get(device)?.get(id);
    const isRefused = problems.some(({ command }) => command.commandId === own?.last?.commandId);
    if (own !== undefined && !isRefused && chance.yes(0.9)) return own;
    this.#close(device, id);
    const writes = pending.some(
      ({ command }) => command.kind === 'document.edit' && command.args.id === id,
    );
    const shown = device.tables.get('document', id);
    if (writes || shown === undefined) return null;
    const page = { base: { rev: shown.rev }, text: shown.text, last: null };
    this.#keep(device, id, page);
    return page;
  }

  /** Joins an edit that has not left the device with what is written after it. */
  #joins(
    device: SimDevice,
    id: DocumentId,
    last: NonNullable<Page['last']>,
    next: string,
  ): boolean {
    const patch = diffPatch(last.on.text, next);
    const base = { ...last.on.base, sum: sumOf(last.on.text) };
    const args: Edit = { id, base, patch };
    return device.replica.amend(last.commandId, 'document.edit', args);
  }

  #keep(device: SimDevice, id: DocumentId, page: Page): void {
    const pages = this.#pages.get(device) ?? new Map<DocumentId, Page>();
    this.#pages.set(device, pages.set(id, page));
  }

  #close(device: SimDevice, id: DocumentId): void {
    this.#pages.get(device)?.delete(id);
  }
}

/**
 * What is wrong with a text after a scribe's edit; null where it is the text before, with the first
 * of its words. Those that were joined to it may have been lost with the tab before they were stored.
 */
export function wordsLost(before: string, after: string, added: readonly string[]): string | null {
  const left = countsOf(after);
  for (const word of [...wordsIn(before), ...added.slice(0, 1)]) {
    const count = left.get(word) ?? 0;
    if (count === 0) return `"${word}" got lost between "${before}" and "${after}"`;
    left.set(word, count - 1);
  }
  return null;
}

/** The text with a word among its words, or on a line of its own. */
function withWord(text: string, word: string, chance: Chance): string {
  if (chance.yes(0.2)) return chance.yes() ? `${word}\n${text}` : `${text}\n${word}`;
  const gaps = [...text.matchAll(/(?<=\S)(?=\s|$)/g)].map(({ index }) => index);
  const at = chance.pick(gaps) ?? text.length;
  return `${text.slice(0, at)} ${word}${text.slice(at)}`;
}

function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
