// Labels as people see them: a word in a rim, with a dot of its colour.
import type { Label } from '@planwright/engine';

import { classNames } from '../ui/class-names.ts';
import styles from './label-chips.module.css';

interface LabelChipsProps {
  readonly labels: readonly Label[];
  /** Do they go on in further lines, where there is no room in one? */
  readonly wrap?: boolean;
  /** As many letters as there is room for; of labels beyond that only the number is shown. */
  readonly room?: number;
}

export function LabelChips({ labels, wrap = false, room }: LabelChipsProps) {
  if (labels.length === 0) return null;
  const shown = room === undefined ? labels : labels.slice(0, fitting(labels, room));
  const rest = labels.slice(shown.length).map(({ name }) => name);
  return (
    <span className={classNames(styles.labels, wrap && styles.wrap)}>
      {shown.map(({ id, name, colour }) => (
        <span key={id} className={styles.label} title={name}>
          <LabelDot colour={colour} />
          <span className={styles.name}>{name}</span>
        </span>
      ))}
      {rest.length > 0 && (
        <span className={styles.more} title={rest.join(', ')}>
          <span aria-hidden>+{rest.length}</span>
          <span className="visually-hidden">{rest.join(', ')}</span>
        </span>
      )}
    </span>
  );
}

/** Letters' worth of room that a label needs around its name, and what "+2" needs. */
const AROUND = 5;
const MORE = 3;
/** A name for each of so many letters, if need be cut; and so many at most where there are more. */
const LEAST = 15;
const MOST = 3;

/** How many of these labels are named in so much room. */
export function fitting(labels: readonly Pick<Label, 'name'>[], room: number): number {
  const least = Math.max(1, Math.floor(room / LEAST));
  let left = room;
  for (const [at, { name }] of labels.entries()) {
    left -= name.length + AROUND;
    const rest = at + 1 < labels.length ? MORE : 0;
    const full = at === MOST && labels.length > MOST;
    if (at >= least && (left < rest || full)) return at;
  }
  return labels.length;
}

/** The colour of a label alone. */
export function LabelDot({ colour }: { readonly colour: string }) {
  return <span className={styles.dot} style={{ background: colour }} />;
}
