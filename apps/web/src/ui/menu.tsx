// Drop-down and context menus. What stands in them comes from the list of actions, mostly.
import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight, Minus } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

import { classNames } from './class-names.ts';
import { Shortcut } from './kbd.tsx';
import styles from './popup.module.css';

interface MenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  /** Is it open from the start? */
  readonly begin?: boolean;
  readonly onClosed?: (() => void) | undefined;
  /** Asked when it closes: does the focus go back to the button? */
  readonly returnsFocus?: () => boolean;
}

/** A menu under the button that opens it. */
export function Menu({
  trigger,
  children,
  align = 'start',
  begin = false,
  onClosed,
  returnsFocus = () => true,
}: MenuProps) {
  return (
    <Base.Root
      defaultOpen={begin}
      onOpenChange={(open) => {
        if (!open) onClosed?.();
      }}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          sideOffset={4}
          align={align}
          collisionPadding={8}
        >
          <Base.Popup className={styles.popup} finalFocus={returnsFocus}>
            <div className={styles.list}>{children}</div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ContextMenuProps {
  /** The area that a right click or a long press opens the menu in. */
  readonly area: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
  readonly onOpenChange?: (open: boolean, event: Event) => void;
  readonly disabled?: boolean;
}

/** One menu for a whole area: the caller notes what was under the pointer when it opens. */
export function ContextMenu({ area, children, onOpenChange, disabled = false }: ContextMenuProps) {
  return (
    <BaseContext.Root
      disabled={disabled}
      onOpenChange={(open, details) => onOpenChange?.(open, details.event)}
    >
      <BaseContext.Trigger render={area} />
      <BaseContext.Portal>
        <BaseContext.Positioner className={styles.positioner} collisionPadding={8}>
          <BaseContext.Popup className={styles.popup}>
            <div className={styles.list}>{children}</div>
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

interface MenuItemProps {
  readonly icon?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly checked?: boolean | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({
  icon,
  shortcut,
  danger = false,
  disabled = false,
  checked,
  onSelect,
  children,
}: MenuItemProps) {
  return (
    <Base.Item
      className={classNames(styles.item, danger && styles.danger)}
      disabled={disabled}
      onClick={onSelect}
    >
      <span className={styles.icon}>{icon}</span>
      <span className={styles.label}>{children}</span>
      {checked === true && <Check size={14} className={styles.check} aria-hidden />}
      {shortcut !== undefined && (
        <span className={styles.aside}>
          <Shortcut keys={shortcut} quiet />
        </span>
      )}
    </Base.Item>
  );
}

interface MenuCheckProps {
  readonly icon?: ReactNode;
  /** `mixed`: so of some of what the menu is about. */
  readonly checked: boolean | 'mixed';
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

/** A line that is ticked or not; the menu stays open, so that several can be. */
export function MenuCheck({ icon, checked, disabled = false, onChange, children }: MenuCheckProps) {
  return (
    <Base.CheckboxItem
      className={styles.item}
      checked={checked === true}
      aria-checked={checked}
      disabled={disabled}
      onCheckedChange={(on) => onChange(on)}
    >
      <span className={styles.icon}>{icon}</span>
      <span className={styles.label}>{children}</span>
      {checked === true && <Check size={14} className={styles.check} aria-hidden />}
      {checked === 'mixed' && <Minus size={14} className={styles.check} aria-hidden />}
    </Base.CheckboxItem>
  );
}

interface SubmenuProps {
  readonly icon?: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
}

export function Submenu({ icon, label, children }: SubmenuProps) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={styles.item}>
        <span className={styles.icon}>{icon}</span>
        <span className={styles.label}>{label}</span>
        <ChevronRight size={14} aria-hidden />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          sideOffset={2}
          alignOffset={-4}
          collisionPadding={8}
        >
          <Base.Popup className={styles.popup}>
            <div className={styles.list}>{children}</div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}

export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />;
}

export function MenuGroup({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.groupLabel}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}
