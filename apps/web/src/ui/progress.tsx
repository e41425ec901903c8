// How far something is: one bar, or one bar made of parts that each have a colour and a number.
import { Progress as Base } from '@base-ui/react/progress';

import { classNames } from './class-names.ts';
import styles from './progress.module.css';

interface ProgressProps {
  readonly label: string;
  /** From 0 to `max`; null while it is not known how far. */
  readonly value: number | null;
  readonly max?: number;
  readonly text?: string;
  readonly size?: 's' | 'm';
}

export function Progress({ label, value, max = 100, text, size = 'm' }: ProgressProps) {
  return (
    <Base.Root
      value={value}
      max={max}
      aria-label={label}
      {...(text === undefined ? {} : { getAriaValueText: () => text })}
      className={classNames(styles.progress, styles[size])}
    >
      <Base.Track className={styles.track}>
        <Base.Indicator className={styles.indicator} />
      </Base.Track>
    </Base.Root>
  );
}

interface Part {
  readonly key: string;
  readonly value: number;
  readonly color: string;
}

/** Shares of a whole, side by side; `label` says in words what the picture shows. */
export function Parts({
  label,
  parts,
}: {
  readonly label: string;
  readonly parts: readonly Part[];
}) {
  return (
    <div role="img" aria-label={label} className={styles.parts}>
      {parts
        .filter((part) => part.value > 0)
        .map((part) => (
          <span key={part.key} style={{ flexGrow: part.value, background: part.color }} />
        ))}
    </div>
  );
}
