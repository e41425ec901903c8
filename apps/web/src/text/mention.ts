// The handle that is being typed in a Markdown text: `@an`, where it is one and not an address or code.

/** A handle under the caret. */
export interface Mention {
  /** Where its `@` stands. */
  readonly at: number;
  /** What is typed of it, up to the caret. */
  readonly typed: string;
  /** Where it ends: what is left of it behind the caret goes with it. */
  readonly end: number;
}

/** The same beginnings as in `markdown-links.ts`. */
const BEGUN = /(?<![\w./@-])@([\p{L}\p{N}._-]{0,32})$/u;
const REST = /^[\w-]*/;
const FENCE = /^ {0,3}(?:`{3,}|~{3,})/;

/** The handle that ends at the caret; null where none does, and in code. */
export function mentionAt(text: string, caret: number): Mention | null {
  const start = text.lastIndexOf('\n', caret - 1) + 1;
  const line = text.slice(start, caret);
  const [found, typed] = BEGUN.exec(line) ?? [];
  if (found === undefined || typed === undefined) return null;
  const before = line.slice(0, line.length - found.length);
  const isCode = before.split('`').length % 2 === 0 || isInFence(text.slice(0, start));
  if (isCode) return null;
  const [rest = ''] = REST.exec(text.slice(caret)) ?? [];
  return { at: caret - found.length, typed, end: caret + rest.length };
}

/** Is a fence of code open at the end of these lines? */
function isInFence(lines: string): boolean {
  return lines.split('\n').filter((line) => FENCE.test(line)).length % 2 === 1;
}
