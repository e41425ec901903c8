// The edits that the list of files makes, with the way back.
import type { Attachment } from '@planwright/engine';

import { done, said } from '../actions/edits.ts';
import { remember } from '../actions/undo.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';

/** Takes a file away, with a note that brings it back. */
export function removeAttachment(store: Store, { id, name }: Attachment): void {
  if (!done(store.run('attachment.remove', { id }))) return;
  const undo = remember(() => said(store.run('attachment.restore', { id })));
  notify({
    text: strings.attachment.removed(name),
    action: { label: strings.undo, perform: undo },
  });
}
