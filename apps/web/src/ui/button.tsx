// Buttons with words, and buttons with only an icon: those always carry a name and a tooltip.
import type { ComponentProps, ReactNode } from 'react';

import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonTone = 'plain' | 'primary' | 'danger' | 'ghost';

interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone;
  readonly size?: 's' | 'm' | 'l';
  readonly icon?: ReactNode;
}

/** A button with a label; `type` is `button` unless said otherwise. */
export function Button({
  tone = 'plain',
  size = 'm',
  icon,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles.button, styles[tone], styles[size], className)}
    >
      {icon}
      {children !== undefined && <span className={styles.label}>{children}</span>}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** What it does, as a screen reader and the tooltip say it. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly size?: 's' | 'm';
  readonly icon: ReactNode;
}

/** A square button with an icon alone. */
export function IconButton({
  label,
  shortcut,
  size = 'm',
  icon,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classNames(styles.button, styles.ghost, styles.square, styles[size], className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
