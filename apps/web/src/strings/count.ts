// How many of something there are, in words.
import { formatNumber } from '../format.ts';

/** `1 item`, `2 items`: English plurals; a second language brings a library with it. */
export function count(number: number, one: string, many: string): string {
  return `${formatNumber(number)} ${number === 1 ? one : many}`;
}
