// An action as a line of a menu.
import { MenuItem } from '../ui/menu.tsx';
import type { Action } from './action.ts';
import type { Place } from './place.ts';
import { usePlace } from './place.ts';

interface ActionItemProps {
  readonly action: Action;
  /** The place to act at, where it is not the one that the menu is drawn at. */
  readonly at?: Place;
  readonly checked?: boolean;
}

/** Draws nothing where the action does not apply. */
export function ActionItem({ action, at, checked }: ActionItemProps) {
  const here = usePlace();
  const place = at ?? here;
  if (!action.applies(place)) return null;
  const Icon = action.icon;
  return (
    <MenuItem
      icon={<Icon size={15} />}
      shortcut={action.shortcut}
      danger={action.danger ?? false}
      checked={checked}
      onSelect={() => action.perform(place)}
    >
      {action.name}
    </MenuItem>
  );
}
