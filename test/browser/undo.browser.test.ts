/** Undo and redo by keys, while another window goes on editing the same things. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

const UNDO = 'Control+z';
const REDO = 'Control+Shift+Z';

test.describe('undo and redo', () => {
  const app = new App();
  let left: BoardPage;
  let right: BoardPage;

  test.beforeAll(async ({ browser }) => {
    left = await BoardPage.ofNewProject(await app.open(browser));
    right = await left.another();
    await right.saved();
    for (const title of ['Bake bread', 'Sweep the floor', 'Order flour']) {
      await left.create('To do', title);
    }
    await expect(right.card('Order flour')).toBeVisible();
  });
  test.afterAll(() => app.stop());

  const notes = (): Locator => left.page.getByRole('region', { name: 'Notifications' });

  /** Presses keys that are meant for the board. */
  async function press(keys: string): Promise<void> {
    await left.page.bringToFront();
    await left.page.locator('body').press(keys);
  }

  async function rename(board: BoardPage, from: string, to: string): Promise<void> {
    await board.page.bringToFront();
    const panel = await board.open(from);
    await panel.getByLabel('Title').fill(to);
    await board.page.keyboard.press('Enter');
    await expect(board.card(to)).toBeVisible();
    await board.page.getByRole('button', { name: 'Close the item' }).click();
  }

  test('a drag goes back to its place and forth again, in both windows', async () => {
    await left.page.bringToFront();
    await left.dragToColumn('Bake bread', 'In progress');
    await expect(right.column('In progress').getByText('Bake bread')).toBeVisible();
    await press(UNDO);
    await expect.poll(() => right.titles('To do')).toEqual(await left.titles('To do'));
    expect(await left.titles('To do')).toEqual(['Bake bread', 'Sweep the floor', 'Order flour']);
    await press(REDO);
    await expect(right.column('In progress').getByText('Bake bread')).toBeVisible();
    await press(UNDO);
    await expect.poll(() => right.titles('To do')).toHaveLength(3);
    await press('Control+y');
    await expect(right.column('In progress').getByText('Bake bread')).toBeVisible();
    await left.saved();
  });

  test('an edit goes back, unless another window has written the same since: that is said', async () => {
    await rename(left, 'Order flour', 'Order rye flour');
    await expect(right.card('Order rye flour')).toBeVisible();
    await press(UNDO);
    await expect(right.card('Order flour')).toBeVisible();
    await press(REDO);
    await expect(right.card('Order rye flour')).toBeVisible();
    await rename(right, 'Order rye flour', 'Order spelt flour');
    await expect(left.card('Order spelt flour')).toBeVisible();
    await press(UNDO);
    await expect(notes().getByText('That cannot be taken back')).toBeVisible();
    await expect(notes().getByText('It has been changed again since.')).toBeVisible();
    await expect(left.card('Order spelt flour')).toBeVisible();
  });

  test('a delete with children brings all back under it, and is done again', async () => {
    await left.page.bringToFront();
    const panel = await left.open('Bake bread');
    for (const title of ['Knead', 'Prove']) {
      await panel.getByRole('textbox', { name: 'Add a child' }).fill(title);
      await left.page.keyboard.press('Enter');
      await expect(panel.getByRole('link', { name: new RegExp(title) })).toBeVisible();
    }
    const remove = async (): Promise<void> => {
      await panel.getByRole('button', { name: 'More' }).click();
      await left.page.getByRole('menuitem', { name: 'Delete item' }).click();
      await left.page.getByRole('button', { name: 'Keep them, one level up' }).click();
    };
    await remove();
    await expect(right.card('Bake bread')).toHaveCount(0);
    await expect(right.card('Knead')).toBeVisible();
    await rename(right, 'Prove', 'Prove twice');
    await expect(left.card('Prove twice')).toBeVisible();
    await press(UNDO);
    await expect(right.card('Bake bread').getByText('0/2')).toBeVisible();
    await expect(right.card('Prove twice')).toBeVisible();
    await press(REDO);
    await expect(right.card('Bake bread')).toHaveCount(0);
    await press(UNDO);
    await expect(right.card('Bake bread').getByText('0/2')).toBeVisible();
    await left.saved();
  });

  test('an edit of many goes back but for what the other window has changed; how many is said', async () => {
    const page: Page = left.page;
    const rows = (): Locator => page.locator('[data-row]:has([data-column=key])');
    const priorities = (): Promise<string[]> =>
      page.locator('[data-row] [data-column=priority]').allTextContents();
    await page.bringToFront();
    await page.getByRole('link', { name: 'List', exact: true }).click();
    await rows().first().focus();
    const before = await priorities();
    await page.keyboard.press('Control+a');
    const bar = page.getByRole('toolbar', { name: 'What to do with what is selected' });
    await expect(bar.getByText('5 selected')).toBeVisible();
    await bar.getByRole('button', { name: 'Priority' }).click();
    await page.getByRole('menuitem', { name: 'High' }).click();
    await expect.poll(priorities).toEqual(Array(5).fill('High'));
    await left.saved();

    await right.page.bringToFront();
    const panel = await right.open('Order spelt flour');
    await panel.getByRole('combobox', { name: /^Priority/ }).click();
    await right.page.getByRole('option', { name: 'Low' }).click();
    await right.saved();
    await expect.poll(priorities).toContain('Low');
    const changed = await priorities();

    await page.bringToFront();
    await page.keyboard.press('Escape');
    await press(UNDO);
    await expect(notes().getByText('1 change was left out')).toBeVisible();
    const low = changed.indexOf('Low');
    await expect.poll(priorities).toEqual(before.toSpliced(low, 1, 'Low'));
    await press(REDO);
    await expect
      .poll(async () => (await priorities()).filter((one) => one === 'High'))
      .toHaveLength(4);
    await left.saved();
    await page.getByRole('link', { name: 'Board', exact: true }).click();
  });

  test('what is taken back while the server is away is saved when it is there again', async () => {
    test.setTimeout(90_000);
    await left.page.bringToFront();
    await left.dragToColumn('Sweep the floor', 'Done');
    await expect(right.column('Done').getByText('Sweep the floor')).toBeVisible();
    app.holdDown();
    await press(UNDO);
    await expect(left.column('To do').getByText('Sweep the floor')).toBeVisible();
    await expect(right.column('Done').getByText('Sweep the floor')).toBeVisible();
    app.letUp();
    await expect(right.column('To do').getByText('Sweep the floor')).toBeVisible({
      timeout: 40_000,
    });
    await left.saved();
  });

  test('both stand in the menu and on the sheet of shortcuts', async () => {
    const page = left.page;
    await page.bringToFront();
    await page.getByRole('button', { name: 'Menu' }).click();
    await expect(page.getByRole('menuitem', { name: /^Undo/ })).toBeVisible();
    await page.getByRole('menuitem', { name: /^Redo/ }).click();
    await expect(right.column('Done').getByText('Sweep the floor')).toBeVisible();
    await page.locator('body').press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet.getByText('Redo')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });

  const field = (panel: Locator): Locator => panel.getByRole('textbox', { name: 'Description' });

  /** Writes something else in the description that is open in a window, and leaves it. */
  async function rewrite(board: BoardPage, panel: Locator, from: string, to: string) {
    await board.page.bringToFront();
    await panel.getByRole('button', { name: 'Edit description' }).click();
    await field(panel).fill((await field(panel).inputValue()).replace(from, to));
    await board.page.keyboard.press('Escape');
    await expect(panel.getByText(to)).toBeVisible();
    await board.saved();
  }

  test('what was written goes back and forth beside what the other window writes', async () => {
    await left.page.bringToFront();
    const mine = await left.open('Sweep the floor');
    await mine.getByText('Add a description…').click();
    await field(mine).fill('Corners first.\n\n- [ ] broom\n\nThen the middle.');
    await left.page.keyboard.press('Escape');
    await left.saved();
    const theirs = await right.open('Sweep the floor');
    await expect(theirs.getByText('Corners first.')).toBeVisible();
    await rewrite(left, mine, 'Corners', 'Dark corners');
    await expect(theirs.getByText('Dark corners first.')).toBeVisible();
    await rewrite(right, theirs, 'the middle', 'the whole middle');
    await expect(mine.getByText('Then the whole middle.')).toBeVisible();

    await press(UNDO);
    for (const panel of [mine, theirs]) {
      await expect(panel.getByText('Corners first.', { exact: true })).toBeVisible();
      await expect(panel.getByText('Then the whole middle.')).toBeVisible();
    }
    await press(REDO);
    for (const panel of [mine, theirs]) {
      await expect(panel.getByText('Dark corners first.')).toBeVisible();
      await expect(panel.getByText('Then the whole middle.')).toBeVisible();
    }
    await rewrite(right, theirs, 'Dark', 'Light');
    await expect(mine.getByText('Light corners first.')).toBeVisible();
    await expect(notes().getByText('That cannot be taken back')).toHaveCount(0); // of the test before
    await press(UNDO);
    await expect(notes().getByText('That cannot be taken back')).toBeVisible();
    await expect(mine.getByText('Light corners first.')).toBeVisible();
  });

  test('in the field the keys are its own; outside of it an open field follows', async () => {
    const { page } = left;
    await page.bringToFront();
    const mine = page.getByRole('complementary', { name: /^Item / });
    await mine.getByRole('button', { name: 'Edit description' }).click();
    const before = await field(mine).inputValue();
    await field(mine).press('End');
    await page.keyboard.type('Soap');
    await page.keyboard.press(UNDO);
    await expect(field(mine)).not.toHaveValue(/Soap/);
    await page.keyboard.type('Water');
    await expect(field(mine)).toHaveValue(/Water/);
    await mine.getByRole('heading', { name: 'Description' }).click();
    await press(UNDO);
    await expect(field(mine)).toHaveValue(before);
    await expect(field(mine)).not.toBeFocused();
    await field(mine).press('Escape');
    await expect(mine.getByRole('checkbox')).toBeVisible();
  });

  test('a ticked box goes back at once, from where the focus is', async () => {
    const { page } = left;
    const box = page.getByRole('complementary').getByRole('checkbox');
    const there = right.page.getByRole('complementary').getByRole('checkbox');
    await box.click();
    await expect(there).toBeChecked();
    await page.keyboard.press(UNDO);
    await expect(there).not.toBeChecked();
    await page.keyboard.press(REDO);
    await expect(there).toBeChecked();
  });

  test('an edited comment goes back, also while the server is away', async () => {
    test.setTimeout(90_000);
    const { page } = left;
    const mine = page.getByRole('complementary', { name: /^Item / });
    const said = mine.getByRole('article');
    const there = right.page.getByRole('complementary', { name: /^Item / }).getByRole('article');
    await mine.getByRole('button', { name: 'Write a comment…' }).click();
    await mine.getByRole('textbox', { name: 'Write a comment…' }).fill('With a broom.');
    await page.keyboard.press('Control+Enter');
    await expect(there).toContainText('With a broom.');
    app.holdDown();
    await said.hover();
    await said.getByRole('button', { name: 'More about this comment' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await mine.getByRole('textbox', { name: 'Edit the comment' }).fill('With a mop.');
    await page.keyboard.press('Control+Enter');
    await expect(said).toContainText('With a mop.');
    await press(UNDO);
    await expect(said).toContainText('With a broom.');
    await press(REDO);
    await expect(said).toContainText('With a mop.');
    await expect(there).toContainText('With a broom.');
    app.letUp();
    await expect(there).toContainText('With a mop.', { timeout: 40_000 });
    await press(UNDO);
    await expect(there).toContainText('With a broom.');
    await left.saved();
  });
});
