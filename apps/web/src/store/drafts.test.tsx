import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** A fresh life of the page on the same device; `alive`: tabs that hold their lock. */
async function page(alive: readonly string[] = []) {
  vi.resetModules();
  vi.stubGlobal('navigator', {
    locks: {
      request: () => Promise.resolve(),
      query: () =>
        Promise.resolve({ held: alive.map((tab) => ({ name: `planwright.tab.${tab}` })) }),
    },
  });
  return await import('./drafts.ts');
}

const tabOf = (key: string | undefined) => key?.split('.')[4] ?? '';
const settled = () => new Promise((done) => setTimeout(done, 0));

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

it('WEB-13 a draft survives the end of its page, and is forgotten when it is saved', async () => {
  const first = await page();
  first.openDrafts('w', 'ann');
  first.keepDraft('description:1', 'half a thought');

  const second = await page();
  second.openDrafts('w', 'ann');
  await settled();
  expect(second.draftOf('description:1')).toBe('half a thought');
  second.keepDraft('description:1', null);
  expect(localStorage.length).toBe(0);
});

it('WEB-13 another workspace and another person never see it', async () => {
  const first = await page();
  first.openDrafts('w', 'ann');
  first.keepDraft('new:1', 'secret');
  for (const [workspace, person] of [
    ['w', 'ben'],
    ['v', 'ann'],
  ] as const) {
    const other = await page();
    other.openDrafts(workspace, person);
    await settled();
    expect(other.draftOf('new:1')).toBeNull();
  }
});

it('WEB-13 a tab that lives keeps its draft to itself, in the same place of the same item', async () => {
  const first = await page();
  first.openDrafts('w', 'ann');
  first.keepDraft('new:1', 'in the first tab');
  const tab = tabOf(Object.keys(localStorage)[0]);

  const second = await page([tab]);
  second.openDrafts('w', 'ann');
  await settled();
  expect(second.draftOf('new:1')).toBeNull();
  second.keepDraft('new:1', 'in the second');
  second.keepDraft('new:1', null);
  const kept = Object.keys(localStorage).map((key) => localStorage.getItem(key));
  expect(kept).toEqual(['in the first tab']);
});
