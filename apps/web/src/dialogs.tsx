// The one dialog that may be open, each a chunk of its own.
import { Suspense, lazy } from 'react';

import { ShortcutSheet } from './actions/shortcut-sheet.tsx';
import { DeleteItem } from './item/delete-item.tsx';
import { CreateProject } from './project/create-project.tsx';
import type { OpenDialog } from './store/screen-state.ts';
import { closeDialog, useScreenState } from './store/screen-state.ts';

const ImportDialog = lazy(() =>
  import('./import/import-dialog.tsx').then((module) => ({ default: module.ImportDialog })),
);
const EmptyTrash = lazy(() =>
  import('./trash/empty-trash.tsx').then((module) => ({ default: module.EmptyTrash })),
);
const PurgeItem = lazy(() =>
  import('./trash/purge-item.tsx').then((module) => ({ default: module.PurgeItem })),
);
const RemoveMember = lazy(() =>
  import('./project/remove-member.tsx').then((module) => ({ default: module.RemoveMember })),
);
const RemoveState = lazy(() =>
  import('./project/remove-state.tsx').then((module) => ({ default: module.RemoveState })),
);
const TextHistory = lazy(() =>
  import('./text/text-history.tsx').then((module) => ({ default: module.TextHistory })),
);

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
    case 'textHistory':
      return <TextHistory id={dialog.document} editable={dialog.editable} />;
    case 'shortcuts':
      return <ShortcutSheet onClose={closeDialog} />;
  }
}
