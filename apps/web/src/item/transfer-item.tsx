// The question which project an item goes to.
import type { Project, ProjectId, WorkItemId } from '@planwright/engine';
import { atLeast, idOf, itemsBelow, keyOf, roleIn } from '@planwright/engine';
import { useState } from 'react';

import { itemAt, usePlace } from '../actions/place.ts';
import { transferItem } from '../actions/transfer.ts';
import { sameList, useProjects, useQuery, useStore } from '../store/hooks.ts';
import { closeDialog } from '../store/screen-state.ts';
import { strings } from '../strings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import field from '../ui/field.module.css';
import { Picker } from '../ui/picker.tsx';

export function TransferItem({ id }: { readonly id: WorkItemId }) {
  const store = useStore();
  const { go, screen } = usePlace();
  const item = useQuery((tables) => tables.get('workItem', id), [id]);
  const projects = useOthers(item?.project ?? null);
  const [chosen, setChosen] = useState<ProjectId | null>(null);
  const [error, setError] = useState<string | null>(null);
  if (item === undefined) return null;
  const target = projects.find((one) => one.id === chosen) ?? projects[0];
  const perform = (): void => {
    if (target === undefined) return;
    const refused = transferItem(store, item, target.id);
    setError(refused);
    if (refused !== null) return;
    closeDialog();
    go(itemAt(screen, target.key, item.id));
  };
  const below = itemsBelow(store.tables, item).length;
  return (
    <Dialog
      open
      size="s"
      onOpenChange={closeDialog}
      title={strings.item.transferTitle(keyOf(store.tables, item))}
      description={
        target === undefined
          ? strings.item.transferNowhere
          : strings.item.transferText(keyOf(store.tables, item), below)
      }
      footer={
        <>
          <Button onClick={closeDialog}>{strings.item.cancel}</Button>
          {target !== undefined && (
            <Button tone="primary" data-first-focus onClick={perform}>
              {strings.item.transferDo}
            </Button>
          )}
        </>
      }
    >
      {target !== undefined && (
        <div className={field.field}>
          <Picker
            look="boxed"
            required
            label={strings.item.transferTo}
            value={target.id}
            picks={projects.map(({ id: one, title, key }) => ({
              id: one,
              label: title,
              hint: key,
            }))}
            none=""
            search={strings.item.transferSearch}
            nothing={strings.item.transferNothing}
            onChange={(one) => {
              setChosen(one === null ? null : idOf<'project'>(one));
              setError(null);
            }}
          />
          {error !== null && (
            <p role="alert" className={`${field.note} ${field.error}`}>
              {error}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}

/** The other projects in which one may edit, by title. */
function useOthers(here: ProjectId | null): readonly Project[] {
  const { me } = useStore();
  const projects = useProjects();
  return useQuery(
    (tables) => {
      const user = tables.get('user', me);
      return projects.filter((project) => {
        const role = user === undefined ? null : roleIn(tables, user, project.id);
        const open = project.status === 'active' && project.id !== here;
        return open && role !== null && atLeast(role, 'editor');
      });
    },
    [me, projects, here],
    sameList,
  );
}
