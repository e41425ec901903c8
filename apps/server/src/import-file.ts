/**
 * An uploaded file as it rests on the disk: the export of another board (one JSON text), or one of
 * our own (JSON lines with a hash at the end).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  EXPORTED,
  refuse,
  type ExportedBlob,
  type ExportedRows,
  type ExportFoot,
  type LoadedRow,
  type Refusal,
  type WorkspaceWords,
} from '@planwright/engine';
import { parseJson } from './json-body.ts';

/** What a file holds: parsed JSON of another program, or the rows of our own export. */
export type ImportFile = { readonly json: unknown } | { readonly rows: ExportedRows };

const OWN = '{"planwright":';

/** Takes the bytes of a file that is attached somewhere; `hash` is theirs. */
export type TakeBlob = (hash: string, bytes: Uint8Array) => void;

/**
 * Reads the file. Refuses INVALID what is neither, and an export of ours that is not whole: with a
 * row changed, or without the bytes of an attachment. `take` is handed those bytes, one file after
 * the other.
 */
export function readImportFile(path: string, take: TakeBlob = () => {}): ImportFile | Refusal {
  const bytes = readFileSync(path);
  if (bytes.subarray(0, OWN.length).toString('latin1') === OWN) return readOwn(bytes, take);
  const body = parseJson(bytes);
  return 'broken' in body ? invalid(`is ${body.broken}`) : { json: body.value };
}

function readOwn(bytes: Buffer, take: TakeBlob): ImportFile | Refusal {
  const hash = createHash('sha256');
  const blobs = new Blobs(take);
  const rows: LoadedRow[] = [];
  let workspace: WorkspaceWords | null = null;
  let count = 0;
  let foot: ExportFoot | null = null;
  for (const [i, line] of linesOf(bytes)) {
    const body = parseJson(line);
    if ('broken' in body) return invalid(`is ${body.broken} in line ${i + 1}`);
    const fields = body.value as Readonly<Record<string, unknown>>;
    if (i === 0) {
      if (fields['planwright'] !== 1) return invalid('is of a newer version than this program');
    } else if (typeof fields['sha256'] === 'string') foot = body.value as ExportFoot;
    else {
      hash.update(line).update('\n');
      count += 1;
      if (isBlob(fields)) blobs.add(fields);
      else if (isRow(fields)) rows.push(fields);
      else if ('workspace' in fields) workspace = fields['workspace'] as WorkspaceWords;
      else return invalid(`has something in line ${i + 1} that is no row of an export`);
    }
  }
  if (foot === null) return invalid('is cut off: its last line is missing');
  if (foot.lines !== count || foot.sha256 !== hash.digest('hex')) {
    return invalid('is not as it was written: its hash is another');
  }
  const wrong = blobs.end();
  if (wrong !== null) return invalid(`has other bytes than it says of ${wrong}`);
  const without = rows.find(
    ({ table, row }) => table === 'attachment' && !blobs.has(row['hash'] as string),
  );
  if (without !== undefined) return invalid(`lacks the bytes of ${String(without.row['name'])}`);
  return { rows: { workspace, rows } };
}

function* linesOf(bytes: Buffer): Generator<readonly [number, Buffer]> {
  let from = 0;
  for (let i = 0; from < bytes.length; i += 1) {
    const end = bytes.indexOf(10, from);
    const to = end === -1 ? bytes.length : end;
    yield [i, bytes.subarray(from, to)];
    from = to + 1;
  }
}

function isRow(fields: object): fields is LoadedRow {
  if (!('table' in fields) || !('row' in fields)) return false;
  const isKnown = (EXPORTED as readonly unknown[]).includes(fields.table);
  return isKnown && typeof fields.row === 'object' && fields.row !== null;
}

function isBlob(fields: object): fields is ExportedBlob {
  return 'blob' in fields && 'base64' in fields && typeof fields.base64 === 'string';
}

/** Puts files together from their parts, which follow each other. */
class Blobs {
  readonly #take: TakeBlob;
  readonly #here = new Set<string>();
  #open: { readonly hash: string; readonly parts: Buffer[] } | null = null;
  #wrong: string | null = null;

  constructor(take: TakeBlob) {
    this.#take = take;
  }

  add({ blob, base64 }: ExportedBlob): void {
    if (this.#open?.hash !== blob) {
      this.end();
      this.#open = { hash: blob, parts: [] };
    }
    this.#open.parts.push(Buffer.from(base64, 'base64'));
  }

  /** Ends the last one; gives a hash that is not that of its bytes. */
  end(): string | null {
    const last = this.#open;
    this.#open = null;
    if (last === null) return this.#wrong;
    const bytes = Buffer.concat(last.parts);
    if (createHash('sha256').update(bytes).digest('hex') === last.hash) {
      this.#here.add(last.hash);
      this.#take(last.hash, bytes);
    } else this.#wrong ??= last.hash;
    return this.#wrong;
  }

  has(hash: string): boolean {
    return this.#here.has(hash);
  }
}

function invalid(rule: string): Refusal {
  return refuse('INVALID', { field: 'the file', rule });
}
