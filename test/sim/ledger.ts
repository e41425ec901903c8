/**
 * The ledger: what was committed, refused and told, written down beside the product as it happens.
 * It is told of every append and asked after every frame, so that a promise that is broken for a
 * moment is seen in that moment.
 */
import type { Audience, Change, CommandId, TableName, Tables, UserId } from '@planwright/engine';
import { TABLE_NAMES, audienceOf, entityOf, rowIdOf } from '@planwright/engine';
import { decodeEntry } from '@planwright/protocol';
import type { Group, Journal, Outcome, Replica } from '@planwright/sync';

/** What the ledger looks at of a device. */
export interface Watched {
  readonly slot: number;
  readonly replica: Replica;
  /** Own commands that have no verdict yet, as the ledger knows it. */
  readonly waiting: Set<CommandId>;
  /** Where it stood when it was last looked at. */
  lastLineage: string;
  lastCursor: number;
}

/** What an author was told of a command. */
export interface Told {
  readonly seq: number | null;
  readonly lineage: string;
}

export class Ledger {
  /** What is not as it should be. */
  readonly problems: string[] = [];
  /** How often each thing has happened. */
  readonly counts = new Map<string, number>();
  /** Who may see each row that ever was, by `table id`: from which entry on it was whose. */
  readonly #audiences = new Map<string, { readonly seq: number; readonly audience: Audience }[]>();
  readonly #committed = new Map<string, Map<CommandId, number>>();
  readonly #told = new Map<CommandId, Told>();

  say(problem: string): void {
    if (this.problems.length < 20) this.problems.push(problem);
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** Reads what a journal holds: at the start, and after a restore. */
  async read(journal: Journal): Promise<void> {
    const { lineage } = await journal.head();
    const stored = await journal.after(0, Number.POSITIVE_INFINITY);
    this.#committed.set(lineage, new Map(stored.map(({ commandId, seq }) => [commandId, seq])));
    for (const { bytes } of stored) this.#learn(decodeEntry(bytes));
  }

  /** A group has come to rest in the journal of this lineage. */
  appended(lineage: string, group: Group): void {
    const committed = this.#committed.get(lineage) ?? new Map<CommandId, number>();
    this.#committed.set(lineage, committed);
    for (const { entry, bytes } of group.commits) {
      const { commandId } = decodeEntry(bytes);
      if (committed.has(commandId)) this.say(`${commandId} was applied twice`);
      committed.set(commandId, entry.seq);
      this.#learn(entry);
      this.count(`committed ${entry.kind}`);
    }
    for (const { refusal } of group.rejections) this.count(`refused ${refusal.code}`);
  }

  /** Where a command stands in a lineage; undefined when it does not. */
  seqOf(lineage: string, commandId: CommandId): number | undefined {
    return this.#committed.get(lineage)?.get(commandId);
  }

  toldOf(commandId: CommandId): Told | undefined {
    return this.#told.get(commandId);
  }

  /** Somebody who sent a command without a stream has heard what became of it. */
  answered(lineage: string, commandId: CommandId, outcome: Outcome): void {
    if ('pause' in outcome) return;
    this.#tell(commandId, { seq: 'seq' in outcome ? outcome.seq : null, lineage });
  }

  /** Looks at a device after something has arrived there: what it takes as settled must be shown. */
  watch(device: Watched): void {
    const { replica, waiting, slot } = device;
    const { position } = replica;
    if (position === null) return;
    const { lineage, cursor } = position;
    const back = device.lastLineage === lineage && cursor < device.lastCursor;
    if (back) this.say(`device ${slot} went back from ${device.lastCursor} to ${cursor}`);
    device.lastLineage = lineage;
    device.lastCursor = cursor;
    for (const { again, command } of replica.pending) if (again) waiting.add(command.commandId);
    if (waiting.size === 0) return;
    const pending = new Set(replica.pending.map(({ command }) => command.commandId));
    if (waiting.size === pending.size) return;
    for (const commandId of waiting) {
      if (pending.has(commandId)) continue;
      waiting.delete(commandId);
      const isProblem = replica.problems.some(({ command }) => command.commandId === commandId);
      const seq = this.seqOf(lineage, commandId);
      if (isProblem) this.#tell(commandId, { seq: null, lineage });
      else if (seq === undefined) this.say(`${commandId} was settled, but is in no entry`);
      else if (seq > cursor)
        this.say(`${commandId} was settled at ${cursor}, before its entry ${seq}`);
      else this.#tell(commandId, { seq, lineage });
    }
  }

  /** May this person see a row of this audience, as the dumb way to know it says? */
  static maySee(tables: Tables, user: UserId, audience: Audience): boolean {
    return audience.split('|').some((part) => Ledger.#maySeePart(tables, user, part));
  }

  static #maySeePart(tables: Tables, user: UserId, audience: string): boolean {
    const [kind, id] = audience.split(':');
    const person = [...tables.all('user')].find((one) => one.id === user);
    if (person?.status !== 'active') return false;
    if (kind === 'workspace') return true;
    if (kind === 'user') return id === user;
    const project = [...tables.all('project')].find((one) => one.id === id);
    if (project === undefined) return false;
    const isMember = [...tables.all('member')].some(
      (one) => one.project === id && one.user === user && one.deletedAt === null,
    );
    return isMember || (person.role !== 'guest' && project.defaultRole !== 'none');
  }

  #tell(commandId: CommandId, told: Told): void {
    const before = this.#told.get(commandId);
    const same = before === undefined || before.lineage !== told.lineage || before.seq === told.seq;
    if (!same) this.say(`the author of ${commandId} was told ${before.seq}, then ${told.seq}`);
    this.#told.set(commandId, told);
  }

  /** Who might see a row when this entry was written; undefined for a row that never was. */
  audienceAt(table: TableName, id: string, seq: number): Audience | undefined {
    const known = this.#audiences.get(`${table} ${id}`);
    return (known?.findLast((one) => one.seq <= seq) ?? known?.[0])?.audience;
  }

  #learn({ seq, changes }: ReturnType<typeof decodeEntry>): void {
    for (const change of changes) {
      const audience = audienceIn(change);
      if (audience === null) continue;
      const key = `${change.table} ${rowIdOf(change)}`;
      this.#audiences.set(key, [...(this.#audiences.get(key) ?? []), { seq, audience }]);
    }
  }
}

/** The audience that a change gives a row; null where it leaves it as it is. */
function audienceIn(change: Change): Audience | null {
  if (change.op === 'put') return audienceOf(change.table, change.row as never);
  const set: Readonly<Record<string, unknown>> = change.op === 'patch' ? change.set : {};
  return typeof set['project'] === 'string' ? `project:${set['project']}` : null;
}

/** The hot tables. */
export const HOT = TABLE_NAMES.filter((table) => entityOf(table).hot);
