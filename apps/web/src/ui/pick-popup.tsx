// What pickers share: the popup with the field that one types into and the lines that fit, and the text
// that is typed. It is kept here, so that letters typed while a popup opens are not lost.
import { Combobox } from '@base-ui/react/combobox';
import { Check } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';

import styles from './popup.module.css';

export interface Pick {
  readonly id: string;
  /** What is shown. */
  readonly label: string;
  /** What typing is matched against, beside the label: a key, a handle. */
  readonly hint?: string;
  readonly icon?: ReactNode;
}

interface PickPopupProps {
  readonly label: string;
  readonly search: string;
  /** Said where nothing fits. */
  readonly nothing: string;
  readonly field: Typed['field'];
}

export function PickPopup({ label, search, nothing, field }: PickPopupProps) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner
        className={styles.positioner}
        sideOffset={4}
        align="start"
        collisionPadding={8}
      >
        <Combobox.Popup className={styles.popup} aria-label={label}>
          <Combobox.Input
            ref={field}
            className={styles.search}
            placeholder={search}
            aria-label={search}
          />
          <Combobox.Empty className={styles.empty}>{nothing}</Combobox.Empty>
          <Combobox.List className={styles.list}>
            {(pick: Pick) => (
              <Combobox.Item key={pick.id} value={pick} className={styles.item}>
                <span className={styles.icon}>{pick.icon}</span>
                <span className={styles.label}>{pick.label}</span>
                {pick.hint !== undefined && <span className={styles.aside}>{pick.hint}</span>}
                <Combobox.ItemIndicator className={styles.check}>
                  <Check size={14} aria-hidden />
                </Combobox.ItemIndicator>
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

interface Typed {
  readonly text: string;
  readonly clear: () => void;
  readonly field: RefObject<HTMLInputElement | null>;
  /** For the root of the picker. */
  readonly root: {
    readonly inputValue: string;
    readonly onInputValueChange: (text: string, details: Combobox.Root.ChangeEventDetails) => void;
    readonly onOpenChange: (open: boolean) => void;
  };
}

/** The text that is typed into a picker that is open from the start: empty whenever it opens again. */
export function useTyped(onOpenChange: (open: boolean) => void): Typed {
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(true);
  const open = useRef(true);
  const field = useRef<HTMLInputElement>(null);
  // While it opens the focus is on its way: letters that come before it are meant for the field.
  useEffect(() => {
    if (!isOpen) return undefined;
    const take = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      const isLetter = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
      if (!isLetter || target instanceof HTMLInputElement) return;
      event.preventDefault();
      event.stopPropagation();
      setText((before) => before + key);
      field.current?.focus();
    };
    document.addEventListener('keydown', take, true);
    return () => document.removeEventListener('keydown', take, true);
  }, [isOpen]);
  return {
    text,
    field,
    clear: () => setText(''),
    root: {
      inputValue: text,
      onInputValueChange: (next, details) => {
        // The end of the closing before is no reason to forget what is typed since.
        const late = details.reason === 'input-clear' && details.event.type === 'base-ui';
        if (late && open.current) details.cancel();
        else setText(next);
      },
      onOpenChange: (next) => {
        open.current = next;
        setIsOpen(next);
        if (next) setText('');
        onOpenChange(next);
      },
    },
  };
}
