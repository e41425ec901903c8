// The one dialog that may be open, each a chunk of its own.
import { Suspense } from 'react';

import type { OpenDialog } from './store/screen-state.ts';
import { closeDialog, useScreenState } from './store/screen-state.ts';
import { chunk } from './ui/chunk.tsx';

const ShortcutSheet = chunk(
  async () => (await import('./actions/shortcut-sheet.tsx')).ShortcutSheet,
);
const DeleteItem = chunk(async () => (await import('./item/delete-item.tsx')).DeleteItem);
const CreateProject = chunk(
  async () => (await import('./project/create-project.tsx')).CreateProject,
);
const ImportDialog = chunk(async () => (await import('./import/import-dialog.tsx')).ImportDialog);
const EmptyTrash = chunk(async () => (await import('./trash/empty-trash.tsx')).EmptyTrash);
const PurgeItem = chunk(async () => (await import('./trash/purge-item.tsx')).PurgeItem);
const RemoveMember = chunk(async () => (await import('./project/remove-member.tsx')).RemoveMember);
const RemoveState = chunk(async () => (await import('./project/remove-state.tsx')).RemoveState);
const TextHistory = chunk(async () => (await import('./text/text-history.tsx')).TextHistory);
const TransferItem = chunk(async () => (await import('./item/transfer-item.tsx')).TransferItem);

export function Dialogs() {
  const { dialog } = useScreenState();
  return <Suspense>{dialog !== null && <Opened dialog={dialog} />}</Suspense>;
}

function Opened({ dialog }: { readonly dialog: OpenDialog }) {
  switch (dialog.kind) {
    case 'createProject':
      return <CreateProject />;
    case 'emptyTrash':
      return <EmptyTrash id={dialog.project} />;
    case 'purgeItem':
      return <PurgeItem id={dialog.item} />;
    case 'removeMember':
      return <RemoveMember id={dialog.member} />;
    case 'removeState':
      return <RemoveState id={dialog.state} />;
    case 'import':
      return <ImportDialog file={dialog.file} />;
    case 'deleteItem':
      return <DeleteItem id={dialog.item} />;
    case 'transferItem':
      return <TransferItem id={dialog.item} />;
    case 'textHistory':
      return <TextHistory id={dialog.document} editable={dialog.editable} />;
    case 'shortcuts':
      return <ShortcutSheet onClose={closeDialog} />;
  }
}
