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
  readonly comments: readonly {
    readonly id: string;
    readonly work_item_id: string;
    readonly content: string;
  }[];
  readonly dependencies: readonly {
    readonly blocking_item_id: string;
    readonly blocked_item_id: string;
  }[];
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
    page = await app.open(browser);
    ({ origin } = new URL(page.url()));
  });
  test.afterAll(() => app.stop());

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
    const repair = dialog.getByRole('checkbox', { name: /Repair 94 texts/ });
    const willRepair = dialog.getByText('94 damaged texts will be repaired.');
    await expect(repair).toBeChecked();
    await expect(willRepair).toBeVisible();
    await repair.uncheck();
    await expect(willRepair).toHaveCount(0);
    await repair.check();
    await expect(willRepair).toBeVisible();
    await expect(dialog.locator('tbody tr')).toHaveCount(5);
    await dialog.getByRole('combobox', { name: /^83573002-/ }).click();
    await page.getByRole('option', { name: /^Me/ }).click();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByText('Brought over', { exact: true })).toBeVisible({
      timeout: 30_000,
    });
    await expect(dialog.getByText('64 comments', { exact: true })).toBeVisible();
    await expect(dialog.getByText('94 damaged texts were repaired.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Open the board' }).click();

    const board = new BoardPage(page);
    for (const [status, column] of Object.entries(COLUMNS)) {
      const expected = file.work_items
        .filter((item) => item.status === status)
        .toSorted((a, b) => a.position - b.position || a.item_number - b.item_number)
        .map((item) => `${project.key}-${item.item_number}`);
      expect(await board.keys(column)).toEqual(expected);
    }
    await everythingIsHere(page, file);

    const parent = mostChildren(file);
    await page.goto(`${origin}/p/${project.key}/board?item=${parent.display_key}`);
    const panel = page.getByRole('complementary', { name: `Item ${parent.display_key}` });
    const children = file.work_items.filter((item) => item.parent_id === parent.id);
    for (const child of children) {
      await expect(panel.getByText(child.display_key, { exact: true }).first()).toBeVisible();
    }
    const child = file.work_items.find((item) => item.parent_id === parent.id)!;
    await page.goto(`${origin}/p/${project.key}/board?item=${child.display_key}`);
    const crumbs = page.getByRole('navigation', { name: 'Where it belongs' });
    await expect(crumbs.getByText(parent.display_key)).toBeVisible();

    const head = await exported(page);
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
    await expect(dialog.getByText(/differs from the file|repaired/)).toHaveCount(0);
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect(await exported(page)).toBe(head);
  });

  test('comments are read where they were written, blockers on both items', async () => {
    const file = JSON.parse(readFileSync(PATH, 'utf8')) as Exported;
    const talked = [...new Set(file.comments.map((one) => one.work_item_id))].slice(0, 5);
    for (const id of talked) {
      const item = file.work_items.find((one) => one.id === id)!;
      const said = file.comments.filter((one) => one.work_item_id === id);
      await page.goto(`${origin}/p/PONE/item/${item.display_key}`);
      await expect(page.getByRole('main').getByText('Imported user 0000').first()).toBeVisible();
      for (const { content } of said) {
        const words = /[A-Za-z]{4,}(?: [A-Za-z]{2,}){2}/.exec(content)?.[0];
        if (words === undefined) continue;
        await expect(page.getByRole('main').getByText(words).first()).toBeVisible();
      }
    }
    const known = new Map(file.work_items.map((one) => [one.id, one.display_key]));
    const tie = file.dependencies.find((one) => known.has(one.blocked_item_id))!;
    const [from, to] = [known.get(tie.blocking_item_id)!, known.get(tie.blocked_item_id)!];
    for (const [here, there] of [
      [from, to],
      [to, from],
    ] as const) {
      await page.goto(`${origin}/p/PONE/item/${here}`);
      await expect(page.getByRole('main').getByText(there, { exact: true }).first()).toBeVisible();
    }
  });

  test('a description is read as Markdown, with nothing of it run', async () => {
    const file = JSON.parse(readFileSync(PATH, 'utf8')) as Exported;
    const item = file.work_items.find((one) => one.description.startsWith('## '))!;
    await page.goto(`${origin}/p/PONE/board?item=${item.display_key}`);
    const panel = page.getByRole('complementary', { name: `Item ${item.display_key}` });
    await expect(panel.getByRole('heading', { level: 2 }).first()).toBeVisible();
  });

  test('what is exported comes back in another folder with the same hash', async ({ browser }) => {
    const item = (JSON.parse(readFileSync(PATH, 'utf8')) as Exported).work_items[0]!;
    await page.goto(`${origin}/p/PONE/item/${item.display_key}`);
    await page.getByRole('button', { name: 'Edit description' }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill('Written **here**.');
    await page.getByRole('textbox', { name: 'Description' }).press('Control+Enter');
    const attached = await page.evaluate(async (id) => {
      const query = new URLSearchParams({ item: id, id: crypto.randomUUID(), name: 'notes.txt' });
      const headers = { 'content-type': 'application/octet-stream' };
      const body = new Blob(['as it was']);
      return (await fetch(`/attachment?${query}`, { method: 'POST', headers, body })).ok;
    }, item.id);
    expect(attached).toBe(true);
    await new BoardPage(page).saved();
    const saving = page.waitForEvent('download');
    await page.goto(origin);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Export the workspace' }).click();
    const path = join(app.folder, 'workspace.planwright.jsonl');
    await (await saving).saveAs(path);
    const foot = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1)!;
    expect(JSON.parse(foot)).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });

    const other = new App();
    try {
      const there = await other.open(browser);
      await openImport(there);
      await importFile(there, path);
      const dialog = there.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await expect(dialog.getByText('Brought over', { exact: true })).toBeVisible({
        timeout: 30_000,
      });
      expect((await exported(there)).trimEnd().split('\n').at(-1)).toBe(foot);
      await dialog.getByRole('button', { name: 'Open the board' }).click();
      await there.goto(`${new URL(there.url()).origin}/p/PONE/item/${item.display_key}`);
      await expect(there.getByRole('main').getByText('Written here.')).toBeVisible();
      await expect(there.getByRole('main').getByText('notes.txt').first()).toBeVisible();
    } finally {
      await other.stop();
    }
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

interface Line {
  readonly table?: string;
  readonly row?: Readonly<Record<string, unknown>>;
}

/** The lines of the workspace's own export, but the first, which says when it was made. */
async function exported(page: Page): Promise<string> {
  const text = await page.evaluate(async () => (await fetch('/export')).text());
  return text.slice(text.indexOf('\n'));
}

/** Everything of the file is here, with every text as it was before an escaper damaged it. */
async function everythingIsHere(page: Page, file: Exported): Promise<void> {
  const lines = (await exported(page)).trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as Line);
  const of = (table: string) => rows.flatMap((one) => (one.table === table ? [one.row!] : []));
  const texts = new Map(
    of('revision').map((row) => [
      row['document'],
      (row['patch'] as [[number, number, string]])[0][2],
    ]),
  );
  const items = of('workItem');
  expect(items).toHaveLength(file.work_items.length);
  for (const item of file.work_items) {
    const row = items.find(({ id }) => id === item.id);
    expect(row?.['title']).toBe(plain(item.title).trim());
    expect(texts.get(item.id) ?? '').toBe(plain(item.description));
  }
  expect(of('comment')).toHaveLength(file.comments.length);
  for (const { id, content } of file.comments) expect(texts.get(id)).toBe(plain(content));
  const ids = new Set(file.work_items.map(({ id }) => id));
  const whole = file.dependencies.filter(
    (one) => ids.has(one.blocking_item_id) && ids.has(one.blocked_item_id),
  );
  const ties = (one: { from: unknown; to: unknown }): string =>
    `${String(one.from)} ${String(one.to)}`;
  const here = of('dependency').map((row) => ties({ from: row['from'], to: row['to'] }));
  const told = whole.map((one) => ties({ from: one.blocking_item_id, to: one.blocked_item_id }));
  expect(here.toSorted()).toEqual(told.toSorted());
}

const ESCAPES = [
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['&', '&amp;'],
  ['"', '&quot;'],
  ["'", '&#x27;'],
] as const;

/** A text before the exporting program escaped it, at most four times. */
function plain(text: string): string {
  const escaped = (of: string): string =>
    ESCAPES.reduce((all, [sign, entity]) => all.replaceAll(sign, entity), of);
  const restored = (of: string): string =>
    ESCAPES.toReversed().reduce((all, [sign, entity]) => all.replaceAll(entity, sign), of);
  for (let times = 4; times > 0; times -= 1) {
    let [before, again] = [text, text];
    for (let i = 0; i < times; i += 1) before = restored(before);
    again = before;
    for (let i = 0; i < times; i += 1) again = escaped(again);
    if (again === text && before !== text) return before;
  }
  return text;
}
