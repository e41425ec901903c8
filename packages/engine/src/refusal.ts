/**
 * Refusals: the closed list of everything that a command or a query can be told instead of "yes".
 * A refusal is a value; an exception is a bug. One table serves every door: the HTTP status, the
 * exit code of the command line, and the sentence a person reads. What people call a field stands
 * in `field-word.ts`.
 */
import { counted, fieldWord, grouped, isFieldName, plainWords, subjectOf } from './field-word.ts';
import { isUuid } from './lib/id.ts';

/** What each code carries. */
export interface RefusalDetails {
  INVALID: { field: string; rule: string };
  NOT_FOUND: { what: string };
  EXISTS: { field: string };
  FORBIDDEN: { needs: string };
  CONFLICT: { field: string; expected: unknown; actual: unknown };
  TEXT_CONFLICT: { rev: number };
  CYCLE: { path: readonly string[] };
  HIERARCHY: { child: string; parent: string };
  TRANSITION: { from: string; to: string };
  HAS_CHILDREN: { count: number };
  LIMIT: { what: string; max: number };
  WIP_LIMIT: { state: string; max: number };
  BLOCKED: { by: readonly string[] };
  ARCHIVED: { project: string };
  DELETED: { by: string | null; at: number | null };
  LEASED: { holder: string; until: number };
  DEPENDENCY: { commandId: string };
  UNSUPPORTED: { kind: string };
  INTERNAL: { commandId: string };
  UNAUTHENTICATED: Record<never, never>;
  RATE_LIMITED: { retryMs: number };
  UNAVAILABLE: { retryMs: number };
}

export type RefusalCode = keyof RefusalDetails;

/**
 * `{code, ...details}`: which details a code carries stands in the list above. `item` is the key
 * of the one that is meant, where a command is about several.
 */
export type Refusal = {
  [C in RefusalCode]: { readonly code: C; readonly item?: string } & Readonly<RefusalDetails[C]>;
}[RefusalCode];

/** The refusal of one code. */
export type RefusalOf<C extends RefusalCode> = Extract<Refusal, { code: C }>;

interface RefusalFacts<C extends RefusalCode> {
  /** HTTP status of REST and the import door. */
  readonly status: number;
  /** Exit code of the command line (sysexits.h where one fits). */
  readonly exit: number;
  /** What a person reads. */
  readonly sentence: (details: Readonly<RefusalDetails[C]>) => string;
  /** False for the three that only say "not now": nothing is stored, the command is sent again. */
  readonly final: boolean;
}

export const REFUSALS: { readonly [C in RefusalCode]: RefusalFacts<C> } = {
  INVALID: facts(422, 65, ({ field, rule }) => {
    const subject = capital(subjectOf(told(field)));
    return `${subject}${subject.startsWith('Line ') ? ':' : ''} ${told(rule)}.`;
  }),
  NOT_FOUND: facts(404, 66, ({ what }) => `There is no such ${told(what)} here.`),
  EXISTS: facts(409, 73, ({ field }) => takenSentence(told(field))),
  FORBIDDEN: facts(403, 77, ({ needs }) => `This needs the right to ${told(needs)}.`),
  CONFLICT: facts(409, 75, ({ field, expected, actual }) => {
    const changed = `${capital(subjectOf(told(field)))} has changed`;
    return isShown(expected) && isShown(actual)
      ? `${changed}: expected ${told(expected)}, found ${told(actual)}.`
      : `${changed} in the meantime.`;
  }),
  TEXT_CONFLICT: facts(
    409,
    75,
    ({ rev }) =>
      `Somebody else changed this text first (now revision ${told(rev)}). Yours is kept as a draft.`,
  ),
  CYCLE: facts(409, 65, ({ path }) => `That would close a circle: ${told(path, ' → ')}.`),
  HIERARCHY: facts(
    422,
    65,
    ({ child, parent }) =>
      `An item of type ${told(child)} cannot be under one of type ${told(parent)}.`,
  ),
  TRANSITION: facts(409, 65, ({ from, to }) => `It cannot go from ${told(from)} to ${told(to)}.`),
  HAS_CHILDREN: facts(409, 65, ({ count }) => `It still has ${counted(count, 'items')} under it.`),
  LIMIT: facts(422, 65, ({ what, max }) => mostSentence(told(what), max)),
  WIP_LIMIT: facts(
    409,
    65,
    ({ state, max }) => `${told(state)} is full: at most ${counted(max, 'items')}.`,
  ),
  BLOCKED: facts(409, 65, ({ by }) => `It is blocked by ${told(by)}.`),
  ARCHIVED: facts(
    409,
    65,
    ({ project }) => `Project ${told(project)} is archived and read-only. Bring it back first.`,
  ),
  DELETED: facts(410, 66, () => 'It is in the trash. Restore it first.'),
  LEASED: facts(423, 75, ({ holder }) => `It is taken by ${told(holder)} for now.`),
  DEPENDENCY: facts(424, 65, () => 'An earlier step of the same action was refused.'),
  UNSUPPORTED: facts(
    501,
    76,
    ({ kind }) =>
      `This server does not know “${plainWords(told(kind))}”. It may be older than the app.`,
  ),
  INTERNAL: facts(
    500,
    70,
    ({ commandId }) => `Something went wrong inside. The log names ${told(commandId)}.`,
  ),
  UNAUTHENTICATED: facts(401, 77, () => 'Please sign in again.', false),
  RATE_LIMITED: facts(429, 75, () => 'Too fast. It is sent again by itself.', false),
  UNAVAILABLE: facts(
    503,
    75,
    () => 'The server cannot write just now. It is sent again by itself.',
    false,
  ),
};

function facts<C extends RefusalCode>(
  status: number,
  exit: number,
  sentence: RefusalFacts<C>['sentence'],
  final = true,
): RefusalFacts<C> {
  return { status, exit, sentence, final };
}

/** A detail in a sentence; one that is missing, as of another version, is "nothing". */
function told(value: unknown, between = ', '): string {
  if (Array.isArray(value)) return value.join(between);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return value === null || value === undefined ? 'nothing' : `${value as string | number}`;
}

/** Ids and values of several parts say nothing to a person. */
function isShown(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && !isUuid(value));
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** What is there already, where nobody says that it is "taken". */
const HERE: Readonly<Record<string, string>> = {
  workspace: 'There is a workspace here already.',
  user: 'That person has a role here already.',
  dependency: 'These items depend on each other in this way already.',
};

function takenSentence(field: string): string {
  if (Object.hasOwn(HERE, field)) return HERE[field] as string;
  if (isFieldName(field)) return `That ${fieldWord(field)} is taken already.`;
  if (field.startsWith('project ')) return `${capital(field)} is here already.`;
  const isRow = /^\w+\.\w+$/.test(field);
  return `${isRow ? capital(subjectOf(field)) : `The ${field}`} is taken already.`;
}

/** Fields whose limit is one of their length, in characters. */
const WRITTEN: ReadonlySet<string> = new Set(['title', 'name', 'description', 'comment', 'text']);

function mostSentence(what: string, max: number): string {
  if (what === 'points') return `The points may be at most ${grouped(max)}.`;
  return WRITTEN.has(what)
    ? `The ${what} may have at most ${counted(max, 'characters')}.`
    : `There may be at most ${counted(max, isFieldName(what) ? fieldWord(what) : what)}.`;
}

/** Makes a refusal: `refuse('LIMIT', { what: 'title', max: 200 })`. */
export function refuse<C extends RefusalCode>(code: C, details: RefusalDetails[C]): RefusalOf<C> {
  return { code, ...details } as unknown as RefusalOf<C>;
}

/** Tells a refusal from any other value. */
export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === 'object' && value !== null && 'code' in value && isRefusalCode(value.code)
  );
}

/** Is this one of the closed list? */
export function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(REFUSALS, code);
}

/** The sentence that a person reads: `The title may have at most 200 characters.` */
export function sentenceOf(refusal: Refusal): string {
  const about = refusal.item === undefined ? '' : `${refusal.item}: `;
  const sentence = REFUSALS[refusal.code].sentence as (details: Refusal) => string;
  return `${about}${sentence(refusal)}`;
}
