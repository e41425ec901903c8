/** A conversation in two windows: what one writes, answers, edits or takes away, the other shows. */
import type { Locator } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('comments', () => {
  const app = new App();
  let left: BoardPage;
  let right: BoardPage;
  let here: Locator;
  let there: Locator;

  test.beforeAll(async ({ browser }) => {
    left = await BoardPage.ofNewProject(await app.open(browser));
    right = await left.another();
    await left.create('To do', 'Bake bread');
    here = await left.open('Bake bread');
    there = await right.open('Bake bread');
  });
  test.afterAll(() => app.stop());

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

  const edit = async (panel: Locator, text: string): Promise<Locator> => {
    await said(panel, text).hover();
    await said(panel, text).getByRole('button', { name: 'More about this comment' }).click();
    await panel.page().getByRole('menuitem', { name: 'Edit' }).click();
    return panel.getByRole('textbox', { name: 'Edit the comment' });
  };

  test('the same words in two windows: both are shown, and put together by hand', async () => {
    const mine = await edit(here, 'good olive oil');
    const theirs = await edit(there, 'good olive oil');
    await theirs.fill('With plain olive oil.');
    await right.page.keyboard.press('Control+Enter');
    await expect(theirs).toHaveCount(0);
    await right.saved();
    await mine.fill('With fresh olive oil.');
    await left.page.keyboard.press('Control+Enter');
    const conflict = here.getByRole('group', { name: /Somebody else changed the same words/ });
    await expect(conflict.getByText('Yours', { exact: true })).toBeVisible();

    await left.page.reload();
    const merge = conflict.getByRole('textbox', { name: /Both together/ });
    await expect(merge).toHaveValue('With plain fresh olive oil.');
    await merge.fill('With plain, fresh olive oil.');
    await conflict.getByRole('button', { name: 'Save merge' }).click();
    await expect(conflict).toHaveCount(0);
    await expect(said(there, 'With plain, fresh olive oil.')).toBeVisible();
    await left.saved();
  });

  test('how a comment came to be is a press away', async () => {
    await said(there, 'plain, fresh').getByRole('button', { name: 'edited' }).click();
    const dialog = right.page.getByRole('dialog', { name: 'History' });
    await expect(dialog.locator('ins')).toContainText('plain, fresh');
    await right.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  test('an edit and an answer that were begun are kept over a reload', async () => {
    await (await edit(here, 'plain, fresh')).fill('With plain, fresh olive oil, and salt.');
    await left.page.keyboard.press('Escape');
    await said(here, 'butter').first().hover();
    await here.getByRole('button', { name: 'Reply' }).first().click();
    await here.getByRole('textbox', { name: 'Write a reply…' }).fill('No: ');
    await left.page.reload();
    const goOn = here.getByRole('button', { name: 'Go on with your comment…' });
    await expect(goOn.last()).toBeVisible();
    await here.getByRole('button', { name: 'Go on writing' }).click();
    await here.getByRole('button', { name: 'Save' }).click();
    await expect(said(there, 'and salt')).toBeVisible();
    await goOn.last().click();
    const answer = here.getByRole('textbox', { name: 'Write a reply…' });
    await expect(answer).toHaveValue('No: ');
    await answer.press('End');
    await left.page.keyboard.type('@');
    await expect(here.page().getByRole('listbox', { name: 'People' })).toBeVisible();
  });

  test('a person is mentioned by keyboard, and the handle leads to their items', async () => {
    const answer = here.getByRole('textbox', { name: 'Write a reply…' });
    const list = left.page.getByRole('listbox', { name: 'People' });
    const option = list.getByRole('option', { selected: true });
    const handle = /@(\S+)/.exec((await option.textContent()) ?? '')?.[1] ?? '';
    expect(handle).not.toBe('');
    await expect(answer).toHaveAttribute(
      'aria-activedescendant',
      (await option.getAttribute('id'))!,
    );
    await expectAccessible(left.page);
    await left.page.keyboard.press('Escape');
    await expect(list).toHaveCount(0);
    await expect(answer).toBeFocused();
    await left.page.keyboard.press('Backspace');
    await left.page.keyboard.type(`@${handle.slice(0, 1).toUpperCase()}`);
    await expect(list).toBeVisible();
    await left.page.keyboard.press('ArrowDown');
    await left.page.keyboard.press('Tab');
    await expect(answer).toHaveValue(`No: @${handle} `);
    await left.page.keyboard.type('knows.');
    await left.page.keyboard.press('Control+Enter');

    const link = said(there, 'knows.').getByRole('link', { name: `@${handle}, you` });
    await link.hover();
    const items = right.page.getByRole('link', { name: 'My items' });
    await expect(items).toBeVisible();
    await expectAccessible(right.page);
    await items.click();
    await expect(right.page).toHaveURL(/assignee=/);
  });
});
