// The question before an item is deleted for good.
import type { WorkItemId } from '@planwright/engine';
import { itemsBelow, keyOf } from '@planwright/engine';

import { done } from '../actions/edits.ts';
import { usePlace } from '../actions/place.ts';
import { useQuery, useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { notify } from '../ui/toast.tsx';

export function PurgeItem({ id }: { readonly id: WorkItemId }) {
  const store = useStore();
  const { go, project, panel } = usePlace();
  const item = useQuery((tables) => tables.get('workItem', id), [id]);
  if (item === undefined) return null;
  const key = keyOf(store.tables, item);
  const under = itemsBelow(store.tables, item, true).length;
  const purge = (): void => {
    closeDialog();
    if (!done(store.run('workItem.purge', { id }))) return;
    notify({ text: strings.trash.purged(key) });
    if (panel && project !== null) go({ to: 'trash', key: project.key });
  };
  return (
    <Dialog
      open
      size="s"
      onOpenChange={closeDialog}
      title={strings.trash.purgeTitle(key)}
      description={strings.trash.purgeText(item.title, under)}
      footer={
        <>
          <Button data-first-focus onClick={closeDialog}>
            {strings.settings.cancel}
          </Button>
          <Button tone="danger" onClick={purge}>
            {strings.trash.purge}
          </Button>
        </>
      }
    />
  );
}
