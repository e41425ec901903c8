// The question before many items go into the trash: what becomes of those under them.
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface DeleteSelectedProps {
  /** How many are selected. */
  readonly count: number;
  /** How many stand under them and are not. */
  readonly under: number;
  readonly onDelete: (children: 'tree' | 'up') => void;
  readonly onClose: () => void;
}

export function DeleteSelected({ count, under, onDelete, onClose }: DeleteSelectedProps) {
  return (
    <Dialog
      open
      size="s"
      onOpenChange={onClose}
      title={strings.list.deleteTitle(count)}
      description={`${strings.list.deleteUnder(under)} ${strings.item.hasChildrenText}`}
      footer={
        <>
          <Button data-first-focus onClick={() => onDelete('up')}>
            {strings.item.deleteLift}
          </Button>
          <Button tone="danger" onClick={() => onDelete('tree')}>
            {strings.item.deleteTree}
          </Button>
        </>
      }
    />
  );
}
