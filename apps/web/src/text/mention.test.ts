import { expect, it } from 'vitest';

import { mentionAt } from './mention.ts';

/** `|` is the caret. */
const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return mentionAt(marked.replace('|', ''), caret);
};

it('WEB-142 a handle is begun by @ at the beginning of a word', () => {
  expect(at('@|')).toEqual({ at: 0, typed: '', end: 1 });
  expect(at('Ask @an|')).toEqual({ at: 4, typed: 'an', end: 7 });
  expect(at('One.\n(@jos\u00e9| said')).toMatchObject({ at: 6, typed: 'jos\u00e9' });
  expect(at('@a|nn-x said')).toEqual({ at: 0, typed: 'a', end: 6 });
  expect(at('@a|.')).toMatchObject({ end: 2 });
});

it('WEB-142 what looks like an address, ends before the caret or is code begins none', () => {
  for (const none of ['ann|', 'x@ann|', 'a/@ann|', '@ann |', '@@a|', '`@ann|`', '\n```\n@ann|']) {
    expect([none, at(none)]).toEqual([none, null]);
  }
  expect(at('`code` @ann|')).not.toBeNull();
  expect(at('```\ncode\n```\n@ann|')).not.toBeNull();
});
