// What is open on the screen besides what the address says: one dialog, one field for a new item.
// Actions open these from anywhere; the screens that own them read them here.
import type { DocumentId, MemberId, ProjectId, StateId, WorkItemId } from '@planwright/engine';
import { useSyncExternalStore } from 'react';

export type OpenDialog =
  | { readonly kind: 'createProject' }
  | { readonly kind: 'removeState'; readonly state: StateId }
  | { readonly kind: 'purgeItem'; readonly item: WorkItemId }
  | { readonly kind: 'emptyTrash'; readonly project: ProjectId }
  | { readonly kind: 'removeMember'; readonly member: MemberId }
  | { readonly kind: 'import'; readonly file: File | null }
  | { readonly kind: 'deleteItem'; readonly item: WorkItemId }
  | { readonly kind: 'transferItem'; readonly item: WorkItemId }
  | { readonly kind: 'textHistory'; readonly document: DocumentId; readonly editable: boolean }
  | { readonly kind: 'shortcuts' };

interface ScreenState {
  readonly dialog: OpenDialog | null;
  /** The column whose field for a new item is open. */
  readonly addingTo: StateId | null;
  /** The item whose description is being written. */
  readonly editing: WorkItemId | null;
}

let state: ScreenState = { dialog: null, addingTo: null, editing: null };
const listeners = new Set<() => void>();

function change(next: Partial<ScreenState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

export const openDialog = (dialog: OpenDialog): void => change({ dialog });
export const closeDialog = (): void => change({ dialog: null });
export const addTo = (addingTo: StateId | null): void => change({ addingTo });
export const editDescriptionOf = (editing: WorkItemId | null): void => change({ editing });

export function useScreenState(): ScreenState {
  return useSyncExternalStore(subscribe, () => state);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
