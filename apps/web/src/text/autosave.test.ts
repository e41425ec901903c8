import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { scheduled } from './autosave.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('WEB-6 a text is saved two seconds after the last key', () => {
  const save = vi.fn<() => void>();
  const autosave = scheduled(save);
  autosave.touch();
  vi.advanceTimersByTime(1500);
  autosave.touch();
  vi.advanceTimersByTime(1999);
  expect(save).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(save).toHaveBeenCalledTimes(1);
});

it('WEB-6 at the latest ten seconds after the first key, however fast somebody types', () => {
  const save = vi.fn<() => void>();
  const autosave = scheduled(save);
  for (let typed = 0; typed < 10_500; typed += 100) {
    autosave.touch();
    vi.advanceTimersByTime(100);
  }
  expect(save).toHaveBeenCalledTimes(1);
});

it('WEB-6 at once when the field is left, and not again without another key', () => {
  const save = vi.fn<() => void>();
  const autosave = scheduled(save);
  autosave.touch();
  autosave.flush();
  autosave.flush();
  vi.advanceTimersByTime(20_000);
  expect(save).toHaveBeenCalledTimes(1);
});
