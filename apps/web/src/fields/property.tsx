// One property of an item: its name and a control that looks like text until it is pointed at.
import type { ReactNode } from 'react';

import styles from './property.module.css';

interface PropertyProps {
  readonly label: string;
  readonly error?: string | null;
  readonly children: ReactNode;
}

export function Property({ label, error = null, children }: PropertyProps) {
  return (
    <div className={styles.property}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      <div className={styles.control}>{children}</div>
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
