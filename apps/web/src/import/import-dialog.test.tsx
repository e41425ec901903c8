// The dialog of an import, over a door that answers as the test wants it.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { ImportDialog } from './import-dialog.tsx';

const PLAN = {
  job: 'job',
  commands: 1,
  report: { created: { items: 1 }, unchanged: {}, notDone: [], lines: [] },
  authors: [],
  damage: { times: [2], pairs: [], known: true },
  choices: { repair: true, people: {} },
};

afterEach(() => vi.unstubAllGlobals());

it('WEB-173 an import that could not begin says why, and what was chosen for it stays chosen', async () => {
  const begun: unknown[] = [];
  vi.stubGlobal('fetch', (path: string, { body }: { readonly body: string }) => {
    if (path === '/import') return Promise.resolve(Response.json(PLAN));
    if (path.endsWith('/plan')) return new Promise(() => undefined);
    begun.push(JSON.parse(body));
    const error = { code: 'BUSY', message: 'Another import is running.' };
    return Promise.resolve(Response.json({ error }, { status: 409 }));
  });
  const user = userEvent.setup();
  const desk = new Desk();
  desk.open();
  desk.show(<ImportDialog file={new File(['{}'], 'board.json')} />);
  await user.click(await screen.findByRole('checkbox'));
  await user.click(screen.getByRole('button', { name: 'Import' }));
  expect(await screen.findByText('Another import is running.')).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false);
  await user.click(screen.getByRole('button', { name: 'Import' }));
  const chosen = { repair: false, people: {} };
  expect(begun).toEqual([chosen, chosen]);
});
