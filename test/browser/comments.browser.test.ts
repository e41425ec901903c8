/** A conversation in two windows: what one writes, answers, edits or takes away, the other shows. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('comments', () => {
  const app = new App();
  let left: BoardPage;
  let right: BoardPage;
  let pages: Page[] = [];
  let here: Locator;
  let there: Locator;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000);
    const address = await app.start();
    const person = await browser.newContext();
    const first = await App.window(person, address);
    await first.getByLabel('Name').fill('Website');
    await first.getByRole('button', { name: 'Create project' }).click();
    await expect(first.getByRole('region', { name: /^Backlog, / })).toBeVisible();
    const second = await person.newPage();
    await second.goto(first.url());
    pages = [first, second];
    left = new BoardPage(first);
    right = new BoardPage(second);
    await left.create('To do', 'Bake bread');
    here = await left.open('Bake bread');
    there = await right.open('Bake bread');
  });
  test.afterAll(async () => {
    await pages[0]?.context().close();
    await app.stop();
  });

  const said = (panel: Locator, text: string): Locator =>
    panel.getByRole('article').filter({ hasText: text });

  test('written with Ctrl Enter, answered, and counted on the card', async () => {
    await here.getByRole('button', { name: 'Write a comment…' }).click();
    await here.getByRole('textbox', { name: 'Write a comment…' }).fill('With **butter**?');
    await left.page.keyboard.press('Control+Enter');
    await expect(there.locator('strong', { hasText: 'butter' })).toBeVisible();
    await expect(right.card('Bake bread').getByTitle('1 comment')).toBeVisible();

    await said(there, 'butter').hover();
    await there.getByRole('button', { name: 'Reply' }).first().click();
    await there.getByRole('textbox', { name: 'Write a reply…' }).fill('With olive oil.');
    await right.page.keyboard.press('Control+Enter');
    await expect(said(here.getByRole('list', { name: 'Replies' }), 'olive oil')).toBeVisible();
    await expect(left.card('Bake bread').getByTitle('2 comments')).toBeVisible();
  });

  test('edited by its author; the other reads the new words', async () => {
    const reply = said(here, 'olive oil');
    await reply.hover();
    await reply.getByRole('button', { name: 'More about this comment' }).click();
    await left.page.getByRole('menuitem', { name: 'Edit' }).click();
    await here.getByRole('textbox', { name: 'Edit the comment' }).fill('With good olive oil.');
    await left.page.keyboard.press('Control+Enter');
    await expect(said(there, 'good olive oil')).toBeVisible();
    await expect(said(there, 'good olive oil').getByText('edited')).toBeVisible();
  });

  test('deleted, with the answers left, and brought back', async () => {
    const first = said(here, 'butter');
    await first.hover();
    await first.getByRole('button', { name: 'More about this comment' }).click();
    await left.page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(there.getByText('This comment was deleted.')).toBeVisible();
    await expect(said(there, 'good olive oil')).toBeVisible();
    await expect(right.card('Bake bread').getByTitle('1 comment')).toBeVisible();
    await left.page.getByRole('button', { name: 'Undo' }).click();
    await expect(said(there, 'butter')).toBeVisible();
    await expect(right.card('Bake bread').getByTitle('2 comments')).toBeVisible();
  });

  test('settled it folds, and opens again', async () => {
    await said(here, 'butter').hover();
    await here.getByRole('button', { name: 'Resolve' }).click();
    const folded = there.getByRole('button', { name: /^Resolved: .* and 1 reply$/ });
    await expect(folded).toBeVisible();
    await expect(said(there, 'butter')).toHaveCount(0);
    await folded.click();
    await said(there, 'butter').hover();
    await there.getByRole('button', { name: 'Open again' }).click();
    await expect(said(here, 'butter')).toBeVisible();
  });

  test('what was begun is kept over Esc and a reload', async () => {
    await left.page.keyboard.press('m');
    await here.getByRole('textbox', { name: 'Write a comment…' }).fill('By the way');
    await left.page.keyboard.press('Escape');
    await left.saved();
    await left.page.reload();
    await here.getByRole('button', { name: 'Go on with your comment…' }).click();
    await expect(here.getByRole('textbox', { name: 'Write a comment…' })).toHaveValue('By the way');
    await expect(said(here, 'butter')).toBeVisible();
  });
});
