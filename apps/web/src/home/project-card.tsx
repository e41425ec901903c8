// A project at a glance: its name, how its items are spread over the kinds of states, how much is done.
import type { Project } from '@planwright/engine';
import { STATE_CATEGORIES, countsOf } from '@planwright/engine';

import { GoLink } from '../actions/go-link.tsx';
import { formatNumber } from '../format.ts';
import { useQuery } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Parts } from '../ui/progress.tsx';
import { ProjectKey } from '../ui/project-key.tsx';
import { StateIcon, categoryColor } from '../ui/state-icon.tsx';
import styles from './project-card.module.css';

export function ProjectCard({ project }: { readonly project: Project }) {
  const counts = useQuery(
    (tables) => {
      const found = countsOf(tables, project.id);
      return STATE_CATEGORIES.map((category) => found.get(category) ?? 0);
    },
    [project.id],
    (a, b) => a.every((count, index) => count === b[index]),
  );
  const parts = STATE_CATEGORIES.map((category, index) => ({
    category,
    count: counts[index] ?? 0,
  }));
  const present = parts.filter(({ count }) => count > 0);
  const countOf = (name: string): number =>
    parts.find(({ category }) => category === name)?.count ?? 0;
  const total = counts.reduce((sum, count) => sum + count, 0) - countOf('cancelled');
  const words = present.map(
    ({ category, count }) => `${strings.categories[category]} ${formatNumber(count)}`,
  );
  return (
    <GoLink to={{ to: 'board', key: project.key }} className={styles.card}>
      <span className={styles.top}>
        <ProjectKey value={project.key} colour={project.colour} />
        <span className={styles.title}>{project.title}</span>
      </span>
      <span className={styles.done}>
        {total === 0 ? strings.home.empty : strings.home.done(countOf('done'), total)}
      </span>
      <Parts
        label={strings.home.progress(words.join(', '))}
        parts={present.toReversed().map(({ category, count }) => ({
          key: category,
          value: count,
          color: categoryColor(category),
        }))}
      />
      <span className={styles.counts} aria-hidden>
        {present.map(({ category, count }) => (
          <span key={category} className={styles.count} title={strings.categories[category]}>
            <StateIcon category={category} size={12} />
            {formatNumber(count)}
          </span>
        ))}
      </span>
    </GoLink>
  );
}
