/**
 * Scribes: people who write in long texts as an editor does. What one has open stays open while
 * others write and while the connection is away: each edit is made on what stands on that page, and
 * adds words at the ends of lines that nobody else ever uses. So it can be told afterwards whether
 * anybody's words got lost: a scribe only ever adds.
 */
import type { Args, CommandId, DocumentId } from '@planwright/engine';
import { diffPatch } from '@planwright/engine';
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

  /** Somebody writes a little more, on the page they have open or on a fresh one. */
  write(device: SimDevice, chance: Chance): void {
    const described = [...device.tables.all('itemStats')].filter((one) => one.descriptionRev > 0);
    const id = chance.pick(described)?.id as DocumentId | undefined;
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
    const answer = device.try('document.edit', { id, base: page.base, patch });
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
    if (own !== undefined && !isRefused && chance.yes(0.8)) return own;
    this.#close(device, id);
    const writes = pending.some(
      ({ command }) => command.kind === 'document.edit' && command.args.id === id,
    );
    const shown = device.tables.get('document', id);
    if (writes || shown === undefined) return null;
    const page = { base: { rev: shown.rev }, text: shown.text, last: null };
    this.#keep(device, id, page);
    return chance.yes(0.6) ? page : null; // or it is only read, and written in later
  }

  /** Joins an edit that has not left the device with what is written after it. */
  #joins(
    device: SimDevice,
    id: DocumentId,
    last: NonNullable<Page['last']>,
    next: string,
  ): boolean {
    const patch = diffPatch(last.on.text, next);
    const args: Edit = { id, base: last.on.base, patch };
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

/** What is wrong with a text after a scribe's edit; null where it is the text before, with words. */
export function wordsLost(before: string, after: string, added: readonly string[]): string | null {
  const left = countsOf(after);
  for (const word of [...wordsIn(before), ...added]) {
    const count = left.get(word) ?? 0;
    if (count === 0) return `"${word}" got lost between "${before}" and "${after}"`;
    left.set(word, count - 1);
  }
  return null;
}

function withWord(text: string, word: string, chance: Chance): string {
  const lines = text.split('\n');
  const at = chance.below(lines.length + 1);
  if (at === lines.length) return `${text}\n${word}`;
  return lines.map((line, i) => (i === at ? `${line} ${word}` : line)).join('\n');
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
