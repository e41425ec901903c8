/** A column longer than the screen: every card is reached, several are moved, some are filtered out. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

const CARDS = 60;

test.describe('a long column', () => {
  const app = new App();
  let page: Page;
  let board: BoardPage;

  test.beforeAll(async ({ browser }) => {
    page = await app.open(browser);
    board = await BoardPage.ofNewProject(page);
    const backlog = board.column('Backlog');
    await backlog.getByRole('button', { name: 'New item', exact: true }).click();
    for (let at = 1; at <= CARDS; at += 1) {
      await backlog.getByRole('textbox').fill(`card ${at}`);
      await page.keyboard.press('Enter');
    }
    await expect(board.card(`card ${CARDS}`)).toBeInViewport();
    await page.keyboard.press('Escape');
    await board.saved();
  });
  test.afterAll(() => app.stop());

  const focused = () => page.locator('[data-card]:focus');
  const backlogOf = (count: number) =>
    expect(page.getByRole('region', { name: `Backlog, ${count} items` })).toBeVisible();

  test('only some of its cards are in the page, and the keys reach all of them', async () => {
    await page.reload();
    await backlogOf(CARDS);
    expect(await page.locator('[data-card]').count()).toBeLessThan(CARDS);
    await board.card('card 1').focus();
    await page.keyboard.press('End');
    await expect(focused()).toContainText(`card ${CARDS}`);
    await expect(focused()).toBeInViewport();
    await page.keyboard.press('ArrowUp');
    await expect(focused()).toContainText(`card ${CARDS - 1}`);
    await page.keyboard.press('Home');
    await expect(focused()).toContainText('card 1');
    await expect(focused()).toBeInViewport();
    await expect(page.locator('[data-card][tabindex="0"]')).toHaveCount(1);
  });

  test('a card that is moved or deleted by key leaves the focus on a card', async () => {
    await page.keyboard.press('Shift+ArrowDown');
    await expect(focused()).toContainText('card 1');
    expect((await board.titles('Backlog')).slice(0, 2)).toEqual(['card 2', 'card 1']);
    await page.keyboard.press('Shift+Delete');
    await backlogOf(CARDS - 1);
    await expect(focused()).toContainText('card 3');
    await page.keyboard.press('ControlOrMeta+z');
    await backlogOf(CARDS);
  });

  test('picked cards are dragged together and taken back together', async () => {
    await board.card('card 2').click({ modifiers: ['ControlOrMeta'] });
    await board.card('card 4').click({ modifiers: ['Shift'] });
    await expect(page.locator('[data-picked]')).toHaveCount(4);
    await board.dragToColumn('card 3', 'To do');
    await expect
      .poll(() => board.titles('To do'))
      .toEqual(['card 2', 'card 1', 'card 3', 'card 4']);
    await page.keyboard.press('ControlOrMeta+z');
    await backlogOf(CARDS);
    await page.keyboard.press('Escape');
  });

  test('a filter stands in the address and stays while an item is open', async () => {
    await page.getByRole('searchbox').fill('card 60');
    await expect(board.card('card 60')).toBeVisible();
    await expect(board.card('card 1')).toHaveCount(0);
    await board.open('card 60');
    expect(new URL(page.url()).searchParams.get('q')).toBe('card 60');
    await page.reload();
    await expect(board.card('card 60')).toBeVisible();
    await expect(board.card('card 1')).toHaveCount(0);
    await page.getByRole('button', { name: 'Show all' }).click();
    await backlogOf(CARDS);
  });

  test('a folded column stays folded in this browser', async () => {
    await board.column('In review').getByRole('heading').hover();
    await page.getByRole('button', { name: 'Fold In review', exact: true }).click();
    await page.reload();
    await page.getByRole('button', { name: '0 In review, unfold' }).click();
    await expect(board.column('In review').getByRole('heading')).toBeVisible();
  });
});
