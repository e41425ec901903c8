import { render, screen } from '@testing-library/react';
import type { Label } from '@planwright/engine';
import { expect, it } from 'vitest';

import { LabelChips, fitting } from './label-chips.tsx';

const named = (...names: readonly string[]) =>
  names.map((name) => ({ id: name, name, colour: '#888888' }) as unknown as Label);

it.each([
  [['bug', 'ui'], 2],
  [['frontend', 'backend', 'urgent'], 2],
  [['a', 'b', 'c', 'd'], 3],
  [['a label with a very long name indeed', 'bug'], 2],
  [['a label with a very long name indeed', 'bug', 'ui'], 2],
  [['one of length', 'two of length'], 2],
] as const)('WEB-183 of the labels %j a card names %i', (names, count) => {
  expect(fitting(named(...names), 33)).toBe(count);
});

it.each([
  [['bug', 'ui'], 2],
  [['backend', 'frontend', 'ui'], 2],
  [['a label with a very long name indeed', 'bug'], 1],
  [['a label with a very long name indeed'], 1],
  [['needs design', 'security', 'ui', 'bug', 'api'], 1],
] as const)('WEB-183 of the labels %j a cell of a list names %i', (names, count) => {
  expect(fitting(named(...names), 28)).toBe(count);
});

it('WEB-183 the others are counted, and named in its hint and to who does not see it', () => {
  render(<LabelChips labels={named('a', 'b', 'c', 'd', 'e')} room={33} />);
  expect(screen.getByTitle('d, e').textContent).toBe('+2d, e');
});
