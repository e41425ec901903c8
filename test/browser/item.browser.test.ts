/** An item in its panel and on its page: what happens to it is told, to everybody who looks. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('an item', () => {
  const app = new App();
  let left: BoardPage;
  let right: Page;

  const timeline = (page: Page) => page.getByRole('region', { name: 'Activity' });

  test.beforeAll(async ({ browser }) => {
    left = await BoardPage.ofNewProject(await app.open(browser));
    await left.create('To do', 'Bake bread');
    await left.saved();
    right = await left.page.context().newPage();
    await right.goto(`${new URL(left.page.url()).origin}/p/WEBS/item/webs-1`);
  });
  test.afterAll(() => app.stop());

  test('its page has the address of its key, and every part of it', async () => {
    await expect(right).toHaveURL(/\/p\/WEBS\/item\/WEBS-1$/);
    await expect(right.getByRole('heading', { level: 1, name: 'Bake bread' })).toBeAttached();
    await expect(right.getByRole('complementary', { name: 'Properties' })).toBeVisible();
    await expect(right.getByRole('region', { name: 'Description' })).toBeVisible();
    await expect(timeline(right).getByText(/created it/)).toBeVisible();
    await expectAccessible(right);
  });

  test('what is done in one window is told in the other, with old and new values', async () => {
    const panel = await left.open('Bake bread');
    await panel.getByLabel('Title').fill('Bake rye bread');
    await left.page.keyboard.press('Enter');
    await expect(timeline(right).getByText(/Bake bread/)).toBeVisible();
    await expect(timeline(right).getByRole('listitem').first()).toContainText(
      /changed Title Bake bread\s*to\s*Bake rye bread/,
    );
    await expect(timeline(left.page).getByRole('listitem').first()).toContainText('Bake rye bread');
    await left.page.keyboard.press('Escape');
    await left.dragToColumn('Bake rye bread', 'In progress');
    const line = timeline(right).getByRole('listitem').first();
    await expect(line).toContainText(/changed State\s*To do\s*to\s*In progress/);
  });

  test('many changes come page by page, as somebody scrolls', async () => {
    const page = right;
    const points = page.getByRole('textbox', { name: 'Points' });
    const priority = page.getByRole('textbox', { name: 'Estimate' });
    for (let n = 1; n <= 30; n += 1) {
      await points.fill(String(n));
      await points.press('Enter');
      await priority.fill(`${n}h`);
      await priority.press('Enter');
    }
    await expect(page.getByRole('button', { name: 'State of saving: Saved' })).toBeVisible();
    await page.reload();
    await expect(
      timeline(page)
        .getByText(/Estimate/)
        .first(),
    ).toBeVisible();
    await expect(async () => {
      await timeline(page).getByRole('listitem').last().scrollIntoViewIfNeeded();
      await expect(timeline(page).getByText(/created it/)).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(timeline(page).getByRole('button', { name: 'Show older' })).toHaveCount(0);
  });

  test('panel and page lead to each other, by button and by key', async () => {
    await right.keyboard.press('Escape');
    await expect(right).toHaveURL(/\/p\/WEBS\/board$/);
    const board = new BoardPage(right);
    const panel = await board.open('Bake rye bread');
    await panel.getByRole('button', { name: 'Open as a page' }).click();
    await expect(right).toHaveURL(/\/item\/WEBS-1$/);
    await right.getByRole('button', { name: 'Show beside the board' }).click();
    await expect(right).toHaveURL(/\/board\?item=WEBS-1$/);
    await expect(right.getByRole('complementary', { name: /^Item / })).toBeVisible();
    await right.goBack();
    await expect(right.getByRole('button', { name: 'Show beside the board' })).toBeVisible();
  });

  test('a child leads to its parent on the page', async () => {
    const child = right.getByRole('textbox', { name: 'Add a child' });
    await child.fill('Buy rye');
    await child.press('Enter');
    await right.getByRole('link', { name: /Buy rye/ }).click();
    await expect(right).toHaveURL(/\/item\/WEBS-2$/);
    await right.getByRole('navigation', { name: 'Where it belongs' }).getByRole('link').click();
    await expect(right).toHaveURL(/\/item\/WEBS-1$/);
  });

  test('a label that is missed is made in the panel, and stands on the card everywhere', async () => {
    const item = right.getByRole('complementary', { name: 'Properties' });
    await item.getByRole('combobox', { name: /^Labels/ }).click();
    await right.keyboard.type('Oven');
    await right.getByRole('option', { name: 'Create label “Oven”' }).click();
    await expect(item.getByRole('combobox', { name: 'Labels: Oven' })).toBeVisible();
    await expectAccessible(right);
    await right.keyboard.press('Escape');
    await expect(left.card('Bake rye bread').getByText('Oven')).toBeVisible();
  });

  test('done with something open under it is told, with the way back', async () => {
    const card = left.page.getByRole('link', { name: /WEBS-1 Bake rye bread/ });
    await card.press('Shift+ArrowRight');
    await card.press('Shift+ArrowRight');
    const note = left.page
      .getByRole('dialog')
      .filter({ hasText: '1 item under WEBS-1 is still open.' });
    await note.getByRole('button', { name: 'Undo' }).click();
    await expect(left.column('In review').getByText('Bake rye bread')).toBeVisible();
  });

  test('an item is duplicated, and the copy taken away again', async () => {
    await left.card('Buy rye').click({ button: 'right' });
    await left.page.getByRole('menuitem', { name: /^Duplicate/ }).click();
    await expect(left.card('Buy rye')).toHaveCount(2);
    await left.page.keyboard.press('Control+z');
    await expect(left.card('Buy rye')).toHaveCount(1);
  });

  test('an item that moves to another project is opened there, and its old key leads to it', async () => {
    const page = left.page;
    await page.keyboard.press('Shift+P');
    await page.getByLabel('Name').fill('Kitchen');
    await page.getByRole('button', { name: 'Create project' }).click();
    await expect(page).toHaveURL(/\/p\/KITC\/board/);
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/p/WEBS/board?item=WEBS-1`);
    const panel = page.getByRole('complementary', { name: /^Item / });
    await panel.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Move to another project' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move WEBS-1 to another project' });
    await expect(dialog.getByRole('combobox', { name: 'Project: Kitchen' })).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await expect(page).toHaveURL(/\/p\/KITC\/board\?item=KITC-1$/);
    await expect(right).toHaveURL(/\/p\/KITC\/item\/KITC-1$/);
    for (const [old, now] of [
      ['board?item=WEBS-1', /\/p\/KITC\/board\?item=KITC-1$/],
      ['list?item=webs-2', /\/p\/KITC\/list\?item=KITC-2$/],
      ['item/WEBS-1', /\/p\/KITC\/item\/KITC-1$/],
    ] as const) {
      await page.goto(`${origin}/p/WEBS/${old}`);
      await expect(page).toHaveURL(now);
    }
    await right.goto(`${origin}/p/WEBS/board`);
    await page.goto(`${origin}/p/WEBS/board`);
  });

  test('without a server, what is not on this device is said to be so, and comes when it is back', async () => {
    await left.create('Backlog', 'Order flour');
    await left.saved();
    await right.getByRole('link', { name: 'Board', exact: true }).click();
    const board = new BoardPage(right);
    await expect(board.card('Order flour')).toBeVisible();
    app.holdDown();
    const panel = await board.open('Order flour');
    await expect(panel.getByText(/The activity is not on this device/)).toBeVisible();
    app.letUp();
    await expect(timeline(right).getByText(/created it/)).toBeVisible();
  });
});
