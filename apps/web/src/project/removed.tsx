// What was taken away from a list of the settings and can be brought back.
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import styles from './lines.module.css';

interface RemovedProps<T> {
  readonly names: readonly T[];
  readonly onRestore: (one: T) => void;
}

/** What was taken away and can be brought back, folded up. */
export function Removed<T extends { readonly id: string; readonly name: string }>({
  names,
  onRestore,
}: RemovedProps<T>) {
  return (
    <details className={styles.removed}>
      <summary>{strings.settings.removed(names.length)}</summary>
      <ul className={styles.list}>
        {names.map((one) => (
          <li key={one.id} className={styles.line}>
            <span className={styles.gone}>{one.name}</span>
            <Button
              size="s"
              aria-label={`${strings.trash.restore}: ${one.name}`}
              onClick={() => onRestore(one)}
            >
              {strings.trash.restore}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
