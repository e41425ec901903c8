/** Files of an item: pasted, dropped, chosen, shown in texts, removed and brought back. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

test.describe('files of an item', () => {
  const app = new App();
  let page: Page;
  let board: BoardPage;

  const section = (): Locator => page.getByRole('region', { name: 'Attachments' });
  const files = (): Locator => section().getByRole('listitem');
  const description = (): Locator => page.getByRole('region', { name: 'Description' });

  test.beforeAll(async ({ browser }) => {
    page = await app.open(browser);
    board = await BoardPage.ofNewProject(page);
    await board.create('To do', 'Bake bread');
    await board.saved();
    await board.open('Bake bread');
  });
  test.afterAll(() => app.stop());

  test('a picture that is pasted into the description shows in it, and after a reload', async () => {
    await page.getByRole('button', { name: 'Add a description…' }).click();
    const field = description().getByRole('textbox');
    await field.fill('Like this: ');
    await give(field, 'paste', 'picture', 900, 600);
    await expect(field).toHaveValue(/^Like this: !\[picture\.png\]\(\/blob\/[0-9a-f-]{36}\)$/);
    await expect(files()).toHaveCount(1);
    await expect(files().first()).toContainText('picture.png');
    await field.press('Control+Enter');
    await expect.poll(() => widthOf(description().locator('img'))).toBe(900);
    await board.saved();
    await page.reload();
    await expect.poll(() => widthOf(description().locator('img'))).toBe(900);
    await expect.poll(() => widthOf(files().first().locator('img'))).toBe(640);
  });

  test('it is in order for a screen reader, in both themes', async () => {
    await expectAccessible(page);
  });

  test('files are dropped anywhere on the item, and chosen by key', async () => {
    const panel = page.getByRole('complementary', { name: /^Item / });
    await give(panel.getByLabel('Title'), 'drop', 'plan', 300, 200);
    await expect(files()).toHaveCount(2);
    await expect(files().first()).toContainText('plan.png');
    await description().getByRole('button', { name: /^Edit/ }).click();
    const field = description().getByRole('textbox');
    await give(field, 'drop', 'sketch', 300, 200);
    await expect(field).toHaveValue(/^!\[sketch\.png\]\(\/blob\/[0-9a-f-]{36}\)Like this: /);
    await field.press('Control+Enter');
    await expect(files()).toHaveCount(3);
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await page.keyboard.press('Escape');
    const panelAgain = await board.open('Bake bread');
    await panelAgain.getByRole('heading', { name: 'Attachments' }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.keyboard.press('Shift+A');
    const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await (await choosing).setFiles([{ name: 'logo.svg', mimeType: 'image/svg+xml', buffer }]);
    await expect(files()).toHaveCount(4);
    const downloading = page.waitForEvent('download');
    await files().first().getByRole('link', { name: 'Download logo.svg' }).click();
    expect((await downloading).suggestedFilename()).toBe('logo.svg');
  });

  test('one that is removed comes back by undo', async () => {
    await files().filter({ hasText: 'plan.png' }).hover();
    await files().getByRole('button', { name: 'Remove plan.png' }).click();
    await expect(files()).toHaveCount(3);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(files()).toHaveCount(4);
    await board.saved();
    await page.reload();
    await expect(files()).toHaveCount(4);
  });

  test('what is too large is refused in words', async () => {
    const choosing = page.waitForEvent('filechooser');
    await section().getByRole('button', { name: 'Attach files' }).click();
    const buffer = Buffer.alloc(25 * 1024 * 1024 + 1, 1);
    await (await choosing).setFiles([{ name: 'film.bin', mimeType: 'video/mp4', buffer }]);
    await expect(section().getByRole('alert')).toHaveText('A file may have 25 MiB.');
    await section().getByRole('button', { name: 'Do not send film.bin' }).click();
    await expect(files()).toHaveCount(4);
  });

  test('without a server a file is kept, and goes when the server is back', async () => {
    app.holdDown();
    await give(description(), 'paste', 'later', 200, 100);
    await expect(section().getByRole('alert')).toContainText('need a connection');
    await expect(files().first().locator('img')).toBeVisible();
    app.letUp();
    await expect(section().getByRole('alert')).toHaveCount(0);
    await expect(files().getByRole('link', { name: 'Download later.png' })).toBeAttached();
    await page.reload();
    await expect(files()).toHaveCount(5);
  });
});

/** Pastes or drops a picture, which the page draws, as a person would on this element. */
async function give(
  target: Locator,
  how: 'paste' | 'drop',
  name: string,
  width: number,
  height: number,
): Promise<void> {
  const given = { how, name, width, height };
  await target.evaluate(async (element, { how: kind, name: called, width: w, height: h }) => {
    const canvas = document.createElement('canvas');
    canvas.width = w;
    canvas.height = h;
    const ink = canvas.getContext('2d');
    if (ink !== null) {
      ink.fillStyle = 'teal';
      ink.fillRect(0, 0, w, h);
      ink.fillStyle = 'gold';
      ink.fillRect(w / 4, h / 4, w / 2, h / 2);
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    const data = new DataTransfer();
    data.items.add(new File([blob ?? ''], `${called}.png`, { type: 'image/png' }));
    const words = { bubbles: true, cancelable: true };
    element.dispatchEvent(
      kind === 'paste'
        ? new ClipboardEvent('paste', { ...words, clipboardData: data })
        : new DragEvent('drop', { ...words, dataTransfer: data }),
    );
  }, given);
}

/** Pixels of a picture as it was loaded; 0 while it is not. */
async function widthOf(picture: Locator): Promise<number> {
  return await picture.evaluate((one) => (one as HTMLImageElement).naturalWidth);
}
