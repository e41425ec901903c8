// Numbers, dates and sizes as people of this place read them, by Intl alone.

const whole = new Intl.NumberFormat();
const halves = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const dayShort = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayLong = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const instantLong = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const sizes = UNITS.map(
  (unit) =>
    new Intl.NumberFormat(undefined, {
      style: 'unit',
      unit,
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      maximumSignificantDigits: 3,
    }),
);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function formatNumber(value: number): string {
  return whole.format(value);
}

/** Points, in halves: `3`, `0.5`. */
export function formatPoints(points: number): string {
  return halves.format(points);
}

/** Bytes, in the unit that suits them: `640 bytes`, `1.2 MB`. */
export function formatSize(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return (sizes[step] ?? whole).format(bytes / 1000 ** step);
}

/** A whole date with its time, for a tooltip. `at` in milliseconds UTC. */
export function formatInstant(at: number): string {
  return instantLong.format(at);
}

/** How long ago, up to a week; then the day. Both in milliseconds UTC. */
export function formatAgo(at: number, now: number): string {
  const past = now - at;
  if (past < MINUTE) return relative.format(0, 'second');
  if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), 'minute');
  if (past < DAY) return relative.format(-Math.floor(past / HOUR), 'hour');
  if (past < 7 * DAY) return relative.format(-Math.floor(past / DAY), 'day');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayShort : dayLong).format(at);
}

/** A day `YYYY-MM-DD`, with its year only where it is another than `now`'s. */
export function formatDay(day: string, now = Date.now()): string {
  const at = new Date(`${day}T12:00:00`);
  return (at.getFullYear() === new Date(now).getFullYear() ? dayShort : dayLong).format(at);
}

/** The day of an instant here, `YYYY-MM-DD`. `at` in milliseconds UTC. */
export function dayOf(at: number): string {
  const day = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
