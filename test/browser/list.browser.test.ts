/** The list of a real project: opened, ordered, parted, edited where it stands, by keys, many at once. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expectAccessible } from './accessible.ts';
import { App } from './app.ts';
import { bringOver, chooseFile, openBoard } from './import-dialog.ts';

const SMALL = join(import.meta.dirname, '../fixtures/small-export.json');
const GIVEN = process.env['PLANWRIGHT_EXPORT'] ?? '';
const FILE = existsSync(GIVEN) ? GIVEN : SMALL;
test.describe('the list of a project', () => {
  const app = new App();
  let page: Page;
  let origin = '';

  test.beforeAll(async ({ browser }) => {
    page = await app.open(browser, {
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    ({ origin } = new URL(page.url()));
    await chooseFile(page, FILE);
    await bringOver(page);
    await openBoard(page);
  });
  test.afterAll(() => app.stop());

  const rows = (): Locator => page.locator('[data-row]');
  const items = (): Locator => page.locator('[data-row]:has([data-column=key])');
  const cell = (row: Locator, column: string): Locator => row.locator(`[data-column=${column}]`);
  /** What a column says, from the top. */
  const column = (name: string): Promise<string[]> =>
    page.locator(`[data-row] [data-column=${name}]`).evaluateAll((cells) =>
      cells
        .map((one) => ({
          text: one.textContent ?? '',
          top: one.closest('[role=row]')?.getBoundingClientRect().top ?? 0,
        }))
        .toSorted((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
  const rowOf = (key: string): Locator =>
    rows().filter({ has: page.locator('[data-column=key]').getByText(key, { exact: true }) });
  const focusedKey = (): Promise<string | null> =>
    page.evaluate(
      () =>
        document.activeElement?.closest('[data-row]')?.querySelector('[data-column=key]')
          ?.textContent ?? null,
    );
  const saved = () =>
    expect(page.getByRole('button', { name: 'State of saving: Saved' })).toBeVisible();
  /** A list that is opened on a device that remembers none. */
  async function fresh(search = ''): Promise<void> {
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage))
        if (key.startsWith('planwright.list')) localStorage.removeItem(key);
    });
    await page.goto(`${origin}/p/PONE/list${search}`);
    await items().first().waitFor();
  }

  test('opens beside the board as a tree that folds', async () => {
    await page.getByRole('link', { name: 'List', exact: true }).click();
    await expect(page).toHaveURL(/\/p\/PONE\/list$/);
    await items().first().waitFor();
    const parent = page.locator('[data-row][aria-expanded=true]').first();
    const id = (await parent.getAttribute('data-row')) ?? '';
    const open = page.locator(`[data-row="${id}"]`);
    const total = Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'));
    await open.locator('[data-do=fold]').click();
    await expect(open).toHaveAttribute('aria-expanded', 'false');
    expect(Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'))).toBeLessThan(
      total,
    );
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('treegrid')).toHaveAttribute('aria-rowcount', String(total));
  });

  test('its address is what it shows; back and forward go through it', async () => {
    await fresh('?columns=title,priority');
    await page.getByRole('columnheader', { name: 'Key' }).getByRole('button').click();
    await expect(page).toHaveURL(/sort=key/);
    await page.getByRole('columnheader', { name: 'Key' }).getByRole('button').click();
    await expect(page).toHaveURL(/sort=-key/);
    await expect(page.getByRole('columnheader', { name: 'Key' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
    const down = await column('key');
    await page.goBack();
    await expect(page).toHaveURL(/sort=key/);
    expect(await column('key')).not.toEqual(down);
    await page.goForward();
    await expect.poll(() => column('key')).toEqual(down);

    await page.getByRole('combobox', { name: /^Group by/ }).click();
    await page.getByRole('option', { name: 'By state' }).click();
    await expect(page).toHaveURL(/group=state/);
    const heads = page.locator('[data-row]:not(:has([data-column]))');
    await expect(heads.first()).toBeVisible();
    const first = (await heads.first().textContent()) ?? '';
    await heads.first().click();
    await expect(heads.first()).toHaveAttribute('aria-expanded', 'false');
    expect(await heads.first().textContent()).toBe(first);

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Points' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Due' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('columnheader', { name: 'Due' })).toBeVisible();
    await expect(page).toHaveURL(/columns=priority%2Cpoints%2CdueDate/);
  });

  test('it is found again as it was left, and its address says so', async () => {
    await fresh();
    await page.getByRole('columnheader', { name: 'Updated' }).getByRole('button').click();
    await expect(page).toHaveURL(/sort=-updated/);
    const parent = page.locator('[data-row][aria-expanded=true]').first();
    const id = (await parent.getAttribute('data-row')) ?? '';
    await parent.locator('[data-do=fold]').click();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Project settings' })).toBeVisible();
    await page.getByRole('link', { name: 'List', exact: true }).click();
    await expect(page).toHaveURL(/\/list\?sort=-updated$/);
    await expect(page.locator(`[data-row="${id}"]`)).toHaveAttribute('aria-expanded', 'false');
    await page.getByRole('columnheader', { name: 'Updated' }).getByRole('button').click();
    await expect(page).toHaveURL(/sort=updated/);
    await page.goBack();
    await expect(page).toHaveURL(/\/list\?sort=-updated$/);
  });

  test('a search leaves what fits, and what one opens stands beside it', async () => {
    await fresh();
    const title = (await cell(items().nth(3), 'title').getByRole('link').textContent()) ?? '';
    await page.keyboard.press('/');
    await page.keyboard.type(title.slice(0, 12).toUpperCase());
    await expect(items()).not.toHaveCount(0);
    await expect(items().first().getByRole('link', { name: title, exact: true })).toBeVisible();
    await expect(page).toHaveURL(/q=/);
    await page.keyboard.press('Enter');
    expect(await focusedKey()).not.toBeNull();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: /^Item / });
    await expect(panel).toBeVisible();
    await expect(page).toHaveURL(/\/list\?.*item=PONE-/);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(page).toHaveURL(/\/list\?q=/);
    expect(await focusedKey()).not.toBeNull();
    await page.keyboard.press('/');
    await page.keyboard.type('zzzz no such words');
    await expect(page.getByText('Nothing fits')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Show all items' }).click();
    await expect(items().first()).toBeVisible();
  });

  test('cells are edited where they stand, and the focus comes back', async () => {
    await fresh();
    const key = (await cell(items().nth(2), 'key').textContent()) ?? '';
    const row = rowOf(key);
    await cell(row, 'priority').click();
    await page.getByRole('option', { name: 'Critical' }).click();
    await expect(cell(row, 'priority')).toHaveText('Critical');
    await expect.poll(focusedKey).toBe(key);

    await cell(row, 'points').click();
    await page.keyboard.type('1.25');
    await page.keyboard.press('Enter');
    await expect(row.getByRole('alert')).toBeVisible();
    await row.getByRole('textbox', { name: 'Points' }).fill('2.5');
    await page.keyboard.press('Enter');
    await expect(cell(row, 'points')).toHaveText('2.5');

    await cell(row, 'assignee').click();
    await page.getByRole('option').nth(1).click();
    await expect(cell(row, 'assignee')).not.toBeEmpty();

    await page.keyboard.press('Escape');
    await page.keyboard.press('F2');
    await page.keyboard.type('Renamed in the list');
    await page.keyboard.press('Enter');
    await expect(row.getByRole('link', { name: 'Renamed in the list' })).toBeVisible();
    await expect.poll(focusedKey).toBe(key);
    await saved();
    await page.reload();
    await expect(rowOf(key).getByRole('link', { name: 'Renamed in the list' })).toBeVisible();
    await expect(cell(rowOf(key), 'points')).toHaveText('2.5');
  });

  test('keys alone walk, select, edit together, copy, delete and take back', async () => {
    await fresh('?sort=key');
    await items().first().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    const bar = page.getByRole('toolbar', { name: 'What to do with what is selected' });
    await expect(bar.getByText('3 selected')).toBeVisible();
    await expectAccessible(page);
    const chosen = await page
      .locator('[data-row][aria-selected=true]')
      .evaluateAll((all) => all.map((one) => one.querySelector('[data-column=key]')?.textContent));
    expect(chosen).toHaveLength(3);

    await page.keyboard.press('y');
    await expect(page.getByText('3 items copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(chosen.join('\n'));
    await page.keyboard.press('Control+c');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^- \[PONE-\d+\]\(http.*\) /);

    const before = await Promise.all(
      chosen.map((key) => cell(rowOf(key ?? ''), 'state').textContent()),
    );
    await bar.getByRole('button', { name: 'State' }).click();
    await page.getByRole('menuitem', { name: 'In progress' }).click();
    for (const key of chosen)
      await expect(cell(rowOf(key ?? ''), 'state')).toHaveText('In progress');
    await bar.getByRole('button', { name: 'Points' }).click();
    await page.getByRole('textbox', { name: 'Points' }).fill('8');
    await page.keyboard.press('Enter');
    for (const key of chosen) await expect(cell(rowOf(key ?? ''), 'points')).toHaveText('8');
    await page.keyboard.press('Escape');
    await items().first().focus();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect
      .poll(() => Promise.all(chosen.map((key) => cell(rowOf(key ?? ''), 'state').textContent())))
      .toEqual(before);

    await page.keyboard.press('Shift+Delete');
    const asks = page.getByRole('dialog').getByRole('button', { name: 'Delete them too' });
    const note = page.getByText(/in the trash$/);
    await asks.or(note).first().waitFor();
    if (await asks.isVisible()) await asks.click();
    for (const key of chosen) await expect(rowOf(key ?? '')).toHaveCount(0);
    await expect(bar).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    for (const key of chosen) await expect(rowOf(key ?? '')).toHaveCount(1);
    await saved();
  });

  test('what somebody else changes shows by itself, and its rows keep the focus', async () => {
    await fresh();
    const other = await page.context().newPage();
    await other.goto(`${origin}/p/PONE/list?sort=key`);
    await other.locator('[data-row]').first().waitFor();
    const key = (await cell(items().nth(1), 'key').textContent()) ?? '';
    await rowOf(key).focus();
    const theirs = other
      .locator('[data-row]')
      .filter({ has: other.locator('[data-column=key]').getByText(key, { exact: true }) });
    await theirs.locator('[data-column=priority]').click();
    await other.getByRole('option', { name: 'Low' }).click();
    await expect(cell(rowOf(key), 'priority')).toHaveText('Low');
    expect(await focusedKey()).toBe(key);
    await other.close();
  });

  test('on a phone there are key, title and state, and more by choice', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await fresh();
    await expect(page.getByRole('columnheader')).toHaveCount(4);
    await expectAccessible(page);
    await fresh('?columns=state,priority,dueDate');
    await expect(page.getByRole('columnheader', { name: 'Due' })).toHaveCount(1);
    const sideways = await page
      .locator('[data-list]')
      .evaluate((list) => list.scrollWidth > list.clientWidth);
    expect(sideways).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('it is filtered as the board is, on a phone by one menu, and found again so', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await fresh();
    const all = await items().count();
    const bar = page.getByRole('toolbar', { name: 'What the list shows' });
    await bar.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('menuitem', { name: 'Type' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Epic' }).click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/type=epic/);
    await expect.poll(() => items().count()).toBeLessThan(all);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${origin}/p/PONE/list`);
    await expect(bar.getByRole('button', { name: 'Type: Epic' })).toBeVisible();
    await expectAccessible(page);
    await bar.getByRole('button', { name: 'Show all' }).click();
    await expect(page).toHaveURL(/\/list$/);
    await expect(items().nth(3)).toBeVisible();
  });

  for (const group of ['state', 'assignee', 'type', 'priority', 'epic']) {
    test(`groups by ${group} are accessible in both themes`, async () => {
      await page.goto(`${origin}/p/PONE/list?group=${group}`);
      await rows().first().waitFor();
      await expectAccessible(page);
    });
  }

  test('what is done can be hidden, with its group', async () => {
    await page.goto(`${origin}/p/PONE/list?done=hide&group=state`);
    await page.getByRole('columnheader').first().waitFor();
    await expect(page.getByText('Done', { exact: true })).toHaveCount(0);
  });
});
