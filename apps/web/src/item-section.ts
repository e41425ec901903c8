// A part of an item: what it is given, and where it stands. And what comments bring to its timeline.
import type { ItemDetail, Project } from '@planwright/engine';
import type { ReactNode } from 'react';

import type { ColdStanding } from './store/cold-pages.ts';

/** What every part is given. */
export interface SectionProps {
  readonly detail: ItemDetail;
  readonly project: Project;
  /** May the person change the item, and is it out of the trash? */
  readonly editable: boolean;
}

export interface SectionsProps extends SectionProps {
  /** Only those of a column of the page; left out: all. */
  readonly of?: 'main' | 'side';
}

/** What comments bring to the timeline. */
export interface Conversation {
  /** The threads that are here, newest first, and the way to older ones. */
  readonly useThreads: (props: SectionProps) => {
    readonly threads: readonly Thread[];
    readonly standing: ColdStanding;
    readonly readMore: () => void;
  };
  /** The field for a new comment. */
  readonly Composer: (props: SectionProps) => ReactNode;
}

/** A comment with its replies. */
export interface Thread {
  readonly id: string;
  /** When it began, milliseconds UTC. */
  readonly at: number;
  readonly content: ReactNode;
}
