import { idOf } from '@planwright/engine';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Fragment } from 'react';
import { beforeEach, expect, it } from 'vitest';

import { undoOf } from '../actions/undo.ts';
import { draftOf, keepDraft } from '../store/drafts.ts';
import { Desk } from '../store/testing/desk.tsx';
import { conversation } from './conversation.tsx';

let desk: Desk;

function Talk() {
  const props = {
    detail: { item: desk.item('login') } as never,
    project: desk.project,
    editable: true,
  };
  const { threads } = conversation.useThreads(props);
  return (
    <>
      <conversation.Composer {...props} />
      <ol>
        {threads.map(({ id, content }) => (
          <Fragment key={id}>{content}</Fragment>
        ))}
      </ol>
    </>
  );
}

const say = (name: string, text: string, parent?: string) =>
  desk.world.must('comment.create', {
    id: desk.world.id(name),
    item: desk.itemId('login'),
    text,
    ...(parent === undefined ? {} : { parent: desk.world.id(parent) }),
  });

/** Somebody edits the first comment in another window. */
const rewrite = (rev: number, patch: readonly [number, number, string]) =>
  desk.arrives((world) =>
    world.must('document.edit', { id: world.id('first'), base: { rev }, patch: [patch] }),
  );

/** Shows the conversation, with its comments and their texts here. */
async function open(): Promise<void> {
  desk.open();
  for (const name of ['comment', 'answer', 'comment-edit']) {
    keepDraft(`${name}:${desk.itemId('login')}`, null);
    keepDraft(`${name}:${desk.world.id('first')}`, null);
  }
  desk.show(<Talk />);
  await act(async () => undefined);
  desk.page<'comment'>([...desk.world.tables.all('comment')]);
  await act(async () => undefined);
  answerTexts();
}

/** The server answers the question for texts that waits, if there is one. */
function answerTexts(): void {
  const asked = desk.asked.shift();
  if (asked === undefined) return;
  const rows = desk.textRows().filter(({ row }) => asked.ids.includes(row.id));
  act(() => {
    desk.replica.rows(rows);
    desk.replica.flush();
    asked.done({ rows, more: false, answer: null });
  });
}

const first = () => screen.getAllByRole('article')[0]!;
const edit = async (user: ReturnType<typeof userEvent.setup>): Promise<HTMLElement> => {
  await user.click(within(first()).getByRole('button', { name: 'More about this comment' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Edit' }));
  return screen.findByRole('textbox', { name: 'Edit the comment' });
};
const saved = () => desk.world.text('first')?.text;
const draft = () => draftOf(`comment-edit:${desk.world.id('first')}`);

beforeEach(() => {
  desk = new Desk();
  desk.world.add('login');
});

it('WEB-140 an edit of a comment is sent when it is done, and then it says "edited"', async () => {
  say('first', 'Hello.');
  await open();
  const user = userEvent.setup();
  const field = await edit(user);
  await user.type(field, ' There.');
  expect(desk.waiting).toEqual([]);
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(desk.waiting).toHaveLength(1);
  desk.settle();
  expect(saved()).toBe('Hello. There.');
  expect(draft()).toBeNull();
  expect(within(first()).getByRole('button', { name: 'edited' })).toBeTruthy();
});

it('WEB-164 an edit of a comment, and a box that is ticked in it, are steps of undo', async () => {
  say('first', '- [ ] Hello.');
  await open();
  const user = userEvent.setup();
  await user.type(await edit(user), ' There.');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await user.click(await screen.findByRole('checkbox'));
  desk.settle();
  const history = undoOf(desk.store);
  const [undo, redo] = [() => history.undo(), () => history.redo()];
  const seen = [undo, undo, redo, redo].map((turn) => {
    act(turn);
    desk.settle();
    return saved();
  });
  expect(seen).toEqual([
    '- [ ] Hello. There.',
    '- [ ] Hello.',
    '- [ ] Hello. There.',
    '- [x] Hello. There.',
  ]);
});

it('WEB-140 what others wrote elsewhere in it is merged, the same words are a conflict', async () => {
  say('first', 'One.\nTwo.\n');
  await open();
  const user = userEvent.setup();
  await user.type(await edit(user), 'Mine.', { initialSelectionStart: 10 });
  rewrite(1, [3, 0, ' Theirs']);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  desk.settle();
  expect(saved()).toBe('One Theirs.\nTwo.\nMine.');

  await user.type(await edit(user), '!', { initialSelectionStart: 3, initialSelectionEnd: 10 });
  rewrite(2, [4, 6, 'Others']);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const conflict = await screen.findByRole('group', { name: /Somebody else/ });
  expect(within(conflict).getByText('Yours')).toBeTruthy();
  await user.click(within(conflict).getByRole('button', { name: 'Use mine' }));
  desk.settle();
  expect(saved()).toBe('One!.\nTwo.\nMine.');
  expect(draft()).toBeNull();
});

it('WEB-140 what is refused stays in the field with the reason; Esc keeps a draft to go on with', async () => {
  say('first', 'Hello.');
  await open();
  const user = userEvent.setup();
  const field = await edit(user);
  await user.click(field);
  await user.paste('x'.repeat(50_000));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByRole('alert').textContent).toMatch(/50,?000/);
  await user.clear(field);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  await user.type(field, 'Hello.\u{2764}');
  await user.keyboard('{Escape}');
  expect(await screen.findByText(/not saved yet/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  expect(draft()).toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await user.click(await screen.findByRole('button', { name: 'Go on writing' }));
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Edit the comment' }).value).toBe(
    'Hello.\u{2764}',
  );
});

it("WEB-140 the boxes of one's own comment are ticked where they stand, those of others not", async () => {
  say('first', '- [ ] mine');
  desk.world.person('ben');
  desk.world.as('ben');
  say('second', '- [ ] theirs');
  desk.world.as('ann');
  await open();
  const boxes = await screen.findAllByRole<HTMLInputElement>('checkbox');
  expect(boxes.filter(({ disabled }) => disabled)).toHaveLength(1);
  await userEvent.setup().click(boxes.find(({ disabled }) => !disabled)!);
  desk.settle();
  expect(saved()).toBe('- [x] mine');
});

it('WEB-141 a new comment stays a draft until the server has it, and another can be begun', async () => {
  await open();
  const user = userEvent.setup();
  const name = `comment:${desk.itemId('login')}`;
  await user.click(screen.getByRole('button', { name: 'Write a comment…' }));
  await user.keyboard('One{Control>}{Enter}{/Control}');
  expect(draftOf(name)).toBe('One');
  await user.click(screen.getByRole('button', { name: 'Write a comment…' }));
  desk.settle();
  expect(draftOf(name)).toBeNull();
  await user.keyboard('Two');
  expect(draftOf(name)).toBe('Two');
  await user.keyboard('{Escape}');
  expect(screen.getByRole('button', { name: 'Go on with your comment…' })).toBeTruthy();
});

it('WEB-141 a comment that the server refused is a draft still, until it is sent again', async () => {
  await open();
  const user = userEvent.setup();
  const name = `comment:${desk.itemId('login')}`;
  await user.click(screen.getByRole('button', { name: 'Write a comment…' }));
  await user.keyboard('One{Control>}{Enter}{/Control}');
  desk.settle({ code: 'FORBIDDEN', needs: 'edit' });
  expect(draftOf(name)).toBe('One');
  expect(screen.getByRole('button', { name: 'Go on with your comment…' })).toBeTruthy();
  act(() => desk.store.retry(desk.store.sync().problems[0]!));
  desk.settle();
  expect(draftOf(name)).toBeNull();
});

it('WEB-141 an answer that was begun keeps its thread open, also where that is settled', async () => {
  say('first', 'Hello.');
  desk.world.must('comment.resolve', { id: desk.world.id('first') });
  await open();
  expect(screen.getByRole('button', { name: /^Resolved/ })).toBeTruthy();
  act(() => keepDraft(`answer:${idOf(desk.world.id('first'))}`, 'I think'));
  await userEvent.setup().click(await screen.findByRole('button', { name: /Go on with/ }));
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Write a reply…' });
  expect(field.value).toBe('I think');
});
