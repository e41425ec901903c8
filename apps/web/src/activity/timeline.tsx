// What has happened to an item and what was said about it: its activity, its comments, or both.
import { Fragment, useState } from 'react';

import type { Conversation, SectionProps } from '../item-section.ts';
import { useNow } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { classNames } from '../ui/class-names.ts';
import type { ItemActivity } from './item-activity.ts';
import { useItemActivity } from './item-activity.ts';
import { Line } from './line.tsx';
import { Older } from './older.tsx';
import styles from './timeline.module.css';

const TABS = ['all', 'comments', 'activity'] as const;
type Tab = (typeof TABS)[number];

interface TimelineProps extends SectionProps {
  readonly conversation: Conversation;
}

export function Timeline({ conversation, ...props }: TimelineProps) {
  const { detail, project, editable } = props;
  const { useThreads, Composer } = conversation;
  const activity = useItemActivity(detail.item.id);
  const talk = useThreads(props);
  const now = useNow();
  const [tab, setTab] = useState<Tab>('all');
  const bothLoading = talk.standing.state === 'loading' && activity.standing.state === 'loading';
  const rows = [
    ...(tab === 'activity' ? [] : talk.threads),
    ...(tab === 'comments'
      ? []
      : activity.lines
          .filter(({ parts }) => tab === 'activity' || !parts.every(isComment))
          .map((line) => ({
            id: line.id,
            at: line.at,
            content: <Line line={line} project={project} editable={editable} now={now} />,
          }))),
  ].toSorted((a, b) => b.at - a.at);
  return (
    <section className={styles.timeline} aria-label={strings.activity.title}>
      <header className={styles.header} role="group" aria-label={strings.activity.show}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            className={classNames(styles.tab, tab === name && styles.chosen)}
            aria-pressed={tab === name}
            onClick={() => setTab(name)}
          >
            {strings.activity.tabs[name]}
          </button>
        ))}
      </header>
      {tab !== 'activity' && <Composer {...props} />}
      <ol className={styles.lines}>
        {rows.map(({ id, content }) => (
          <Fragment key={id}>{content}</Fragment>
        ))}
      </ol>
      {tab !== 'activity' && <Rest of={talk} words={strings.comment} />}
      {(tab === 'activity' || (tab === 'all' && !bothLoading)) && (
        <Rest of={activity} words={strings.activity} />
      )}
    </section>
  );
}

/** A comment that stands in the timeline itself needs no line beside it. */
function isComment({ subject, verb }: ItemActivity['lines'][number]['parts'][number]): boolean {
  return subject.table === 'comment' && verb !== 'deleted';
}

/** What is not here: it is loading, it comes when somebody goes on, or it cannot be had. */
function Rest({
  of: { standing, readMore },
  words,
}: {
  readonly of: Pick<ItemActivity, 'standing' | 'readMore'>;
  readonly words: { readonly loading: string; readonly away: (some: boolean) => string };
}) {
  if (standing.state === 'away') {
    return <p className={styles.away}>{words.away(standing.oldest !== null)}</p>;
  }
  if (standing.state === 'loading' || standing.reading) {
    return (
      <div className={styles.skeleton} role="status" aria-label={words.loading}>
        <span />
        <span />
        <span />
      </div>
    );
  }
  return standing.more ? <Older onReach={readMore} /> : null;
}
