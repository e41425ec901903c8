// The line below a list of the settings that adds one to it, by its name and what stands beside that.
// What is refused stays in it, with the reason.
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { Button } from '../ui/button.tsx';
import field from '../ui/field.module.css';
import styles from './lines.module.css';

interface AddLineProps {
  /** What the field is called to who does not see where it stands. */
  readonly label: string;
  readonly placeholder: string;
  /** What the button says. */
  readonly action: string;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  /** Adds one of this name; gives why not, or null. */
  readonly onAdd: (name: string) => string | null;
}

export function AddLine({ label, placeholder, action, before, after, onAdd }: AddLineProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const isEmpty = name.trim() === '';
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (isEmpty) return;
        const refused = onAdd(name);
        setError(refused);
        if (refused === null) setName('');
      }}
    >
      {before}
      <div className={styles.grow}>
        <input
          className={field.input}
          aria-label={label}
          aria-invalid={error !== null}
          placeholder={placeholder}
          autoComplete="off"
          value={name}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setError(null);
          }}
        />
        {error !== null && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
      </div>
      {after}
      <Button type="submit" icon={<Plus size={14} />} disabled={isEmpty}>
        {action}
      </Button>
    </form>
  );
}
