// A select that nobody has used is a plain button, and does what a select does when it is used.
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { Picker } from './picker.tsx';
import { Select } from './select.tsx';

afterEach(cleanup);

const CHOICES = [
  { value: 'low', label: 'Low' },
  { value: 'high', label: 'High' },
] as const;

function draw() {
  const onChange = vi.fn<(value: 'low' | 'high') => void>();
  render(<Select label="Priority" value="low" choices={CHOICES} onChange={onChange} />);
  return { user: userEvent.setup(), onChange };
}

it('says what it is and what it has, as the control does that takes its place', async () => {
  const { user } = draw();
  const light = screen.getByRole('combobox', { name: 'Priority: Low', expanded: false });
  const { className } = light;
  await user.click(light);
  await user.keyboard('{Escape}');
  const control = await screen.findByRole('combobox', { name: 'Priority: Low', expanded: false });
  expect(control).not.toBe(light);
  expect(control.className).toBe(className);
  expect(document.activeElement).toBe(control);
});

it('opens by a click and takes a choice', async () => {
  const { user, onChange } = draw();
  await user.click(screen.getByRole('combobox'));
  await user.click(await screen.findByRole('option', { name: 'High' }));
  expect(onChange).toHaveBeenCalledExactlyOnceWith('high');
});

it('a list opens when it is pressed, and stays when the button is let go', async () => {
  const { user, onChange } = draw();
  await user.pointer({ keys: '[MouseLeft>]', target: screen.getByRole('combobox') });
  await screen.findByRole('option', { name: 'High' });
  await user.pointer({
    keys: '[/MouseLeft]',
    target: screen.getByRole('combobox', { hidden: true }),
  });
  await user.click(await screen.findByRole('option', { name: 'High' }));
  expect(onChange).toHaveBeenCalledExactlyOnceWith('high');
});

it.each(['{Enter}', ' ', '{ArrowDown}'])('opens by the key %j', async (key) => {
  const { user, onChange } = draw();
  await user.tab();
  await user.keyboard(key);
  await screen.findByRole('option', { name: 'High' });
  await user.keyboard('{ArrowDown}{Enter}');
  expect(onChange).toHaveBeenCalledExactlyOnceWith('high');
});

it('of a long list, asks for it when it is opened', async () => {
  const onOpen = vi.fn<() => void>();
  const user = userEvent.setup();
  render(
    <Picker
      label="Parent"
      value={null}
      picks={[{ id: 'a', label: 'Alpha' }]}
      none="None"
      search="Find"
      nothing="Nothing"
      onChange={vi.fn<() => void>()}
      onOpen={onOpen}
    />,
  );
  await user.click(screen.getByRole('combobox', { name: 'Parent: None' }));
  expect(onOpen).toHaveBeenCalledOnce();
  await user.keyboard('alp');
  await screen.findByRole('option', { name: 'Alpha' });
  expect(screen.getByRole('combobox', { name: 'Find' })).toHaveProperty('value', 'alp');
});
