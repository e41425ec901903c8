/** Controls at long texts: what becomes of words when two write in one text. */
import type { Change, Rows } from '@planwright/engine';
import { applyPatch, commands, isRefusal, patchOf } from '@planwright/engine';

import type { Control } from './control.ts';
import { patched } from './patching.ts';

type Revision = Rows['revision'];

export const textControls: readonly Control[] = [
  {
    name: "a merge drops the others' words",
    piece: null,
    within: 20,
    seams: () => ({ plant: () => revisionsOtherwise(withoutOthers) }),
  },
  {
    name: 'what follows an own edit stands on the merged text, and nobody compares sums',
    piece: null,
    within: 60,
    seams: () => ({
      plant: () => revisionsOtherwise((one) => ({ ...one, authored: null })),
    }),
  },
  {
    name: 'the way back from a revision is that of its patch',
    piece: null,
    within: 20,
    seams: () => ({
      plant: () => revisionsOtherwise((one) => ({ ...one, back: one.patch })),
    }),
  },
];

/** Every revision that an edit makes is another one; its sum, which would give it away, is not read. */
function revisionsOtherwise(make: (one: Revision, before: string) => Revision): () => void {
  const declared = commands['document.edit'];
  return patched(declared, 'decide', (decide) => (args, tables, ctx) => {
    const { sum: _, ...base } = args.base;
    const answer = decide({ ...args, base: base as typeof args.base }, tables, ctx);
    if (isRefusal(answer)) return answer;
    const before = tables.get('document', args.id)?.text ?? '';
    return answer.map((change): Change => {
      if (change.op !== 'put' || change.table !== 'revision') return change;
      return { ...change, row: make(change.row, before) };
    });
  });
}

function withoutOthers(one: Revision, before: string): Revision {
  const mine = applyPatch(applyPatch(before, one.patch) ?? '', one.authored ?? []) ?? '';
  return { ...one, patch: patchOf(before, mine), back: patchOf(mine, before), authored: null };
}
