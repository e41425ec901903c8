// Files on their way to an item. They go through a door of their own, not through the outbox: so they
// need a connection, and what could not be sent is kept in the memory of this page for another try.
import type { AttachmentId, WorkItemId } from '@planwright/engine';
import { idOf } from '@planwright/engine';
import { useMemo, useSyncExternalStore } from 'react';

import { strings } from '../strings.ts';
import type { Store } from './store.ts';
import { thumbnailOf } from './thumbnail.ts';

export interface Upload {
  readonly id: AttachmentId;
  readonly item: WorkItemId;
  readonly file: File;
  /** Shows the picture before it is there; null for what is none. */
  readonly preview: string | null;
  /** How much of it is sent, from 0 to 1. */
  readonly sent: number;
  readonly state: 'sending' | 'done' | 'failed';
  /** Why it could not be sent, as a sentence; null where it could. */
  readonly error: string | null;
  /** It failed because the server was out of reach, or has not heard of the item yet. */
  readonly isAway: boolean;
}

/** Pictures that a text may show; the server looks for itself. */
const PICTURES = /^image\/(png|jpeg|gif|webp|avif)$/;

let uploads: readonly Upload[] = [];
/** The item that takes what is pasted or dropped; null where none may be changed. */
let taker: WorkItemId | null = null;
const listeners = new Set<() => void>();

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function change(id: AttachmentId, words: Partial<Upload>): void {
  set(uploads.map((one) => (one.id === id ? { ...one, ...words } : one)));
}

/**
 * Sends files to an item; they begin at once, and show how far they are. Those of an item that is not
 * saved yet wait for it.
 */
export function attach(store: Store, item: WorkItemId, files: Iterable<File>): readonly Upload[] {
  const isSaved = store.tables.get('workItem', item)?.seq !== 0;
  const error = isSaved ? null : strings.attachment.early;
  const state = isSaved ? 'sending' : 'failed';
  const added = [...files].map((file): Upload => {
    const preview = PICTURES.test(file.type) ? URL.createObjectURL(file) : null;
    const id = store.newId<'attachment'>();
    return { id, item, file, preview, sent: 0, state, error, isAway: !isSaved };
  });
  set([...uploads, ...added]);
  if (isSaved) for (const upload of added) send(upload);
  return added;
}

/** Says which item takes the files that are pasted into texts, until it is taken back. */
export function takeFilesFor(item: WorkItemId): () => void {
  taker = item;
  return () => {
    if (taker === item) taker = null;
  };
}

/** Attaches files to the item that is open; null where there is none that may be changed. */
export function attachHere(store: Store, files: Iterable<File>): readonly Upload[] | null {
  return taker === null ? null : attach(store, taker, files);
}

/** The Markdown that shows a file, or leads to it. */
export function markdownOf({ id, file, preview }: Upload): string {
  const words = nameOf(file).replace(/[[\]\\`<>]/g, ' ');
  return `${preview === null ? '' : '!'}[${words}](/blob/${id})`;
}

/** What a file is called; pictures from the clipboard have no name of their own. */
export function nameOf({ name }: Pick<File, 'name'>): string {
  return name === '' ? strings.attachment.unnamed : name;
}

/** Tries again what could not be sent. */
export function retry(id: AttachmentId): void {
  const upload = uploads.find((one) => one.id === id);
  if (upload?.state !== 'failed') return;
  change(id, { state: 'sending', sent: 0, error: null });
  send(upload);
}

/** Lets go of what could not be sent, or is there. */
export function forget(id: AttachmentId): void {
  const upload = uploads.find((one) => one.id === id);
  if (upload === undefined) return;
  if (upload.preview !== null) URL.revokeObjectURL(upload.preview);
  set(uploads.filter((one) => one.id !== id));
}

/** The files on their way to an item. */
export function useUploads(item: WorkItemId): readonly Upload[] {
  const all = useSyncExternalStore(subscribe, () => uploads);
  return useMemo(() => all.filter((one) => one.item === item), [all, item]);
}

/** What shows a picture that is still on its way; null where it is not. */
export function usePreview(id: AttachmentId): string | null {
  return useSyncExternalStore(
    subscribe,
    () => uploads.find((one) => one.id === id)?.preview ?? null,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function send({ id, item, file }: Upload): void {
  const query = new URLSearchParams({ item, id, name: nameOf(file) });
  const request = new XMLHttpRequest();
  request.open('POST', `/attachment?${query.toString()}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.onprogress = ({ loaded, total }) => {
    if (total > 0) change(id, { sent: Math.min(loaded / total, 0.99) });
  };
  request.onerror = () =>
    change(id, { state: 'failed', error: strings.attachment.unreachable, isAway: true });
  request.onload = () => {
    if (request.status === 201) return void sendThumbnail(id, file);
    const error = messageIn(request.responseText) ?? strings.attachment.failedWith(request.status);
    change(id, {
      state: 'failed',
      error,
      isAway: request.status === 503 || request.status === 404,
    });
  };
  request.send(file);
}

/** A small picture, so that a list of large ones is light; without it the large one is shown. */
async function sendThumbnail(id: AttachmentId, file: File): Promise<void> {
  const body = PICTURES.test(file.type) ? await thumbnailOf(file) : null;
  if (body !== null) {
    const headers = { 'content-type': 'application/octet-stream' };
    await fetch(`/blob/${id}/thumbnail`, { method: 'PUT', headers, body }).catch(() => null);
  }
  change(id, { state: 'done', sent: 1 });
}

function messageIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? error.message : null;
  } catch {
    return null;
  }
}

/** The attachment that an address of our door for files names; null for any other address. */
export function attachmentOf(address: string): AttachmentId | null {
  const [, id] = /^\/blob\/([0-9a-f-]{36})$/.exec(address) ?? [];
  return id === undefined ? null : idOf<'attachment'>(id);
}
