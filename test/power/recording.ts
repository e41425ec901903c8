/**
 * A recording: what the shim wrote down of one or several lives of a server, as steps that change
 * a disk, and what was said on sockets between them. A place in a recording is a number of steps:
 * at place 7, seven steps are done and the eighth is not.
 */

/** What changes a disk. A file is a number: names come and go. */
export type Step =
  | { readonly kind: 'create'; readonly name: string; readonly file: number }
  | { readonly kind: 'write'; readonly file: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: number; readonly length: number }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'syncFolder' }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string };

/** Bytes that the server handed to a socket, when it had done `place` steps. */
export interface Sent {
  readonly place: number;
  readonly connection: number;
  readonly bytes: Buffer;
}

export interface Recording {
  readonly steps: readonly Step[];
  readonly sent: readonly Sent[];
  /** The places at which a process began. */
  readonly lives: readonly number[];
}

/** As in shim.c. */
const KINDS = [
  'none',
  'life',
  'open',
  'close',
  'write',
  'truncate',
  'sync',
  'unlink',
  'rename',
  'send',
  'mapped',
] as const;
const HEAD = 20;
const CREATED = 1;
const EMPTIED = 2;

/** The folder itself, among the descriptors. */
const FOLDER = -1;

class Reader {
  readonly steps: Step[] = [];
  readonly sent: Sent[] = [];
  readonly lives: number[] = [];
  readonly #names = new Map<string, number>();
  readonly #open = new Map<number, number>();
  readonly #connections = new Map<number, number>();
  #files = 0;
  #connection = 0;

  take(kind: (typeof KINDS)[number] | undefined, fd: number, at: number, bytes: Buffer): void {
    switch (kind) {
      case 'life':
        this.#open.clear();
        this.#connections.clear();
        this.lives.push(this.steps.length);
        return;
      case 'open':
        return this.#opened(fd, bytes.toString(), at);
      case 'close':
        this.#open.delete(fd);
        this.#connections.delete(fd);
        return;
      case 'write':
        this.steps.push({ kind, file: this.#file(fd), at, bytes });
        return;
      case 'truncate':
        this.steps.push({ kind, file: this.#file(fd), length: at });
        return;
      case 'sync': {
        const file = this.#file(fd);
        this.steps.push(file === FOLDER ? { kind: 'syncFolder' } : { kind, file });
        return;
      }
      case 'unlink':
        this.#names.delete(bytes.toString());
        this.steps.push({ kind, name: bytes.toString() });
        return;
      case 'rename':
        return this.#renamed(...(bytes.toString().split('/') as [string, string]));
      case 'send':
        this.#said(fd, bytes);
        return;
      case 'mapped':
        throw new Error(`a file is written through memory, where nobody sees it (fd ${fd})`);
      default:
        throw new Error('the recording is damaged');
    }
  }

  #opened(fd: number, name: string, how: number): void {
    if (name === '.') {
      this.#open.set(fd, FOLDER);
      return;
    }
    let file = this.#names.get(name);
    if (file === undefined || (how & CREATED) !== 0) {
      this.#files += 1;
      file = this.#files;
      this.#names.set(name, file);
      this.steps.push({ kind: 'create', name, file });
    } else if ((how & EMPTIED) !== 0) this.steps.push({ kind: 'truncate', file, length: 0 });
    this.#open.set(fd, file);
  }

  #renamed(from: string, to: string): void {
    const file = this.#names.get(from);
    if (file === undefined) throw new Error(`${from} was renamed and is not there`);
    this.#names.delete(from);
    this.#names.set(to, file);
    this.steps.push({ kind: 'rename', from, to });
  }

  #said(fd: number, bytes: Buffer): void {
    let connection = this.#connections.get(fd);
    if (connection === undefined) {
      this.#connection += 1;
      connection = this.#connection;
      this.#connections.set(fd, connection);
    }
    this.sent.push({ place: this.steps.length, connection, bytes });
  }

  #file(fd: number): number {
    const file = this.#open.get(fd);
    if (file === undefined) throw new Error(`fd ${fd} is used and was not opened`);
    return file;
  }
}

/** Reads what the shim wrote. Throws when it makes no sense. */
export function readRecording(bytes: Buffer): Recording {
  const reader = new Reader();
  for (let place = 0; place < bytes.length;) {
    const length = bytes.readUInt32LE(place + 16);
    const data = bytes.subarray(place + HEAD, place + HEAD + length);
    const kind = KINDS[bytes.readUInt32LE(place)];
    reader.take(kind, bytes.readInt32LE(place + 4), Number(bytes.readBigUInt64LE(place + 8)), data);
    place += HEAD + length;
  }
  return reader;
}
