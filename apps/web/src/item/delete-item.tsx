// The question that deleting an item with children asks.
import type { WorkItemId } from '@planwright/engine';
import { keyOf } from '@planwright/engine';

import { deleteItem, done } from '../actions/edits.ts';
import { usePlace } from '../actions/place.ts';
import { useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

export function DeleteItem({ id }: { readonly id: WorkItemId }) {
  const store = useStore();
  const { go, project, panel } = usePlace();
  const item = store.tables.get('workItem', id);
  if (item === undefined) return null;
  const under = [...store.tables.list('workItem', 'byParent', id)].filter(
    (one) => one.deletedAt === null,
  );
  const perform = (children: 'tree' | 'up'): void => {
    closeDialog();
    if (done(deleteItem(store, item, children)) && panel && project !== null) {
      go({ to: 'item', key: project.key, item: null });
    }
  };
  return (
    <Dialog
      open
      size="s"
      onOpenChange={closeDialog}
      title={`${strings.item.delete} ${keyOf(store.tables, item)}`}
      description={`${strings.item.hasChildren(under.length)}. ${strings.item.hasChildrenText}`}
      footer={
        <>
          <Button data-first-focus onClick={() => perform('up')}>
            {strings.item.deleteLift}
          </Button>
          <Button tone="danger" onClick={() => perform('tree')}>
            {strings.item.deleteTree}
          </Button>
        </>
      }
    />
  );
}
