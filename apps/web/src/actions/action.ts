// An action: one thing that a person can do, written once. Buttons, menus, shortcuts and the sheet of
// shortcuts are read from it.
import type { LucideIcon } from 'lucide-react';

import type { Place } from './place.ts';

/** The part of the shortcut sheet that an action stands in. */
export type Section = 'general' | 'board' | 'list' | 'item';

export interface Action {
  readonly id: string;
  readonly name: string;
  readonly section: Section;
  readonly icon: LucideIcon;
  /** In the grammar of tinykeys: `$mod+z`, `g h`, `Shift+?`. */
  readonly shortcut?: string;
  /** Other keys that do the same, where people know two. */
  readonly otherShortcut?: string;
  readonly danger?: boolean;
  /** Can it be done here and now? */
  readonly applies: (place: Place) => boolean;
  readonly perform: (place: Place) => void;
}
