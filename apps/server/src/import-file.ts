/**
 * An uploaded file as it rests on the disk: the export of another board (one JSON text), or one of
 * our own (JSON lines with a hash at the end). One of our own is read line by line, so that it may
 * be larger than memory.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import {
  EXPORTED,
  isRefusal,
  Loading,
  refuse,
  type ExportedBlob,
  type ExportFoot,
  type LoadedRow,
  type LostBlob,
  type Refusal,
  type WorkspaceWords,
} from '@planwright/engine';
import type { BlobDraft } from './blob-store.ts';
import { parseJson } from './json-body.ts';
import { linesOf, MOST_LINE, Unreadable } from './line-file.ts';

/** What a file holds: parsed JSON of another program, or an export of ours that was read whole. */
export type ImportFile = { readonly json: unknown } | { readonly loading: Loading };

/** How an export of our own begins. */
const OWN = Buffer.from('{"planwright":');

/** Opens a place for the bytes with this hash, of a file that is attached somewhere. */
export type TakeBlob = (hash: string) => BlobDraft;

/** For who wants to know whether a file is sound: its bytes go nowhere. */
export const NOWHERE: TakeBlob = () => ({ add: () => {}, keep: () => {}, drop: () => {} });

/** So many bytes tell whether a file is an export of our own. */
export const OWN_HEAD = OWN.length;

/** Do these bytes begin an export of our own? */
export function isOwnExport(bytes: Uint8Array): boolean {
  return OWN.equals(bytes.subarray(0, OWN.length));
}

/**
 * Reads the file. Refuses INVALID what is neither, and an export of ours that is not whole: with a
 * row changed, or without the bytes of an attachment. `take` is handed those bytes, one file after
 * the other. Throws `Unreadable`, and what `take` throws.
 */
export async function readImportFile(
  path: string,
  take: TakeBlob = NOWHERE,
): Promise<ImportFile | Refusal> {
  if (!isOwnExport(read(path, headOf))) {
    const body = parseJson(read(path, (at) => readFileSync(at)));
    return 'broken' in body ? invalid(`is ${body.broken}`) : { json: body.value };
  }
  const file = new OwnFile(take);
  try {
    for await (const lines of linesOf(path)) {
      for (const [no, line] of lines) {
        const wrong = file.line(no, line);
        if (wrong !== null) return wrong;
      }
    }
    return file.end() ?? { loading: file.loading };
  } finally {
    file.close();
  }
}

/** A row of an export, and the bytes of its line. */
export interface RowLine {
  readonly row: LoadedRow;
  readonly bytes: number;
}

/**
 * The rows of an export of our own that has been read before, and was whole, once more. Throws
 * `Unreadable`, also where the file is another by now.
 */
export async function* rowsOfFile(path: string): AsyncGenerator<RowLine> {
  for await (const lines of linesOf(path)) {
    for (const [, line] of lines) {
      const fields = read(path, () => JSON.parse(String(line)) as unknown);
      if (typeof fields !== 'object' || fields === null) continue;
      if ('blob' in fields) return;
      if (isRow(fields)) yield { row: fields, bytes: line?.length ?? 0 };
    }
  }
}

function read<T>(path: string, how: (path: string) => T): T {
  try {
    return how(path);
  } catch (error) {
    throw new Unreadable(path, error);
  }
}

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(OWN.length);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

/** An export of our own, line by line: is it the one that was written? */
class OwnFile {
  readonly loading = new Loading();
  readonly #hash = createHash('sha256');
  readonly #blobs: Blobs;
  #count = 0;
  #foot: ExportFoot | null = null;

  constructor(take: TakeBlob) {
    this.#blobs = new Blobs(take, (hash) => this.loading.bytes(hash));
  }

  line(no: number, line: Buffer | null): Refusal | null {
    if (line === null) return invalid(`has more than ${MOST_LINE} bytes in line ${no}`);
    const body = parseJson(line);
    if ('broken' in body) return invalid(`is ${body.broken} in line ${no}`);
    const { value } = body;
    const fields = typeof value === 'object' && value !== null ? value : {};
    if (no === 1) {
      const isKnown = 'planwright' in fields && fields.planwright === 1;
      return isKnown ? null : invalid('is of a newer version than this program');
    }
    if ('sha256' in fields && typeof fields.sha256 === 'string') {
      this.#foot = value as ExportFoot;
      return null;
    }
    this.#hash.update(line).update('\n');
    this.#count += 1;
    return this.#within(no, fields, line.length);
  }

  /** What is wrong with it as a whole. */
  end(): Refusal | null {
    if (this.#foot === null) return invalid('is cut off: its last line is missing');
    if (this.#foot.lines !== this.#count || this.#foot.sha256 !== this.#hash.digest('hex')) {
      return invalid('is not as it was written: its hash is another');
    }
    const wrong = this.#blobs.end();
    return wrong === null ? null : invalid(`has other bytes than it says of ${wrong}`);
  }

  /** Lets go of what was not read to its end. */
  close(): void {
    this.#blobs.close();
  }

  #within(no: number, fields: object, bytes: number): Refusal | null {
    if (isBlob(fields)) this.#blobs.add(fields);
    else if (isLost(fields)) this.loading.without(fields.blob);
    else if (isRow(fields)) {
      const wrong = this.loading.row(fields, bytes, no);
      return isRefusal(wrong) ? wrong : null;
    } else if ('workspace' in fields) this.loading.words = fields.workspace as WorkspaceWords;
    else return invalid(`has something in line ${no} that is no row of an export`);
    return null;
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

function isLost(fields: object): fields is LostBlob {
  return 'blob' in fields && 'lost' in fields && fields.lost === true;
}

/** A file that is put together. */
interface OpenBlob {
  readonly hash: string;
  readonly sum: Hash;
  readonly draft: BlobDraft;
}

/** Puts files together from their parts, which follow each other. */
class Blobs {
  readonly #take: TakeBlob;
  readonly #came: (hash: string) => void;
  #open: OpenBlob | null = null;
  #wrong: string | null = null;

  constructor(take: TakeBlob, came: (hash: string) => void) {
    this.#take = take;
    this.#came = came;
  }

  add({ blob, base64 }: ExportedBlob): void {
    if (this.#open?.hash !== blob) {
      this.end();
      this.#open = { hash: blob, sum: createHash('sha256'), draft: this.#take(blob) };
    }
    const bytes = Buffer.from(base64, 'base64');
    this.#open.sum.update(bytes);
    this.#open.draft.add(bytes);
  }

  /** Ends the last one; gives a hash that is not that of its bytes. */
  end(): string | null {
    const last = this.#open;
    this.#open = null;
    if (last === null) return this.#wrong;
    if (last.sum.digest('hex') === last.hash) {
      last.draft.keep(last.hash);
      this.#came(last.hash);
    } else {
      last.draft.drop();
      this.#wrong ??= last.hash;
    }
    return this.#wrong;
  }

  close(): void {
    this.#open?.draft.drop();
    this.#open = null;
  }
}

function invalid(rule: string): Refusal {
  return refuse('INVALID', { field: 'the file', rule });
}
