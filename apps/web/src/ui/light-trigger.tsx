// The button of a select or a picker, before it is used. What the library needs to float a list beside
// it costs more to draw than all else of a panel, and most of these buttons are never pressed: so a
// plain button of the same look and meaning stands here, and hands over when it is pressed.
import type { ReactNode } from 'react';
import { useState } from 'react';

/** What the plain button and that of the library have in common. */
interface Face {
  readonly className: string;
  readonly 'aria-label': string;
  readonly children: ReactNode;
}

interface LightTriggerProps {
  readonly face: Face;
  /** What opens beside it. */
  readonly opens: 'listbox' | 'dialog';
  readonly disabled: boolean;
  /** Is it open from the start? Then the control is here from the start, too. */
  readonly begin: boolean;
  readonly onOpen?: (() => void) | undefined;
  /** The control itself, open; does its button have the focus, as this one had? */
  readonly control: (focused: boolean) => ReactNode;
}

export function LightTrigger({ face, opens, disabled, begin, onOpen, control }: LightTriggerProps) {
  const [used, setUsed] = useState(false);
  // As it was when it was drawn first: what is open when it begins stays the control.
  const [begun] = useState(begin);
  if (begun || used) return control(used);

  const open = (): void => {
    setUsed(true);
    onOpen?.();
  };
  return (
    <button
      {...face}
      type="button"
      role="combobox"
      aria-haspopup={opens}
      aria-expanded={false}
      aria-controls={undefined}
      disabled={disabled}
      onMouseDown={(event) => {
        // As the control does it: a list opens when it is pressed, so that a choice can be dragged to.
        if (opens !== 'listbox' || event.button !== 0) return;
        event.preventDefault();
        open();
      }}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        event.stopPropagation();
        open();
      }}
    />
  );
}
