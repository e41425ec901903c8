// A text area that is as tall as its text. A hidden copy in the same grid cell gives the height, so
// nothing is measured by hand and nothing jumps.
import type { ComponentProps } from 'react';

import { classNames } from './class-names.ts';
import styles from './growing-text.module.css';

interface GrowingTextProps extends Omit<ComponentProps<'textarea'>, 'value'> {
  readonly value: string;
  /** Classes for the area and its copy alike: font, padding, line height. */
  readonly textClassName?: string | undefined;
}

export function GrowingText({ value, className, textClassName, ...rest }: GrowingTextProps) {
  return (
    <div className={classNames(styles.stack, className)}>
      <textarea
        rows={1}
        {...rest}
        value={value}
        className={classNames(styles.area, textClassName)}
      />
      <div aria-hidden className={classNames(styles.copy, textClassName)}>
        {value === '' ? rest.placeholder : value}
        {/* A last line break has no height without something after it. */}
        {'\u200b'}
      </div>
    </div>
  );
}
