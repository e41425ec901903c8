/** Every screen in both themes is accessible by the rules of WCAG 2.2 AA, as far as axe can tell. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { join } from 'node:path';

import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { BoardPage } from './board-page.ts';
import { bringOver, chooseFile, openBoard } from './import-dialog.ts';

const SMALL = join(import.meta.dirname, '../fixtures/small-export.json');
test.describe('accessible screens', () => {
  const app = new App();
  let page: Page;
  let origin = '';

  test.beforeAll(async ({ browser }) => {
    page = await app.open(browser);
    ({ origin } = new URL(page.url()));
  });
  test.afterAll(() => app.stop());

  test('the first run', async () => {
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
    await expectAccessible(page);
  });

  test('an import before it is done, and its report', async () => {
    await chooseFile(page, SMALL);
    await expectAccessible(page);
    await bringOver(page);
    await expectAccessible(page);
    await openBoard(page);
  });

  test('the board, its new item, and an item beside it', async () => {
    const board = new BoardPage(page);
    await expect(page.locator('[data-card]')).toHaveCount(12);
    await expectAccessible(page);
    await board.column('To do').getByRole('button', { name: 'New item', exact: true }).click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.goto(`${origin}/p/PONE/board?item=PONE-70`);
    await expect(page.getByRole('complementary', { name: 'Item PONE-70' })).toBeVisible();
    await expectAccessible(page);
  });

  test('a board in lanes, with cards picked', async () => {
    for (const group of ['epic', 'assignee', 'priority']) {
      await page.goto(`${origin}/p/PONE/board?group=${group}`);
      await expect(page.locator('[data-lane]').first()).toBeVisible();
      await expectAccessible(page);
    }
    await page
      .locator('[data-card]')
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await expect(page.getByText('1 selected')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('combobox', { name: /^Lanes: / }).click();
    await page.getByRole('option', { name: 'No lanes' }).click();
    await expect(page.locator('[data-lane]')).toHaveCount(0);
  });

  test('an address that says what nobody knows shows what it would show without', async () => {
    await page.goto(`${origin}/p/PONE/board?group=moon&type=7&item=5`);
    await expect(page.locator('[data-card]')).toHaveCount(12);
    await page.goto(`${origin}/p/PONE/list?group=constructor&sort=__proto__&columns=1&item=true`);
    await expect(page.getByRole('columnheader', { name: 'Key' })).toBeVisible();
    await expect(page.getByText('12 items', { exact: true })).toBeVisible();
  });

  test('the state of saving, the shortcuts, the settings', async () => {
    await page.goto(`${origin}/p/PONE/board`);
    await page.getByRole('button', { name: /^State of saving/ }).click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });

  test('home, the trash, and an address where nothing is', async () => {
    for (const path of ['/', '/p/PONE/trash', '/p/NONE/board', '/nowhere']) {
      await page.goto(`${origin}${path}`);
      await expect(page.getByRole('button', { name: 'State of saving: Saved' })).toBeVisible();
      await expectAccessible(page);
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
