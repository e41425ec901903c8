/**
 * Refusals: the closed list of everything that a command or a query can be told instead of "yes".
 * A refusal is a value; an exception is a bug. One table serves every door: the HTTP status, the
 * exit code of the command line, and the sentence a person reads.
 */
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

interface RefusalFacts {
  /** HTTP status of REST and the import door. */
  readonly status: number;
  /** Exit code of the command line (sysexits.h where one fits). */
  readonly exit: number;
  /** What a person reads; `{name}` stands for a detail. */
  readonly sentence: string;
  /** False for the three that only say "not now": nothing is stored, the command is sent again. */
  readonly final: boolean;
}

export const REFUSALS: { readonly [C in RefusalCode]: RefusalFacts } = {
  INVALID: facts(422, 65, '{field}: {rule}.'),
  NOT_FOUND: facts(404, 66, 'There is no such {what} here.'),
  EXISTS: facts(409, 73, 'That {field} is taken already.'),
  FORBIDDEN: facts(403, 77, 'This needs the right to {needs}.'),
  CONFLICT: facts(409, 75, '{field} has changed: expected {expected}, found {actual}.'),
  TEXT_CONFLICT: facts(
    409,
    75,
    'Somebody else changed this text first (now revision {rev}). Yours is kept as a draft.',
  ),
  CYCLE: facts(409, 65, 'That would close a circle: {path}.'),
  HIERARCHY: facts(422, 65, 'An item of type {child} cannot be under one of type {parent}.'),
  TRANSITION: facts(409, 65, 'It cannot go from {from} to {to}.'),
  HAS_CHILDREN: facts(409, 65, 'It still has {count} items under it.'),
  LIMIT: facts(422, 65, 'Too much: {what} may be at most {max}.'),
  WIP_LIMIT: facts(409, 65, '{state} is full: at most {max} items.'),
  BLOCKED: facts(409, 65, 'It is blocked by {by}.'),
  ARCHIVED: facts(409, 65, 'Project {project} is archived and read-only. Bring it back first.'),
  DELETED: facts(410, 66, 'It is in the trash. Restore it first.'),
  LEASED: facts(423, 75, 'It is taken by {holder} for now.'),
  DEPENDENCY: facts(424, 65, 'An earlier step of the same action was refused.'),
  UNSUPPORTED: facts(501, 76, 'This server does not know “{kind}”. It may be older than the app.'),
  INTERNAL: facts(500, 70, 'Something went wrong inside. The log names {commandId}.'),
  UNAUTHENTICATED: facts(401, 77, 'Please sign in again.', false),
  RATE_LIMITED: facts(429, 75, 'Too fast. It is sent again by itself.', false),
  UNAVAILABLE: facts(
    503,
    75,
    'The server cannot write just now. It is sent again by itself.',
    false,
  ),
};

function facts(status: number, exit: number, sentence: string, final = true): RefusalFacts {
  return { status, exit, sentence, final };
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

/** The sentence that a person reads: `Too much: title may be at most 200.` */
export function sentenceOf(refusal: Refusal): string {
  const details = refusal as unknown as Readonly<Record<string, unknown>>;
  const about = refusal.item === undefined ? '' : `${refusal.item}: `;
  return `${about}${REFUSALS[refusal.code].sentence}`.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    if (Array.isArray(value)) return value.join(name === 'path' ? ' → ' : ', ');
    if (typeof value === 'object' && value !== null) return JSON.stringify(value);
    return value === null || value === undefined ? 'nothing' : `${value as string | number}`;
  });
}
