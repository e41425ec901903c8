// Keys as people read them: `$mod+z` is ⌘Z on a Mac and Ctrl Z elsewhere.
import { classNames } from './class-names.ts';
import styles from './kbd.module.css';

const APPLE = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

const NAMES: Readonly<Record<string, string>> = {
  $mod: APPLE ? '⌘' : 'Ctrl',
  Control: APPLE ? '⌃' : 'Ctrl',
  Shift: APPLE ? '⇧' : 'Shift',
  Alt: APPLE ? '⌥' : 'Alt',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  Delete: 'Del',
};

/**
 * The keys of a shortcut in the grammar of tinykeys, one string a key, presses after each other.
 * The machine at hand decides about `$mod`: `keyNames('$mod+z')` → `['Ctrl', 'Z']`.
 */
function keyNames(shortcut: string): readonly string[] {
  return shortcut.split(' ').flatMap((press) => {
    // A modifier in brackets may be needed to type the key, but says nothing to a reader.
    const keys = press.split('+').filter((key) => !key.startsWith('['));
    return keys.map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key));
  });
}

interface ShortcutProps {
  readonly keys: string;
  /** Without boxes: inside menus and tooltips. */
  readonly quiet?: boolean;
}

export function Shortcut({ keys, quiet = false }: ShortcutProps) {
  return (
    <span className={classNames(styles.shortcut, quiet && styles.quiet)}>
      {keyNames(keys).map((name, index) => (
        <kbd key={index} className={styles.key}>
          {name}
        </kbd>
      ))}
    </span>
  );
}
