// A dialog in the middle of the screen; a sheet from the bottom on a phone. Esc and the backdrop close it.
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRef } from 'react';

import { strings } from '../strings.ts';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  readonly size?: 's' | 'm' | 'l';
}

/**
 * The focus goes to what is marked for it, else to the first field (not under a finger, where that
 * would bring up the keyboard), else to the dialog itself.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'm',
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const first = (): HTMLElement | null =>
    popup.current?.querySelector<HTMLElement>('[data-first-focus]') ??
    (matchMedia('(pointer: coarse)').matches
      ? null
      : popup.current?.querySelector<HTMLElement>('input:not([type=file]), textarea')) ??
    popup.current;
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            ref={popup}
            initialFocus={first}
            className={classNames(styles.popup, styles[size])}
          >
            <header className={styles.header}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              <Base.Close render={<IconButton label={strings.close} icon={<X size={16} />} />} />
            </header>
            <div className={styles.body}>
              {description !== undefined && (
                <Base.Description className={styles.description} render={<div />}>
                  {description}
                </Base.Description>
              )}
              {children}
            </div>
            {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
