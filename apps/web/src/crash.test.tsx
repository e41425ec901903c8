import { render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { CrashBoundary } from './crash.tsx';
import { draftOf, keepDraft } from './store/drafts.ts';

function Broken(): never {
  throw new Error('the board has no columns');
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('WEB-21 a screen that breaks takes neither the app nor a draft along, and offers to reload', () => {
  keepDraft('new:1', 'half a thought');
  render(
    <>
      <p>header</p>
      <CrashBoundary screen="/a">
        <Broken />
      </CrashBoundary>
    </>,
  );
  expect(screen.getByText('header')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
  expect(screen.getByText('the board has no columns')).toBeTruthy();
  expect(draftOf('new:1')).toBe('half a thought');
});

it('WEB-21 another screen begins whole', () => {
  const { rerender } = render(
    <CrashBoundary screen="/a">
      <Broken />
    </CrashBoundary>,
  );
  rerender(
    <CrashBoundary screen="/b">
      <p>home</p>
    </CrashBoundary>,
  );
  expect(screen.getByText('home')).toBeTruthy();
});
