/**
 * A desk: one person's screen on a small world, with a connection that the test holds in its hand.
 *
 *   const desk = new Desk();                     // ann's, in the project WEB
 *   desk.world.add('login');                     // before `open`: what the snapshot holds
 *   desk.open();
 *   desk.show(<Trash project={desk.project} />);
 *   desk.settle();                               // the server answers what waits
 */
import type {
  Change,
  Command,
  Entry,
  Project,
  Refusal,
  Rows,
  WorkItem,
  WorkItemId,
} from '@planwright/engine';
import { TABLE_NAMES, idOf, isRefusal } from '@planwright/engine';
import { World } from '@planwright/engine/testing/world.ts';
import type { WireRow } from '@planwright/protocol';
import { encodeEntry } from '@planwright/protocol';
import type { OwnedTable, Wanted } from '@planwright/sync';
import { MemoryOutbox, OWNED, Replica } from '@planwright/sync';
import { act, cleanup, configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach } from 'vitest';

import type { Destination, Place } from '../../actions/place.ts';
import { NavigationProvider, PlaceProvider } from '../../actions/place.ts';
import { ToastProvider } from '../../ui/toast.tsx';
import { TooltipProvider } from '../../ui/tooltip.tsx';
import { openDrafts } from '../drafts.ts';
import { StoreProvider } from '../hooks.ts';
import type { StoreParts } from '../replica-store.ts';
import { ReplicaStore } from '../replica-store.ts';

afterEach(cleanup);
// What comes late on a busy machine (code that is loaded when it is asked for) still comes.
configure({ asyncUtilTimeout: 15_000 });

type Fetch = StoreParts['link']['fetch'];

export class Desk {
  readonly world = new World();
  /** Where actions have led. */
  readonly visited: Destination[] = [];
  readonly link: { -readonly [K in keyof StoreParts['link']]: StoreParts['link'][K] };
  #replica: Replica | null = null;
  #store: ReplicaStore | null = null;
  #linkListeners: (() => void)[] = [];
  /** What the screen has asked the server for: each is answered by `answer`. */
  readonly asked: {
    readonly wanted: Wanted;
    readonly ids: readonly string[];
    readonly done: Parameters<Fetch>[1];
  }[] = [];

  constructor() {
    this.link = {
      state: 'LIVE',
      blocked: null,
      nextDial: null,
      dial: () => undefined,
      fetch: (wanted, done) => this.asked.push({ wanted, ids: wanted.ids ?? [], done }),
    };
  }

  /** Loads what is in the world by now, without its long texts. */
  open(): this {
    const { world } = this;
    const rows: WireRow[] = TABLE_NAMES.filter((name) => name !== 'document').flatMap((table) =>
      [...world.tables.all(table)].map((row) => ({ table, row }) as WireRow),
    );
    const position = {
      workspaceId: 'workspace',
      lineage: 'lineage',
      dataVersion: 1,
      cursor: world.entries.length,
      hash: '',
      user: world.actor,
    };
    this.#replica = new Replica({
      now: () => world.now,
      newId: () => world.chance.id(),
      build: 'test',
      outbox: new MemoryOutbox(),
      cache: { read: () => ({ position, rows }), write: () => undefined, reset: () => undefined },
    });
    this.#store = new ReplicaStore({
      replica: this.#replica,
      link: this.link,
      onLink: (listener) => this.#linkListeners.push(listener),
      isOnline: () => true,
      newId: () => world.chance.id(),
    });
    openDrafts(position.workspaceId, position.user);
    return this;
  }

  get replica(): Replica {
    if (this.#replica === null) throw new Error('the desk is not open');
    return this.#replica;
  }

  get store(): ReplicaStore {
    if (this.#store === null) throw new Error('the desk is not open');
    return this.#store;
  }

  get project(): Project {
    return this.world.project;
  }

  /** The item as the screen has it. */
  item(name: string): WorkItem {
    const item = this.store.tables.get('workItem', this.world.id<'workItem'>(name));
    if (item === undefined) throw new Error(`no item ${name}`);
    return item;
  }

  itemId(name: string): WorkItemId {
    return this.world.id<'workItem'>(name);
  }

  /** The edits that wait, as `kind`. */
  get waiting(): readonly Command[] {
    return this.replica.pending.map(({ command }) => command);
  }

  place(words: Partial<Place> = {}): Place {
    return {
      store: this.store,
      screen: 'board',
      project: this.project,
      item: null,
      panel: false,
      mayEdit: true,
      mayAdminister: true,
      column: null,
      go: (destination) => this.visited.push(destination),
      href: (destination) => `/${destination.to}`,
      ...words,
    };
  }

  /** Draws something at a place of this desk. */
  show(what: ReactNode, words: Partial<Place> = {}) {
    return render(
      <StoreProvider value={this.store}>
        <TooltipProvider>
          <ToastProvider>
            <NavigationProvider value={this.place()}>
              <PlaceProvider value={this.place(words)}>{what}</PlaceProvider>
            </NavigationProvider>
          </ToastProvider>
        </TooltipProvider>
      </StoreProvider>,
    );
  }

  /** The server answers everything that waits; `refusal`: with that. */
  settle(refusal?: Refusal): void {
    for (const { stream, no, command } of this.replica.pending) {
      const answer = refusal ?? this.world.commit(command);
      const verdict = isRefusal(answer) ? answer : null;
      if (verdict === null) this.#send(this.world.entries.at(-1));
      else {
        const { commandId } = command;
        this.replica.verdicts({
          type: 'verdicts',
          stream,
          verdicts: [{ no, commandId, seq: null, refusal: verdict }],
        });
      }
    }
    act(() => this.replica.flush());
  }

  /** The server answers the first question that waits with a page of these, as a room would. */
  page<T extends OwnedTable>(rows: readonly Rows[T][], limit?: number): void {
    const { wanted, done } = this.asked.shift() ?? {};
    if (wanted === undefined || done === undefined) throw new Error('nothing was asked');
    const table = wanted.table as T;
    const { field, order } = OWNED[table];
    const placeOf = (row: Rows[T]): string =>
      (order === 'seq' ? String(row.seq).padStart(9, '0') : '') + row.id;
    const all = rows
      .filter((row) => row[field as never] === wanted.parent)
      .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
    const start = all.findIndex(({ id }) => id === wanted.after) + 1;
    const end = start + (limit ?? wanted.limit ?? 100);
    const page = all.slice(start, end).map((row) => ({ table, row }) as unknown as WireRow);
    act(() => {
      this.replica.rows(page);
      this.replica.flush();
      done({ rows: page, more: end < all.length, answer: null });
    });
  }

  /** Somebody else does something, and it arrives. */
  arrives(work: (world: World) => void): void {
    const before = this.world.entries.length;
    work(this.world);
    for (const entry of this.world.entries.slice(before)) this.#send(entry);
    act(() => this.replica.flush());
  }

  /**
   * Of some entries the part that this person sees arrives at once: what leaves their sight, what
   * comes back.
   */
  sees(...entries: readonly (readonly Change[])[]): void {
    const { world } = this;
    for (const changes of entries) {
      this.#send({
        seq: this.replica.received + 1,
        commandId: idOf<'command'>(world.chance.id()),
        actor: world.actor,
        onBehalfOf: null,
        session: null,
        via: 'socket',
        actionId: null,
        jobId: null,
        issuedAt: world.now,
        at: world.now,
        kind: 'workItem.transfer',
        changes,
      });
    }
    act(() => this.replica.flush());
  }

  /** The long texts of the world, as the server would send them to who asks. */
  textRows(): WireRow[] {
    return [...this.world.tables.all('document')].map((row) => ({ table: 'document', row }));
  }

  /** The connection is another one now. */
  connection(state: StoreParts['link']['state']): void {
    this.link.state = state;
    act(() => this.#linkListeners.forEach((listener) => listener()));
  }

  #send(entry: Entry | undefined): void {
    if (entry === undefined) return;
    const { seq } = entry;
    const ok = this.replica.batch({
      type: 'batch',
      from: seq,
      to: seq,
      hash: '',
      entries: [encodeEntry(entry)],
    });
    if (!ok) throw new Error('entries are missing in between');
  }
}
