/** Two windows on one board: what one does, the other shows, also when the server dies in between. */
import { expect, test } from '@playwright/test';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('two windows', () => {
  const app = new App();
  let left: BoardPage;
  let right: BoardPage;

  test.beforeAll(async ({ browser }) => {
    left = await BoardPage.ofNewProject(await app.open(browser));
    right = await left.another();
    await right.saved();
  });
  test.afterAll(() => app.stop());

  test('create, drag, rename, delete and take back: the other follows without a reload', async () => {
    await left.create('To do', 'Bake bread');
    await expect(right.card('Bake bread')).toBeVisible();
    await left.create('To do', 'Sweep the floor');
    await expect(right.card('Sweep the floor')).toBeVisible();
    expect(await right.keys('To do')).toEqual(['WEBS-1', 'WEBS-2']);

    await left.dragToColumn('Bake bread', 'In progress');
    await expect(left.column('In progress').getByText('Bake bread')).toBeVisible();
    await expect(right.column('In progress').getByText('Bake bread')).toBeVisible();

    await left.create('To do', 'Order flour');
    await expect(right.card('Order flour')).toBeVisible();
    await left.drag('Order flour', left.card('Sweep the floor'), { x: 60, y: 4 });
    await expect.poll(() => right.titles('To do')).toEqual(['Order flour', 'Sweep the floor']);

    const panel = await left.open('Order flour');
    await panel.getByLabel('Title').fill('Order rye flour');
    await left.page.keyboard.press('Enter');
    await expect(right.card('Order rye flour')).toBeVisible();

    await panel.getByRole('button', { name: 'More' }).click();
    await left.page.getByRole('menuitem', { name: 'Delete item' }).click();
    await expect(right.card('Order rye flour')).toHaveCount(0);
    await left.page.getByRole('button', { name: 'Undo' }).click();
    await expect(right.card('Order rye flour')).toBeVisible();
    expect(await right.titles('To do')).toEqual(['Order rye flour', 'Sweep the floor']);
  });

  test('a description typed in one is read in the other; the trash gives back', async () => {
    const panel = await left.open('Sweep the floor');
    await panel.getByText('Add a description…').click();
    await panel.getByRole('textbox', { name: 'Description' }).fill('With the **big** broom.');
    await left.page.keyboard.press('Escape');
    await left.saved();
    const other = await right.open('Sweep the floor');
    await expect(other.locator('strong', { hasText: 'big' })).toBeVisible();

    await panel.getByRole('button', { name: 'More' }).click();
    await left.page.getByRole('menuitem', { name: 'Delete item' }).click();
    await expect(right.card('Sweep the floor')).toHaveCount(0);
    await left.page.getByRole('link', { name: 'Trash' }).click();
    await left.page.getByRole('button', { name: 'Restore' }).click();
    await expect(right.card('Sweep the floor')).toBeVisible();
    await left.page.getByRole('link', { name: 'Board' }).click();
  });

  test('the server is killed while both are busy: both go on, nothing is lost or doubled', async () => {
    test.setTimeout(90_000);
    const before = (await left.titles('Backlog')).length;
    const made: string[] = [];
    const work = async (board: BoardPage, name: string): Promise<void> => {
      await board.column('Backlog').getByRole('button', { name: 'New item', exact: true }).click();
      const field = board.column('Backlog').getByRole('textbox');
      for (let i = 1; i <= 12; i += 1) {
        const title = `${name} ${i}`;
        await field.fill(title);
        await board.page.keyboard.press('Enter');
        made.push(title);
        if (name === 'left' && i === 6) app.kill();
      }
      await board.page.keyboard.press('Escape');
    };
    const pid = app.serverPid();
    await Promise.all([work(left, 'left'), work(right, 'right')]);
    await expect(left.page.getByRole('button', { name: 'State of saving: Saved' })).toBeVisible({
      timeout: 45_000,
    });
    await expect(right.page.getByRole('button', { name: 'State of saving: Saved' })).toBeVisible({
      timeout: 45_000,
    });
    expect(app.serverPid()).not.toBe(pid);

    await expect.poll(() => left.titles('Backlog')).toHaveLength(before + 24);
    await expect.poll(() => right.titles('Backlog')).toEqual(await left.titles('Backlog'));
    const titles = await left.titles('Backlog');
    expect([...titles].toSorted()).toEqual([...made].toSorted());
    const keys = await left.keys('Backlog');
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.some((key) => key.includes('•'))).toBe(false);

    await right.page.reload();
    await expect.poll(() => right.titles('Backlog')).toEqual(titles);
  });

  test('while the server is away the edit stays and is not called saved; then it is saved', async () => {
    test.setTimeout(60_000);
    app.holdDown();
    await left.create('To do', 'Fix the oven');
    const standing = left.page.getByRole('button', { name: /State of saving: .*1 not saved/ });
    await expect(standing).toBeVisible();
    await expect(left.card('Fix the oven').getByText('WEBS-•')).toBeVisible();
    const asked = left.page.waitForEvent('dialog');
    await left.page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await expect(right.card('Fix the oven')).toHaveCount(0);

    app.letUp();
    await expect(right.card('Fix the oven')).toBeVisible({ timeout: 40_000 });
    await left.saved();
    await expect(left.card('Fix the oven').getByText('WEBS-•')).toHaveCount(0);
  });
});
