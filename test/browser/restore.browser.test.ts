/** An older database is put back under open windows: what they did since is there again. */
import { expect, test } from '@playwright/test';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('a backup that is put back', () => {
  const app = new App();
  let left: BoardPage;
  let right: BoardPage;

  test.beforeAll(async ({ browser }) => {
    left = await BoardPage.ofNewProject(await app.open(browser));
    await left.create('To do', 'Bake bread');
    right = await left.another();
    for (const window of [left, right]) await window.saved();
  });
  test.afterAll(() => app.stop());

  test('two windows send again what it lacks; of what stood on a third they are told', async () => {
    app.holdDown();
    keep(app);
    app.letUp();
    await answers(left);
    const gone = await left.another();
    for (const window of [left, right, gone]) await window.saved();

    await gone.create('To do', 'Only known to a window that closes');
    await gone.saved();
    await gone.page.close();
    await rename(right, 'Only known to a window that closes', 'Renamed in vain');
    await rename(left, 'Bake bread', 'Bake rye bread');
    await right.create('To do', 'Order flour');
    await right.dragToColumn('Order flour', 'In progress');
    for (const window of [left, right]) await window.saved();
    await left.page.waitForTimeout(WITNESS_MS);

    app.holdDown();
    putBack(app);
    app.letUp();
    await answers(left);
    await expect.poll(() => app.printed).toContain('Something was lost.');
    for (const { page } of [left, right]) {
      const board = new BoardPage(page);
      await expect(board.column('To do').getByText('Bake rye bread')).toBeVisible();
      await expect(board.column('In progress').getByText('Order flour')).toBeVisible();
      await expect(board.card('Renamed in vain')).toHaveCount(0);
    }
    await right.page.getByRole('button', { name: 'State of saving: 1 problem' }).click();
    await expect(right.page.getByText('Renamed in vain')).toBeVisible();
    await expect(right.page.getByText(/^It was saved once\./)).toBeVisible();

    await left.page.reload();
    await expect(left.column('In progress').getByText('Order flour')).toBeVisible();
    expect(await left.titles('To do')).toEqual(['Bake rye bread']);
  });
});

/** Waits until the server is up again. */
async function answers({ page }: BoardPage): Promise<void> {
  const { origin } = new URL(page.url());
  const live = async (): Promise<boolean> => (await fetch(`${origin}/live`)).ok;
  await expect.poll(() => live().catch(() => false)).toBe(true);
}

async function rename(window: BoardPage, title: string, name: string): Promise<void> {
  const panel = await window.open(title);
  await panel.getByLabel('Title').fill(name);
  await window.page.keyboard.press('Enter');
  await expect(window.card(name)).toBeVisible();
  await panel.getByRole('button', { name: 'Close' }).click();
}

/** The witness, which tells a restore from a fresh start, may be 100 ms behind. */
const WITNESS_MS = 500;
const FILES = ['data.db', 'data.db-wal'];

/** Copies the database of a server that is down. */
function keep({ folder }: App): void {
  for (const name of FILES) {
    const file = join(folder, '.pm', name);
    if (existsSync(file)) cpSync(file, join(folder, name));
  }
}

function putBack({ folder }: App): void {
  rmSync(join(folder, '.pm', 'data.db-shm'), { force: true });
  for (const name of FILES) {
    const [file, kept] = [join(folder, '.pm', name), join(folder, name)];
    rmSync(file, { force: true });
    if (existsSync(kept)) cpSync(kept, file);
  }
}
