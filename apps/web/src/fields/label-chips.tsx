// Labels as people see them: a word in a rim, with a dot of its colour.
import type { Label } from '@planwright/engine';

import { classNames } from '../ui/class-names.ts';
import styles from './label-chips.module.css';

interface LabelChipsProps {
  readonly labels: readonly Label[];
  /** Do they go on in further lines, where there is no room in one? */
  readonly wrap?: boolean;
}

export function LabelChips({ labels, wrap = false }: LabelChipsProps) {
  if (labels.length === 0) return null;
  return (
    <span className={classNames(styles.labels, wrap && styles.wrap)}>
      {labels.map(({ id, name, colour }) => (
        <span key={id} className={styles.label} title={name}>
          <LabelDot colour={colour} />
          <span className={styles.name}>{name}</span>
        </span>
      ))}
    </span>
  );
}

/** The colour of a label alone. */
export function LabelDot({ colour }: { readonly colour: string }) {
  return <span className={styles.dot} style={{ background: colour }} />;
}
