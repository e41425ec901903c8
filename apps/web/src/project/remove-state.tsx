// The question that removing a column asks: where its items go.
import type { State, StateId } from '@planwright/engine';
import { useState } from 'react';

import { done } from '../actions/edits.ts';
import { sameList, useQuery, useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { removeState } from './project-edits.ts';

export function RemoveState({ id }: { readonly id: StateId }) {
  const store = useStore();
  const state = useQuery((tables) => tables.get('state', id), [id]);
  const others = useQuery<readonly State[]>(
    (tables) =>
      [...tables.list('state', 'byProject', state?.project ?? '')].filter(
        (one) => one.deletedAt === null && one.id !== id,
      ),
    [id, state?.project],
    sameList,
  );
  const items = useQuery(
    (tables) =>
      [...tables.list('workItem', 'byState', id)].filter((item) => item.deletedAt === null).length,
    [id],
  );
  const near =
    others.find((one) => one.category === state?.category) ??
    others.find((one) => one.rank > (state?.rank ?? '')) ??
    others[0];
  const [chosen, setChosen] = useState<StateId | null>(null);
  const target = chosen ?? near?.id ?? null;
  if (state === undefined || target === null) return null;
  return (
    <Dialog
      open
      size="s"
      onOpenChange={closeDialog}
      title={strings.settings.stateRemove(state.name)}
      description={strings.settings.stateRemoveText(items)}
      footer={
        <>
          <Button onClick={closeDialog}>{strings.settings.cancel}</Button>
          <Button
            tone="danger"
            data-first-focus
            onClick={() => {
              if (done(removeState(store, state, target))) closeDialog();
            }}
          >
            {strings.settings.stateRemoveDo}
          </Button>
        </>
      }
    >
      <Select<StateId>
        look="boxed"
        label={strings.settings.stateTarget}
        value={target}
        choices={others.map((one) => ({
          value: one.id,
          label: one.name,
          icon: <StateIcon category={one.category} />,
        }))}
        onChange={setChosen}
      />
    </Dialog>
  );
}
