/**
 * A name from the world (an account, a folder, a file) as the engine takes names: on one line,
 * without control characters, cut at `most` characters.
 * @param otherwise the name when nothing is left
 */
export function oneLine(text: string, most: number, otherwise: string): string {
  const plain = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .toWellFormed()
    .normalize('NFC')
    .trim();
  return Array.from(plain).slice(0, most).join('').trim() || otherwise;
}
