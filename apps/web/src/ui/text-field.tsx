// A labelled field of a form, with a hint below that gives way to what is wrong.
import type { ComponentProps } from 'react';
import { useId } from 'react';

import { classNames } from './class-names.ts';
import styles from './field.module.css';

interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

export function TextField({ label, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={classNames(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        className={styles.input}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
      />
      <p
        id={`${id}-note`}
        className={classNames(styles.note, error !== undefined && styles.error)}
        role={error === undefined ? undefined : 'alert'}
      >
        {note}
      </p>
    </div>
  );
}
