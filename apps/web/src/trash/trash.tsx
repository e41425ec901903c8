// What was deleted in a project, newest first, each with the way back, and, for admins, out for good.
import type { Job, Project, WorkItem } from '@planwright/engine';
import { TrashView, itemsBelow, keyOf } from '@planwright/engine';
import { Search, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { ActionButton } from '../actions/action-button.tsx';
import { restoreItem } from '../actions/edits.ts';
import { GoLink } from '../actions/go-link.tsx';
import { actions, referenceOf } from '../actions/list.ts';
import { formatAgo, formatInstant } from '../format.ts';
import { useNow, useQuery, useRights, useStore, useView } from '../store/hooks.ts';
import { openDialog } from '../store/screen-state.ts';
import { useDaysInTrash } from '../store/trash-door.ts';
import { strings } from '../strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import field from '../ui/field.module.css';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './trash.module.css';

const DAY = 86_400_000;
/** Days before the end from which a line says that it comes. */
const SOON = 7;

export function Trash({ project }: { readonly project: Project }) {
  const { tables } = useStore();
  const items = useView(`trash ${project.id}`, (tables) => new TrashView(tables, project.id));
  const { edit, administer } = useRights(project.id);
  const days = useDaysInTrash();
  const [words, setWords] = useState('');
  const purge = usePurge(project);
  if (items.length === 0) {
    return (
      <EmptyState icon={<Trash2 size={20} />} title={strings.trash.empty}>
        {strings.trash.emptyText}
      </EmptyState>
    );
  }
  const wanted = words.trim().toLowerCase();
  const shown = items.filter((item) =>
    `${keyOf(tables, item)} ${item.title}`.toLowerCase().includes(wanted),
  );
  return (
    <div className={styles.trash}>
      <div className={styles.head}>
        <h1 className={styles.title}>{strings.trash.title}</h1>
        <ActionButton action={actions.emptyTrash} />
      </div>
      <p className={styles.hint}>
        {strings.trash.hint(days)}{' '}
        <GoLink to={{ to: 'settings', key: project.key }} className={styles.link}>
          {strings.trash.elsewhere}
        </GoLink>
      </p>
      {purge !== null && (
        <p role="status" className={styles.running}>
          {strings.trash.emptying(purge.done, purge.total)}
        </p>
      )}
      <div className={styles.search}>
        <Search size={14} aria-hidden className={styles.glass} />
        <input
          type="search"
          className={classNames(field.input, styles.words)}
          aria-label={strings.trash.search}
          placeholder={strings.trash.search}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      {shown.length === 0 && <p className={styles.hint}>{strings.trash.nothing}</p>}
      <ul>
        {shown.map((item) => (
          <Line
            key={item.id}
            item={item}
            project={project}
            editable={edit}
            purgeable={administer && edit}
            days={days}
          />
        ))}
      </ul>
    </div>
  );
}

interface LineProps {
  readonly item: WorkItem;
  readonly project: Project;
  readonly editable: boolean;
  readonly purgeable: boolean;
  readonly days: number | null;
}

function Line({ item, project, editable, purgeable, days }: LineProps) {
  const store = useStore();
  const now = useNow();
  const who = useQuery((tables) => tables.get('user', item.deletedBy)?.name, [item.deletedBy]);
  const under = useQuery((tables) => itemsBelow(tables, item).length, [item]);
  const at = item.deletedAt ?? 0;
  const left = days === null ? null : Math.floor((at + days * DAY - now) / DAY);
  const key = keyOf(store.tables, item);
  return (
    <li className={styles.line}>
      <TypeIcon type={item.type} named />
      <GoLink
        to={{ to: 'board', key: project.key, item: referenceOf(store, item) }}
        className={styles.name}
      >
        <span className={styles.key}>{key}</span>
        <span className={styles.text}>{item.title}</span>
        {under > 0 && <span className={styles.key}>{strings.trash.withChildren(under)}</span>}
      </GoLink>
      {left !== null && left < SOON && (
        <span className={styles.soon}>{strings.trash.soon(Math.max(0, left))}</span>
      )}
      <time className={styles.when} dateTime={new Date(at).toISOString()} title={formatInstant(at)}>
        {strings.trash.deleted(who ?? strings.item.someone, formatAgo(at, now))}
      </time>
      {editable && (
        <Button
          size="s"
          aria-label={`${strings.trash.restore} ${key}`}
          onClick={() => restoreItem(store, item)}
        >
          {strings.trash.restore}
        </Button>
      )}
      {purgeable && (
        <IconButton
          size="s"
          label={strings.trash.purgeTitle(key)}
          icon={<Trash2 size={14} />}
          onClick={() => openDialog({ kind: 'purgeItem', item: item.id })}
        />
      )}
    </li>
  );
}

/** The purge of this project that is running for this person. */
function usePurge({ key }: Project): Job | null {
  return useQuery(
    (tables) =>
      [...tables.all('job')].find(
        (job) => job.kind === 'purge' && job.subject === key && job.status === 'running',
      ) ?? null,
    [key],
  );
}
