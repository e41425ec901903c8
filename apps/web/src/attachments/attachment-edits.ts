// The edits that the list of files makes.
import type { Attachment } from '@planwright/engine';

import { act } from '../actions/act.ts';
import { done, told } from '../actions/edits.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';

/** Takes a file away, with a note that brings it back. */
export function removeAttachment(store: Store, { id, name }: Attachment): void {
  const { refusal, undo } = act(store, (run) => run('attachment.remove', { id }));
  if (done(refusal)) told(strings.attachment.removed(name), undo);
}
