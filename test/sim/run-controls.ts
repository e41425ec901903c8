/** Plants every control and counts the seeds until it is caught. */
import type { Control } from './control.ts';
import { CONTROLS } from './controls.ts';
import { trial } from './trial.ts';

export interface Caught {
  readonly name: string;
  readonly piece: string | null;
  readonly within: number;
  /** Seeds until it was caught; null when it never was. */
  readonly seeds: number | null;
  /** What the simulation said. */
  readonly by: string | null;
}

/** Plants one control. */
export async function plant({ name, piece, within, seams }: Control): Promise<Caught> {
  for (let seed = 1; seed <= within; seed += 1) {
    const { problems } = await trial(seed, seams());
    const [by] = problems;
    if (by?.startsWith('it threw')) break;
    if (by !== undefined) return { name, piece, within, seeds: seed, by };
  }
  return { name, piece, within, seeds: null, by: null };
}

/** Plants those whose place in the list is `part` of `parts`. */
export async function plantSome(part: number, parts: number): Promise<Caught[]> {
  const caught: Caught[] = [];
  for (const [i, control] of CONTROLS.entries()) {
    if (i % parts === part) caught.push(await plant(control));
  }
  return caught;
}
