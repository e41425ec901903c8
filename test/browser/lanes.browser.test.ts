/** A board in lanes: cards go from lane to lane by pointer and by keys; picked cards are edited together. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('lanes', () => {
  const app = new App();
  let page: Page;
  let board: BoardPage;

  test.beforeAll(async ({ browser }) => {
    page = await app.open(browser);
    board = await BoardPage.ofNewProject(page);
    for (const title of ['oven', 'door', 'roof']) await board.create('Backlog', title);
    await board.saved();
  });
  test.afterAll(() => app.stop());

  const lane = (name: string): Locator =>
    page.getByRole('region', { name: new RegExp(`^${name}, \\d+ items?$`) });
  const cell = (name: string, state: string): Locator =>
    lane(name).getByRole('region', { name: new RegExp(`^${state}, ${name}, `) });
  const titles = (where: Locator): Promise<string[]> =>
    where
      .locator('[data-card]')
      .evaluateAll((all) =>
        all.map((card) => card.querySelector('[class*="title"]')?.textContent ?? ''),
      );
  const focused = () => page.locator('[data-card]:focus');
  const group = () => new URL(page.url()).searchParams.get('group');

  test('they are chosen in the bar, stand in the address and are remembered', async () => {
    await page.getByRole('combobox', { name: /^Lanes: / }).click();
    await page.getByRole('option', { name: 'Lanes by priority' }).click();
    await expect(lane('No priority')).toBeVisible();
    expect(group()).toBe('priority');
    await expect.poll(() => titles(cell('No priority', 'Backlog'))).toHaveLength(3);
    await expect(lane('Critical')).toBeVisible();
    await page.getByRole('link', { name: 'List' }).click();
    await expect(page.getByRole('treegrid')).toBeVisible();
    await page.getByRole('link', { name: 'Board' }).click();
    await expect(lane('No priority')).toBeVisible();
    await expect.poll(group).toBe('priority');
  });

  test('a card that is dragged into another lane gets its field and state, and goes back', async () => {
    await board.card('oven').dragTo(cell('High', 'To do'));
    await expect.poll(() => titles(cell('High', 'To do'))).toEqual(['oven']);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => titles(cell('High', 'To do'))).toEqual([]);
    await expect.poll(() => titles(cell('No priority', 'Backlog'))).toContain('oven');
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect.poll(() => titles(cell('High', 'To do'))).toEqual(['oven']);
  });

  test('on the head of a lane it stays in its state', async () => {
    await board.card('oven').dragTo(lane('Critical').locator('header'));
    await expect.poll(() => titles(cell('Critical', 'To do'))).toEqual(['oven']);
  });

  test('the keys walk and move from lane to lane, and say where a card has come to', async () => {
    await board.card('door').focus();
    const [first] = await titles(cell('No priority', 'Backlog'));
    await page.keyboard.press('Home');
    await expect(focused()).toContainText(first ?? '');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(() => titles(cell('Low', 'Backlog'))).toEqual([first]);
    await expect(focused()).toContainText(first ?? '');
    await expect(page.getByText(/^Low: WEBS-\d+ moved to Backlog, 1 of 1$/)).toBeAttached();
    await page.keyboard.press('ArrowDown');
    await expect(focused()).not.toContainText(first ?? '');
    await page.keyboard.press('ArrowUp');
    await expect(focused()).toContainText(first ?? '');
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => titles(cell('Low', 'Backlog'))).toEqual([]);
    await expect(page.locator('[data-card][tabindex="0"]')).toHaveCount(1);
  });

  test('lanes and columns fold by their buttons and by keys, and stay folded', async () => {
    await board.card('door').focus();
    await page.keyboard.press('Shift+F');
    await expect(board.card('door')).toHaveCount(0);
    await expect(
      page.getByRole('button', { name: 'Lane No priority', expanded: false }),
    ).toBeFocused();
    await page.reload();
    await expect(board.card('door')).toHaveCount(0);
    await page.getByRole('button', { name: 'Lane No priority', expanded: false }).click();
    await board.card('door').focus();
    await page.keyboard.press('f');
    await expect(board.card('door')).toHaveCount(0);
    await expect(page.getByRole('button', { name: '2 Backlog, unfold' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(board.card('door')).toBeVisible();
  });

  test('a new item in a lane has what the lane is about', async () => {
    await cell('Critical', 'Backlog').hover();
    await page.getByRole('button', { name: 'New item in Backlog, Critical' }).click();
    await page.getByRole('form').getByRole('textbox').fill('fire');
    await page.keyboard.press('Enter');
    await expect.poll(() => titles(cell('Critical', 'Backlog'))).toEqual(['fire']);
    await page.keyboard.press('Escape');
  });

  test('cards are picked by keys and by clicks, and edited together', async () => {
    await board.card('door').focus();
    await page.keyboard.press('x');
    await board.card('oven').click({ modifiers: ['ControlOrMeta'] });
    await expect(page.getByText('2 selected')).toBeVisible();
    const bar = page.getByRole('toolbar', { name: 'What to do with what is selected' });
    await bar.getByRole('button', { name: 'Priority' }).click();
    await page.getByRole('menuitem', { name: 'Medium' }).click();
    await expect.poll(() => titles(lane('Medium'))).toHaveLength(2);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => titles(cell('Critical', 'To do'))).toEqual(['oven']);
    await board.card('oven').focus();
    await page.keyboard.press('Shift+Delete');
    await expect(page.getByText('2 items are in the trash')).toBeVisible();
    await expect(bar).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(board.card('oven')).toBeVisible();
  });

  test('by epic, an epic heads its lane and a card goes under it', async () => {
    await page.keyboard.press('Shift+G');
    await page.getByRole('option', { name: 'No lanes' }).click();
    await board.column('Backlog').getByRole('button', { name: 'New item', exact: true }).click();
    await page.getByRole('combobox', { name: /^Type of the new item/ }).click();
    await page.getByRole('option', { name: 'Epic' }).click();
    await page.getByRole('form').getByRole('textbox').fill('kitchen');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(board.card('kitchen')).toBeVisible();
    await page.getByRole('combobox', { name: /^Lanes: / }).click();
    await page.getByRole('option', { name: 'Lanes by epic' }).click();
    await board.card('door').dragTo(cell('kitchen', 'In progress'));
    await expect.poll(() => titles(cell('kitchen', 'In progress'))).toEqual(['door']);
    const panel = await board.open('door');
    await expect(panel.getByRole('combobox', { name: /^Parent: .*kitchen/ })).toBeVisible();
    await page.keyboard.press('Escape');
  });
});
