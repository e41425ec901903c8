/** A board as a person sees it: columns by their names, cards by their titles. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

export class BoardPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The board of a new project, made on the first screen of an empty app. */
  static async ofNewProject(page: Page): Promise<BoardPage> {
    await page.getByLabel('Name').fill('Website');
    await page.getByRole('button', { name: 'Create project' }).click();
    await expect(page.getByRole('region', { name: /^Backlog, / })).toBeVisible();
    return new BoardPage(page);
  }

  /** The same board in another window of the same person. */
  async another(): Promise<BoardPage> {
    const page = await this.page.context().newPage();
    await page.goto(this.page.url());
    return new BoardPage(page);
  }

  column(name: string): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^${name}, `) });
  }

  card(title: string): Locator {
    return this.page
      .locator('[data-card]')
      .filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** Titles of a column, from the top. */
  async titles(column: string): Promise<string[]> {
    const cards = this.column(column).locator('[data-card]');
    return cards.evaluateAll((all) =>
      all.map((card) => card.querySelector('[class*="title"]')?.textContent ?? ''),
    );
  }

  /** Keys of a column, from the top to the end: it is scrolled, since only what is in sight is drawn. */
  async keys(column: string): Promise<string[]> {
    return this.column(column).evaluate(async (region) => {
      const isScroller = (one: Element): boolean =>
        one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== 'visible';
      const scroller = [region, ...region.querySelectorAll('*')].find(isScroller);
      const seen = new Set<string>();
      for (let top = 0; ; top += 200) {
        scroller?.scrollTo({ top });
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        for (const card of region.querySelectorAll('[data-card]')) {
          seen.add(card.querySelector('[class*="key"]')?.textContent ?? '');
        }
        if (scroller === undefined || top > scroller.scrollHeight) return [...seen];
      }
    });
  }

  async create(column: string, title: string): Promise<void> {
    await this.column(column).getByRole('button', { name: 'New item', exact: true }).click();
    await this.column(column).getByRole('textbox').fill(title);
    await this.page.keyboard.press('Enter');
    await expect(this.card(title)).toBeVisible();
    await this.page.keyboard.press('Escape');
  }

  /** Drags a card by pointer, onto another card or the free part of a column. */
  async drag(title: string, to: Locator, at: { x: number; y: number }): Promise<void> {
    await this.card(title).dragTo(to, { targetPosition: at });
  }

  /** Drags a card to the end of a column. */
  async dragToColumn(title: string, column: string): Promise<void> {
    const list = this.column(column).getByRole('list');
    const box = await list.boundingBox();
    if (box === null) throw new Error(`no column ${column}`);
    await this.card(title).dragTo(list, {
      targetPosition: { x: box.width / 2, y: box.height - 12 },
    });
  }

  async open(title: string): Promise<Locator> {
    await this.card(title).click();
    const panel = this.page.getByRole('complementary', { name: /^Item / });
    await expect(panel).toBeVisible();
    return panel;
  }

  /** Waits until everything is saved. */
  async saved(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'State of saving: Saved' })).toBeVisible();
  }
}
