// The menu under a right click on an item: one for a whole board or list. It acts on the item that was
// under the pointer when it opened.
import type { Project, State, WorkItem } from '@planwright/engine';
import { PRIORITIES, idOf } from '@planwright/engine';
import { Signal, SquareKanban } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';

import { useStore } from '../store/hooks.ts';
import { strings } from '../strings.ts';
import { ContextMenu, MenuItem, MenuSeparator, Submenu } from '../ui/menu.tsx';
import { PriorityIcon } from '../ui/priority-icon.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { notify } from '../ui/toast.tsx';
import { ActionItem } from './action-item.tsx';
import { editItem, setState } from './edits.ts';
import { actions } from './list.ts';
import { usePlace } from './place.ts';

interface ItemContextMenuProps {
  readonly project: Project;
  readonly area: ReactElement<Record<string, unknown>>;
}

export function ItemContextMenu({ project, area }: ItemContextMenuProps) {
  const store = useStore();
  const here = usePlace();
  const [item, setItem] = useState<WorkItem | null>(null);
  const [states, setStates] = useState<readonly State[]>([]);

  const opens = (open: boolean, event: Event): void => {
    if (!open) return;
    const card = event.target instanceof Element ? event.target.closest('[data-card]') : null;
    const id = card?.getAttribute('data-card');
    setItem(
      id === null || id === undefined ? null : (store.tables.get('workItem', idOf(id)) ?? null),
    );
    setStates(
      [...store.tables.list('state', 'byProject', project.id)].filter(
        (one) => one.deletedAt === null,
      ),
    );
  };

  const place = { ...here, item, panel: false };
  return (
    <ContextMenu area={area} onOpenChange={opens}>
      {item === null ? (
        <ActionItem action={actions.newItem} />
      ) : (
        <>
          <ActionItem action={actions.openItem} at={place} />
          {place.mayEdit && (
            <>
              <Submenu icon={<SquareKanban size={15} />} label={strings.item.state}>
                {states.map((state) => (
                  <MenuItem
                    key={state.id}
                    icon={<StateIcon category={state.category} />}
                    checked={state.id === item.state}
                    onSelect={() => setState(store, item, state.id)}
                  >
                    {state.name}
                  </MenuItem>
                ))}
              </Submenu>
              <Submenu icon={<Signal size={15} />} label={strings.item.priority}>
                {PRIORITIES.toReversed().map((priority) => (
                  <MenuItem
                    key={priority}
                    icon={<PriorityIcon priority={priority} />}
                    checked={priority === item.priority}
                    onSelect={() => {
                      const refused = editItem(store, item, { priority });
                      if (refused !== null)
                        notify({ text: strings.refused, detail: refused, tone: 'problem' });
                    }}
                  >
                    {strings.priorities[priority]}
                  </MenuItem>
                ))}
              </Submenu>
            </>
          )}
          <MenuSeparator />
          <ActionItem action={actions.copyKey} at={place} />
          <ActionItem action={actions.copyLink} at={place} />
          {place.mayEdit && <MenuSeparator />}
          <ActionItem action={actions.duplicateItem} at={place} />
          <ActionItem action={actions.duplicateTree} at={place} />
          <ActionItem action={actions.transferItem} at={place} />
          {place.mayEdit && <MenuSeparator />}
          <ActionItem action={actions.deleteItem} at={place} />
        </>
      )}
    </ContextMenu>
  );
}
