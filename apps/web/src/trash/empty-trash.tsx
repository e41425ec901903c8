// The question before the trash of a project is emptied. What comes into it meanwhile stays.
import type { ProjectId } from '@planwright/engine';
import { TrashView } from '@planwright/engine';
import { useState } from 'react';

import { useView } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { emptyTrash } from '../store/trash-door.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './trash.module.css';

export function EmptyTrash({ id }: { readonly id: ProjectId }) {
  const items = useView(`trash ${id}`, (tables) => new TrashView(tables, id));
  const [seen] = useState(items);
  const [begun, setBegun] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const begin = async (): Promise<void> => {
    setBegun(true);
    const wrong = await emptyTrash(id, seen[0]?.deletedAt ?? 0);
    setBegun(false);
    setError(wrong);
    if (wrong === null) closeDialog();
  };
  return (
    <Dialog
      open
      size="s"
      onOpenChange={closeDialog}
      title={strings.trash.emptyDo}
      description={strings.trash.emptyAsk(seen.length)}
      footer={
        <>
          <Button data-first-focus onClick={closeDialog}>
            {strings.settings.cancel}
          </Button>
          <Button tone="danger" disabled={begun || seen.length === 0} onClick={() => void begin()}>
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
