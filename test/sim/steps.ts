/**
 * Steps: what happens in one run of the simulation, told as a list, so that a run that fails can
 * be made shorter. Each step carries its own dice, so that leaving one out leaves the others as
 * they were.
 */
import { Chance } from '@planwright/engine/testing/chance.ts';

/** How often each kind of step happens, compared with the others. */
const WEIGHTS = {
  command: 34,
  write: 10,
  up: 14,
  down: 14,
  server: 18,
  settle: 5,
  job: 4,
  cut: 3,
  plug: 5,
  deaf: 1,
  double: 2,
  loseBatch: 3,
  holdSnapshots: 1,
  slowOutbox: 2,
  time: 3,
  crash: 3,
  start: 4,
  fault: 3,
  crowd: 2,
  reload: 2,
  rights: 3,
  fetch: 2,
  future: 1,
  retry: 1,
  backup: 1,
  restore: 1,
  checkView: 4,
  checkUndo: 2,
} as const;

export type StepKind = keyof typeof WEIGHTS;

export interface Step {
  readonly what: StepKind;
  readonly dice: number;
}

const KINDS = Object.keys(WEIGHTS) as StepKind[];
const POT = KINDS.flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind));

/** The steps of a run. */
export function stepsOf(seed: number, count: number): Step[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => {
    return { what: chance.pick(POT) ?? 'command', dice: chance.bits() };
  });
}

/** `command 1a2b3c4d`: a step as a person reads it, and as regressions are kept. */
export function textOfStep({ what, dice }: Step): string {
  return `${what} ${dice.toString(16).padStart(8, '0')}`;
}

/** The step of such a text; throws when it is none. */
export function stepOf(text: string): Step {
  const [name = '', dice = ''] = text.split(' ');
  const what = KINDS.find((kind) => kind === name);
  if (what === undefined || !/^[0-9a-f]{8}$/.test(dice)) throw new Error(`No step: "${text}"`);
  return { what, dice: Number.parseInt(dice, 16) };
}
