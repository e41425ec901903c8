// One value of a line of activity, as it looks elsewhere in the app.
import type { ActivityValue, ItemType, Priority, Project } from '@planwright/engine';
import { ITEM_TYPES, PRIORITIES } from '@planwright/engine';

import { GoLink } from '../actions/go-link.tsx';
import { referenceOf } from '../actions/list.ts';
import { formatDuration } from '../duration.ts';
import { formatDay, formatInstant, formatNumber, formatPoints } from '../format.ts';
import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './told-value.module.css';

interface ToldValueProps {
  readonly value: ActivityValue;
  readonly project: Project;
  /** What it was before: it steps back. */
  readonly old?: boolean;
}

export function ToldValue({ value, project, old = false }: ToldValueProps) {
  return (
    <span className={old ? styles.old : styles.value}>
      <Shown value={value} project={project} />
    </span>
  );
}

function Shown({ value, project }: Pick<ToldValueProps, 'value' | 'project'>) {
  const store = useStore();
  switch (value.kind) {
    case 'none':
      return strings.activity.none;
    case 'gone':
      return <i>{strings.activity.gone}</i>;
    case 'text':
      return value.text;
    case 'word':
      return <Word word={value.text} />;
    case 'day':
      return formatDay(value.text);
    case 'instant':
      return formatInstant(value.number);
    case 'minutes':
      return formatDuration(value.number);
    case 'number':
      return Number.isInteger(value.number)
        ? formatNumber(value.number)
        : formatPoints(value.number);
    case 'state':
      return (
        <>
          <StateIcon category={value.state.category} size={12} />
          {value.state.name}
        </>
      );
    case 'person':
      return value.person.name;
    case 'project':
      return value.title;
    case 'item':
      return (
        <GoLink
          to={{ to: 'item', key: project.key, item: referenceOf(store, value.item) }}
          className={styles.link}
          title={value.item.title}
        >
          <TypeIcon type={value.item.type} size={12} />
          <span className={styles.key}>{value.key}</span>
          <span className={styles.title}>{value.item.title}</span>
        </GoLink>
      );
    case 'labels':
      return value.labels.map(({ name }) => name).join(', ') || strings.activity.none;
    case 'revision':
      return strings.activity.revision(value.rev);
  }
}

/** A word of one of the closed lists: a priority or a type. */
function Word({ word }: { readonly word: string }) {
  if ((PRIORITIES as readonly string[]).includes(word)) {
    const priority = word as Priority;
    return (
      <>
        <PriorityIcon priority={priority} />
        {strings.priorities[priority]}
      </>
    );
  }
  if ((ITEM_TYPES as readonly string[]).includes(word)) {
    const type = word as ItemType;
    return (
      <>
        <TypeIcon type={type} size={12} />
        {strings.types[type]}
      </>
    );
  }
  return word;
}
