// A colour, chosen from a few that go well together in light and dark.
import { Popover as Base } from '@base-ui/react/popover';

import { COLOURS } from '../fields/colours.ts';
import { strings } from '../strings.ts';
import popup from '../ui/popup.module.css';
import styles from './colour-button.module.css';

interface ColourButtonProps {
  /** What the colour is of. */
  readonly label: string;
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (colour: string) => void;
}

export function ColourButton({ label, value, disabled = false, onChange }: ColourButtonProps) {
  const name = COLOURS.find(([colour]) => colour === value.toLowerCase())?.[1] ?? value;
  return (
    <Base.Root>
      <Base.Trigger
        className={styles.button}
        disabled={disabled}
        aria-label={strings.colours.of(label, name)}
        title={strings.colours.of(label, name)}
      >
        <span className={styles.swatch} style={{ background: value }} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          className={popup.positioner}
          sideOffset={4}
          align="start"
          collisionPadding={8}
        >
          <Base.Popup className={popup.popup} aria-label={strings.colours.of(label, name)}>
            <div className={styles.palette}>
              {COLOURS.map(([colour, word]) => (
                <Base.Close
                  key={colour}
                  className={styles.choice}
                  aria-label={word}
                  aria-pressed={colour === value.toLowerCase()}
                  title={word}
                  onClick={() => {
                    if (colour !== value) onChange(colour);
                  }}
                >
                  <span className={styles.swatch} style={{ background: colour }} />
                </Base.Close>
              ))}
            </div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
