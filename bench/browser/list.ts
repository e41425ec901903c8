/** The list of 10,000 items: opened, scrolled, walked, put in order, grouped, filtered, selected. */
import type { BrowserContext, Page } from '@playwright/test';

import type { Figure } from '../figure.ts';
import { spreadOf } from '../figure.ts';
import { makeMark, makeOpen, makeShow, makeWalk, openCopy } from './floor.ts';
import type { Part } from './interaction.ts';
import { figuresOf, floorOf, opening, repeat, turnWheel, typeLetters } from './interaction.ts';
import type { Felt } from './window.ts';
import { felt, shown } from './window.ts';

const ROW = '[data-row]';
const ROWS = '[data-list] [role=rowgroup]:last-child';
const PANEL = 'aside[aria-label^="Item "]';
/** The heads that are clicked in turn: texts, a few values with many ties, numbers with gaps. */
const HEADS = ['Title', 'Priority', 'Points'];

export async function list(
  person: BrowserContext,
  origin: string,
  say: (what: string) => void,
): Promise<Figure[]> {
  say('opening the list');
  const address = `${origin}/p/P1/list`;
  const what = 'open the list: navigation → rows painted';
  const open = await opening(person, { id: 'list-opened', what, address });
  const page = await person.newPage();
  await page.goto(address);
  await shown(page);
  await page.waitForTimeout(500);
  const figures = [open];
  for (const part of [scroll, walk, sort, group, search, hideDone, selectAll, openItem]) {
    const copy = await openCopy(person, page);
    figures.push(...(await part(page, copy, say)));
    await copy.close();
  }
  await page.close();
  return figures;
}

const scroll: Part = async (page, copy, say) => {
  say('scrolling the list');
  const turned = await turnWheel(page, copy, (one) => one.mouse.move(600, 500));
  return figuresOf('list-scroll', 'scroll the list of 10,000 items: a frame', ...turned);
};

const walk: Part = async (page, copy, say) => {
  say('walking the list by keys');
  await page.bringToFront();
  await page.locator(ROW).first().focus();
  const ours = await repeat(() => felt(page, () => page.keyboard.press('j')));
  await page.keyboard.press('Home');
  await copy.bringToFront();
  await makeWalk(copy);
  const floor = await floorOf(() => felt(copy, () => copy.keyboard.press('j')));
  return figuresOf('list-walk', 'walk to the next row by key', ...ours, floor);
};

const sort: Part = async (page, copy, say) => {
  say('sorting the list');
  await page.bringToFront();
  const heads = HEADS.map((name) => page.getByRole('columnheader', { name }).getByRole('button'));
  let at = 0;
  const rows: number[] = [];
  const ours = await repeat(() => {
    at += 1;
    return choose(page, () => heads[at % heads.length]?.click() ?? Promise.resolve(), rows);
  });
  await clear(page);
  const floor = await shownAnew(copy);
  return [
    ...figuresOf('list-sort', 'put the list in another order', ...ours, floor),
    rowsOf('list-sort-rows', rows, floor),
  ];
};

const group: Part = async (page, copy, say) => {
  say('grouping the list');
  await page.bringToFront();
  const choice = page.getByRole('combobox', { name: /^Group by/ });
  let at = 0;
  const rows: number[] = [];
  const ours = await repeat(async () => {
    at += 1;
    await choice.click();
    const option = page.getByRole('option').nth(at % 6);
    await option.hover();
    await page.waitForTimeout(80);
    return choose(page, () => option.click(), rows);
  });
  await clear(page);
  const floor = await shownAnew(copy);
  return [
    ...figuresOf('list-group', 'group the list by something else', ...ours, floor),
    rowsOf('list-group-rows', rows, floor),
  ];
};

const search: Part = async (page, copy, say) => {
  say('searching the list');
  await makeShow(copy, 'input', ROWS);
  const typed = await typeLetters(page, copy);
  await clear(page);
  return figuresOf('list-search', 'type a letter into the search of the list', ...typed);
};

const hideDone: Part = async (page, copy, say) => {
  say('hiding what is done');
  await page.bringToFront();
  const button = page.getByRole('button', { name: 'Hide done' });
  const rows: number[] = [];
  const ours = await repeat(() => choose(page, () => button.click(), rows));
  await clear(page);
  const floor = await shownAnew(copy);
  return [
    ...figuresOf('list-filter', 'hide what is done, and show it again', ...ours, floor),
    rowsOf('list-filter-rows', rows, floor),
  ];
};

const selectAll: Part = async (page, copy, say) => {
  say('selecting all');
  await page.bringToFront();
  await page.locator(ROW).first().focus();
  const ours = await repeat(async () => {
    const cost = await felt(page, () => page.keyboard.press('Control+a'));
    await page.keyboard.press('Escape');
    return cost;
  });
  await page.keyboard.press('Control+a');
  const marked = (await page.locator(ROW).nth(1).getAttribute('class')) ?? '';
  await page.keyboard.press('Escape');
  await copy.bringToFront();
  await makeMark(copy, marked);
  const floor = await floorOf(() => felt(copy, () => copy.keyboard.press('a')));
  return figuresOf('list-select', 'select all 10,000 items', ...ours, floor);
};

const openItem: Part = async (page, copy, say) => {
  say('opening items from the list');
  await page.bringToFront();
  await page.locator(ROW).first().focus();
  const open = async (): Promise<void> => {
    await page.keyboard.press('Enter');
    await page.locator(PANEL).waitFor();
  };
  const ours = await repeat(async () => {
    const cost = await felt(page, open);
    await page.keyboard.press('Escape');
    await page.locator(PANEL).waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    return cost;
  });
  await open();
  const panel = await page.locator(PANEL).evaluate((one) => one.outerHTML);
  await copy.bringToFront();
  await makeOpen(copy, panel);
  const floor = await floorOf(() => felt(copy, () => copy.mouse.click(600, 300)));
  return figuresOf('list-item', 'open an item from the list: key → next paint', ...ours, floor);
};

/** A choice of what is listed: its mark is seen first, then its rows, whose time goes into `rows`. */
async function choose(page: Page, act: () => Promise<unknown>, rows: number[]): Promise<Felt> {
  await page.evaluate((one) => window.probe.watchChange(one), ROWS);
  const cost = await felt(page, act);
  rows.push(await shown(page));
  return cost;
}

/** Until the rows are painted, in all runs: no interaction waits for them. */
function rowsOf(id: string, times: readonly number[], floor: number): Figure {
  const spread = spreadOf(times);
  return {
    id,
    what: '… until its rows are painted',
    unit: 'ms',
    value: spread.p95,
    runs: [],
    spread,
    floors: [{ name: 'the same nodes without us', value: floor }],
  };
}

/** What it costs to put the rows of the copy into its page again, by a click. */
async function shownAnew(copy: Page): Promise<number> {
  await copy.bringToFront();
  await makeShow(copy, 'click', ROWS);
  return floorOf(() => felt(copy, () => copy.mouse.click(400, 20)));
}

/** The list as it is at first: with nothing in its address. */
async function clear(page: Page): Promise<void> {
  await page.goto(page.url().split('?')[0] ?? page.url());
  await page.locator(ROW).first().waitFor();
  await page.waitForTimeout(500);
}
