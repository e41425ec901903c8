// The sheet of all shortcuts, read from the list of actions, and the keys that the board itself knows.
import { strings } from '../strings.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Shortcut } from '../ui/kbd.tsx';
import type { Section } from './action.ts';
import { allActions } from './list.ts';
import styles from './shortcut-sheet.module.css';
import { keysOf } from './shortcuts.ts';

interface Line {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Keys that belong to the board as a widget, not to an action. */
const BOARD_KEYS: readonly Line[] = [
  { name: strings.shortcuts.walk, keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] },
  { name: strings.shortcuts.open, keys: ['Enter'] },
  {
    name: strings.shortcuts.move,
    keys: ['Shift+ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  },
];

/** Keys that belong to the list as a widget. */
const LIST_KEYS: readonly Line[] = [
  { name: strings.shortcuts.listWalk, keys: ['j', 'k', 'ArrowUp', 'ArrowDown'] },
  { name: strings.shortcuts.listCells, keys: ['ArrowRight', 'ArrowLeft'] },
  { name: strings.shortcuts.listEdit, keys: ['Enter', 'F2'] },
  { name: strings.shortcuts.listSelect, keys: ['x'] },
  { name: strings.shortcuts.listExtend, keys: ['Shift+ArrowUp', 'ArrowDown'] },
  { name: strings.shortcuts.listCopy, keys: ['$mod+c'] },
];

/** The keys of each part that are no action's. */
const WIDGET_KEYS: Partial<Readonly<Record<Section, readonly Line[]>>> = {
  board: BOARD_KEYS,
  list: LIST_KEYS,
};

const SECTIONS: readonly Section[] = ['general', 'board', 'list', 'item'];

/** The lines of one part of the sheet. */
export function linesOf(section: Section): readonly Line[] {
  const lines = allActions
    .filter((action) => action.section === section && action.shortcut !== undefined)
    .map((action) => ({ name: action.name, keys: keysOf(action) }));
  return [...lines, ...(WIDGET_KEYS[section] ?? [])];
}

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title={strings.shortcuts.title} size="l">
      <div className={styles.sheet}>
        {SECTIONS.map((section) => (
          <section key={section}>
            <h3 className={styles.heading}>{strings.shortcuts[section]}</h3>
            <dl className={styles.lines}>
              {linesOf(section).map(({ name, keys }) => (
                <div key={name} className={styles.line}>
                  <dt>{name}</dt>
                  <dd className={styles.keys}>
                    {keys.map((one) => (
                      <Shortcut key={one} keys={one} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
