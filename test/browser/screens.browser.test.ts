/** Every screen in both themes is accessible by the rules of WCAG 2.2 AA, as far as axe can tell. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { join } from 'node:path';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';
import { bringOver, chooseFile, openBoard } from './import-dialog.ts';

const SMALL = join(import.meta.dirname, '../fixtures/small-export.json');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test.describe('accessible screens', () => {
  const app = new App();
  let page: Page;
  let origin = '';

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000);
    const address = await app.start();
    page = await App.window(await browser.newContext(), address);
    ({ origin } = new URL(address));
  });
  test.afterAll(async () => {
    await page.context().close();
    await app.stop();
  });

  async function expectAccessible(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} (${nodes.length})`);
      expect(found, colorScheme).toEqual([]);
    }
  }

  test('the first run', async () => {
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
    await expectAccessible();
  });

  test('an import before it is done, and its report', async () => {
    await chooseFile(page, SMALL);
    await expectAccessible();
    await bringOver(page);
    await expectAccessible();
    await openBoard(page);
  });

  test('the board, its new item, and an item beside it', async () => {
    const board = new BoardPage(page);
    await expect(page.locator('[data-card]')).toHaveCount(12);
    await expectAccessible();
    await board.column('To do').getByRole('button', { name: 'New item', exact: true }).click();
    await expectAccessible();
    await page.keyboard.press('Escape');
    await page.goto(`${origin}/p/PONE/board?item=PONE-70`);
    await expect(page.getByRole('complementary', { name: 'Item PONE-70' })).toBeVisible();
    await expectAccessible();
  });

  test('the state of saving, the shortcuts, the settings', async () => {
    await page.goto(`${origin}/p/PONE/board`);
    await page.getByRole('button', { name: /^State of saving/ }).click();
    await expectAccessible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible();
    await page.keyboard.press('Escape');
  });

  test('home, the trash, and an address where nothing is', async () => {
    for (const path of ['/', '/p/PONE/trash', '/p/NONE/board', '/nowhere']) {
      await page.goto(`${origin}${path}`);
      await expect(page.getByRole('button', { name: 'State of saving: Saved' })).toBeVisible();
      await expectAccessible();
    }
  });

  test('no line of what the page does was refused by its content security policy', async () => {
    const complaints: string[] = [];
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    await page.goto(`${origin}/p/PONE/board?item=PONE-70`);
    await expect(page.getByRole('complementary', { name: 'Item PONE-70' })).toBeVisible();
    await page.getByRole('button', { name: 'More' }).first().click();
    expect(complaints).toEqual([]);
  });
});
