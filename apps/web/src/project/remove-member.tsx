// The question before somebody's role is taken away. It can be taken back by whoever may give roles: who
// has left has to be let in again.
import type { MemberId } from '@planwright/engine';

import { act } from '../actions/act.ts';
import { done, told } from '../actions/edits.ts';
import { useQuery, useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

export function RemoveMember({ id }: { readonly id: MemberId }) {
  const store = useStore();
  const member = useQuery((tables) => tables.get('member', id), [id]);
  const user = useQuery((tables) => tables.get('user', member?.user), [member?.user]);
  const project = useQuery((tables) => tables.get('project', member?.project), [member?.project]);
  if (member === undefined || project === undefined) return null;
  const mine = member.user === store.me;
  const name = user?.name ?? strings.item.someone;
  const gone = strings.settings.memberRemoved(name);
  const title = mine ? strings.settings.memberLeave : strings.settings.memberRemove(name);
  return (
    <Dialog
      open
      size="s"
      onOpenChange={closeDialog}
      title={title}
      description={strings.settings.memberRemoveText(
        strings.settings.defaultRoles[project.defaultRole],
      )}
      footer={
        <>
          <Button data-first-focus onClick={closeDialog}>
            {strings.settings.cancel}
          </Button>
          <Button
            tone="danger"
            onClick={() => {
              closeDialog();
              const { refusal, undo } = act(store, (run) => run('member.remove', { id }));
              if (done(refusal)) told(mine ? strings.settings.memberLeft : gone, undo);
            }}
          >
            {mine ? strings.settings.memberLeaveDo : strings.settings.memberRemoveDo}
          </Button>
        </>
      }
    />
  );
}
