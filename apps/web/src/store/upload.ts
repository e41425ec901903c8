// Sends a file to the server's import door. The work itself is a job of the server: its row tells how
// far it is and, at the end, what came of it.
import type { JobId } from '@planwright/engine';
import { idOf, isUuid } from '@planwright/engine';

import { strings } from '../strings.ts';

const IMPORT_PATH = '/import';

/** Sends the file; gives the job that imports it, or a sentence that says why there is none. */
export async function uploadImport(
  file: File,
): Promise<{ readonly job: JobId } | { readonly error: string }> {
  let answer: Response;
  try {
    answer = await fetch(IMPORT_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-file-name': encodeURIComponent(file.name) },
      body: file,
    });
  } catch {
    return { error: strings.import.unreachable };
  }
  const body: unknown = await answer.json().catch(() => null);
  const job = fieldOf(body, 'job');
  if (answer.ok && isUuid(job)) return { job: idOf<'job'>(job) };
  const message = fieldOf(fieldOf(body, 'error'), 'message');
  return {
    error: typeof message === 'string' ? message : strings.import.failedWith(answer.status),
  };
}

/** Does the file begin like JSON? Cheap, for files of any size. */
export async function looksLikeJson(file: File): Promise<boolean> {
  const head = await file.slice(0, 512).text();
  return /^\uFEFF?\s*[[{]/.test(head);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
