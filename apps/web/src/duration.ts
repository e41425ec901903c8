// Durations as people write them: `2h 30m`, `45m`, `1.5h`, `90`. A day or a week is no fixed amount of
// work, so neither is known here.

const PART = /^(\d+(?:[.,]\d+)?)\s*(h|m|min|hours?|minutes?)?$/i;

/** Minutes of a written duration; a bare number is minutes; null for what cannot be read. */
export function parseDuration(text: string): number | null {
  const parts = text
    .trim()
    .replace(/([a-z])\s*(?=\d)/gi, '$1 ')
    .split(/\s+(?=\d)/);
  let minutes = 0;
  for (const part of parts) {
    const found = PART.exec(part);
    if (found === null) return null;
    const value = Number(found[1]?.replace(',', '.'));
    const unit = found[2]?.toLowerCase() ?? 'm';
    minutes += unit.startsWith('h') ? value * 60 : value;
  }
  return Math.round(minutes);
}

/** Minutes as they are written: `2h 30m`, `45m`. */
export function formatDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [hours > 0 ? `${hours}h` : '', rest > 0 ? `${rest}m` : ''].filter(Boolean);
  return parts.length === 0 ? '0m' : parts.join(' ');
}
