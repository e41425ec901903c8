// How it stands with saving and the connection, in words: a pure function of the state of sync. The
// worst thing that is true comes first; nothing is called saved that is not.
import type { SyncState } from '../store/store.ts';
import { strings } from '../strings.ts';

export type Tone = 'good' | 'busy' | 'waiting' | 'problem';

export interface Standing {
  readonly tone: Tone;
  /** Two or three words for the header. */
  readonly label: string;
  /** Sentences for the one who asks. */
  readonly details: readonly string[];
  /** Does it help to try to connect now? */
  readonly mayTry: boolean;
}

/** `now` in milliseconds UTC. */
export function standingOf(sync: SyncState, now: number): Standing {
  const { status } = strings;
  const kept =
    sync.waiting === 0
      ? []
      : [sync.durable ? status.onDevice(sync.waiting) : status.unsent(sync.waiting)];
  const tryIn =
    sync.nextTryAt === null
      ? []
      : [status.nextTry(Math.max(1, Math.ceil((sync.nextTryAt - now) / 1000)))];

  if (sync.problems.length > 0) {
    const link = sync.link === 'live' ? [] : linkDetails(sync, tryIn);
    return {
      tone: 'problem',
      label: status.problems(sync.problems.length),
      details: [status.problemsText, ...link, ...kept],
      mayTry: sync.link === 'waiting',
    };
  }
  if (sync.link === 'blocked') {
    return {
      tone: 'problem',
      label: status.blocked,
      details: [...linkDetails(sync, []), ...kept],
      mayTry: false,
    };
  }
  if (!sync.online && sync.link !== 'live') {
    return {
      tone: 'waiting',
      label: withCount(status.offline, sync),
      details: [status.offlineText, ...kept],
      mayTry: true,
    };
  }
  if (sync.link === 'waiting') {
    const label = withCount(status.reconnecting, sync);
    return {
      tone: 'waiting',
      label,
      details: [...linkDetails(sync, tryIn), ...kept],
      mayTry: true,
    };
  }
  if (sync.link === 'connecting' || sync.link === 'catchingUp') {
    const label = sync.link === 'connecting' ? status.connecting : status.loading;
    return {
      tone: 'busy',
      label: withCount(label, sync),
      details: [...linkDetails(sync, []), ...kept],
      mayTry: false,
    };
  }
  if (isPutOff(sync)) {
    return {
      tone: 'waiting',
      label: withCount(status.paused, sync),
      details: [status.pausedText, ...kept],
      mayTry: false,
    };
  }
  if (sync.waiting > 0) {
    return {
      tone: 'busy',
      label: status.waiting(sync.waiting),
      details: [status.waitingText(sync.waiting), ...kept],
      mayTry: false,
    };
  }
  return { tone: 'good', label: status.saved, details: [status.savedText], mayTry: false };
}

/** Is there a connection, but the server has asked to wait with what there is to save? */
export function isPutOff(sync: SyncState): boolean {
  return sync.link === 'live' && sync.paused && sync.waiting > 0;
}

function linkDetails(sync: SyncState, tryIn: readonly string[]): readonly string[] {
  const { status } = strings;
  switch (sync.link) {
    case 'blocked':
      return [sync.blockedBy ?? status.blocked];
    case 'waiting':
      return [status.reconnectingText, ...tryIn];
    case 'connecting':
      return [status.connectingText];
    case 'catchingUp':
      return [status.loadingText];
    case 'live':
      return [];
  }
}

function withCount(label: string, sync: SyncState): string {
  return sync.waiting === 0 ? label : strings.status.withWaiting(label, sync.waiting);
}
