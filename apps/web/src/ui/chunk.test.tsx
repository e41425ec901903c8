import { act, render, screen } from '@testing-library/react';
import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';

import { chunk, fetchChunks, forgetFailed } from './chunk.tsx';

function Word({ word }: { readonly word: string }) {
  return <p>{word}</p>;
}

/** Says that something broke in it, and shows it again when asked to. */
class Boundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override render(): ReactNode {
    const again = (): void => {
      forgetFailed();
      this.setState({ broken: false });
    };
    return this.state.broken ? <button onClick={again}>Again</button> : this.props.children;
  }
}

it('WEB-110 code that was fetched before is drawn at once; other code when it is here', async () => {
  const load = vi.fn<() => Promise<typeof Word>>(() => Promise.resolve(Word));
  const Early = chunk(load);
  await fetchChunks();
  render(<Early word="early" />);
  expect(screen.getByText('early')).toBeTruthy();
  expect(load).toHaveBeenCalledOnce();

  const Late = chunk(() => Promise.resolve(Word));
  await act(() =>
    Promise.resolve(
      render(
        <Suspense fallback={<p>waiting</p>}>
          <Late word="late" />
        </Suspense>,
      ),
    ),
  );
  expect(screen.getByText('late')).toBeTruthy();
});

it('WEB-110 what code brings along is fetched too, and what fails stops nothing', async () => {
  const inner = vi.fn<() => Promise<typeof Word>>(() => Promise.resolve(Word));
  chunk(() => Promise.reject(new Error('away')));
  chunk(() => {
    chunk(inner);
    return Promise.resolve(Word);
  });
  await fetchChunks();
  expect(inner).toHaveBeenCalledOnce();
});

it('WEB-110 code that could not be had is asked for again when the person does', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const load = vi.fn<() => Promise<typeof Word>>(() => Promise.resolve(Word));
  load.mockRejectedValueOnce(new Error('away'));
  const Later = chunk(load);
  await act(() =>
    Promise.resolve(
      render(
        <Boundary>
          <Suspense>
            <Later word="here" />
          </Suspense>
        </Boundary>,
      ),
    ),
  );
  await act(() => Promise.resolve(screen.getByRole('button', { name: 'Again' }).click()));
  expect(screen.getByText('here')).toBeTruthy();
  expect(load).toHaveBeenCalledTimes(2);
  vi.restoreAllMocks();
});
