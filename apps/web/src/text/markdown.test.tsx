import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import Markdown from './markdown.tsx';

function read(text: string): HTMLElement {
  const desk = new Desk();
  desk.world.add('login');
  desk.open();
  return desk.show(<Markdown text={text} />).container;
}

it('WEB-11 raw HTML is shown as the text it is', () => {
  const shown = read(
    'Hello <b>you</b>\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>',
  );
  expect(shown.querySelector('b, script, img')).toBeNull();
  expect(shown.textContent).toContain('<b>you</b>');
  expect(shown.textContent).toContain('<script>alert(1)</script>');
});

it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'JaVaScRiPt:alert(1)'])(
  'WEB-11 a link to %s leads nowhere',
  (href) => {
    const shown = read(`[press](${href})`);
    expect(shown.querySelector('a[href]')).toBeNull();
    expect(shown.textContent).toBe('press');
  },
);

it('WEB-11 a picture of another place is a link: reading makes no request', () => {
  const shown = read('![a cat](https://example.com/cat.png)');
  expect(shown.querySelector('img')).toBeNull();
  const link = screen.getByRole('link', { name: 'a cat' });
  expect(link.getAttribute('href')).toBe('https://example.com/cat.png');
  expect(link.getAttribute('rel')).toContain('noopener');
});

it('WEB-12 the key of an item that is here becomes a link to it, but not in code', () => {
  const shown = read('See WEB-1, WEB-99 and `WEB-1`.');
  expect([...shown.querySelectorAll('a')].map((link) => link.textContent)).toEqual(['WEB-1']);
});

it('WEB-11 tables, task lists, strikethrough and code are what they look like', () => {
  const shown = read('| a |\n|---|\n| 1 |\n\n- [x] done\n\n~~gone~~\n\n```\ncode\n```');
  expect(shown.querySelector('td')?.textContent).toBe('1');
  expect(shown.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked).toBe(true);
  expect(shown.querySelector('del')?.textContent).toBe('gone');
  expect(shown.querySelector('pre code')?.textContent).toBe('code\n');
});
