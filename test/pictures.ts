/**
 * `npm run pictures`: a picture of every screen, light and dark, at 1440 and 390 wide, of the real
 * app with a real project in it. They go to test/test-results/pictures/, to be looked at.
 */
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { App } from './browser/app.ts';
import { bringOver, chooseFile, openBoard } from './browser/import-dialog.ts';
import config from './playwright.config.ts';

const FILE =
  process.env['PLANWRIGHT_EXPORT'] ?? join(import.meta.dirname, 'fixtures/small-export.json');
const FOLDER = join(import.meta.dirname, 'test-results/pictures');
const SIZES = [
  { name: '1440', width: 1440, height: 900 },
  { name: '390', width: 390, height: 844 },
] as const;

interface Screen {
  readonly name: string;
  /** From home of an app that has a project. */
  readonly go: (page: Page, origin: string) => Promise<void>;
}

const visit = (path: string) => async (page: Page, origin: string) => {
  await page.goto(`${origin}${path}`);
  await page.getByRole('button', { name: 'State of saving: Saved' }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
};
const click = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).first().click();
};

const screens: readonly Screen[] = [
  { name: 'home', go: visit('/') },
  { name: 'board', go: visit('/p/PONE/board') },
  { name: 'board-epics', go: visit('/p/PONE/board?group=epic') },
  { name: 'board-people', go: visit('/p/PONE/board?group=assignee&item=PONE-155') },
  {
    name: 'board-picked',
    go: async (page, origin) => {
      await visit('/p/PONE/board?group=priority')(page, origin);
      const cards = page.locator('[data-card]');
      for (const at of [0, 1]) await cards.nth(at).click({ modifiers: ['ControlOrMeta'] });
      await page.getByText('2 selected').waitFor();
    },
  },
  { name: 'item', go: visit('/p/PONE/board?item=PONE-155') },
  { name: 'item-page', go: visit('/p/PONE/item/PONE-155') },
  { name: 'list', go: visit('/p/PONE/list') },
  { name: 'settings', go: visit('/p/PONE/settings') },
  { name: 'trash', go: visit('/p/PONE/trash') },
  {
    name: 'new-item',
    go: async (page, origin) => {
      await visit('/p/PONE/board')(page, origin);
      await page.keyboard.press('c');
      await page.getByLabel('Title').fill('What the next version needs');
    },
  },
  {
    name: 'saving',
    go: async (page, origin) => {
      await visit('/p/PONE/board')(page, origin);
      await page.getByRole('button', { name: /^State of saving/ }).click();
    },
  },
  {
    name: 'new-project',
    go: async (page, origin) => {
      await visit('/')(page, origin);
      await page.keyboard.press('Shift+P');
      await page.getByLabel('Name').fill('Garden shed');
    },
  },
  {
    name: 'shortcuts',
    go: async (page, origin) => {
      await visit('/p/PONE/board')(page, origin);
      await page.keyboard.press('Shift+?');
    },
  },
  {
    name: 'missing',
    go: async (page, origin) => {
      await page.goto(`${origin}/p/NONE/board`);
    },
  },
];

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const app = new App();
  const options = config.use?.launchOptions ?? {};
  const browser = await chromium.launch(options);
  try {
    const address = await app.start();
    const state = await firstRun(browser, address);
    for (const screen of screens) {
      await everyWay(browser, state, screen.name, (page) =>
        screen.go(page, new URL(address).origin),
      );
    }
  } finally {
    await browser.close();
    await app.stop();
  }
  console.log(FOLDER);
}

/** Pictures of the first run and of an import, and what the browser has to know to come back. */
async function firstRun(browser: Browser, address: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  const state = await context.storageState();
  const { origin } = new URL(address);
  await everyWay(browser, state, 'first-run', async (one) => {
    await one.goto(origin);
    await one.getByRole('button', { name: 'Choose a file' }).waitFor();
  });
  await everyWay(browser, state, 'import-dry-run', async (one) => {
    await one.goto(origin);
    await chooseFile(one, FILE);
  });
  await makeProject(page);
  await context.close();
  await everyWay(browser, state, 'import-report', async (one) => {
    await one.goto(origin);
    await click(one, 'Import a file');
    await one.locator('input[type=file]').setInputFiles(FILE);
    await one.getByText('Already here, left as they are').waitFor();
  });
  return state;
}

/** The project of the file, with one item of it in the trash. */
async function makeProject(page: Page): Promise<void> {
  await chooseFile(page, FILE);
  await bringOver(page);
  await openBoard(page);
  await page.goto(`${page.url()}?item=PONE-150`);
  const panel = page.getByRole('complementary', { name: /^Item / });
  await panel.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete item' }).click();
  await page.getByRole('button', { name: 'State of saving: Saved' }).waitFor();
}

type State = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

async function everyWay(
  browser: Browser,
  storageState: State,
  name: string,
  go: (page: Page) => Promise<void>,
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name: size, width, height } of SIZES) {
      const context = await browser.newContext({
        storageState,
        colorScheme,
        viewport: { width, height },
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
      });
      const page = await context.newPage();
      await go(page);
      await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`) });
      await context.close();
    }
  }
}

await main();
