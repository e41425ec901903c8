/**
 * Decide: the one road from a wish to its answer, the same on every device and on the server.
 *
 *   known kind → valid arguments → the row exists → the actor may → not archived → not in the
 *   trash → as expected → the command's own rule → stamped changes
 *
 * Pure: it reads the tables and changes nothing. It never throws for a business reason.
 */
import type { Change } from './change.ts';
import { patch } from './change.ts';
import type { Command, Expectation } from './command.ts';
import { declarationOf, isCommandKind } from './command.ts';
import type { Context, Needed, Subject } from './command/declare.ts';
import type { AnyRow } from './entity/entity.ts';
import { entityOf } from './entity/list.ts';
import { check } from './field.ts';
import { followUps } from './follow-ups.ts';
import { isUuid } from './lib/id.ts';
import { forEverybody } from './leaving.ts';
import { MAX_ROWS_PER_COMMAND } from './limits.ts';
import { deathOf } from './live.ts';
import { forbids, nounOf } from './policy.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { Tables } from './tables.ts';
import { sameValue } from './tables.ts';

/**
 * The changes that a command makes (none where everything is so already), or why not. `ctx.now`
 * is in milliseconds UTC.
 */
export function decide(
  tables: Tables,
  command: Command,
  ctx: Context,
): readonly Change[] | Refusal {
  if (!isCommandKind(command.kind)) return refuse('UNSUPPORTED', { kind: command.kind });
  const declared = declarationOf(command.kind);
  if (command.v !== declared.v) {
    return refuse('UNSUPPORTED', { kind: `${command.kind} version ${command.v}` });
  }
  const args = check(declared.args, command.args, ctx.limits);
  if (isRefusal(args)) return args;

  const subject = declared.about(args, tables);
  const missing = missingFrom(tables, subject);
  if (missing !== null) return missing;
  const forbidden = forbids(tables, command.kind, ctx.actor, ctx.via, subject);
  if (forbidden !== null) return forbidden;
  for (const one of subject.other === undefined ? [subject] : [subject, subject.other]) {
    const closed = closedBy(tables, one, declared.inArchive === true, declared.inTrash === true);
    if (closed !== null) return closed;
  }
  const conflict = conflictWith(tables, subject, command.expect);
  if (conflict !== null) return conflict;

  const own = declared.decide(args, tables, ctx);
  if (isRefusal(own)) return own;
  const changes = [...own, ...followUps(tables, own, ctx)];
  const { mostRows = MAX_ROWS_PER_COMMAND } = declared;
  if (changes.length > mostRows) {
    return refuse('LIMIT', { what: 'rows changed at once', max: mostRows });
  }
  const out: Change[] = [];
  for (const change of changes) {
    const kept = stamped(tables, change, ctx);
    if (kept !== null) out.push(...forEverybody(tables, kept));
  }
  return out;
}

/**
 * The cold rows that the host must have in the tables before it decides this command. Asked again
 * once those are there, it may name others that follow from them.
 */
export function needs(command: Command, tables: Tables): readonly Needed[] {
  if (!isCommandKind(command.kind)) return [];
  try {
    const keys = declarationOf(command.kind).needs?.(command.args, tables) ?? [];
    return keys.filter((one) => isUuid('id' in one ? one.id : one.of));
  } catch {
    return []; // arguments of a wrong shape need nothing: `decide` refuses them
  }
}

function missingFrom(tables: Tables, subject: Subject): Refusal | null {
  const { project, row, other } = subject;
  for (const one of [row, other?.row]) {
    if (one !== undefined && tables.get(one.table, one.id as never) === undefined) {
      return refuse('NOT_FOUND', { what: nounOf(subject) });
    }
  }
  if (project !== undefined && tables.get('project', project) === undefined) {
    return refuse('NOT_FOUND', { what: nounOf(subject) });
  }
  return null;
}

function closedBy(
  tables: Tables,
  { project, row }: Subject,
  inArchive: boolean,
  inTrash: boolean,
): Refusal | null {
  const home = tables.get('project', project);
  if (home !== undefined && home.status === 'archived' && !inArchive) {
    return refuse('ARCHIVED', { project: home.key });
  }
  const homeKey = home === undefined ? undefined : { table: 'project' as const, id: home.id };
  const key = inTrash ? homeKey : (row ?? homeKey);
  if (key === undefined || (inTrash && row?.id === key.id)) return null;
  const dead = deathOf(tables, key.table, key.id);
  return dead === null ? null : refuse('DELETED', { by: dead.deletedBy, at: dead.deletedAt });
}

function conflictWith(
  tables: Tables,
  { row }: Subject,
  expect: Expectation | null,
): Refusal | null {
  if (expect === null || row === undefined) return null;
  const actual = tables.get(row.table, row.id as never) as AnyRow | undefined;
  if (actual === undefined) return null;
  const wanted = {
    ...expect.fields,
    ...(expect.version === undefined ? {} : { version: expect.version }),
  };
  for (const [field, expected] of Object.entries(wanted)) {
    const found = Object.hasOwn(actual, field) ? actual[field] : null;
    if (!sameValue(found, expected)) return refuse('CONFLICT', { field, expected, actual: found });
  }
  return null;
}

/**
 * A patch without the fields that are so already, null where none is left; with version and
 * `updated…` where it is an edit by a person.
 */
function stamped(tables: Tables, change: Change, ctx: Context): Change | null {
  if (change.op !== 'patch') return change;
  const before = tables.get(change.table, change.id as never) as AnyRow | undefined;
  if (before === undefined) return change;
  const { fields } = entityOf(change.table);
  const wanted = change.set as Readonly<Record<string, unknown>>;
  const set: Record<string, unknown> = {};
  let [differs, edited] = [false, false];
  for (const field in wanted) {
    if (sameValue(before[field], wanted[field])) continue;
    set[field] = wanted[field];
    differs = true;
    edited ||= fields[field]?.quiet !== true;
  }
  if (!differs) return null;
  if (edited && change.set.updatedAt === undefined) {
    set['version'] = before.version + 1;
    set['updatedAt'] = ctx.now;
    set['updatedBy'] = ctx.actor;
  }
  return patch(change.table, change.id as never, set);
}
