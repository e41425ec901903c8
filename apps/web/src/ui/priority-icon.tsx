// Priority as rising bars; critical is a filled square, so that it is seen without its colour.
import type { Priority } from '@planwright/engine';

import { strings } from '../strings.ts';

interface PriorityIconProps {
  readonly priority: Priority;
  /** Says its name to a screen reader and on hover; leave out where the name stands beside it. */
  readonly named?: boolean;
}

const BARS: Readonly<Record<Priority, number>> = {
  none: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

export function PriorityIcon({ priority, named = false }: PriorityIconProps) {
  const name = named
    ? { role: 'img', 'aria-label': strings.priorityIs(strings.priorities[priority]) }
    : { 'aria-hidden': true };
  const color = priority === 'none' ? 'var(--text-faint)' : `var(--priority-${priority})`;
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" fill={color} {...name}>
      {named && <title>{strings.priorityIs(strings.priorities[priority])}</title>}
      {priority === 'none' && (
        <g>
          <rect x="1.5" y="6.2" width="2.6" height="1.6" rx=".6" />
          <rect x="5.7" y="6.2" width="2.6" height="1.6" rx=".6" />
          <rect x="9.9" y="6.2" width="2.6" height="1.6" rx=".6" />
        </g>
      )}
      {priority === 'critical' && (
        <g>
          <rect x="1" y="1" width="12" height="12" rx="3" />
          <path d="M6.1 3.6h1.8l-.3 4H6.4z" fill="var(--surface)" />
          <circle cx="7" cy="9.8" r="1" fill="var(--surface)" />
        </g>
      )}
      {priority !== 'none' &&
        priority !== 'critical' &&
        [1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={1.5 + (bar - 1) * 4.2}
            y={12 - bar * 3.3}
            width="2.7"
            height={bar * 3.3}
            rx="1"
            opacity={bar <= BARS[priority] ? 1 : 0.28}
          />
        ))}
    </svg>
  );
}
