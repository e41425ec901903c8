// A small ring: how many of an item's children are done.
import { strings } from '../strings.ts';
import styles from './child-progress.module.css';

const RADIUS = 4.6;
const AROUND = 2 * Math.PI * RADIUS;

export function ChildProgress({ done, total }: { readonly done: number; readonly total: number }) {
  const share = total === 0 ? 0 : done / total;
  return (
    <span className={styles.progress} title={strings.board.children(done, total)}>
      <svg width="12" height="12" viewBox="0 0 12 12" fill="none" strokeWidth="1.8" aria-hidden>
        <circle cx="6" cy="6" r={RADIUS} stroke="var(--line-strong)" />
        <circle
          cx="6"
          cy="6"
          r={RADIUS}
          stroke="var(--category-done)"
          strokeDasharray={`${AROUND * share} ${AROUND}`}
          transform="rotate(-90 6 6)"
        />
      </svg>
      <span aria-hidden>
        {done}/{total}
      </span>
      <span className="visually-hidden">{strings.board.children(done, total)}</span>
    </span>
  );
}
