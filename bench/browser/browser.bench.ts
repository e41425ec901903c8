/** A project of 10,000 items in a real browser: open, scroll, walk, drag, open an item. */
import { SqliteJournal } from '@planwright/journal';
import type { BrowserContext, Page, Response } from '@playwright/test';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { v7 as newId } from 'uuid';

import type { Figure } from '../figure.ts';
import { spreadOf } from '../figure.ts';
import { Populated } from '../populated.ts';
import { Scratch, ServerProcess } from '../server-process.ts';
import { makeDrop, makeOpen, makeShow, makeWalk, openCopy } from './floor.ts';
import type { Part } from './interaction.ts';
import { figuresOf, floorOf, opening, repeat, turnWheel, typeLetters } from './interaction.ts';
import { list } from './list.ts';
import type { Felt } from './window.ts';
import { felt, newPerson, openBrowser, shown } from './window.ts';

const ITEMS = 10_000;
const CARD = '[data-card]';
const PANEL = 'aside[aria-label^="Item "]';
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
    return [
      ...scripts,
      ...(await board(person, server.origin, say)),
      ...(await list(person, server.origin, say)),
    ];
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
  const weigh = (one: Response): void => {
    const isScript = one.request().resourceType() === 'script' && one.status() === 200;
    if (isScript && !scripts.has(one.url())) scripts.set(one.url(), one.body());
  };
  page.on('response', weigh);
  await page.goto(address);
  await page.goto(`${origin}/p/P1/board`);
  const until = await shown(page);
  await page.waitForLoadState('networkidle');
  page.off('response', weigh);
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
  const address = `${origin}/p/P1/board`;
  const what = 'open the board: navigation → cards painted';
  const open = await opening(person, { id: 'open', what, address });
  const page = await person.newPage();
  await page.goto(address);
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
    ...(await search(page, copy, say)),
    ...(await filter(page, copy, say)),
  ];
  await page.close();
  await copy.close();
  return figures;
}

const scroll: Part = async (page, copy, say) => {
  say('scrolling a column');
  const turned = await turnWheel(page, copy, (one) => over(one, 4));
  return figuresOf('scroll', 'scroll a column of 5,500 cards: a frame', ...turned);
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

const search: Part = async (page, copy, say) => {
  say('searching the board');
  await copy.reload();
  await makeShow(copy, 'input', '[data-column] ul');
  const typed = await typeLetters(page, copy);
  return figuresOf('search', 'type a letter into the search of the board', ...typed);
};

const filter: Part = async (page, copy, say) => {
  say('filtering the board');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Type', exact: true }).click();
  const bugs = page.getByRole('menuitemcheckbox', { name: 'Bug' });
  const ours = await repeat(() => felt(page, () => bugs.click()));
  await page.keyboard.press('Escape');
  await copy.bringToFront();
  await makeShow(copy, 'click', '[data-column] ul');
  const floor = await floorOf(() => felt(copy, () => copy.mouse.click(400, 20)));
  return figuresOf('filter', 'show bugs alone on the board, and all again', ...ours, floor);
};

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
