// Two texts as one: what went struck out, what came marked. Long stretches that stayed are folded,
// where asked, so that a change in a long text is in sight.
import type { DiffPiece } from '@planwright/engine';

import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './difference.module.css';

interface DifferenceProps {
  readonly pieces: readonly DiffPiece[];
  /** Leaves out lines of what stayed that are further from a change than two. */
  readonly folded?: boolean;
  readonly className?: string | undefined;
}

/** Lines beside a change that are shown. */
const AROUND = 2;

export function Difference({ pieces, folded = false, className }: DifferenceProps) {
  return (
    <div className={classNames(styles.text, className)}>
      {pieces.map(({ kind, text }, i) => {
        const key = `${i} ${kind}`;
        if (kind === 'gone') return <del key={key}>{text}</del>;
        if (kind === 'new') return <ins key={key}>{text}</ins>;
        const [head, tail] = folded
          ? fold(text, i > 0, i < pieces.length - 1)
          : ([text, null] as const);
        return (
          <span key={key}>
            {head}
            {tail !== null && (
              <>
                <span className={styles.fold}>{strings.text.unchanged}</span>
                {tail}
              </>
            )}
          </span>
        );
      })}
    </div>
  );
}

/** The lines of an unchanged stretch that lie beside changes; null: nothing is left out. */
function fold(text: string, after: boolean, before: boolean): readonly [string, string | null] {
  const lines = text.split('\n');
  const head = after ? AROUND : 0;
  const tail = before ? AROUND + 1 : 0;
  if (lines.length <= head + tail + 2) return [text, null];
  const begin = after ? `${lines.slice(0, head).join('\n')}\n` : '';
  return [begin, before ? lines.slice(-tail).join('\n') : ''];
}
