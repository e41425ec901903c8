// Files to and from the server. An export is a download. An import sends a file to the server's import
// door, which says what would come of it; then what was chosen. The work itself is a job of the server:
// its row tells how far it is and, at the end, what came of it.
import type { Author, Damage, ImportChoices, JobId, Report } from '@planwright/engine';

import { strings } from '../strings.ts';

const IMPORT_PATH = '/import';

/** What the server says that an import would do. */
export interface DryRun {
  readonly job: JobId;
  /** How many commands it would be: 0 where everything is here already. */
  readonly commands: number;
  readonly report: Report;
  readonly authors: readonly Author[];
  readonly damage: Damage;
  /** The choices by which it is told: at first those that are offered. */
  readonly choices: ImportChoices;
}

type Failed = { readonly error: string };

/** Sends the file; gives what would come of it, or a sentence that says what is wrong. */
export async function uploadImport(file: File): Promise<DryRun | Failed> {
  const headers = { 'x-file-name': encodeURIComponent(file.name) };
  const body = await ask('POST', IMPORT_PATH, file, headers);
  return dryRunOf(body);
}

/** What would come of a file that was sent, by other choices; or a sentence that says what is wrong. */
export async function planImportAgain(
  job: JobId,
  choices: ImportChoices,
): Promise<DryRun | Failed> {
  return dryRunOf(await ask('POST', `${IMPORT_PATH}/${job}/plan`, JSON.stringify(choices)));
}

function dryRunOf(body: unknown): DryRun | Failed {
  return fieldOf(body, 'error') === undefined ? (body as DryRun) : (body as Failed);
}

/** Starts an import as it was chosen; null, or a sentence that says what is wrong. */
export async function startImport(job: JobId, choices: ImportChoices): Promise<string | null> {
  const body = await ask('POST', `${IMPORT_PATH}/${job}`, JSON.stringify(choices));
  const error = fieldOf(body, 'error');
  return typeof error === 'string' ? error : null;
}

/** Lets the server forget a file that is not wanted after all. */
export function cancelImport(job: JobId): void {
  void ask('DELETE', `${IMPORT_PATH}/${job}`, null);
}

/** Asks a door of the server; gives its answer, or `{error}` with a sentence that says what is wrong. */
export async function ask(
  method: string,
  path: string,
  body: BodyInit | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  } catch {
    return { error: strings.import.unreachable };
  }
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok) return said;
  const message = fieldOf(fieldOf(said, 'error'), 'message');
  return {
    error: typeof message === 'string' ? message : strings.import.failedWith(answer.status),
  };
}

/** Does the file begin like JSON? Cheap, for files of any size. */
export async function looksLikeJson(file: File): Promise<boolean> {
  const head = await file.slice(0, 512).text();
  return /^\uFEFF?\s*[[{]/.test(head);
}

/** A field of something that came over the wire. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** Lets the browser save an export: of the project with this key, or (null) of the workspace. */
export function downloadExport(key: string | null): void {
  const link = document.createElement('a');
  link.href = key === null ? '/export' : `/export/${encodeURIComponent(key)}`;
  link.download = '';
  link.click();
}

/** Lets the person choose files of this device; none where they think better of it. */
export function chooseFiles(): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
