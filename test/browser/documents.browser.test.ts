/** Two people in one description: different lines are both kept, the same words are put right by hand. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

const LINES = ['# Bread', '', '- [ ] flour', '- [ ] water', '', 'Bake it hot.', '', 'See WEBS-1.'];

test.describe('long texts', () => {
  const app = new App();
  let left: BoardPage;
  let right: BoardPage;

  test.beforeAll(async ({ browser }) => {
    left = await BoardPage.ofNewProject(await app.open(browser));
    right = await left.another();
    await left.create('To do', 'Bake bread');
    await right.saved();
  });
  test.afterAll(() => app.stop());

  const field = (panel: Locator): Locator => panel.getByRole('textbox', { name: 'Description' });
  const edit = (panel: Locator) => panel.getByRole('button', { name: 'Edit description' }).click();
  const finish = (page: Page) => page.keyboard.press('Escape');
  const replaced = async (panel: Locator, from: string, to: string): Promise<void> => {
    const text = await field(panel).inputValue();
    expect(text).toContain(from);
    await field(panel).fill(text.replace(from, to));
  };

  test('different lines written at the same time are both kept', async () => {
    const mine = await left.open('Bake bread');
    await mine.getByText('Add a description…').click();
    await field(mine).fill(LINES.join('\n'));
    await finish(left.page);
    await left.saved();
    const theirs = await right.open('Bake bread');
    await expect(theirs.getByRole('heading', { name: 'Bread', exact: true })).toBeVisible();
    await expect(theirs.getByRole('link', { name: 'WEBS-1' })).toBeVisible();

    await edit(mine);
    await edit(theirs);
    await replaced(mine, 'flour', 'rye flour');
    await replaced(theirs, 'hot', 'very hot');
    await finish(right.page);
    await right.saved();
    await finish(left.page);
    await left.saved();
    for (const panel of [mine, theirs]) {
      await expect(panel.getByText('rye flour')).toBeVisible();
      await expect(panel.getByText('Bake it very hot.')).toBeVisible();
    }
  });

  test('a box is ticked in one window, and ticked in the other', async () => {
    const mine = await left.open('Bake bread');
    const theirs = await right.open('Bake bread');
    await mine.getByRole('checkbox').nth(1).click();
    await expect(theirs.getByRole('checkbox').nth(1)).toBeChecked();
    await expect(theirs.getByRole('checkbox').first()).not.toBeChecked();
  });

  test('the same words: both texts are shown, put together by hand, and saved', async () => {
    const mine = await left.open('Bake bread');
    const theirs = await right.open('Bake bread');
    await edit(mine);
    await edit(theirs);
    await replaced(theirs, 'very hot', 'gently');
    await finish(right.page);
    await right.saved();
    await replaced(mine, 'very hot', 'quickly');
    await finish(left.page);
    const conflict = mine.getByRole('group', { name: /Somebody else changed the same words/ });
    await expect(conflict.getByText('Yours', { exact: true })).toBeVisible();
    const merge = conflict.getByRole('textbox', { name: /Both together/ });
    await expect(merge).toHaveValue(/Bake it gently quickly\./);

    await left.page.reload();
    const again = left.page.getByRole('textbox', { name: /Both together/ });
    await again.fill((await again.inputValue()).replace('gently quickly', 'gently, then quickly'));
    await left.page.getByRole('button', { name: 'Save merge' }).click();
    await expect(theirs.getByText('Bake it gently, then quickly.')).toBeVisible();
    await expect(conflict).toHaveCount(0);
    await left.saved();
  });

  test('the history shows what one person wrote in ten minutes as one step', async () => {
    const mine = await left.open('Bake bread');
    await mine.getByRole('button', { name: 'History' }).click();
    const dialog = left.page.getByRole('dialog', { name: 'History' });
    // One person wrote all of it within ten minutes: one step, from nothing to what is there.
    await expect(dialog.getByRole('button', { pressed: true })).toContainText('current');
    await expect(dialog.locator('ins')).toContainText('gently, then quickly');
    await expect(dialog.getByRole('button', { name: 'Restore this version' })).toHaveCount(0);
    await left.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  test('what is typed survives the end of the page', async () => {
    const mine = await left.open('Bake bread');
    await edit(mine);
    await replaced(mine, 'See WEBS-1.', 'See WEBS-1 and WEBS-99.');
    await left.page.reload();
    const panel = left.page.getByRole('complementary', { name: /Item WEBS-1/ });
    const goOn = panel.getByRole('button', { name: 'Go on writing' });
    const kept = panel.getByText('See WEBS-1 and WEBS-99.');
    await expect(goOn.or(kept)).toBeVisible();
    if (await goOn.isVisible()) {
      await goOn.click();
      await expect(field(panel)).toHaveValue(/WEBS-99/);
      await finish(left.page);
    }
    await expect(panel.getByRole('link', { name: 'WEBS-99' })).toHaveCount(0);
    await expect(kept).toBeVisible();
  });
});
