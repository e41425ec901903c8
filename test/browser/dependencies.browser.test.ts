/** Items that wait for others, in two windows: the lock, its key, and what takes it away. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('dependencies', () => {
  const app = new App();
  let left: BoardPage;
  let right: BoardPage;

  test.beforeAll(async ({ browser }) => {
    left = await BoardPage.ofNewProject(await app.open(browser));
    right = await left.another();
    for (const title of ['Buy flour', 'Bake bread', 'Sell bread'])
      await left.create('To do', title);
    await expect(right.card('Sell bread')).toBeVisible();
  });
  test.afterAll(() => app.stop());

  /** Ties the item of this panel to another one. */
  async function tie(page: Page, panel: Locator, how: string, search: string): Promise<void> {
    await panel.getByRole('button', { name: 'Add a dependency' }).click();
    await page.getByRole('menuitem', { name: how, exact: true }).click();
    await page.getByPlaceholder('Find an item by key or title').fill(search);
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.getByRole('option').click();
  }

  test('a blocker puts a lock with its key on the card, in both windows', async () => {
    const panel = await left.open('Bake bread');
    await tie(left.page, panel, 'Blocked by', 'WEBS-1');
    const lock = (board: BoardPage) => board.card('Bake bread').getByTitle('Blocked by WEBS-1');
    await expect(lock(left)).toBeVisible();
    await expect(lock(right)).toBeVisible();
    const other = await right.open('Buy flour');
    await expect(
      other.getByRole('list', { name: 'Blocks' }).getByRole('link', { name: /Bake bread/ }),
    ).toBeVisible();

    await other.getByRole('combobox', { name: /^State/ }).click();
    await right.page.getByRole('option', { name: 'Done' }).click();
    await expect(lock(left)).toHaveCount(0);
    await right.page.keyboard.press('Control+z');
    await expect(lock(left)).toBeVisible();
  });

  test('what would close a circle is refused, and the way is named', async () => {
    const panel = right.page.getByRole('complementary', { name: /^Item / });
    await tie(right.page, panel, 'Blocked by', 'Bake');
    await expect(panel.getByRole('alert')).toHaveText(/circle: WEBS-2 → WEBS-1 → WEBS-2/);
    await right.page.keyboard.press('Escape');
  });

  test('removed at one end it is gone at both, and Undo ties it again', async () => {
    const panel = left.page.getByRole('complementary', { name: /^Item / });
    const lock = right.card('Bake bread').getByTitle('Blocked by WEBS-1');
    await panel.getByRole('list', { name: 'Blocked by' }).getByRole('listitem').hover();
    await panel.getByRole('button', { name: 'Remove the dependency on WEBS-1' }).click();
    await expect(lock).toHaveCount(0);
    await left.page.getByRole('button', { name: 'Undo' }).click();
    await expect(lock).toBeVisible();
  });

  test('two items relate to each other', async () => {
    await left.open('Sell bread');
    const panel = left.page.getByRole('complementary', { name: 'Item WEBS-3' });
    await tie(left.page, panel, 'Relates to', 'flour');
    const other = await right.open('Buy flour');
    await expect(
      other.getByRole('list', { name: 'Relates to' }).getByRole('link', { name: /Sell bread/ }),
    ).toBeVisible();
  });
});
