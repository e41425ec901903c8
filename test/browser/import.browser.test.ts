/** From nothing: `npm start` in an empty folder, and a real project comes over. */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { App } from './app.ts';
import { BoardPage } from './board-page.ts';

interface Exported {
  readonly projects: readonly { readonly key: string; readonly title: string }[];
  readonly work_items: readonly ExportedItem[];
}

interface ExportedItem {
  readonly id: string;
  readonly parent_id: string | null;
  readonly item_number: number;
  readonly display_key: string;
  readonly position: number;
  readonly status: string;
  readonly title: string;
  readonly description: string;
}

const PATH = process.env['PLANWRIGHT_EXPORT'] ?? '';
const COLUMNS: Readonly<Record<string, string>> = {
  backlog: 'Backlog',
  review: 'In review',
  done: 'Done',
};

async function importFile(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(path);
}

async function openImport(page: Page): Promise<void> {
  const first = page.getByRole('button', { name: 'Choose a file' });
  const later = page.getByRole('button', { name: 'Import a file' });
  await first.or(later).first().click();
}

test.describe('a real project is brought over', () => {
  const app = new App();
  let page: Page;
  let origin = '';

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000);
    const address = await app.start();
    page = await App.window(await browser.newContext(), address);
    ({ origin } = new URL(address));
  });
  test.afterAll(async () => {
    await page.context().close();
    await app.stop();
  });

  test('194 cards with the keys, order and hierarchy of the file; again changes nothing', async () => {
    test.setTimeout(90_000);
    const file = JSON.parse(readFileSync(PATH, 'utf8')) as Exported;
    const project = file.projects[0]!;
    await openImport(page);
    await importFile(page, PATH);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('Will be brought over')).toBeVisible({ timeout: 30_000 });
    for (const counted of ['194 items', '64 comments', '59 dependencies', '1 project']) {
      await expect(dialog.getByText(counted, { exact: true })).toBeVisible();
    }
    await expect(dialog.getByText('1 dependency', { exact: true })).toBeVisible();
    await expect(dialog.getByText(/neither in the file nor here/).first()).toBeVisible();
    await expect(dialog.getByText('78 escaped once, 16 escaped 2 times')).toBeVisible();
    await expect(dialog.getByRole('checkbox', { name: /Repair 94 texts/ })).toBeChecked();
    await expect(dialog.locator('tbody tr')).toHaveCount(5);
    await dialog.getByRole('combobox', { name: /^83573002-/ }).click();
    await page.getByRole('option', { name: /^Me/ }).click();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByText('Imported', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(dialog.getByText('64 comments', { exact: true })).toBeVisible();
    await expect(dialog.getByText('94 damaged texts were repaired.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Open the board' }).click();

    const board = new BoardPage(page);
    await expect(page.locator('[data-card]')).toHaveCount(194);
    for (const [status, column] of Object.entries(COLUMNS)) {
      const expected = file.work_items
        .filter((item) => item.status === status)
        .toSorted((a, b) => a.position - b.position || a.item_number - b.item_number)
        .map((item) => `${project.key}-${item.item_number}`);
      expect(await board.keys(column)).toEqual(expected);
    }

    const parent = mostChildren(file);
    await page.goto(`${origin}/p/${project.key}/board?item=${parent.display_key}`);
    const panel = page.getByRole('complementary', { name: `Item ${parent.display_key}` });
    const children = file.work_items.filter((item) => item.parent_id === parent.id);
    for (const child of children) {
      await expect(panel.getByText(child.display_key, { exact: true })).toBeVisible();
    }
    const child = file.work_items.find((item) => item.parent_id === parent.id)!;
    await page.goto(`${origin}/p/${project.key}/board?item=${child.display_key}`);
    const crumbs = page.getByRole('navigation', { name: 'Where it belongs' });
    await expect(crumbs.getByText(parent.display_key)).toBeVisible();

    const head = await headOf(page);
    await page.goto(origin);
    await openImport(page);
    await importFile(page, PATH);
    await expect(dialog.getByText('Already here, left as they are')).toBeVisible({
      timeout: 30_000,
    });
    for (const counted of ['194 items', '64 comments', '59 dependencies']) {
      await expect(dialog.getByText(counted, { exact: true })).toBeVisible();
    }
    await expect(dialog.getByText('Will be brought over')).toHaveCount(0);
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.goto(`${origin}/p/${project.key}/board`);
    await expect(page.locator('[data-card]')).toHaveCount(194);
    expect(await headOf(page)).toBe(head);
  });

  test('a description is read as Markdown, with nothing of it run', async () => {
    const file = JSON.parse(readFileSync(PATH, 'utf8')) as Exported;
    const item = file.work_items.find((one) => one.description.startsWith('## '))!;
    await page.goto(`${origin}/p/PONE/board?item=${item.display_key}`);
    const panel = page.getByRole('complementary', { name: `Item ${item.display_key}` });
    await expect(panel.getByRole('heading', { level: 2 }).first()).toBeVisible();
  });

  for (const [what, text, says] of [
    ['is not JSON', 'hello', /JSON/],
    ['is cut off', '{"schema_version":1,"projects":[{"id":', /JSON/],
    ['is of another kind', '{"schema_version":7}', /schema_version/],
    [
      'has a wrong type',
      '{"schema_version":1,"projects":[{"id":"8d96310e-1e69-4dc5-9529-5c1730000000","key":"X1","title":7,"created_at":1,"updated_at":1}],"work_items":[]}',
      /projects\[0\]\.title/,
    ],
  ] as const) {
    test(`a file that ${what} is refused with the reason, and nothing changes`, async () => {
      const path = join(app.folder, 'broken.json');
      writeFileSync(path, text);
      await page.goto(origin);
      await openImport(page);
      await importFile(page, path);
      await expect(page.getByRole('dialog').getByText(says).first()).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByText('152 of 194 items done')).toBeVisible();
    });
  }
});

function mostChildren(file: Exported): ExportedItem {
  const counts = new Map<string, number>();
  for (const { parent_id: parent } of file.work_items) {
    if (parent !== null) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)[0]!;
  return file.work_items.find((item) => item.id === most)!;
}

/** The newest edit of the project's items, as the page shows it: the same text when nothing changed. */
async function headOf(page: Page): Promise<string> {
  await expect(page.locator('[data-card]')).toHaveCount(194);
  return page
    .locator('[data-card]')
    .evaluateAll((all) => all.map((one) => one.textContent).join('\n'));
}
