// The field that narrows down what a view shows. Esc clears it and then leaves it; what is typed says
// itself who shows it.
import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { useRef } from 'react';

import { strings } from '../strings.ts';
import { IconButton } from './button.tsx';
import styles from './search-field.module.css';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (words: string) => void;
  /** The person wants to go on in what is shown: by Esc from an empty field, by Enter or ↓. */
  readonly onLeave?: () => void;
  readonly onBlur?: () => void;
  readonly field?: RefObject<HTMLInputElement | null>;
}

export function SearchField({ label, value, onChange, onLeave, onBlur, field }: SearchFieldProps) {
  const own = useRef<HTMLInputElement>(null);
  const input = field ?? own;
  const leave = onLeave ?? ((): void => input.current?.blur());
  return (
    <div className={styles.search}>
      <Search size={14} aria-hidden className={styles.glass} />
      <input
        ref={input}
        type="text"
        role="searchbox"
        data-search
        className={styles.input}
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onBlur}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            if (value === '') leave();
            else onChange('');
          }
          if (onLeave !== undefined && (event.key === 'Enter' || event.key === 'ArrowDown')) {
            event.preventDefault();
            onLeave();
          }
        }}
      />
      {value !== '' && (
        <IconButton
          size="s"
          label={strings.list.clearSearch}
          icon={<X size={14} />}
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}
