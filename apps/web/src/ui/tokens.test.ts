// Reads tokens.css as the browser would, and computes what an eye sees (WCAG 2.2, relative luminance).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

type Rgb = readonly [number, number, number];

/** `--name: light-dark(oklch(…), oklch(…))` → both colours in linear light. */
function tokens(theme: 0 | 1): ReadonlyMap<string, Rgb> {
  const found = new Map<string, Rgb>();
  for (const [, name = '', value = ''] of css.matchAll(
    /--([\w-]+):\s*((?:light-dark\(|oklch\().*);/g,
  )) {
    const colours = [...value.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)( \/ [\d.]+%)?\)/g)];
    const colour = colours.length === 2 ? colours[theme] : colours[0];
    if (colour === undefined || colour[4] !== undefined) continue; // washes have no contrast of their own
    found.set(name, linear(Number(colour[1]), Number(colour[2]), Number(colour[3])));
  }
  return found;
}

/** OKLCH to linear sRGB: Björn Ottosson, "A perceptual color space for image processing" (2020). */
function linear(l: number, c: number, h: number): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clamp(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clamp(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clamp(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

function contrast(one: Rgb | undefined, other: Rgb | undefined): number {
  if (one === undefined || other === undefined) throw new Error('no such token');
  const light = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [high = 0, low = 0] = [light(one), light(other)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = ['page', 'sunken', 'surface', 'raised'];
const TEXTS = [
  'text',
  'text-muted',
  'text-faint',
  'accent-text',
  'danger-text',
  'warning-text',
  'success-text',
];
const MARKS = [
  'category-unstarted',
  'category-started',
  'category-review',
  'category-done',
  'focus',
];

it.each([
  ['light', 0],
  ['dark', 1],
] as const)('WEB-25 %s: text is read on every surface (4.5), marks are seen (3)', (_, theme) => {
  const colours = tokens(theme);
  for (const surface of SURFACES) {
    for (const text of TEXTS) {
      expect(
        contrast(colours.get(text), colours.get(surface)),
        `${text} on ${surface}`,
      ).toBeGreaterThanOrEqual(4.5);
    }
    for (const mark of MARKS) {
      expect(
        contrast(colours.get(mark), colours.get(surface)),
        `${mark} on ${surface}`,
      ).toBeGreaterThanOrEqual(3);
    }
  }
  for (const button of ['accent', 'danger']) {
    expect(
      contrast(colours.get('on-accent'), colours.get(button)),
      `on ${button}`,
    ).toBeGreaterThanOrEqual(4.5);
  }
});
