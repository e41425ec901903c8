/** A file of lines, read part by part: however large it is, one part of it is in memory. */
import { createReadStream } from 'node:fs';

/** Bytes that are read at once. */
const PART = 256 * 1024;
/** The longest line, in bytes: twice what the largest commands and the parts of files need. */
export const MOST_LINE = 1024 * 1024;

/** A file cannot be read, or not to its end, or not as it was before: `cause` says what came. */
export class Unreadable extends Error {
  constructor(path: string, cause: unknown) {
    super(`${path} cannot be read`, { cause });
    this.name = 'Unreadable';
  }
}

/** A line, and its number from 1; null where it is longer than a line may be. */
export type NumberedLine = readonly [no: number, line: Buffer | null];

/**
 * The lines of the file at `path`, in groups as they are read; ends after one that is too long.
 * Throws `Unreadable` and nothing else.
 */
export async function* linesOf(path: string): AsyncGenerator<readonly NumberedLine[]> {
  let no = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of partsOf(path)) {
    const bytes: Buffer = rest.length === 0 ? part : Buffer.concat([rest, part]);
    const lines: NumberedLine[] = [];
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(10, from);
      if (end === -1) break;
      lines.push([(no += 1), bytes.subarray(from, end)]);
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > MOST_LINE) lines.push([no + 1, null]);
    yield lines;
    if (rest.length > MOST_LINE) return;
  }
  if (rest.length > 0) yield [[no + 1, rest]];
}

/** What goes wrong with the file, and not with who takes its parts, is `Unreadable`. */
async function* partsOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const part of createReadStream(path, { highWaterMark: PART })) yield part as Buffer;
  } catch (error) {
    throw new Unreadable(path, error);
  }
}
