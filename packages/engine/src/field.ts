/**
 * Fields: the smallest piece of the one declaration. A field says its number on the wire, its
 * type there, the rule that a value must meet, and what the rule is called when it is broken.
 * TypeScript types, validation, the `.proto`, the codec and the SQL columns are all read from it.
 *
 * Numbers are never reused and never change their type.
 */
import * as z from 'zod/mini';

import { counted, grouped } from './field-word.ts';
import type { Id } from './lib/id.ts';
import { isUuid } from './lib/id.ts';
import type { Limits } from './limits.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';

/** How a value travels and rests: protobuf scalars; `json` is a string holding JSON. */
export type Wire = 'string' | 'bool' | 'double' | 'uint32' | 'json';

export interface Field<T = unknown> {
  /** The number in protobuf: 1…, unique in its shape, for ever. */
  readonly no: number;
  readonly wire: Wire;
  readonly rule: z.ZodMiniType<T>;
  /** What the rule asks for, as the end of a sentence; `ruleOf` says it with what is configured. */
  readonly says: string;
  /** The value may be null: not set, or (in an edit) cleared. */
  readonly nullable: boolean;
  /** In the arguments of a command: may be left out, which means "leave as it is" or "default". */
  readonly optional: boolean;
  /** A change of this field is no edit by a person: no version, no `updatedAt`, no activity. */
  readonly quiet: boolean;
  /** The limit of the configuration that its length or size must keep. */
  readonly limit: keyof Limits | null;
  /** Of a title or name: the most characters that it can hold, whatever is configured. */
  readonly most: number | null;
}

/** Named fields: the shape of a row, or of a command's arguments. */
export type Fields = Readonly<Record<string, Field>>;

export interface OptionalField<T> extends Field<T> {
  readonly optional: true;
}

type ValueOf<F> = F extends Field<infer T> ? T : never;
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends OptionalField<unknown> ? K : never;
}[keyof F];

/** The TypeScript type of values of this shape; optional fields may be left out. */
export type ValuesOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]>;
} & { readonly [K in OptionalKeys<F>]?: ValueOf<F[K]> };

function field<T>(no: number, wire: Wire, rule: z.ZodMiniType<T>, says: string): Field<T> {
  const own = { nullable: false, optional: false, quiet: false, limit: null, most: null };
  return { no, wire, rule, says, ...own };
}

// oxlint-disable-next-line no-control-regex -- control characters are what this refuses
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A title or name: NFC, trimmed, 1 to `max` characters counted as code points, no control
 * characters. With `limit`, the configuration may ask for less (or, up to `max`, for more).
 */
export function title(no: number, max: number, limit: keyof Limits | null = null): Field<string> {
  const rule = z.string().check(
    z.normalize('NFC'),
    z.trim(),
    z.minLength(1),
    z.refine((text) => codePoints(text) <= max),
    z.refine((text) => !CONTROL.test(text) && isWellFormed(text)),
  );
  return { ...field(no, 'string', rule, lineRule(max)), limit, most: max };
}

const lineRule = (max: number): string =>
  `must be 1 to ${counted(max, 'characters')} on one line, with no control characters`;

/** Long text, kept byte for byte; a lone surrogate is refused, since UTF-8 cannot carry it. */
export function text(no: number, limit: keyof Limits | null = null): Field<string> {
  const rule = z.string().check(z.refine(isWellFormed));
  return { ...field(no, 'string', rule, 'must be well-formed Unicode text'), limit };
}

/** A text of a pattern of its own: keys, handles, ranks, colours. */
export function pattern(no: number, regex: RegExp, sentence: string): Field<string> {
  return field(no, 'string', z.string().check(z.regex(regex)), sentence);
}

/** The id of a row of table `T`, or of a command. */
export function id<T extends string>(no: number): Field<Id<T>> {
  const rule = z.custom<Id<T>>(isUuid);
  return field(no, 'string', rule, 'must be a UUID in lower case');
}

/** One of a closed list of words, on the wire as the word itself. */
export function oneOf<const W extends readonly string[]>(no: number, words: W): Field<W[number]> {
  return field<W[number]>(no, 'string', z.enum(words), `must be one of ${words.join(', ')}`);
}

/** −0 becomes 0: they are the same number, but not the same bytes. */
const PLAIN_ZERO = z.overwrite<number>((value) => value + 0);

/** A whole number from `min` to `max`, at most 2³² − 1; `of` says what it counts: `minutes`. */
export function whole(no: number, min = 0, max = 4_294_967_295, of?: string): Field<number> {
  const rule = z.number().check(z.int(), z.gte(min), z.lte(max), PLAIN_ZERO);
  const what = of === undefined ? 'a whole number' : `a whole number of ${of}`;
  return field(no, 'uint32', rule, `must be ${what} from ${grouped(min)} to ${grouped(max)}`);
}

/** An instant: milliseconds UTC since 1970, from the year 1970 to 9999. */
export function instant(no: number): Field<number> {
  const rule = z.number().check(z.int(), z.gte(0), z.lte(253_402_300_799_999), PLAIN_ZERO);
  return field(no, 'double', rule, 'must be an instant in milliseconds UTC, years 1970 to 9999');
}

/** A position in the journal: dense, from 1; 0 for a row that no entry has carried yet. */
export function sequence(no: number): Field<number> {
  const rule = z.number().check(z.int(), z.gte(0), z.lte(Number.MAX_SAFE_INTEGER), PLAIN_ZERO);
  return field(no, 'double', rule, 'must be a whole number from 0');
}

/** A size in halves, from 0: 0, 0.5, 1, … at most what the limit says. */
export function halves(no: number, limit: keyof Limits): Field<number> {
  const inHalves = (value: number): boolean => Number.isSafeInteger(value * 2);
  const rule = z.number().check(z.gte(0), z.refine(inHalves), PLAIN_ZERO);
  return { ...field(no, 'double', rule, 'must be a number from 0 in steps of one half'), limit };
}

export function yes(no: number): Field<boolean> {
  return field(no, 'bool', z.boolean(), 'must be true or false');
}

/** A day without time: ISO `YYYY-MM-DD`, a day that exists. */
export function day(no: number): Field<string> {
  const rule = z.string().check(z.refine(isDay));
  return field(no, 'string', rule, 'must be a day that exists, as YYYY-MM-DD');
}

/** A value of a shape of its own, carried as JSON; `sentence` says what it must be. */
export function json<T>(no: number, rule: z.ZodMiniType<T>, sentence: string): Field<T> {
  return field(no, 'json', rule, sentence);
}

/** The same field, but it may be null: not set, or cleared. */
export function nullable<T>(of: Field<T>): Field<T | null> {
  return { ...of, rule: z.nullable(of.rule), nullable: true };
}

/** The same field, but it may be left out of the arguments. */
export function optional<T>(of: Field<T>): OptionalField<T> {
  return { ...of, optional: true };
}

/** The same field, but a change of it is no edit by a person. */
export function quiet<T>(of: Field<T>): Field<T> {
  return { ...of, quiet: true };
}

/** The same field under another number: arguments of a command reuse the rule of a row's field. */
export function as<T>(no: number, of: Field<T>): Field<T> {
  return { ...of, no };
}

/** Has every surrogate its other half? UTF-8 cannot carry a text where one has not. */
export function isWellFormed(value: string): boolean {
  return !LONE_SURROGATE.test(value);
}

/** How many characters a person sees as typed: code points, not UTF-16 units. */
export function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}

/** What a field asks for where these limits hold: "must be 1 to 200 characters on one line …". */
export function ruleOf({ most, limit, says }: Field, limits: Limits): string {
  return most === null || limit === null ? says : lineRule(Math.min(most, limits[limit]));
}

/**
 * Checks values against their fields and gives them normalised (NFC, trimmed). Names that the
 * shape does not know are left out, as an older program would. Refuses `INVALID` with the field
 * and what its rule asks for, `LIMIT` where the configuration asks for less.
 */
export function check<F extends Fields>(
  fields: F,
  values: Readonly<Record<string, unknown>>,
  limits: Limits,
): ValuesOf<F> | Refusal {
  const out: Record<string, unknown> = {};
  for (const name in fields) {
    const declared = fields[name] as Field;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      if (declared.optional) continue;
      if (!declared.nullable) return refuse('INVALID', { field: name, rule: 'must be given' });
      out[name] = null;
      continue;
    }
    const parsed = declared.rule.safeParse(value);
    if (!parsed.success) return refuse('INVALID', { field: name, rule: ruleOf(declared, limits) });
    const over = declared.limit === null ? false : sizeOf(parsed.data) > limits[declared.limit];
    if (over && declared.limit !== null) {
      return refuse('LIMIT', { what: name, max: limits[declared.limit] });
    }
    out[name] = parsed.data;
  }
  return out as ValuesOf<F>;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return codePoints(value);
  return typeof value === 'number' ? value : 0;
}

function isDay(value: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (parts === null) return false;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1 || month < 1 || month > 12 || date < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return date <= days;
}
