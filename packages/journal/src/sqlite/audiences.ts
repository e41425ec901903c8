/**
 * Who may see each change of an entry, as one short text: equal neighbours are counted, since
 * most entries concern one project. `project:A*12 workspace` stands for thirteen changes.
 */
import type { Audience } from '@planwright/engine';

export function packAudiences(audiences: readonly Audience[]): string {
  const runs: { audience: Audience; count: number }[] = [];
  for (const audience of audiences) {
    const last = runs.at(-1);
    if (last?.audience === audience) last.count += 1;
    else runs.push({ audience, count: 1 });
  }
  return runs.map(({ audience, count }) => audience + (count === 1 ? '' : `*${count}`)).join(' ');
}

export function unpackAudiences(packed: string): Audience[] {
  if (packed === '') return [];
  return packed.split(' ').flatMap((run) => {
    const [audience, count = '1'] = run.split('*');
    return Array.from({ length: Number(count) }, () => audience as Audience);
  });
}
