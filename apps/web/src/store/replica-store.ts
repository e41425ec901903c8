// The store over a replica: turns what the replica and its connection know into what screens ask for.
// It adds no rule; it remembers which drafts wait for their verdict, and lets go of what nobody looks at.
import type {
  Args,
  CommandId,
  CommandKind,
  DocumentId,
  Id,
  Limits,
  Refusal,
  RowId,
  Tables,
  UserId,
  View,
} from '@planwright/engine';
import { applyPatch, diffPatch, idOf, isRefusal, revisionIdOf, sumOf } from '@planwright/engine';
import type { Link, Pending, Problem, Replica } from '@planwright/sync';

import { strings } from '../strings.ts';
import type { KeptTable } from './cold-keeper.ts';
import { ColdKeeper } from './cold-keeper.ts';
import { ColdPages } from './cold-pages.ts';
import { draftOf, keepDraft } from './drafts.ts';
import { LongTexts } from './long-texts.ts';
import type {
  LinkStanding,
  RunOptions,
  Store,
  SyncState,
  TextBase,
  TextStanding,
} from './store.ts';

/** A view that nobody looks at is let go after this time, in milliseconds. */
const VIEW_LIFE = 30_000;

/** How long too much may be here before some of it goes, in milliseconds. */
const TIDY_AFTER = 30_000;

/** A draft that a command carries, and what stood in it. */
interface SentDraft {
  readonly draft: string;
  readonly kept: string | null;
}

interface SharedView {
  readonly view: View<unknown>;
  readers: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export interface StoreParts {
  readonly replica: Replica;
  /** The connection; its host says when it has changed. */
  readonly link: Pick<Link, 'state' | 'blocked' | 'nextDial' | 'dial' | 'fetch'>;
  /** Asks to be told when the connection, or what the device says of its network, is different. */
  readonly onLink: (listener: () => void) => void;
  readonly isOnline: () => boolean;
  readonly newId: () => string;
}

export class ReplicaStore implements Store {
  readonly pages: ColdPages;
  readonly #parts: StoreParts;
  readonly #listeners = new Set<() => void>();
  readonly #syncListeners = new Set<() => void>();
  readonly #views = new Map<string, SharedView>();
  readonly #texts: LongTexts;
  readonly #keeper = new ColdKeeper();
  /** Drafts that can be forgotten once these commands are in the journal. */
  readonly #saving = new Map<CommandId, SentDraft>();
  /** Those of refused commands, which may be sent again. */
  readonly #refused = new Map<CommandId, SentDraft>();
  #tidying: ReturnType<typeof setTimeout> | undefined;
  #version = 0;
  #epoch = 0;
  #sync: SyncState;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.pages = new ColdPages({
      fetch: (wanted, done) => parts.link.fetch(wanted, done),
      isNew: (owner) => this.#isNew(owner),
      changed: () => this.#changed(),
    });
    this.#texts = new LongTexts({
      fetch: (wanted, done) => parts.link.fetch(wanted, done),
      isHere: (text) => this.tables.get('document', text) !== undefined,
      isNew: (owner) => this.#isNew(owner),
      changed: () => this.#changed(),
    });
    this.#sync = this.#syncNow();
    parts.replica.tables.subscribe((touched) => {
      for (const { table, id, before, after } of touched) {
        // One that was never in the journal was written here, and refused: there is none, still.
        const hasLeft = after === undefined && before !== undefined && before.seq > 0;
        if (table === 'document' && hasLeft) this.#texts.forget(id);
      }
      this.#changed();
      this.#planTidying();
    });
    parts.replica.subscribe(() => this.#heard());
    parts.onLink(() => this.#heard());
  }

  get tables(): Tables {
    return this.#parts.replica.tables;
  }

  get me(): UserId {
    return this.#parts.replica.user ?? ('' as UserId);
  }

  get limits(): Limits {
    return this.#parts.replica.limits;
  }

  isReady = (): boolean => this.#parts.replica.position !== null;

  version = (): number => this.#version;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  sync = (): SyncState => this.#sync;

  subscribeSync = (listener: () => void): (() => void) => {
    this.#syncListeners.add(listener);
    return () => this.#syncListeners.delete(listener);
  };

  newId<T extends string>(): Id<T> {
    return idOf<T>(this.#parts.newId());
  }

  run<K extends CommandKind>(kind: K, args: Args[K], how: RunOptions = {}): Refusal | null {
    const { draft, ...options } = how;
    const answer = this.#parts.replica.dispatch(kind, args, options);
    if (isRefusal(answer)) return answer;
    if (draft === undefined) return null;
    this.#saving.set(answer, { draft, kept: draftOf(draft) });
    this.#changed();
    return null;
  }

  saveText(document: DocumentId, base: TextBase, text: string, draft: string): TextBase | Refusal {
    const { replica } = this.#parts;
    const { on, after } = base;
    if (on !== undefined && after !== null && text !== on.text) {
      if (replica.amend(after, 'document.edit', editOf(document, on, text))) {
        this.#saving.set(after, { draft, kept: draftOf(draft) });
        return { ...base, text };
      }
    }
    const answer = replica.dispatch('document.edit', editOf(document, base, text));
    if (isRefusal(answer)) return answer;
    this.#saving.set(answer, { draft, kept: draftOf(draft) });
    const rev = this.tables.get('document', document)?.rev ?? base.rev;
    const typedOn = { rev: base.rev, text: base.text, after };
    return { rev, text, after: answer, on: typedOn };
  }

  textBase(document: DocumentId): TextBase {
    const { rev = 0, text = '' } = this.tables.get('document', document) ?? {};
    const last = this.#editsOf(document).at(-1)?.command.commandId;
    const made = last && this.tables.get('revision', revisionIdOf(last));
    if (last === undefined || made?.rev !== rev) return { rev, text, after: null };
    return { rev, text: applyPatch(text, made.authored ?? []) ?? text, after: last };
  }

  textStanding(document: DocumentId): TextStanding {
    return this.#texts.standing(document);
  }

  hold(table: KeptTable, owner: RowId): () => void {
    return this.#keeper.hold(table, owner);
  }

  isSavingText(document: DocumentId): boolean {
    return this.#editsOf(document).length > 0;
  }

  isUnseenText(document: DocumentId): boolean {
    return this.#editsOf(document).some(({ hidden }) => hidden !== null);
  }

  sentDraft(name: string): string | null {
    return [...this.#saving.values()].findLast(({ draft }) => draft === name)?.kept ?? null;
  }

  #editsOf(document: DocumentId): readonly Pending[] {
    return this.#parts.replica.pending.filter(
      ({ command }) => command.kind === 'document.edit' && command.args.id === document,
    );
  }

  view<T>(name: string, make: (tables: Tables) => View<T>): View<T> {
    const known = this.#views.get(name);
    if (known !== undefined) return known.view as View<T>;
    const view = make(this.tables);
    const shared: SharedView = { view, readers: 0, timer: undefined };
    this.#views.set(name, shared);
    this.#countReaders(name, shared);
    return view;
  }

  tryNow(): void {
    this.#parts.link.dial();
  }

  retry(problem: Problem): void {
    const { commandId } = problem.command;
    const sent = this.#refused.get(commandId);
    this.#refused.delete(commandId);
    const answer = this.#parts.replica.retry(problem);
    if (!isRefusal(answer) && sent !== undefined) this.#saving.set(answer, sent);
  }

  discard(problem: Problem): void {
    this.#refused.delete(problem.command.commandId);
    this.#parts.replica.discard(problem);
  }

  /** Lets a view go some time after its last reader has left. */
  #countReaders(name: string, shared: SharedView): void {
    const { view } = shared;
    const subscribe = view.subscribe.bind(view);
    const expire = (): void => {
      shared.timer = setTimeout(() => {
        view.close();
        this.#views.delete(name);
      }, VIEW_LIFE);
    };
    view.subscribe = (listener) => {
      shared.readers += 1;
      clearTimeout(shared.timer);
      const leave = subscribe(listener);
      return () => {
        leave();
        shared.readers -= 1;
        if (shared.readers === 0) expire();
      };
    };
    expire();
  }

  /** Was the row made on this device, and is it not in the journal yet? */
  #isNew(id: RowId): boolean {
    const item = this.tables.get('workItem', idOf<'workItem'>(id));
    return (item ?? this.tables.get('comment', idOf<'comment'>(id)))?.seq === 0;
  }

  /** Some time after there is too much, lets go of what nobody looks at. */
  #planTidying(): void {
    if (this.#tidying !== undefined || !this.#keeper.isOver(this.tables)) return;
    this.#tidying = setTimeout(() => {
      this.#tidying = undefined;
      this.#tidy();
    }, TIDY_AFTER);
  }

  /** While own edits wait, all that they may have been made on stays. */
  #tidy(): void {
    const { replica } = this.#parts;
    if (replica.pending.length > 0 || replica.loading) return;
    const surplus = this.#keeper.surplus(this.tables);
    replica.forget(surplus.flatMap(({ rows }) => rows));
    for (const { table, owner } of surplus) {
      if (table !== 'document') this.pages.forget(table, owner);
    }
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  /** What waits, the problems, the position or the connection are different. */
  #heard(): void {
    const { replica, link } = this.#parts;
    this.#forgetSavedDrafts();
    const before = this.#sync;
    this.#sync = this.#syncNow();
    const again = link.state === 'LIVE' && before.link !== 'live';
    for (const cold of [this.#texts, this.pages]) {
      if (again) cold.reconnected();
      if (replica.epoch !== this.#epoch) cold.dropped();
    }
    this.#epoch = replica.epoch;
    for (const listener of this.#syncListeners) listener();
    this.#changed();
  }

  #forgetSavedDrafts(): void {
    const { pending, problems } = this.#parts.replica;
    for (const [commandId, sent] of this.#saving) {
      if (pending.some(({ command }) => command.commandId === commandId)) continue;
      this.#saving.delete(commandId);
      const refused = problems.some(({ command }) => command.commandId === commandId);
      if (refused) this.#refused.set(commandId, sent);
      else if (draftOf(sent.draft) === sent.kept) keepDraft(sent.draft, null);
    }
  }

  #syncNow(): SyncState {
    const { replica, link, isOnline } = this.#parts;
    return {
      link: standingOfLink(link.state),
      online: isOnline(),
      waiting: replica.pending.length,
      durable: replica.durable,
      nextTryAt: link.nextDial,
      paused: replica.pausedUntil !== null,
      blockedBy: link.blocked === null ? null : strings.status.blockedBy[link.blocked],
      problems: replica.problems,
    };
  }
}

function standingOfLink(state: Link['state']): LinkStanding {
  switch (state) {
    case 'BOOT':
    case 'LOCAL':
    case 'DIALING':
    case 'HELLO_SENT':
      return 'connecting';
    case 'CATCHUP':
      return 'catchingUp';
    case 'LIVE':
      return 'live';
    case 'WAIT':
      return 'waiting';
    case 'BLOCKED':
      return 'blocked';
  }
}

function editOf(id: DocumentId, base: Omit<TextBase, 'on'>, text: string): Args['document.edit'] {
  const sum = sumOf(base.text);
  const on = base.after === null ? { rev: base.rev, sum } : { after: base.after, sum };
  return { id, base: on, patch: diffPatch(base.text, text) };
}
