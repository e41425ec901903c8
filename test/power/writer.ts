/**
 * A writer: a client that makes up edits by chance, sends a few at a time, and goes on when all of
 * them have their verdicts. What has none when the server dies is sent again to the next one, with
 * the same ids and numbers, as every device does.
 */
import type {
  Args,
  Change,
  Command,
  CommandKind,
  Entry,
  ProjectId,
  StateId,
  WorkItemId,
} from '@planwright/engine';
import { idOf, patchOf } from '@planwright/engine';
import type { Chance } from '@planwright/engine/testing/chance.ts';
import type { Down, UpOf, WireVerdict } from '@planwright/protocol';
import { decodeEntry, encodeCommand } from '@planwright/protocol';
import { Line } from './line.ts';
import type { Server } from './server.ts';

/** What the writers share: the project that they work in, as far as they have seen it. */
export class Board {
  readonly project: ProjectId;
  readonly states: StateId[] = [];
  readonly items: WorkItemId[] = [];
  /** Commands that may still be made in this life of the server. */
  budget = 0;
  /** Commands that have got their verdicts. */
  settled = 0;

  constructor(project: ProjectId) {
    this.project = project;
  }

  see(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.op !== 'put') continue;
      if (change.table === 'state') this.states.push(change.row.id);
      if (change.table === 'workItem') this.items.push(change.row.id);
    }
  }
}

interface Pending {
  readonly no: number;
  readonly command: Command;
}

/** Commands that are sent at once, at most. */
const AT_ONCE = 3;

export class Writer {
  readonly #board: Board;
  readonly #chance: Chance;
  readonly #stream: string;
  /** The first one makes the project. */
  readonly #first: boolean;
  readonly #pending = new Map<string, Pending>();
  /** Own items with a text: which revision, and what it says. */
  readonly #texts = new Map<string, { rev: number; text: string }>();
  #no = 0;
  #line: Line | null = null;
  #idle: (() => void) | null = null;

  constructor(board: Board, chance: Chance, first: boolean) {
    this.#board = board;
    this.#chance = chance;
    this.#stream = chance.id();
    this.#first = first;
  }

  /** Commands without a verdict. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Connects and writes; resolves when nothing more is to be written, or the line is lost. */
  async work(server: Server): Promise<void> {
    const line = new Line(server, this.#streams(), (frame) => this.#take(frame));
    this.#line = line;
    const idle = new Promise<void>((isIdle) => (this.#idle = isIdle));
    await Promise.race([idle, line.closed]);
    line.close();
    await line.closed;
  }

  #streams(): UpOf<'hello'>['streams'] {
    return [{ stream: this.#stream, acknowledged: this.#no - this.#pending.size }];
  }

  #take(frame: Down): void {
    if (frame.type === 'welcome') {
      for (const { verdicts } of frame.streams) this.#settle(verdicts);
      this.#push([...this.#pending.values()]);
      this.#next();
    } else if (frame.type === 'batch') {
      for (const bytes of frame.entries) this.#see(decodeEntry(bytes));
      this.#next();
    } else if (frame.type === 'verdicts') {
      this.#settle(frame.verdicts);
      this.#next();
    } else if (frame.type === 'resync') this.#line?.hello(this.#streams());
    else if (frame.type === 'pause') setTimeout(() => this.#again(frame.no), frame.retryMs);
  }

  #again(from: number): void {
    this.#push([...this.#pending.values()].filter(({ no }) => no >= from));
  }

  #see({ commandId, changes }: Entry): void {
    this.#settleOne(commandId);
    if (this.#first) this.#board.see(changes);
  }

  #settle(verdicts: readonly WireVerdict[]): void {
    for (const { commandId, refusal } of verdicts) {
      const args = this.#pending.get(commandId)?.command.args;
      if (refusal !== null && args !== undefined && 'id' in args) this.#texts.delete(args.id);
      this.#settleOne(commandId);
    }
  }

  #settleOne(commandId: string): void {
    if (this.#pending.delete(commandId)) this.#board.settled += 1;
  }

  #next(): void {
    if (this.#pending.size > 0) return;
    const made: Pending[] = [];
    const count = 1 + this.#chance.below(AT_ONCE);
    for (; made.length < count && this.#board.budget > 0; this.#board.budget -= 1) {
      this.#no += 1;
      const one = { no: this.#no, command: this.#wish() };
      made.push(one);
      this.#pending.set(one.command.commandId, one);
    }
    if (made.length > 0) this.#push(made);
    else this.#idle?.();
  }

  #push(pending: readonly Pending[]): void {
    if (pending.length === 0) return;
    const commands = pending.map(({ no, command }) => ({ no, command: encodeCommand(command) }));
    this.#line?.send({ type: 'push', stream: this.#stream, commands });
  }

  /** Something that somebody might want; one in twelve is refused. */
  #wish(): Command {
    const chance = this.#chance;
    const { project, states, items } = this.#board;
    if (this.#first && this.#no === 1) {
      return this.#command('project.create', { id: project, key: 'WEB', title: 'Website' });
    }
    const item = chance.pick(items);
    const state = chance.pick(states);
    const way = item === undefined ? 0 : chance.below(12);
    const id = item ?? chance.id<'workItem'>();
    const title = `Item ${chance.below(1_000_000)}`;
    if (way < 3) return this.#create(title);
    if (way < 6 && state !== undefined) {
      return this.#command('workItem.move', { id, state });
    }
    if (way < 8) return this.#command('workItem.edit', { id, title, points: chance.below(9) });
    if (way < 9) return this.#write(title);
    if (way < 10) return this.#command('workItem.delete', { id, children: 'up' });
    if (way < 11) return this.#command('workItem.restore', { id });
    return this.#command('workItem.edit', { id: chance.id(), title });
  }

  #create(title: string): Command {
    const id = this.#chance.id<'workItem'>();
    const text = `${title}: ${'bread and cake, '.repeat(this.#chance.below(400))}`;
    const described = this.#chance.yes(0.3);
    if (described) this.#texts.set(id, { rev: 1, text });
    return this.#command('workItem.create', {
      id,
      project: this.#board.project,
      type: 'task',
      title,
      ...(described ? { description: text } : {}),
    });
  }

  /** Adds a line to a text of its own. */
  #write(line: string): Command {
    const [id, before] = this.#chance.pick([...this.#texts]) ?? [];
    if (id === undefined || before === undefined) return this.#create(line);
    const text = `${line}\n${before.text}`;
    this.#texts.set(id, { rev: before.rev + 1, text });
    const base = { rev: before.rev };
    return this.#command('document.edit', {
      id: idOf<'document'>(id),
      base,
      patch: patchOf(before.text, text),
    });
  }

  #command<K extends CommandKind>(kind: K, args: Args[K]): Command {
    return {
      commandId: this.#chance.id<'command'>(),
      kind,
      v: 1,
      args,
      actionId: null,
      after: null,
      expect: null,
      jobId: null,
      baseSeq: 0,
      issuedAt: 0,
    } as unknown as Command;
  }
}
