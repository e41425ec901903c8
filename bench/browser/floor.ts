/**
 * The floor: the same picture as a page that nobody programs. The nodes and the style sheets of the
 * app as they stand on the screen, and for each interaction the least that changes the same nodes.
 */
import type { BrowserContext, Page } from '@playwright/test';

/** Opens a copy of what `page` shows: no script of the app, no data, no server behind it. */
export async function openCopy(person: BrowserContext, page: Page): Promise<Page> {
  const html = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    for (const script of copy.querySelectorAll('script, link[rel=modulepreload]')) script.remove();
    return `<!doctype html>${copy.outerHTML}`;
  });
  const address = new URL('/floor', page.url()).href;
  await person.route(address, (route) => route.fulfill({ body: html, contentType: 'text/html' }));
  const copy = await person.newPage();
  await copy.goto(address);
  return copy;
}

/** A click on a card shows `panel` beside the board, or takes it away. */
export async function makeOpen(copy: Page, panel: string): Promise<void> {
  await copy.evaluate((html) => {
    document.addEventListener('click', (event) => {
      event.preventDefault();
      const open = document.querySelector('main > div > aside');
      if (open !== null) return open.remove();
      document.querySelector('main > div')?.insertAdjacentHTML('beforeend', html);
    });
  }, panel);
}

/** A key gives the next card the focus. */
export async function makeWalk(copy: Page): Promise<void> {
  await copy.evaluate(() => {
    const cards = [...document.querySelectorAll<HTMLElement>('[data-card], [data-row]')];
    document.addEventListener('keydown', () => {
      const at = cards.findIndex((card) => card === document.activeElement);
      const next = cards[(at + 1) % cards.length];
      next?.focus();
    });
  });
}

/** A card that is dropped goes to the top of the column under the pointer. */
export async function makeDrop(copy: Page): Promise<void> {
  await copy.evaluate(() => {
    let dragged: Element | null = null;
    for (const card of document.querySelectorAll<HTMLElement>('[data-card]')) card.draggable = true;
    document.addEventListener('dragstart', ({ target }) => {
      dragged = target instanceof Element ? target.closest('li') : null;
    });
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      const over = event.target instanceof Element ? event.target.closest('li') : null;
      if (dragged !== null) over?.before(dragged);
    });
  });
}

/** Whenever `event` comes, what is in these elements is put into the page anew. */
export async function makeShow(copy: Page, event: string, selector: string): Promise<void> {
  await copy.evaluate(
    ([name = '', wanted = '']) => {
      const lists = [...document.querySelectorAll(wanted)];
      const inside = lists.map((list) => list.innerHTML);
      document.addEventListener(name, (happened) => {
        if (name === 'click') happened.preventDefault();
        for (const [at, list] of lists.entries()) list.innerHTML = inside[at] ?? '';
      });
    },
    [event, selector],
  );
}

/** A key gives all rows the class of one that is selected, or takes it away. */
export async function makeMark(copy: Page, marked: string): Promise<void> {
  await copy.evaluate((name) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
    const plain = rows.map((row) => row.className);
    let on = false;
    document.addEventListener('keydown', () => {
      on = !on;
      for (const [at, row] of rows.entries()) row.className = on ? name : (plain[at] ?? '');
    });
  }, marked);
}
