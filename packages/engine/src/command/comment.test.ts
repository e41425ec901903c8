import { describe, expect, it } from 'vitest';

import type { Comment } from '../entity/comment.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { threadsOf } from '../query/comments.ts';
import { refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';

/** WEB with the item A; ben edits there, cleo sees it. */
function talk(): World {
  const world = new World();
  world.add('A');
  world.person('ben');
  world.person('cleo');
  world.member('cleo', 'viewer');
  return world;
}

const say = (world: World, name: string, text = 'Well.', parent?: string) =>
  world.do('comment.create', {
    id: world.id(name),
    item: world.id('A'),
    text,
    ...(parent === undefined ? {} : { parent: world.id(parent) }),
  });
const comment = (world: World, name: string): Comment =>
  world.tables.get('comment', world.id<'comment'>(name))!;
const count = (world: World) => world.tables.get('itemStats', world.id('A'))?.comments;
const rewrite = (world: World, name: string, text: string) => {
  const before = world.text(name)?.text ?? '';
  return world.do('document.edit', {
    id: world.id(name),
    base: { rev: world.text(name)?.rev ?? 0 },
    patch: [[0, before.length, text]],
  });
};

describe('comments', () => {
  it('COM-1 a comment is on an item, by who wrote it, with its text as a document', () => {
    const world = talk().as('ben');
    say(world, 'first', 'With *butter*.');
    expect(comment(world, 'first')).toMatchObject({
      project: world.project.id,
      item: world.id('A'),
      parent: null,
      author: world.id('ben'),
      editedAt: null,
      resolvedAt: null,
    });
    expect(world.text('first')).toMatchObject({ rev: 1, text: 'With *butter*.' });
    expect(world.activity.at(-1)).toMatchObject({ table: 'comment', item: world.id('A') });
  });

  it('COM-2 an answer is to a comment on the same item that stands and answers none', () => {
    const world = talk();
    world.add('B');
    say(world, 'first');
    expect(say(world, 'reply', 'Yes.', 'first')).not.toHaveProperty('code');
    expect(comment(world, 'reply').parent).toBe(world.id('first'));
    expect(say(world, 'third', 'No.', 'reply')).toMatchObject({ field: 'parent' });
    expect(say(world, 'third', 'No.', 'gone')).toMatchObject({ field: 'parent' });
    const elsewhere = { id: world.id<'comment'>('third'), item: world.id<'workItem'>('B') };
    expect(
      world.do('comment.create', { ...elsewhere, parent: world.id('first'), text: 'x' }),
    ).toMatchObject({ code: 'INVALID', field: 'parent' });
    world.must('comment.delete', { id: world.id('first') });
    expect(say(world, 'third', 'No.', 'first')).toMatchObject({ code: 'DELETED' });
  });

  it('COM-3 it says something, of at most 50,000 (c) characters, and has an id of its own', () => {
    const world = talk();
    expect(say(world, 'first', ' \n')).toMatchObject({ code: 'INVALID', field: 'text' });
    const limits = { ...DEFAULT_LIMITS, commentLength: 3 };
    world.circumstances = { ...world.circumstances, limits };
    expect(say(world, 'first', 'long')).toEqual(refuse('LIMIT', { what: 'text', max: 3 }));
    expect(say(world, 'first', '🥐🥐🥐')).not.toHaveProperty('code');
    expect(rewrite(world, 'first', 'long')).toEqual(refuse('LIMIT', { what: 'comment', max: 3 }));
    for (const taken of ['first', 'A', 'WEB']) {
      expect(say(world, taken, 'x')).toEqual(refuse('EXISTS', { field: 'id' }));
    }
  });

  it('COM-4 its author edits what it says, and then it says when; nobody else does', () => {
    const world = talk().as('ben');
    say(world, 'first', 'Wel.');
    const at = world.now;
    rewrite(world, 'first', 'Well.');
    expect(world.text('first')).toMatchObject({ rev: 2, text: 'Well.' });
    expect(comment(world, 'first')).toMatchObject({ editedAt: at, version: 2 });
    expect(rewrite(world, 'first', ' ')).toMatchObject({ code: 'INVALID', field: 'text' });
    expect(rewrite(world.as('ann'), 'first', 'x')).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('COM-5 author and admins delete it; who deleted it, and admins, bring it back', () => {
    const world = talk().as('ben');
    say(world, 'first');
    const id = world.id<'comment'>('first');
    world.person('dan');
    expect(world.as('dan').do('comment.delete', { id })).toMatchObject({ code: 'FORBIDDEN' });
    world.as('ann').must('comment.delete', { id });
    expect(comment(world, 'first')).toMatchObject({ deletedBy: world.id('ann') });
    expect(world.do('comment.delete', { id })).toMatchObject({ code: 'DELETED' });
    expect(rewrite(world.as('ben'), 'first', 'x')).toMatchObject({ code: 'DELETED' });
    expect(world.do('comment.restore', { id })).toMatchObject({ code: 'FORBIDDEN' });
    world.as('ann').must('comment.restore', { id });
    expect(comment(world, 'first').deletedAt).toBeNull();
    expect(world.must('comment.restore', { id })).toEqual([]);
    world.as('ben').must('comment.delete', { id });
    world.must('comment.restore', { id });
    expect(world.text('first')?.text).toBe('Well.');
  });

  it('COM-6 nothing is said or brought back where the item is in the trash', () => {
    const world = talk();
    say(world, 'first');
    say(world, 'second');
    world.must('comment.delete', { id: world.id('second') });
    world.must('workItem.delete', { id: world.id('A') });
    expect(say(world, 'third')).toMatchObject({ code: 'DELETED' });
    for (const kind of ['comment.delete', 'comment.resolve'] as const) {
      expect(world.do(kind, { id: world.id('first') })).toMatchObject({ code: 'DELETED' });
    }
    expect(world.do('comment.restore', { id: world.id('second') })).toMatchObject({
      code: 'DELETED',
    });
  });

  it('COM-7 a comment is settled with its answers, and opened again', () => {
    const world = talk();
    say(world, 'first');
    say(world, 'reply', 'Yes.', 'first');
    const at = world.now;
    world.as('ben').must('comment.resolve', { id: world.id('first') });
    expect(comment(world, 'first')).toMatchObject({ resolvedAt: at, resolvedBy: world.id('ben') });
    expect(world.must('comment.resolve', { id: world.id('first') })).toEqual([]);
    expect(world.do('comment.resolve', { id: world.id('reply') })).toMatchObject({ field: 'id' });
    world.must('comment.unresolve', { id: world.id('first') });
    expect(comment(world, 'first')).toMatchObject({ resolvedAt: null, resolvedBy: null });
  });

  it('COM-8 an item counts the comments on it that stand, which is no edit of it', () => {
    const world = talk();
    expect(count(world)).toBeUndefined();
    say(world, 'first');
    say(world, 'reply', 'Yes.', 'first');
    expect(count(world)).toBe(2);
    world.must('comment.delete', { id: world.id('first') });
    expect(count(world)).toBe(1);
    world.must('comment.restore', { id: world.id('first') });
    expect(count(world)).toBe(2);
    expect(world.item('A').version).toBe(1);
    expect(world.tables.get('itemStats', world.id('A'))?.version).toBe(1);
  });

  it('COM-9 on a device that has not the comment, nothing is guessed', () => {
    const world = talk();
    say(world, 'first');
    world.write((tables) => tables.set('comment', world.id('first'), undefined));
    for (const kind of ['comment.delete', 'comment.restore', 'comment.resolve'] as const) {
      expect(world.do(kind, { id: world.id('first') })).toEqual(
        refuse('NOT_FOUND', { what: 'comment' }),
      );
    }
  });

  it('COM-10 an import keeps author and dates, none of them after now, and no limits (c)', () => {
    const world = talk();
    const limits = { ...DEFAULT_LIMITS, commentLength: 3 };
    const args = {
      id: world.id<'comment'>('old'),
      item: world.id<'workItem'>('A'),
      parent: null,
      author: world.id<'user'>('ben'),
      text: 'Once upon a time.',
      createdAt: 1_600_000_000_000,
      editedAt: world.now * 2,
    };
    const how = { via: 'job', limits } as const;
    expect(world.do('comment.import', { ...args, author: world.id('gone') }, how)).toMatchObject({
      field: 'author',
    });
    const { now } = world;
    world.must('comment.import', args, how);
    expect(comment(world, 'old')).toMatchObject({
      author: world.id('ben'),
      createdAt: 1_600_000_000_000,
      createdBy: world.id('ann'),
      editedAt: now,
      updatedAt: now,
    });
    expect(count(world)).toBe(1);
    expect(world.do('comment.import', args, how)).toEqual(refuse('EXISTS', { field: 'id' }));
  });
});

describe('the conversation about an item', () => {
  const threads = (world: World) =>
    threadsOf(world.tables.all('comment')).map(
      ({ comment: first, replies }) =>
        `${first === null ? '?' : first.deletedAt === null ? nameOf(world, first) : 'deleted'}: ${replies
          .map((one) => nameOf(world, one))
          .join(' ')}`,
    );
  const nameOf = (world: World, { id }: Comment) => world.text(id)?.text ?? textOf(world, id);
  const textOf = (world: World, id: string) => world.tables.get('document', id as never)?.text;

  it('COM-11 is its threads, newest first, with their answers, oldest first', () => {
    const world = talk();
    for (const [name, parent] of [['a'], ['b'], ['a1', 'a'], ['a2', 'a']] as const) {
      say(world, name, name, parent);
    }
    expect(threads(world)).toEqual(['b: ', 'a: a1 a2']);
  });

  it('COM-12 a deleted comment stays as long as an answer to it stands', () => {
    const world = talk();
    for (const [name, parent] of [['a'], ['b'], ['a1', 'a']] as const) {
      say(world, name, name, parent);
    }
    world.must('comment.delete', { id: world.id('a') });
    world.must('comment.delete', { id: world.id('b') });
    expect(threads(world)).toEqual(['deleted: a1']);
    world.must('comment.delete', { id: world.id('a1') });
    expect(threads(world)).toEqual([]);
  });

  it('COM-13 answers are shown where what they answer is not here', () => {
    const world = talk();
    say(world, 'a', 'a');
    say(world, 'a1', 'a1', 'a');
    world.write((tables) => tables.set('comment', world.id('a'), undefined));
    expect(threads(world)).toEqual(['?: a1']);
  });
});
