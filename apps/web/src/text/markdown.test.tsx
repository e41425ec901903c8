import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { Markdown } from './markdown.tsx';

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
    expect(shown.querySelector('a')).toBeNull();
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

it('WEB-11 a picture of our own is shown, by any way of writing it; others never are', () => {
  const own = '/blob/018f0000-0000-7000-8000-000000000000';
  const shown = read(
    `![plan](${own}) ![it][ref] ![no](/blob/../api) ![x](//evil.example/blob.png)\n\n[ref]: ${own}\n`,
  );
  expect([...shown.querySelectorAll('img')].map((one) => one.getAttribute('src'))).toEqual([
    own,
    own,
  ]);
  expect(read('[![a](https://example.com/a.png)](https://example.com)').innerHTML).not.toContain(
    '<img',
  );
});

it('WEB-171 a footnote leads to its own text and back, beside other texts with footnotes', async () => {
  const desk = new Desk();
  desk.world.add('login');
  desk.open();
  const user = userEvent.setup();
  const text = (words: string): string => `As told[^1].\n\n[^1]: ${words}\n`;
  const shown = desk.show(
    <>
      <Markdown text={text('first')} />
      <Markdown text={text('second')} />
    </>,
  );
  const [, second] = screen.getAllByRole('link', { name: '1' });
  expect(second?.getAttribute('target')).toBeNull();
  await user.click(second!);
  expect(document.activeElement?.textContent).toContain('second');
  await user.click(screen.getAllByRole('link', { name: /^Back to reference/ })[1]!);
  expect(document.activeElement).toBe(second);
  const ids = [...shown.container.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('WEB-12 the key of an item that is here becomes a link to it, but not in code', () => {
  const shown = read('See WEB-1, WEB-99, xWEB-1 and `WEB-1`.\n\n```\nWEB-1\n```');
  expect([...shown.querySelectorAll('a')].map((link) => link.textContent)).toEqual(['WEB-1']);
});

it('WEB-172 the address of an item leads there within the app, by its key once it has one', async () => {
  const desk = new Desk();
  desk.world.add('login');
  desk.open();
  const id = desk.itemId('new');
  desk.store.run('workItem.create', { id, project: desk.project.id, type: 'task', title: 'new' });
  const user = userEvent.setup();
  const own = (path: string): string => `${location.origin}/p/WEB/${path}`;
  desk.show(
    <Markdown
      text={`${own(`board?item=${id}`)} [the login](${own('item/web-1')}) ${own('item/WEB-77')} https://example.com/p/WEB/item/WEB-1`}
    />,
  );
  const words = () => screen.getAllByRole('link').map((link) => link.textContent);
  const others = [own('item/WEB-77'), 'https://example.com/p/WEB/item/WEB-1'];
  expect(words()).toEqual(['WEB-•', 'the login', ...others]);
  desk.settle();
  expect(words()).toEqual(['WEB-2', 'the login', ...others]);
  await user.click(screen.getByRole('link', { name: 'the login' }));
  expect(desk.visited).toEqual([{ to: 'item', key: 'WEB', item: 'WEB-1' }]);
});

it('WEB-12 the handle of a person who is here is a link, what looks like an address is not', () => {
  const shown = read('Ask @ann. Not @nobody, `@ann`, mail@ann or x@ann.example, but _@Ann_...');
  const links = [...shown.querySelectorAll('a:not([href^=mailto])')];
  expect(links.map((link) => link.textContent)).toEqual(['@ann', '@Ann']);
  expect(shown.textContent).toContain('Ask @ann. Not @nobody');
});

it('WEB-12 a handle may have dots and underscores, also at its end', () => {
  const desk = new Desk();
  for (const name of ['dr.who', 'end.', '_x_']) desk.world.person(name);
  desk.open();
  const text = '@dr.who. @end., @end.. (@\\_x\\_) @ann.who';
  const shown = desk.show(<Markdown text={text} />);
  const links = [...shown.container.querySelectorAll('a')].map((link) => link.textContent);
  expect(links).toEqual(['@dr.who', '@end.', '@end.', '@_x_']);
});

it('WEB-143 a handle leads to the items of that person, and a card tells who it is', async () => {
  const desk = new Desk();
  desk.world.person('ben');
  desk.world.member('ben', 'viewer');
  desk.open();
  desk.show(<Markdown text="@ben and @ann" />);
  expect(screen.getByRole('link', { name: '@ann, you' })).toBeDefined();
  const user = userEvent.setup();
  await user.hover(screen.getByRole('link', { name: '@ben' }));
  const items = await screen.findByRole('link', { name: 'Their items' });
  expect(screen.getByText('@ben \u00b7 Viewer')).toBeDefined();
  await user.click(items);
  expect(desk.visited).toEqual([
    { to: 'list', key: 'WEB', view: { assignee: desk.world.id('ben') } },
  ]);
});

it('WEB-71 a box is ticked in place: the text differs by that one character', async () => {
  const text = '# [ ] no\n\n- [ ] one\n  1. [x] two\n\n> * [ ] three\n\n```\n- [ ] code\n```\n';
  const ticked: string[] = [];
  const desk = new Desk().open();
  desk.show(<Markdown text={text} onTick={(next) => ticked.push(next)} />);
  const user = userEvent.setup();
  for (const box of screen.getAllByRole('checkbox')) await user.click(box);
  expect(ticked).toEqual([
    text.replace('[ ] one', '[x] one'),
    text.replace('[x] two', '[ ] two'),
    text.replace('[ ] three', '[x] three'),
  ]);
});

it('WEB-72 fenced code of a known language gets its colours, other code stays as it is', async () => {
  await import('./coloured-code.tsx');
  const shown = read('```ts\nconst a = 1;\n```\n\n```klingon\nqapla\n```');
  await act(async () => {});
  expect(shown.querySelector('.hljs-keyword')?.textContent).toBe('const');
  expect(shown.textContent).toContain('const a = 1;');
  expect(shown.textContent).toContain('qapla');
});

it('WEB-11 tables, task lists, strikethrough and code are what they look like', () => {
  const shown = read('| a |\n|---|\n| 1 |\n\n- [x] done\n\n~~gone~~\n\n```\ncode\n```');
  expect(shown.querySelector('td')?.textContent).toBe('1');
  expect(shown.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked).toBe(true);
  expect(shown.querySelector('del')?.textContent).toBe('gone');
  expect(shown.querySelector('pre code')?.textContent).toBe('code\n');
});
