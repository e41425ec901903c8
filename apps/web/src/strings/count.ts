// How many of something there are, in words.

/** `1 item`, `2 items`: English plurals; a second language brings a library with it. */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}
