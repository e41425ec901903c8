// A colour, chosen from a few that go well together in light and dark.
import { Popover as Base } from '@base-ui/react/popover';

import { strings } from '../strings.ts';
import popup from '../ui/popup.module.css';
import styles from './colour-button.module.css';

const COLOURS = [
  ['#8b8f98', strings.colours.grey],
  ['#6c7a93', strings.colours.slate],
  ['#5b6cd9', strings.colours.indigo],
  ['#2f7fd1', strings.colours.blue],
  ['#1f8a94', strings.colours.teal],
  ['#2e9e5b', strings.colours.green],
  ['#7a8f2a', strings.colours.olive],
  ['#c98a12', strings.colours.amber],
  ['#c8632b', strings.colours.orange],
  ['#c74a4a', strings.colours.red],
  ['#c2508f', strings.colours.pink],
  ['#8a5cc7', strings.colours.violet],
] as const;

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
