// The colours that can be chosen: a few that go well together in light and dark.
import { strings } from '../strings.ts';

export const COLOURS = [
  ['#8b8f98', strings.colours.grey],
  ['#6c7a93', strings.colours.slate],
  ['#5b6cd9', strings.colours.indigo],
  ['#2f7fd1', strings.colours.blue],
  ['#1f8a94', strings.colours.teal],
  ['#2e9e5b', strings.colours.green],
  ['#7a8f2a', strings.colours.olive],
  ['#c98a12', strings.colours.amber],
  ['#c8632b', strings.colours.orange],
  ['#c74a4a', strings.colours.red],
  ['#c2508f', strings.colours.pink],
  ['#8a5cc7', strings.colours.violet],
] as const;

/** Where a row of new things begins; greys are for those who want them. */
const FIRST = 2;

/** A colour that none of these has yet; the rarest where all are taken. */
export function freshColour(used: readonly { readonly colour: string }[]): string {
  const lively = COLOURS.slice(FIRST).map(([colour]) => colour);
  const times = (colour: string): number => used.filter((one) => one.colour === colour).length;
  const [first = '#5b6cd9', ...others] = lively;
  return others.reduce<string>((best, one) => (times(one) < times(best) ? one : best), first);
}
