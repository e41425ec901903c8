/** The settings of a project, its rules where they bite, and the end of what is in the trash. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('the settings of a project', () => {
  const app = new App();
  let page: Page;
  let board: BoardPage;
  let origin = '';

  test.beforeAll(async ({ browser }) => {
    page = await app.open(browser);
    ({ origin } = new URL(page.url()));
    board = await BoardPage.ofNewProject(page);
    for (const title of ['Bake bread', 'Buy flour', 'Sell cake']) {
      await board.create('To do', title);
    }
    await board.saved();
  });
  test.afterAll(() => app.stop());

  const settings = async (): Promise<void> => {
    await page.goto(`${origin}/p/WEBS/settings`);
    await expect(page.getByRole('heading', { level: 1, name: 'Project settings' })).toBeVisible();
  };

  const note = (text: string) =>
    page.getByRole('region', { name: 'Notifications' }).getByText(text, { exact: true });

  const toBoard = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Board', exact: true }).click();
    await expect(page.getByRole('region', { name: /^Backlog, / })).toBeVisible();
  };

  test('they have an address and a key, and every part of them', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect(page).toHaveURL(/\/p\/WEBS\/settings$/);
    for (const name of ['General', 'Board columns', 'Labels', 'Rules', 'Members']) {
      await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
    }
    await expect(page.getByLabel('Key', { exact: true })).toBeDisabled();
    await expectAccessible(page);
  });

  test('a new name is everywhere at once, and can be taken back', async () => {
    await settings();
    await page.getByLabel('Name', { exact: true }).fill('Bakery');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('banner').getByText('Bakery')).toBeVisible();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('banner').getByText('Website')).toBeVisible();
  });

  test('a label is added, refused twice, put on an item, deleted and brought back', async () => {
    await settings();
    const labels = page.getByRole('list', { name: 'Of this project' });
    const field = page.getByLabel('Add a label: Of this project');
    await field.fill('urgent');
    await field.press('Enter');
    await expect(labels.getByRole('textbox')).toHaveValue('urgent');
    await field.fill('Urgent');
    await field.press('Enter');
    await expect(page.getByRole('alert')).toHaveText('That name is taken already.');
    await field.fill('');
    await page.getByRole('link', { name: 'List', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Select WEBS-1' }).click();
    const bar = page.getByRole('toolbar', { name: 'What to do with what is selected' });
    await bar.getByRole('button', { name: 'Labels' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'urgent' }).click();
    await page.keyboard.press('Escape');
    await toBoard();
    await expect(board.card('Bake bread').getByText('urgent')).toBeVisible();
    await settings();
    await page.getByRole('button', { name: 'Delete label urgent' }).click();
    await expect(labels.getByRole('textbox')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(labels.getByRole('textbox')).toHaveValue('urgent');
    await toBoard();
    await expect(board.card('Bake bread').getByText('urgent')).toBeVisible();
  });

  test('a limit that blocks refuses a drag, with its sentence', async () => {
    await settings();
    await page.getByLabel('Limit of In progress').fill('1');
    await page.getByRole('combobox', { name: 'Limits of columns: Warn' }).click();
    await page.getByRole('option', { name: 'Block' }).click();
    await expect(page.getByRole('combobox', { name: 'Limits of columns: Block' })).toBeVisible();
    await toBoard();
    await board.dragToColumn('Bake bread', 'In progress');
    await expect(board.column('In progress').getByText('Bake bread')).toBeVisible();
    await board.dragToColumn('Buy flour', 'In progress');
    await expect(note('In progress is full: at most 1 item.')).toBeVisible();
    expect(await board.titles('In progress')).toEqual(['Bake bread']);
  });

  test('a field that is asked for is asked for', async () => {
    await settings();
    await page.getByRole('button', { name: 'Required in Done: None' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Points' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Required in Done: Points' })).toBeVisible();
    await toBoard();
    await board.dragToColumn('Bake bread', 'Done');
    await expect(note('The points must be set in this state.')).toBeVisible();
  });

  test('a column goes, its items go to another, and both come back', async () => {
    await settings();
    await page.getByRole('button', { name: 'Remove To do' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(/2 items go to another column/)).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('combobox').click();
    await page.getByRole('option', { name: 'Backlog' }).click();
    await dialog.getByRole('button', { name: 'Remove column' }).click();
    await toBoard();
    await expect(board.column('To do')).toHaveCount(0);
    expect(await board.titles('Backlog')).toEqual(['Buy flour', 'Sell cake']);
    await page.keyboard.press('Control+z');
    await expect(board.column('To do')).toBeVisible();
    expect(await board.titles('To do')).toEqual(['Buy flour', 'Sell cake']);
  });

  test('the last admin stays, and says so', async () => {
    await settings();
    await page.getByRole('button', { name: 'Leave the project' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
    await expect(note('The role must stay admin: the project needs one.')).toBeVisible();
  });

  test('the trash is searched; one goes for good, then all', async () => {
    await toBoard();
    for (const title of ['Buy flour', 'Sell cake', 'Bake bread']) {
      const panel = await board.open(title);
      await panel.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Delete item' }).click();
      await expect(board.card(title)).toHaveCount(0);
    }
    await board.saved();
    await page.goto(`${origin}/p/WEBS/trash`);
    await expect(page.getByText(/After 30 days they are deleted for good/)).toBeVisible();
    const lines = page.getByRole('main').getByRole('listitem');
    await expect(lines).toHaveCount(3);
    await expectAccessible(page);
    await page.getByLabel('Search the trash').fill('flour');
    await expect(lines).toHaveCount(1);
    await page.getByRole('button', { name: 'Delete WEBS-2 for good' }).click();
    await expect(page.getByRole('dialog').getByText(/cannot be undone/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Delete for good', exact: true }).click();
    await expect(page.getByText('Nothing in the trash is called so.')).toBeVisible();
    await page.getByLabel('Search the trash').fill('');
    await board.saved();
    await page.getByRole('button', { name: 'Empty the trash' }).click();
    await expect(page.getByRole('dialog').getByText(/^2 items will be gone/)).toBeVisible();
    await page.getByRole('button', { name: 'Delete for good', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
    await expect(note('2 items are deleted for good')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  });
});
