// The type of a work item: a shape of its own each, and a colour.
import type { ItemType } from '@planwright/engine';
import type { LucideIcon } from 'lucide-react';
import { Bookmark, Bug, CornerDownRight, SquareCheck, Zap } from 'lucide-react';

import { strings } from '../strings.ts';

const ICONS: Readonly<Record<ItemType, LucideIcon>> = {
  epic: Zap,
  story: Bookmark,
  task: SquareCheck,
  bug: Bug,
  subtask: CornerDownRight,
};

interface TypeIconProps {
  readonly type: ItemType;
  readonly size?: number;
  /** Says its name to a screen reader and on hover; leave out where the name stands beside it. */
  readonly named?: boolean;
}

export function TypeIcon({ type, size = 14, named = false }: TypeIconProps) {
  const Icon = ICONS[type];
  const filled = type === 'epic' || type === 'story';
  return (
    <Icon
      size={size}
      strokeWidth={2.1}
      color={`var(--type-${type})`}
      fill={filled ? `var(--type-${type})` : 'none'}
      {...(named
        ? { role: 'img', 'aria-label': strings.types[type], 'aria-hidden': false }
        : { 'aria-hidden': true })}
    />
  );
}
