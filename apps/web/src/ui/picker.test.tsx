// What is written out in a picker is what Enter takes.
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { MultiPicker } from './multi-picker.tsx';
import { Picker } from './picker.tsx';

afterEach(cleanup);

const ITEMS = [
  { id: 'nineteen', label: 'Then web-1', hint: 'WEB-19' },
  { id: 'other', label: 'As in WEB-1', hint: 'SHOP-4' },
  { id: 'one', label: 'Bake bread', hint: 'WEB-1' },
];

it('WEB-170 a key that is written out is taken before keys that begin so, in any case', async () => {
  const onChange = vi.fn<(id: string | null) => void>();
  const user = userEvent.setup();
  const words = { label: 'Parent', none: 'None', search: 'Find', nothing: 'Nothing' };
  render(<Picker {...words} value={null} picks={ITEMS} onChange={onChange} />);
  await user.click(screen.getByRole('combobox', { name: 'Parent: None' }));
  await user.keyboard('web-1');
  const shown = screen.getAllByRole('option').map((one) => one.textContent);
  expect(shown).toEqual(['Bake breadWEB-1', 'Then web-1WEB-19', 'As in WEB-1SHOP-4']);
  await user.keyboard('{Enter}');
  expect(onChange).toHaveBeenCalledExactlyOnceWith('one');
});

it('WEB-170 a name that is written out is taken before names that hold it', async () => {
  const onChange = vi.fn<(id: string, on: boolean) => void>();
  const user = userEvent.setup();
  const picks = ['build', 'ui', 'uint'].map((label) => ({ id: label, label }));
  render(
    <MultiPicker
      label="Labels"
      said="None"
      search="Find"
      nothing="Nothing"
      chosen={[]}
      picks={picks}
      onChange={onChange}
    >
      None
    </MultiPicker>,
  );
  await user.click(screen.getByRole('combobox', { name: 'Labels: None' }));
  await user.keyboard('UI{Enter}');
  expect(onChange).toHaveBeenCalledExactlyOnceWith('ui', true);
});
