/** What is done to a page and to its floor, often enough for a figure. */
import type { BrowserContext, Page } from '@playwright/test';

import type { Figure, Floor, Spread } from '../figure.ts';
import { RUNS, median, medianSpread, spreadOf } from '../figure.ts';
import { openCopy } from './floor.ts';
import type { Felt } from './window.ts';
import { felt, framesOf, shown } from './window.ts';

/** How often each interaction is made in a run. */
const TIMES = 20;
/** The wheel is turned so often in a run, by so many pixels, at this pace in milliseconds. */
const TURNS = 60;
const TURN = 360;
const PACE = 16;

/** From an input to the next paint, and the longest task, milliseconds. */
const PAINT_TARGET = 50;
const TASK_TARGET = 100;

/** What is typed into a search, so that each letter leaves other items. */
const TYPED = ['i', 'n', 'v', 'Backspace', 'Backspace', 'Backspace'];

/** An interaction with the app, and the same with its copy. */
export type Part = (page: Page, copy: Page, say: (what: string) => void) => Promise<Figure[]>;

/** The spread of each run, and its longest task. */
type Measured = readonly [Spread[], number[]];

/** A screen as it is opened: the window of each run shows it anew, and then its copy. */
export interface Opening {
  readonly id: string;
  readonly what: string;
  readonly address: string;
}

/** From the navigation until the screen is painted, beside the same nodes as a file. */
export async function opening(
  person: BrowserContext,
  { id, what, address }: Opening,
): Promise<Figure> {
  const opened: number[] = [];
  const copied: number[] = [];
  for (let run = -1; run < RUNS; run += 1) {
    const page = await person.newPage();
    await page.goto(address);
    const ours = await shown(page);
    const copy = await openCopy(person, page);
    const floor = await shown(copy);
    if (run >= 0) {
      opened.push(ours);
      copied.push(floor);
    }
    await page.close();
    await copy.close();
  }
  const floors = [{ name: 'the same nodes as a file', value: median(copied) }];
  return { id, what, unit: 'ms', value: median(opened), runs: opened, floors };
}

/** All runs of an interaction. */
export async function repeat(act: () => Promise<Felt>): Promise<Measured> {
  const runs = [];
  const tasks: number[] = [];
  for (let run = -1; run < RUNS; run += 1) {
    const costs: Felt[] = [];
    for (let time = 0; time < TIMES; time += 1) costs.push(await act());
    if (run < 0) continue;
    runs.push(spreadOf(costs.map(({ paint }) => paint)));
    tasks.push(Math.max(...costs.map(({ task }) => task)));
  }
  return [runs, tasks];
}

/** One run of an interaction with the copy: its p95. */
export async function floorOf(act: () => Promise<Felt>): Promise<number> {
  const costs: number[] = [];
  for (let time = 0; time < TIMES; time += 1) costs.push((await act()).paint);
  return spreadOf(costs).p95;
}

/** Frames while the wheel is turned down and up again; `over` puts the pointer where it scrolls. */
export async function turnWheel(
  page: Page,
  copy: Page,
  over: (page: Page) => Promise<void>,
): Promise<readonly [...Measured, number]> {
  const turn = async (one: Page): Promise<void> => {
    await over(one);
    for (let at = 0; at < TURNS; at += 1) {
      await one.mouse.wheel(0, at < TURNS / 2 ? TURN : -TURN);
      await one.waitForTimeout(PACE);
    }
  };
  const runs = [];
  const tasks: number[] = [];
  await page.bringToFront();
  for (let run = -1; run < RUNS; run += 1) {
    const noted = await framesOf(page, () => turn(page));
    if (run < 0) continue;
    runs.push(spreadOf(noted.frames));
    tasks.push(Math.max(0, ...noted.tasks));
  }
  await copy.bringToFront();
  const floor = spreadOf((await framesOf(copy, () => turn(copy))).frames);
  return [runs, tasks, floor.p95];
}

/** Letters into the search of a page and of its copy; afterwards it is empty again. */
export async function typeLetters(page: Page, copy: Page): Promise<readonly [...Measured, number]> {
  let at = 0;
  const type = (one: Page) => {
    at += 1;
    return felt(one, () => one.keyboard.press(TYPED[at % TYPED.length] ?? 'i'));
  };
  await page.bringToFront();
  await page.getByRole('searchbox').focus();
  const ours = await repeat(() => type(page));
  await page.keyboard.press('Escape');
  await copy.bringToFront();
  await copy.getByRole('searchbox').focus();
  return [...ours, await floorOf(() => type(copy))];
}

/** The figure of an interaction, and that of its longest task. */
export function figuresOf(
  id: string,
  what: string,
  runs: readonly Spread[],
  tasks: readonly number[],
  floor: number,
): Figure[] {
  const values = runs.map(({ p95 }) => p95);
  const floors: Floor[] = [{ name: 'the same nodes without us', value: floor }];
  return [
    {
      id,
      what,
      unit: 'ms',
      value: median(values),
      runs: values,
      spread: medianSpread(runs),
      target: { atMost: PAINT_TARGET },
      floors,
    },
    {
      id: `${id}-task`,
      what: '… the longest task (0: none of 50 ms)',
      unit: 'ms',
      value: Math.max(...tasks),
      runs: tasks,
      target: { atMost: TASK_TARGET },
      floors: [],
    },
  ];
}
