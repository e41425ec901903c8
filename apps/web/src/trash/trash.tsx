// What was deleted in a project, newest first, each with the way back.
import type { Project, WorkItem } from '@planwright/engine';
import { TrashView, keyOf } from '@planwright/engine';
import { Trash2 } from 'lucide-react';

import { restoreItem } from '../actions/edits.ts';
import { GoLink } from '../actions/go-link.tsx';
import { referenceOf } from '../actions/list.ts';
import { formatAgo, formatInstant } from '../format.ts';
import { useNow, useQuery, useRights, useStore, useView } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TypeIcon } from '../ui/type-icon.tsx';
import styles from './trash.module.css';

export function Trash({ project }: { readonly project: Project }) {
  const items = useView(`trash ${project.id}`, (tables) => new TrashView(tables, project.id));
  const { edit } = useRights(project.id);
  if (items.length === 0) {
    return (
      <EmptyState icon={<Trash2 size={20} />} title={strings.trash.empty}>
        {strings.trash.emptyText}
      </EmptyState>
    );
  }
  return (
    <div className={styles.trash}>
      <h1 className={styles.title}>{strings.trash.title}</h1>
      <p className={styles.hint}>{strings.trash.hint}</p>
      <ul>
        {items.map((item) => (
          <Line key={item.id} item={item} project={project} editable={edit} />
        ))}
      </ul>
    </div>
  );
}

interface LineProps {
  readonly item: WorkItem;
  readonly project: Project;
  readonly editable: boolean;
}

function Line({ item, project, editable }: LineProps) {
  const store = useStore();
  const now = useNow();
  const who = useQuery((tables) => tables.get('user', item.deletedBy)?.name, [item.deletedBy]);
  const under = useQuery((tables) => tables.list('workItem', 'byParent', item.id).size, [item.id]);
  const at = item.deletedAt ?? 0;
  return (
    <li className={styles.line}>
      <TypeIcon type={item.type} named />
      <GoLink
        to={{ to: 'board', key: project.key, item: referenceOf(store, item) }}
        className={styles.name}
      >
        <span className={styles.key}>{keyOf(store.tables, item)}</span>
        <span className={styles.text}>{item.title}</span>
        {under > 0 && <span className={styles.key}>{strings.trash.withChildren(under)}</span>}
      </GoLink>
      <time className={styles.when} dateTime={new Date(at).toISOString()} title={formatInstant(at)}>
        {strings.trash.deleted(who ?? strings.item.someone, formatAgo(at, now))}
      </time>
      {editable && (
        <Button size="s" onClick={() => restoreItem(store, item)}>
          {strings.trash.restore}
        </Button>
      )}
    </li>
  );
}
