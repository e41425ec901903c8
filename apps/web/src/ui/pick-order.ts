// The order of what fits a typed text: who writes a key, a handle or a name out means exactly that one.
import type { Pick } from './pick-popup.tsx';

/** Those that are called as typed first, then those that begin so; else they stay in their order. */
export function bestFirst(picks: readonly Pick[], typed: string): readonly Pick[] {
  const text = typed.trim().toLowerCase();
  if (text === '') return picks;
  const parts: readonly [Pick[], Pick[], Pick[]] = [[], [], []];
  for (const pick of picks) parts[distance(pick, text)].push(pick);
  return parts.flat();
}

function distance({ label, hint }: Pick, text: string): 0 | 1 | 2 {
  const names = [label, hint ?? ''].map((name) => name.toLowerCase());
  if (names.includes(text)) return 0;
  return names.some((name) => name.startsWith(text)) ? 1 : 2;
}
