/** Does this text take at most `most` bytes in UTF-8? */
export function fitsBytes(text: string, most: number): boolean {
  if (text.length * 3 <= most) return true;
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > most) return false;
  }
  return true;
}
