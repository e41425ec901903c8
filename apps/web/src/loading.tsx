// What is seen before the workspace is on this device: the shape of a board, or why there is none.
import styles from './loading.module.css';
import { strings } from './strings.ts';
import { EmptyState } from './ui/empty-state.tsx';

export function Loading({ problem }: { readonly problem: string | null }) {
  if (problem !== null) return <EmptyState title={strings.status.blocked}>{problem}</EmptyState>;
  return (
    <div className={styles.loading} role="status" aria-label={strings.loading}>
      {[5, 3, 4, 2].map((cards, column) => (
        <div key={column} className={styles.column}>
          {Array.from({ length: cards }, (_, card) => (
            <div key={card} className={styles.card} />
          ))}
        </div>
      ))}
    </div>
  );
}
