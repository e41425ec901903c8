/** A project of 10,000 items in a real browser: open, scroll, walk, drag, open an item. */
import { SqliteJournal } from '@planwright/journal';
import type { BrowserContext, Page } from '@playwright/test';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { v7 as newId } from 'uuid';

import type { Figure, Floor } from '../figure.ts';
import { RUNS, median, medianSpread, spreadOf } from '../figure.ts';
import { Populated } from '../populated.ts';
import { Scratch, ServerProcess } from '../server-process.ts';
import { makeDrop, makeOpen, makeWalk, openCopy } from './floor.ts';
import type { Felt } from './window.ts';
import { felt, framesOf, newPerson, openBrowser, shown } from './window.ts';

const ITEMS = 10_000;
const CARD = '[data-card]';
const PANEL = 'aside[aria-label^="Item "]';
/** How often each interaction is made in a run. */
const TIMES = 20;
/** The wheel is turned so often in a run, by so many pixels, at this pace in milliseconds. */
const TURNS = 60;
const TURN = 360;
const PACE = 16;

/** From an input to the next paint, and the longest task, milliseconds. */
const PAINT_TARGET = 50;
const TASK_TARGET = 100;
/** kB of JavaScript that a first load may bring, packed. */
const SCRIPT_TARGET = 300;

export default async function browser(say: (what: string) => void): Promise<Figure[]> {
  using scratch = new Scratch();
  say(`a project of ${ITEMS} items`);
  const database = await write(scratch.path);
  const server = await ServerProcess.start(join(scratch.path, 'pm'), { database });
  const chromium = await openBrowser();
  try {
    const person = await newPerson(chromium, CARD);
    const scripts = await letIn(person, server);
    return [...scripts, ...(await board(person, server.origin, say))];
  } finally {
    await chromium.close();
    await server.stop();
  }
}

async function write(folder: string): Promise<string> {
  const path = join(folder, 'seed.db');
  const journal = SqliteJournal.open({ path, newId });
  const { workspaceId } = await journal.head();
  const world = new Populated({ items: [ITEMS], people: 200, activity: 1 }, workspaceId);
  await world.writeTo(journal);
  await journal.close();
  return path;
}

/** Opens the door for this browser, and weighs the scripts that the first page brings: until a card is seen, and later. */
async function letIn(person: BrowserContext, { origin, token }: ServerProcess): Promise<Figure[]> {
  const answer = await fetch(`${origin}/open/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { address } = (await answer.json()) as { address: string };
  const page = await person.newPage();
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (one) => {
    const isScript = one.request().resourceType() === 'script' && one.status() === 200;
    if (isScript && !scripts.has(one.url())) scripts.set(one.url(), one.body());
  });
  await page.goto(address);
  await page.goto(`${origin}/p/P1/board`);
  const until = await shown(page);
  await page.waitForLoadState('networkidle');
  const early = await page.evaluate(
    (time) =>
      performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime < time)
        .map(({ name }) => name),
    until,
  );
  const weight = { early: 0, later: 0 };
  for (const [url, body] of scripts) {
    const packed = gzipSync(await body, { level: 9 }).length / 1000;
    weight[early.includes(url) ? 'early' : 'later'] += packed;
  }
  await page.close();
  return [
    {
      id: 'scripts',
      what: 'JavaScript of a first load of the board, until a card is painted, packed',
      unit: 'kB',
      value: weight.early,
      runs: [weight.early],
      target: { atMost: SCRIPT_TARGET },
      floors: [],
    },
    {
      id: 'scripts-later',
      what: '… that comes afterwards by itself, for the other screens',
      unit: 'kB',
      value: weight.later,
      runs: [weight.later],
      floors: [],
    },
  ];
}

async function board(
  person: BrowserContext,
  origin: string,
  say: (what: string) => void,
): Promise<Figure[]> {
  say('opening the board');
  const opened: number[] = [];
  const copied: number[] = [];
  for (let run = -1; run < RUNS; run += 1) {
    const page = await person.newPage();
    await page.goto(`${origin}/p/P1/board`);
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
  const open: Figure = {
    id: 'open',
    what: 'open the board: navigation → cards painted',
    unit: 'ms',
    value: median(opened),
    runs: opened,
    floors: [{ name: 'the same nodes as a file', value: median(copied) }],
  };
  const page = await person.newPage();
  await page.goto(`${origin}/p/P1/board`);
  await shown(page);
  await page.waitForTimeout(500);
  const copy = await openCopy(person, page);
  const mounted = await page.evaluate(() => document.querySelectorAll('*').length);
  say(`${mounted} nodes in the page`);
  const figures = [
    open,
    ...(await scroll(page, copy, say)),
    ...(await walk(page, copy, say)),
    ...(await drag(page, copy, say)),
    ...(await openItem(page, copy, say)),
  ];
  await page.close();
  await copy.close();
  return figures;
}

const scroll: Part = async (page, copy, say) => {
  say('scrolling a column');
  await page.bringToFront();
  const turn = async (one: Page): Promise<void> => {
    await over(one, 4);
    for (let at = 0; at < TURNS; at += 1) {
      await one.mouse.wheel(0, at < TURNS / 2 ? TURN : -TURN);
      await one.waitForTimeout(PACE);
    }
  };
  const runs = [];
  const tasks: number[] = [];
  for (let run = -1; run < RUNS; run += 1) {
    const noted = await framesOf(page, () => turn(page));
    if (run < 0) continue;
    runs.push(spreadOf(noted.frames));
    tasks.push(Math.max(0, ...noted.tasks));
  }
  await copy.bringToFront();
  const floor = spreadOf((await framesOf(copy, () => turn(copy))).frames);
  return figuresOf('scroll', 'scroll a column of 5,500 cards: a frame', runs, tasks, floor.p95);
};

const walk: Part = async (page, copy, say) => {
  say('walking by keys');
  await page.bringToFront();
  await page.locator(CARD).first().focus();
  const ours = await repeat(() => felt(page, () => page.keyboard.press('ArrowDown')));
  await copy.bringToFront();
  await makeWalk(copy);
  const floor = await floorOf(() => felt(copy, () => copy.keyboard.press('ArrowDown')));
  return figuresOf('walk', 'walk to the next card by key', ...ours, floor);
};

const drag: Part = async (page, copy, say) => {
  say('dragging cards');
  await page.bringToFront();
  let at = 0;
  const dragOne = async (one: Page): Promise<Felt> => {
    at += 1;
    const [from, to] = at % 2 === 1 ? [0, 4] : [4, 0];
    const start = await cardIn(one, from, 1);
    const end = await cardIn(one, to, 3);
    await one.mouse.move(start.x, start.y);
    await one.mouse.down();
    for (let step = 1; step <= 8; step += 1) {
      const share = step / 8;
      await one.mouse.move(
        start.x + (end.x - start.x) * share,
        start.y + (end.y - start.y) * share,
      );
    }
    return felt(one, () => one.mouse.up(), ['drop', 'dragend']);
  };
  const ours = await repeat(() => dragOne(page));
  await copy.bringToFront();
  await makeDrop(copy);
  at = 0;
  const floor = await floorOf(() => dragOne(copy));
  return figuresOf('drop', 'drop a dragged card in another column', ...ours, floor);
};

const openItem: Part = async (page, copy, say) => {
  say('opening items');
  await page.bringToFront();
  const times: number[] = [];
  const open = async (at: number): Promise<Felt> => {
    const card = await cardIn(page, at % 6, at % 4);
    await page.evaluate((panel) => window.probe.watch(panel, performance.now()), PANEL);
    const cost = await felt(page, () => page.mouse.click(card.x, card.y));
    times.push(await shown(page));
    return cost;
  };
  let at = 0;
  const shut = () => felt(page, () => page.keyboard.press('Escape'));
  const shuts: Felt[] = [];
  const ours = await repeat(async () => {
    at += 1;
    const cost = await open(at);
    shuts.push(await shut());
    return cost;
  });
  await open(0);
  const panel = await page.evaluate((one) => document.querySelector(one)?.outerHTML ?? '', PANEL);
  await copy.bringToFront();
  await makeOpen(copy, panel);
  const floor = await floorOf(async () => {
    const card = await cardIn(copy, 0, 1);
    return felt(copy, () => copy.mouse.click(card.x, card.y));
  });
  return [
    ...figuresOf('item', 'open an item: click → next paint', ...ours, floor),
    {
      id: 'item-shown',
      what: 'open an item: click → panel painted',
      unit: 'ms',
      value: spreadOf(times).p95,
      runs: [],
      spread: spreadOf(times),
      floors: [],
    },
    ...figuresOf(
      'shut',
      'close an item: key → next paint',
      [spreadOf(shuts.map(({ paint }) => paint))],
      [Math.max(...shuts.map(({ task }) => task))],
      floor,
    ),
  ];
};

type Part = (page: Page, copy: Page, say: (what: string) => void) => Promise<Figure[]>;

/** The middle of a card: which of those that are in sight, in which column. */
async function cardIn(
  page: Page,
  column: number,
  which: number,
): Promise<{ x: number; y: number }> {
  return page.evaluate(
    ([columnAt = 0, at = 0]) => {
      const columns = document.querySelectorAll('[data-column]');
      const box = columns[columnAt]?.getBoundingClientRect();
      const cards = [...(columns[columnAt]?.querySelectorAll('[data-card]') ?? [])]
        .map((card) => card.getBoundingClientRect())
        .filter(({ top, bottom }) => box && top > box.top + 40 && bottom < box.bottom - 60)
        .sort((a, b) => a.top - b.top);
      const card = cards[at] ?? cards[0];
      if (card === undefined) throw new Error('no card in sight');
      return { x: card.left + card.width / 2, y: card.top + card.height / 3 };
    },
    [column, which],
  );
}

async function over(page: Page, column: number): Promise<void> {
  const { x, y } = await cardIn(page, column, 2);
  await page.mouse.move(x, y);
}

/** All runs of an interaction: the spread of each, and its longest task. */
async function repeat(
  act: () => Promise<Felt>,
): Promise<[ReturnType<typeof spreadOf>[], number[]]> {
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

async function floorOf(act: () => Promise<Felt>): Promise<number> {
  const costs: number[] = [];
  for (let time = 0; time < TIMES; time += 1) costs.push((await act()).paint);
  return spreadOf(costs).p95;
}

/** The figure of an interaction, and that of its longest task. */
function figuresOf(
  id: string,
  what: string,
  runs: readonly ReturnType<typeof spreadOf>[],
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
