import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { undoOf } from '../actions/undo.ts';
import { forget, markdownOf, type Upload } from '../store/attaching.ts';
import { useQuery } from '../store/hooks.ts';
import { Desk } from '../store/testing/desk.tsx';
import { Attachments } from './attachments.tsx';

/** What the door for files was sent, and how the test answers it. */
interface Sent {
  readonly address: string;
  answer(status: number, body?: string): void;
  fail(): void;
}

let desk: Desk;
let sent: Sent[];

class FakeRequest {
  readonly upload: { onprogress: unknown } = { onprogress: null };
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  status = 0;
  responseText = '';
  #address = '';

  open(_method: string, address: string): void {
    this.#address = address;
  }
  setRequestHeader(): void {}
  send(): void {
    sent.push({
      address: this.#address,
      answer: (status, body = '{}') => {
        this.status = status;
        this.responseText = body;
        act(() => this.onload?.());
      },
      fail: () => act(() => this.onerror?.()),
    });
  }
}

beforeEach(() => {
  sent = [];
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  desk = new Desk();
  desk.world.add('cake');
  desk.open();
  desk.show(
    <aside aria-label="item">
      <Shown />
    </aside>,
    { item: desk.item('cake'), panel: true },
  );
});
afterEach(() => vi.unstubAllGlobals());

function Shown() {
  const detail = { item: desk.item('cake') } as never;
  return <Attachments detail={detail} project={desk.project} editable />;
}

function drop(...names: string[]): void {
  const files = names.map((name) => new File(['bread'], name, { type: 'text/plain' }));
  const dataTransfer = { files, types: ['Files'] };
  fireEvent.drop(screen.getByRole('complementary', { name: 'item' }), { dataTransfer });
}

/** The server has taken a file: its row comes with an entry. */
function arrives(address: string): void {
  const query = new URLSearchParams(address.slice(address.indexOf('?')));
  desk.arrives((world) =>
    world.must(
      'attachment.add',
      {
        id: query.get('id') as never,
        item: world.id('cake'),
        name: query.get('name') ?? '',
        type: 'text/plain',
        size: 2500,
        hash: 'ab'.repeat(32),
        width: null,
        height: null,
      },
      { via: 'file' },
    ),
  );
}

const lines = (): string[] =>
  within(screen.getByRole('region', { name: 'Attachments' }))
    .queryAllByRole('listitem')
    .map((line) => line.textContent ?? '');

it('WEB-100 what is dropped on an item is sent under its name and listed when it is there', async () => {
  drop('a b.txt');
  expect(lines()).toEqual([expect.stringContaining('a b.txt')]);
  expect(screen.getByRole('progressbar', { name: 'Sending a b.txt' })).toBeTruthy();
  const [one] = sent;
  const query = new URLSearchParams(one?.address.slice('/attachment?'.length));
  expect([query.get('item'), query.get('name')]).toEqual([desk.itemId('cake'), 'a b.txt']);
  one?.answer(201);
  arrives(one?.address ?? '');
  expect(await screen.findByRole('link', { name: 'Download a b.txt' })).toBeTruthy();
  expect(lines()).toEqual([expect.stringMatching(/^a b\.txt2\.5 kB · Ann/)]);
});

it('WEB-101 what is refused is said in words, and can be tried again or let go', async () => {
  const user = userEvent.setup();
  drop('film.bin');
  sent[0]?.answer(413, JSON.stringify({ error: { message: 'A file may have 25 MiB.' } }));
  expect((await screen.findByRole('alert')).textContent).toBe('A file may have 25 MiB.');
  await user.click(screen.getByRole('button', { name: 'Send film.bin again' }));
  expect(sent).toHaveLength(2);
  expect(sent[1]?.address).toBe(sent[0]?.address);
  sent[1]?.answer(500, 'broken');
  expect((await screen.findByRole('alert')).textContent).toContain('500');
  await user.click(screen.getByRole('button', { name: 'Do not send film.bin' }));
  expect(lines()).toEqual([]);
});

it('WEB-101 without a server a file is kept, and goes when the server is back', async () => {
  desk.connection('WAIT');
  drop('later.txt');
  sent[0]?.fail();
  expect((await screen.findByRole('alert')).textContent).toContain('need a connection');
  desk.connection('LIVE');
  expect(sent).toHaveLength(2);
  expect(screen.queryByRole('alert')).toBeNull();
  act(() => forget(idIn(sent[0])));
});

it('WEB-101 it goes when the network is back, also where the socket has outlived the cut', async () => {
  drop('later.txt');
  sent[0]?.fail();
  expect((await screen.findByRole('alert')).textContent).toContain('need a connection');
  expect(sent).toHaveLength(1);
  fireEvent(window, new Event('online'));
  expect(sent).toHaveLength(2);
  expect(screen.queryByRole('alert')).toBeNull();
  act(() => forget(idIn(sent[0])));
});

it('WEB-101 on an item that is not saved yet it waits for that', async () => {
  cleanup();
  const id = desk.itemId('new');
  desk.store.run('workItem.create', { id, project: desk.project.id, type: 'task', title: 'new' });
  const New = () => {
    const item = useQuery((tables) => tables.get('workItem', id), []);
    return <Attachments detail={{ item } as never} project={desk.project} editable />;
  };
  desk.show(
    <aside aria-label="item">
      <New />
    </aside>,
    { item: desk.item('new'), panel: true },
  );
  drop('early.txt');
  expect(sent).toHaveLength(0);
  expect((await screen.findByRole('alert')).textContent).toContain('when the item is saved');
  desk.settle();
  expect(sent).toHaveLength(1);
  expect(screen.queryByRole('alert')).toBeNull();
  act(() => forget(idIn(sent[0])));
});

it('WEB-104 a file that an import brought without its bytes says so, and shows no picture', async () => {
  const file = { type: 'image/png', size: 2500, hash: 'ab'.repeat(32), width: 9, height: 9 };
  desk.arrives((world) => {
    const at = { createdAt: world.now, updatedAt: world.now, deletedAt: null, deletedBy: null };
    const who = { createdBy: world.id('ann'), updatedBy: world.id('ann'), version: 1 };
    const own = { id: world.id('oven.png'), project: world.id('WEB'), item: world.id('cake') };
    const row = { ...own, ...at, ...who, ...file, name: 'oven.png', lost: true };
    world.must('workspace.load', { rows: [{ table: 'attachment', row }] }, { via: 'import' });
  });
  expect(await screen.findByText('Lost before it was imported')).toBeTruthy();
  expect(lines()).toEqual([expect.stringMatching(/^oven\.pngLost before .* · 2\.5 kB · Ann/)]);
  expect(screen.queryByRole('presentation')).toBeNull();
});

it('WEB-102 one that is removed leaves the list, and undo brings it back', async () => {
  const user = userEvent.setup();
  drop('list.txt');
  sent[0]?.answer(201);
  arrives(sent[0]?.address ?? '');
  await user.click(await screen.findByRole('button', { name: 'Remove list.txt' }));
  expect(desk.waiting.map(({ kind }) => kind)).toEqual(['attachment.remove']);
  expect(lines()).toEqual([]);
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(lines()).toHaveLength(1);
});

it('WEB-102 one that was added is taken back and put there again, once it is there', async () => {
  drop('a.txt', 'b.txt');
  expect(undoOf(desk.store).canUndo).toBe(false);
  for (const one of sent) arrives(one.address);
  act(() => undoOf(desk.store).undo());
  expect(lines()).toEqual([expect.stringContaining('a.txt')]);
  expect(desk.waiting.at(-1)?.kind).toBe('attachment.remove');
  act(() => undoOf(desk.store).redo());
  expect(lines()).toHaveLength(2);
  act(() => undoOf(desk.store).undo());
  act(() => undoOf(desk.store).undo());
  expect(lines()).toEqual([]);
  expect(undoOf(desk.store).canUndo).toBe(false);
});

it('WEB-103 a file stands in a text as a picture or a link, whatever it is called', () => {
  const upload = (name: string, preview: string | null): Upload =>
    ({ id: 'ID', file: { name }, preview }) as unknown as Upload;
  expect(markdownOf(upload('oven.png', 'blob:x'))).toBe('![oven.png](/blob/ID)');
  expect(markdownOf(upload('a](https://x.y)[.pdf', null))).toBe('[a (https://x.y) .pdf](/blob/ID)');
  expect(markdownOf(upload('', 'blob:x'))).toBe('![picture](/blob/ID)');
});

function idIn(one: Sent | undefined): never {
  return new URLSearchParams(one?.address.split('?')[1]).get('id') as never;
}
