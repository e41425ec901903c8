// A small quiet label: a number beside a name, a key, a hint of state.
import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import styles from './badge.module.css';

interface BadgeProps {
  readonly tone?: 'plain' | 'accent' | 'warning' | 'danger';
  readonly title?: string;
  readonly children: ReactNode;
}

export function Badge({ tone = 'plain', title, children }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone])} title={title}>
      {children}
    </span>
  );
}
