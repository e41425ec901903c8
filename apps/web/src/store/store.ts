// What the screens see of the workspace: the tables as they are with one's own edits, the way to make
// an edit, and how it stands with saving. The heart of it is the replica; this is its face in React.
import type {
  Args,
  CommandId,
  CommandKind,
  DocumentId,
  Expectation,
  Id,
  Limits,
  Refusal,
  RowId,
  Tables,
  UserId,
  View,
} from '@planwright/engine';
import type { Problem } from '@planwright/sync';

import type { KeptTable } from './cold-keeper.ts';
import type { ColdPages } from './cold-pages.ts';

/** Where the connection is. */
export type LinkStanding = 'connecting' | 'catchingUp' | 'live' | 'waiting' | 'blocked';

/** How it stands with saving and the connection; a new object whenever something of it changes. */
export interface SyncState {
  readonly link: LinkStanding;
  /** Does the device say that it has a network? */
  readonly online: boolean;
  /** Own edits that the server has not confirmed. */
  readonly waiting: number;
  /** Do edits that wait survive the end of this page? */
  readonly durable: boolean;
  /** When the next try to connect is due, milliseconds UTC; null when none is planned. */
  readonly nextTryAt: number | null;
  /** The server asked to wait before sending again. */
  readonly paused: boolean;
  /** Why the connection is given up, as a sentence; null while it is not. */
  readonly blockedBy: string | null;
  readonly problems: readonly Problem[];
}

/** What a text was typed on: a revision, or an own edit after it that has no verdict yet. */
export interface TextBase {
  readonly rev: number;
  readonly text: string;
  readonly after: CommandId | null;
  /** What that own edit was typed on: as long as it has not left this device, more is joined to it. */
  readonly on?: Omit<TextBase, 'on'>;
}

/** Is a text on this device? `none`: it has never been written. `away`: it cannot be had just now. */
export type TextStanding = 'here' | 'none' | 'loading' | 'away';

export interface RunOptions {
  /** What several edits have in common: the server refuses those that follow a refused one. */
  readonly actionId?: string;
  /** What must still be so of its row: else the edit is refused. */
  readonly expect?: Expectation;
  /** The draft that it carries: forgotten once the server has it, unless more was written since. */
  readonly draft?: string;
}

export interface Store {
  readonly tables: Tables;
  /** The person whose device this is; only known once the workspace is here. */
  readonly me: UserId;
  readonly limits: Limits;
  /** Is the workspace on this device? Before that there is nothing to show. */
  readonly isReady: () => boolean;
  /** Counts the changes of the tables: a query read at one version is true for all of it. */
  readonly version: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  readonly sync: () => SyncState;
  readonly subscribeSync: (listener: () => void) => () => void;

  /** A fresh id for a row that an edit makes. */
  newId<T extends string>(): Id<T>;
  /** Makes an edit: it shows at once and is sent in the background. Gives why not, or null. */
  run<K extends CommandKind>(kind: K, args: Args[K], how?: RunOptions): Refusal | null;
  /**
   * Saves a text that was typed on `base`. Gives the base for what is typed next, or why not. The
   * draft of that name is forgotten once the server has the text.
   */
  saveText(document: DocumentId, base: TextBase, text: string, draft: string): TextBase | Refusal;
  /** What somebody who begins to write in a text writes on: what they have written of it themselves. */
  textBase(document: DocumentId): TextBase;
  /** Is this text here? Asks the server for it where it is not; it appears in the tables. */
  textStanding(document: DocumentId): TextStanding;
  /** Has the server an edit of this text still to confirm? */
  isSavingText(document: DocumentId): boolean;
  /** Can an own edit of this text only be seen once the server has merged it? */
  isUnseenText(document: DocumentId): boolean;
  /** The text of the draft of that name as it is on its way to the server; null where it is not. */
  sentDraft(name: string): string | null;
  /** Keeps the rows of an owner (a text: its own) on this device, until what it gives is called. */
  hold(table: KeptTable, owner: RowId): () => void;
  /** Rows that are read from the server by the page: comments, attachments, activity, revisions. */
  readonly pages: ColdPages;
  /** A live query, shared by all who ask under one name. */
  view<T>(name: string, make: (tables: Tables) => View<T>): View<T>;

  /** Connects now instead of at the next planned time. */
  tryNow(): void;
  /** Sends a refused edit again, as a new one. */
  retry(problem: Problem): void;
  discard(problem: Problem): void;
}
