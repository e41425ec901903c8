/**
 * A world: tables in memory with a clock, a person who acts, and names for rows, so that a test
 * reads like a sentence.
 *
 *   const world = new World();                  // ann owns it; there is a project WEB
 *   world.add('login', { type: 'story' });      // an item that the test calls "login"
 *   world.person('ben', { role: 'guest' });
 *   world.as('ben').do('workItem.delete', { id: world.id('login') });   // changes, or a refusal
 *
 * Everything is seeded: no clock, no dice. Each command is one second after the one before.
 */
import type { Activity } from '../entity/activity.ts';
import { activityOf } from '../activity.ts';
import { apply } from '../apply.ts';
import type { Change } from '../change.ts';
import type { Args, Command, CommandKind, CommandOf } from '../command.ts';
import { declarationOf } from '../command.ts';
import type { Context } from '../command/declare.ts';
import { decide } from '../decide.ts';
import type { Document } from '../entity/document.ts';
import type { Member, ProjectRole } from '../entity/member.ts';
import type { Project, ProjectId } from '../entity/project.ts';
import type { State } from '../entity/state.ts';
import type { User, UserId } from '../entity/user.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import type { Entry } from '../entry.ts';
import type { CommandId, Id } from '../lib/id.ts';
import { idOf } from '../lib/id.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal, sentenceOf } from '../refusal.ts';
import { Tables } from '../tables.ts';
import { Chance, idFor } from './chance.ts';

/** 2026-03-02, a Monday, 09:00 UTC. */
export const MONDAY = 1_772_442_000_000;

const SECOND = 1000;

/** What a test may say about one command besides its kind and arguments. */
export type Circumstances = Partial<
  Pick<Command, 'commandId' | 'v' | 'expect' | 'actionId' | 'after' | 'jobId'> &
    Omit<Context, 'commandId'>
>;

/** An item in a test's own words: parent and state by their names. */
export interface ItemWords {
  readonly type?: WorkItem['type'];
  readonly title?: string;
  readonly parent?: string;
  readonly state?: string;
  readonly points?: number;
  readonly description?: string;
}

export class World {
  readonly tables = new Tables();
  readonly chance: Chance;
  readonly entries: Entry[] = [];
  readonly activity: Activity[] = [];
  /** When the next command is decided, milliseconds UTC. */
  now = MONDAY;
  /** Who acts. */
  actor: UserId = idFor('ann');
  /** What every command is decided with, unless it says otherwise. */
  circumstances: Pick<Context, 'via' | 'limits' | 'authoritative'> = {
    via: 'socket',
    limits: DEFAULT_LIMITS,
    authoritative: true,
  };

  /** A workspace owned by ann with the project WEB; `empty`: nothing at all. */
  constructor(seed = 1, empty?: 'empty') {
    this.chance = new Chance(seed);
    if (empty !== undefined) return;
    this.must('workspace.found', {
      id: idFor('workspace'),
      name: 'Bakery',
      timeZone: 'Europe/Berlin',
      userName: 'Ann',
      handle: 'ann',
    });
    this.must('project.create', { id: idFor('WEB'), key: 'WEB', title: 'Web shop' });
  }

  /** The id of the row that this test calls `name`. */
  id<T extends string = never>(name: string): Id<T> {
    return idFor<T>(name);
  }

  /** From now on this person acts. */
  as(name: string): this {
    this.actor = idFor(name);
    return this;
  }

  /** A command as this person's device would make it. */
  command<K extends CommandKind>(
    kind: K,
    args: Args[K],
    circumstances: Circumstances = {},
  ): CommandOf<K> {
    const { commandId, v, expect, actionId, after, jobId } = circumstances;
    return {
      commandId: commandId ?? this.chance.id<'command'>(),
      kind,
      v: v ?? declarationOf(kind).v,
      args,
      actionId: actionId ?? null,
      after: after ?? null,
      expect: expect ?? null,
      jobId: jobId ?? null,
      baseSeq: this.entries.length,
      issuedAt: this.now,
    };
  }

  /** What a command is decided with. */
  context(commandId: CommandId, circumstances: Circumstances = {}): Context {
    return {
      now: circumstances.now ?? this.now,
      actor: circumstances.actor ?? this.actor,
      via: circumstances.via ?? this.circumstances.via,
      limits: circumstances.limits ?? this.circumstances.limits,
      authoritative: circumstances.authoritative ?? this.circumstances.authoritative,
      commandId,
    };
  }

  /** Decides and, if it may be, commits: gives the changes or the refusal. */
  do<K extends CommandKind>(
    kind: K,
    args: Args[K],
    circumstances: Circumstances = {},
  ): readonly Change[] | Refusal {
    return this.commit(this.command(kind, args, circumstances) as Command, circumstances);
  }

  /** The same for a command that is made already. */
  commit(command: Command, circumstances: Circumstances = {}): readonly Change[] | Refusal {
    const context = this.context(command.commandId, circumstances);
    const answer = decide(this.tables, command, context);
    if (isRefusal(answer)) return answer;
    const entry: Entry = {
      seq: this.entries.length + 1,
      commandId: command.commandId,
      actor: context.actor,
      onBehalfOf: null,
      session: null,
      via: context.via,
      actionId: command.actionId,
      jobId: command.jobId,
      issuedAt: command.issuedAt,
      at: context.now,
      kind: command.kind,
      changes: answer,
    };
    apply(this.tables, answer, entry.seq);
    this.entries.push(entry);
    this.activity.push(...activityOf(entry, this.tables.flush(), this.tables));
    this.tables.settle();
    this.now += SECOND;
    return answer;
  }

  /** The same, for what the test takes for granted: throws when it is refused. */
  must<K extends CommandKind>(
    kind: K,
    args: Args[K],
    circumstances: Circumstances = {},
  ): readonly Change[] {
    const answer = this.do(kind, args, circumstances);
    if (isRefusal(answer)) throw new Error(`${kind}: ${answer.code}: ${sentenceOf(answer)}`);
    return answer;
  }

  /** Writes rows as they are, past every rule: what no command can bring about (yet). */
  write(edit: (tables: Tables) => void): void {
    edit(this.tables);
    this.tables.flush();
    this.tables.settle();
  }

  /** A person who is in the workspace, `name` being also the handle. */
  person(name: string, words: Partial<Pick<User, 'role' | 'status' | 'kind'>> = {}): User {
    const row: User = {
      ...this.#base(this.id<'user'>(name)),
      name,
      handle: name,
      kind: 'human',
      owner: null,
      colour: '#123456',
      role: 'member',
      status: 'active',
      ...words,
    };
    this.write((tables) => tables.set('user', row.id, row));
    return row;
  }

  /** Gives a person a role of their own in the project; null takes the row away. */
  member(name: string, role: ProjectRole | null, project: ProjectId = this.project.id): void {
    const row: Member = {
      ...this.#base(this.id<'member'>(`${project} ${name}`)),
      project,
      user: this.id<'user'>(name),
      role: role ?? 'viewer',
    };
    this.write((tables) => tables.set('member', row.id, role === null ? undefined : row));
  }

  /** Puts a row into the trash, or takes it out: for tables whose trash has no command yet. */
  trash(table: 'project' | 'state', name: string, dead = true): void {
    const which = table === 'state' ? this.state(name).id : this.id(name);
    this.write((tables) => {
      const row = tables.get(table, which as never);
      const mark = dead ? { deletedAt: this.now, deletedBy: this.actor } : null;
      const marked = { ...row, ...(mark ?? { deletedAt: null, deletedBy: null }) };
      tables.set(table, which as never, marked as never);
    });
  }

  /** Makes an item; a story unless the words say otherwise. */
  add(name: string, words: ItemWords = {}): WorkItem {
    const { parent, state, type = 'story', title = name, ...rest } = words;
    this.must('workItem.create', {
      id: this.id<'workItem'>(name),
      project: this.project.id,
      type,
      title,
      ...rest,
      ...(parent === undefined ? {} : { parent: this.id<'workItem'>(parent) }),
      ...(state === undefined ? {} : { state: this.state(state).id }),
    });
    return this.item(name);
  }

  /** The item that this test calls `name`; throws when it is not there. */
  item(name: string): WorkItem {
    return found(this.tables.get('workItem', this.id<'workItem'>(name)), name);
  }

  /** The state of that name; throws when there is none. */
  state(name: string): State {
    return found(
      [...this.tables.all('state')].find((state) => state.name === name),
      name,
    );
  }

  /** The description of an item or project; undefined where it has none. */
  text(name: string): Document | undefined {
    return this.tables.get('document', this.id<'document'>(name));
  }

  /** The project WEB. */
  get project(): Project {
    return found(this.tables.get('project', this.id<'project'>('WEB')), 'WEB');
  }

  /** The names of the items of a project in their order; what the test did not name, by its key. */
  order(...names: readonly string[]): string {
    const known = new Map<WorkItemId, string>(
      names.map((name) => [this.id<'workItem'>(name), name]),
    );
    const items = [...this.tables.list('workItem', 'byProject', this.project.id)];
    return items.map((item) => known.get(item.id) ?? `#${item.number ?? '•'}`).join(' ');
  }

  #base<T extends string>(id: Id<T>) {
    return {
      id: idOf<T>(id),
      version: 1,
      seq: 0,
      createdAt: this.now,
      createdBy: this.actor,
      updatedAt: this.now,
      updatedBy: this.actor,
      deletedAt: null,
      deletedBy: null,
    };
  }
}

function found<T>(row: T | undefined, name: string): T {
  if (row === undefined) throw new Error(`there is no "${name}" in this world`);
  return row;
}
