// An action as a button: with its name, or as its icon alone.
import type { ButtonTone } from '../ui/button.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import type { Action } from './action.ts';
import { usePlace } from './place.ts';

interface ActionButtonProps {
  readonly action: Action;
  readonly tone?: ButtonTone;
  readonly size?: 's' | 'm' | 'l';
  readonly bare?: boolean;
}

/** Draws nothing where the action does not apply. */
export function ActionButton({
  action,
  tone = 'plain',
  size = 'm',
  bare = false,
}: ActionButtonProps) {
  const place = usePlace();
  if (!action.applies(place)) return null;
  const Icon = action.icon;
  const perform = (): void => action.perform(place);
  if (bare) {
    return (
      <IconButton
        label={action.name}
        shortcut={action.shortcut}
        icon={<Icon size={16} />}
        onClick={perform}
      />
    );
  }
  return (
    <Button tone={tone} size={size} icon={<Icon size={15} />} onClick={perform}>
      {action.name}
    </Button>
  );
}
