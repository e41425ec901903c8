// The circle of a state: how full it is says how far the work is, the colour says it again.
import type { StateCategory } from '@planwright/engine';
import type { ReactNode } from 'react';

interface StateIconProps {
  readonly category: StateCategory;
  readonly size?: number;
}

/** The token with the colour of a category. */
export function categoryColor(category: StateCategory): string {
  return `var(--category-${category})`;
}

/** Decorative: the name of the state always stands beside it. */
export function StateIcon({ category, size = 14 }: StateIconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      stroke={categoryColor(category)}
      strokeWidth="1.6"
      aria-hidden
    >
      {SHAPES[category]}
    </svg>
  );
}

const RING = <circle cx="7" cy="7" r="5.7" />;
const MARK = 'var(--surface)';

/** A disc whose stroke is as wide as its radius shows a share of itself: a pie without a path. */
function pie(share: number, color: string) {
  const around = 2 * Math.PI * 1.6;
  return (
    <circle
      cx="7"
      cy="7"
      r="1.6"
      stroke={color}
      strokeWidth="3.2"
      strokeDasharray={`${around * share} ${around}`}
      transform="rotate(-90 7 7)"
    />
  );
}

const SHAPES: Readonly<Record<StateCategory, ReactNode>> = {
  backlog: <circle cx="7" cy="7" r="5.7" strokeDasharray="1.7 1.88" />,
  unstarted: RING,
  started: (
    <>
      {RING}
      {pie(0.5, categoryColor('started'))}
    </>
  ),
  review: (
    <>
      {RING}
      {pie(0.75, categoryColor('review'))}
    </>
  ),
  done: (
    <>
      <circle cx="7" cy="7" r="6.5" fill={categoryColor('done')} stroke="none" />
      <path
        d="M4.3 7.2 6.3 9.1 9.8 5.2"
        stroke={MARK}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  cancelled: (
    <>
      <circle cx="7" cy="7" r="6.5" fill={categoryColor('cancelled')} stroke="none" />
      <path d="m5 5 4 4m0-4-4 4" stroke={MARK} strokeLinecap="round" />
    </>
  ),
};
