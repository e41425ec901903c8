// The question before the trash of a project is emptied. What comes into it meanwhile stays.
import type { Job, JobId, ProjectId, Tables, WorkItem } from '@planwright/engine';
import { TrashView, itemsBelow } from '@planwright/engine';
import { useEffect, useState } from 'react';

import { useQuery, useStore, useView } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { emptyTrash } from '../store/trash-door.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { notify } from '../ui/toast.tsx';
import styles from './trash.module.css';

export function EmptyTrash({ id }: { readonly id: ProjectId }) {
  const items = useView(`trash ${id}`, (tables) => new TrashView(tables, id));
  const { tables } = useStore();
  const [seen] = useState(items);
  const [gone] = useState(() => countWith(tables, items));
  const [asked, setAsked] = useState(false);
  const [which, setJob] = useState<JobId | null>(null);
  const [error, setError] = useState<string | null>(null);
  const job = useQuery((tables) => tables.get('job', which), [which]);
  const begin = async (): Promise<void> => {
    setAsked(true);
    setError(null);
    const answer = await emptyTrash(id, seen[0]?.deletedAt ?? 0);
    if ('job' in answer) return setJob(answer.job);
    setAsked(false);
    setError(answer.error);
  };
  useEffect(() => {
    if (job === undefined || job.status === 'running') return;
    closeDialog();
    tell(job);
  }, [job]);
  return (
    <Dialog
      open
      size="s"
      onOpenChange={closeDialog}
      title={strings.trash.emptyDo}
      description={
        job === undefined
          ? strings.trash.emptyAsk(gone)
          : strings.trash.emptying(job.done, job.total)
      }
      footer={
        <>
          <Button data-first-focus onClick={closeDialog}>
            {strings.settings.cancel}
          </Button>
          <Button tone="danger" disabled={asked || seen.length === 0} onClick={() => void begin()}>
            {strings.trash.purge}
          </Button>
        </>
      }
    >
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </Dialog>
  );
}

/** How many these are with everything under them. */
function countWith(tables: Tables, items: readonly WorkItem[]): number {
  const all = items.flatMap((item) => [item, ...itemsBelow(tables, item, true)]);
  return new Set(all.map(({ id }) => id)).size;
}

/** What came of it. */
function tell({ status, report }: Job): void {
  if (status === 'failed') return notify({ text: strings.trash.cutOff, tone: 'problem' });
  const left = report?.notDone[0]?.count ?? 0;
  notify({
    text: strings.trash.emptied(report?.deleted?.['items'] ?? 0),
    ...(left > 0 ? { detail: strings.trash.left(left) } : {}),
  });
}
