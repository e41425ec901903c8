/** A window of a real browser on a page, and what its probe notes. */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import type { Noted } from './probe.ts';
import { installProbe } from './probe.ts';

const CHROMIUM = '/usr/bin/chromium';
const SIZE = { width: 1440, height: 900 };
/** The Event Timing API tells of no interaction that was shorter; such a one counts as this. */
const UNTOLD = 8;
/** After an input: the time that a page gets to paint and to note, milliseconds. */
const SETTLES = 60;

/** What one interaction cost, milliseconds. */
export interface Felt {
  /** From the input to the next paint: the longest of its events. */
  readonly paint: number;
  /** The longest task of 50 ms or more; 0: there was none. */
  readonly task: number;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}

/** A person's browser, whose pages note from the start when the first `card` is painted. */
export async function newPerson(browser: Browser, card: string): Promise<BrowserContext> {
  const person = await browser.newContext({ viewport: SIZE, reducedMotion: 'reduce' });
  await person.addInitScript(installProbe, card);
  return person;
}

/** Waits until what was watched for is painted; gives when, milliseconds. */
export async function shown(page: Page): Promise<number> {
  await page.waitForFunction(() => window.probe.noted().shown !== null, null, { polling: 20 });
  return page.evaluate(() => window.probe.noted().shown ?? Number.NaN);
}

/** Does something to a page and gives what a person felt of it. `only`: these events alone. */
export async function felt(
  page: Page,
  act: () => Promise<unknown>,
  only?: readonly string[],
): Promise<Felt> {
  await page.evaluate(() => window.probe.clear());
  await act();
  const { events, tasks } = await settled(page);
  const counted = events.filter(({ name }) => only === undefined || only.includes(name));
  return {
    paint: Math.max(UNTOLD, ...counted.map(({ duration }) => duration)),
    task: Math.max(0, ...tasks),
  };
}

/** Does something that goes on for a while, and gives the frames of that time. */
export async function framesOf(page: Page, act: () => Promise<unknown>): Promise<Noted> {
  await page.evaluate(() => {
    window.probe.clear();
    window.probe.watchFrames();
  });
  await act();
  return page.evaluate(() => window.probe.noted());
}

/** What was noted, once the page has come to rest. */
async function settled(page: Page): Promise<Noted> {
  await page.waitForTimeout(SETTLES);
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 8))),
  );
  return page.evaluate(() => window.probe.noted());
}
