/**
 * On which line of a TOML text a key stands. The parser forgets where values came from, and a
 * complaint that names the line saves the reader a search.
 */

/**
 * Looks for a key by reading headers and the starts of lines; good for the flat tables of a
 * configuration file, with bare, quoted and dotted keys and inline tables.
 * @returns the line, counted from 1; that of the section when the key cannot be told from others
 */
export function lineOf(text: string, section: string, key?: string): number {
  let table = '';
  let sectionLine = 1;
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[\[?\s*([^\]]+?)\s*\]/.exec(line);
    const path = header
      ? partsOf(header[1] ?? '')
      : [table, ...partsOf(keyOf(line))].filter(Boolean);
    if (header) table = path.join('.');
    if (path[0] !== section) continue;
    if (key === undefined || path[1] === key) return index + 1;
    if (header || path.length === 1) sectionLine = index + 1;
  }
  return sectionLine;
}

/** What stands before the first `=`. */
function keyOf(line: string): string {
  return /^\s*([^#=]+?)\s*=/.exec(line)?.[1] ?? '';
}

/** `a."b"` → `a`, `b`. */
function partsOf(path: string): string[] {
  return path.split('.').map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
}
