// When an item was made and last changed, and by whom.
import { formatAgo, formatInstant } from '../format.ts';
import type { SectionProps } from '../item-section.ts';
import { useNow, useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import styles from './dates.module.css';

export function Dates({ detail: { item } }: Pick<SectionProps, 'detail'>) {
  const now = useNow();
  const creator = useQuery((tables) => tables.get('user', item.createdBy)?.name, [item.createdBy]);
  const editor = useQuery((tables) => tables.get('user', item.updatedBy)?.name, [item.updatedBy]);
  return (
    <p className={styles.dates}>
      <time dateTime={new Date(item.createdAt).toISOString()} title={formatInstant(item.createdAt)}>
        {strings.item.created(creator ?? strings.item.someone, formatAgo(item.createdAt, now))}
      </time>
      {item.updatedAt !== item.createdAt && (
        <>
          {' · '}
          <time
            dateTime={new Date(item.updatedAt).toISOString()}
            title={formatInstant(item.updatedAt)}
          >
            {strings.item.updated(editor ?? strings.item.someone, formatAgo(item.updatedAt, now))}
          </time>
        </>
      )}
    </p>
  );
}
