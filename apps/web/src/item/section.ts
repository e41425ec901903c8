// A part of an item: what it is given, and where it stands.
import type { ItemDetail, Project } from '@planwright/engine';
import type { ReactNode } from 'react';

/** What every part is given. */
export interface SectionProps {
  readonly detail: ItemDetail;
  readonly project: Project;
  /** May the person change the item, and is it out of the trash? */
  readonly editable: boolean;
}

export interface ItemSection {
  readonly id: string;
  /** Where it stands on a wide page. */
  readonly column: 'main' | 'side';
  readonly Section: (props: SectionProps) => ReactNode;
}
