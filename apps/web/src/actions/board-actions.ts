// What can be done on a board, besides what is done with an item anywhere. `list.ts` has them among all.
import { ChevronsRightLeft, FoldVertical, Plus, Rows3, SquareCheck, SquareX } from 'lucide-react';

import { addTo } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import type { Action } from './action.ts';
import { columnFold, toggleFold } from './folds.ts';
import { hasPicks, pick, unpick } from './picks.ts';

export const boardActions = {
  newItem: {
    id: 'newItem',
    name: strings.board.newItem,
    section: 'board',
    icon: Plus,
    shortcut: 'c',
    applies: ({ screen, mayEdit }) => screen === 'board' && mayEdit,
    perform: ({ store, project, column }) => {
      const first = project && store.tables.first('state', 'byProject', project.id);
      addTo(column ?? first?.id ?? null);
    },
  },

  pickCard: {
    id: 'pickCard',
    name: strings.board.pick,
    section: 'board',
    icon: SquareCheck,
    shortcut: 'x',
    applies: ({ screen, item }) => screen === 'board' && item !== null && item.deletedAt === null,
    perform: ({ item }) => {
      if (item !== null) pick(item.id);
    },
  },
  unpickCards: {
    id: 'unpickCards',
    name: strings.board.unpick,
    section: 'board',
    icon: SquareX,
    shortcut: 'Escape',
    applies: ({ screen }) => screen === 'board' && hasPicks(),
    perform: unpick,
  },
  foldColumn: {
    id: 'foldColumn',
    name: strings.board.foldColumn,
    section: 'board',
    icon: ChevronsRightLeft,
    shortcut: 'f',
    applies: ({ screen, column }) => screen === 'board' && column !== null,
    perform: ({ column }) => {
      if (column !== null) toggleFold(columnFold(column));
    },
  },
  foldLane: {
    id: 'foldLane',
    name: strings.board.foldThisLane,
    section: 'board',
    icon: FoldVertical,
    shortcut: 'Shift+F',
    applies: ({ screen }) => screen === 'board' && laneButton() !== null,
    perform: () => {
      const button = laneButton();
      button?.focus();
      button?.click();
    },
  },
  chooseLanes: {
    id: 'chooseLanes',
    name: strings.board.chooseGroup,
    section: 'board',
    icon: Rows3,
    shortcut: 'Shift+G',
    applies: ({ screen }) => screen === 'board',
    perform: () => {
      const choice = document.querySelector<HTMLElement>('[data-group] button');
      choice?.focus();
      choice?.click();
    },
  },
} as const satisfies Record<string, Action>;

/** What folds the lane that has the focus. */
function laneButton(): HTMLElement | null {
  const lane = document.activeElement?.closest('[data-lane]');
  return lane?.querySelector<HTMLElement>('[data-fold-lane]') ?? null;
}
