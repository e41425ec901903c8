/** Controls on the rules: what the server alone can judge, and what is kept beside the rows. */
import type { Change, Refusal } from '@planwright/engine';
import { commands, Emptying, isRefusal, put } from '@planwright/engine';

import type { Control } from './control.ts';
import { patched } from './patching.ts';

export const ruleControls: readonly Control[] = [
  {
    name: 'the server does not look for circles of items that block each other',
    piece: null,
    within: 100,
    seams: () => ({
      plant: () =>
        patched(commands['dependency.add'], 'decide', (decide) => (args, tables, ctx) => {
          const answer = decide(args, tables, ctx);
          const isCircle = isRefusal(answer) && answer.code === 'CYCLE';
          if (!ctx.authoritative || !isCircle) return answer;
          return mapped(decide({ ...args, kind: 'relates' }, tables, ctx), (change) =>
            change.op === 'put' && change.table === 'dependency'
              ? put('dependency', { ...change.row, kind: 'blocks' })
              : change,
          );
        }),
    }),
  },
  {
    name: 'a comment that is deleted is counted on',
    piece: null,
    within: 100,
    seams: () => ({
      plant: () =>
        patched(commands['comment.delete'], 'decide', (decide) => (...given) => {
          const answer = decide(...given);
          return isRefusal(answer) ? answer : answer.filter(({ table }) => table === 'comment');
        }),
    }),
  },
  {
    name: 'what is deleted for good leaves its number free',
    piece: null,
    within: 100,
    seams: () => ({
      plant: () =>
        patched(commands['workItem.purge'], 'decide', (decide) => (...given) => {
          const answer = decide(...given);
          return isRefusal(answer) ? answer : answer.filter(({ table }) => table !== 'alias');
        }),
    }),
  },
  {
    name: 'what is deleted for good is still written in the entries before',
    piece: null,
    within: 100,
    seams: () => ({
      plant: () => patched(Emptying.prototype, 'take', () => (entry, told) => ({ entry, told })),
    }),
  },
  {
    name: 'a file that is removed is counted on',
    piece: null,
    within: 100,
    seams: () => ({
      plant: () =>
        patched(commands['attachment.remove'], 'decide', (decide) => (...given) => {
          const answer = decide(...given);
          return isRefusal(answer) ? answer : answer.filter(({ table }) => table === 'attachment');
        }),
    }),
  },
];

function mapped(
  answer: readonly Change[] | Refusal,
  each: (change: Change) => Change,
): readonly Change[] | Refusal {
  return isRefusal(answer) ? answer : answer.map(each);
}
