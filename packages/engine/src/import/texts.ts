/** Texts of an export as they can be kept: whole, on one line where a line is asked for, repaired. */
import { document } from '../entity/document.ts';
import { codePoints } from '../field.ts';
import { fitsBytes } from '../lib/bytes.ts';
import { timesEscaped, unescaped } from '../lib/escaping.ts';
import { MAX_DOCUMENT_BYTES } from '../limits.ts';
import type { ExportFile } from './file.ts';
import type { Sheet } from './sheet.ts';

/** The longest title that a row can hold, whatever the configuration asks of people. */
const LONGEST_TITLE = 500;

/** Pairs that are shown, so that a person can judge the repair. */
const SHOWN_PAIRS = 5;
/** Characters of a pair that are shown, around the first difference. */
const SHOWN_LENGTH = 160;

/** What an escaper did to the texts of a file, and what they would be without it. */
export interface Damage {
  /** How many texts have to be unescaped once, twice, …: `[78, 16]`. */
  readonly times: readonly number[];
  readonly pairs: readonly { readonly before: string; readonly after: string }[];
  /** The program that wrote the file is known to do this: the repair is checked beforehand. */
  readonly known: boolean;
}

/** All texts of the file that people wrote. */
export function damageOf(file: ExportFile): Damage {
  const texts = [
    ...file.projects.flatMap((one) => [one.title, one.description ?? '']),
    ...file.work_items.flatMap((one) => [one.title, one.description ?? '']),
    ...(file.comments ?? []).map((one) => one.content),
  ];
  const times: number[] = [];
  const pairs: { before: string; after: string }[] = [];
  for (const text of texts) {
    const n = timesEscaped(text);
    if (n === 0) continue;
    while (times.length < n) times.push(0);
    times[n - 1] = (times[n - 1] ?? 0) + 1;
    if (pairs.length < SHOWN_PAIRS) pairs.push(pairOf(text));
  }
  return { times, pairs, known: file.exported_by === 'pm-server' };
}

/** The part of a text and of its repair around the first difference. */
function pairOf(text: string): { before: string; after: string } {
  const after = unescaped(text);
  let first = 0;
  while (first < after.length && text[first] === after[first]) first += 1;
  const from = Math.max(0, first - SHOWN_LENGTH / 4);
  const part = (of: string): string => {
    const cut = of.slice(from, from + SHOWN_LENGTH).toWellFormed();
    return `${from > 0 ? '…' : ''}${cut}${from + SHOWN_LENGTH < of.length ? '…' : ''}`;
  };
  return { before: part(text), after: part(after) };
}

export class Texts {
  readonly #sheet: Sheet;

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  /** A title on one line, cut where it is too long; `at` itself where nothing is left of it. */
  title(given: string, at: string): string {
    const text = this.#repaired(given);
    // oxlint-disable-next-line no-control-regex -- control characters are what this takes out
    const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed();
    const line = plain.normalize('NFC').trim();
    if (line !== text) this.#sheet.say(at, 'its title was put on one clean line');
    if (line === '') return at;
    if (codePoints(line) <= LONGEST_TITLE) return line;
    this.#sheet.say(at, `its title was cut at ${LONGEST_TITLE} characters`);
    return Array.from(line).slice(0, LONGEST_TITLE).join('').trim();
  }

  /** A long text; null where it is none that fits, which the report says. */
  body(given: string | null | undefined, at: string, noun: string): string | null {
    const text = this.#repaired(given ?? '');
    const whole = document.fields.text.rule.safeParse(text).success;
    if (whole && fitsBytes(text, MAX_DOCUMENT_BYTES)) return text;
    this.#sheet.say(at, `its ${noun} is no text that fits: left out`);
    return null;
  }

  /** Counts those of these texts of the file, which a command brings, that are repaired by it. */
  come(...given: readonly (string | null | undefined)[]): void {
    for (const text of given) {
      if (typeof text === 'string' && this.#repaired(text) !== text) this.#sheet.repaired += 1;
    }
  }

  #repaired(text: string): string {
    return this.#sheet.choices.repair ? unescaped(text) : text;
  }
}
