/**
 * What runs inside the measured page: it notes every interaction that Chromium's Event Timing API
 * reports (input to next paint), every long task, and when the first card and the panel are painted.
 */
declare global {
  interface Window {
    probe: Probe;
  }
}

interface NotedEvent {
  readonly name: string;
  /** From the input to the next paint, milliseconds, in steps of 8. */
  readonly duration: number;
}

export interface Noted {
  readonly events: readonly NotedEvent[];
  /** Tasks of 50 ms and more, milliseconds. */
  readonly tasks: readonly number[];
  /** Between two frames, milliseconds. */
  readonly frames: readonly number[];
  /** From `watch`, the click or the start of the page to the paint of what was watched for; null: not yet. */
  readonly shown: number | null;
}

interface Probe {
  /** Forgets what was noted. */
  clear(): void;
  /** What was noted since. */
  noted(): Noted;
  /** Notes the paint after the first element that fits; `since` in the page's own time. */
  watch(selector: string, since: number): void;
  /** Notes the paint after something changes within this element, counted from the click that comes. */
  watchChange(selector: string): void;
  /** Notes the time between frames, until `noted`. */
  watchFrames(): void;
}

/** Makes `window.probe`; handed to the page as text, so it uses nothing from outside. */
export function installProbe(first: string): void {
  let events: NotedEvent[] = [];
  let tasks: number[] = [];
  let frames: number[] = [];
  let shown: number | null = null;
  let counting = false;
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) events.push({ name, duration });
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });

  /** After the frame that comes next has been handed over. */
  const afterPaint = (then: () => void): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', then, { once: true });
      channel.port1.start();
      channel.port2.postMessage(null);
    });
  };
  const watch = (selector: string, since: number): void => {
    shown = null;
    const look = (): boolean => {
      if (document.querySelector(selector) === null) return false;
      afterPaint(() => (shown = performance.now() - since));
      return true;
    };
    if (look()) return;
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true });
  };
  const watchChange = (selector: string): void => {
    shown = null;
    let since: number | null = null;
    const clicked = ({ timeStamp }: Event): void => void (since = timeStamp);
    document.addEventListener('click', clicked, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (since === null) return;
      observer.disconnect();
      const from = since;
      afterPaint(() => (shown = performance.now() - from));
    });
    const within = document.querySelector(selector);
    if (within !== null) observer.observe(within, { childList: true, subtree: true });
  };
  const step = (before: number): void => {
    requestAnimationFrame((now) => {
      if (!counting) return;
      frames.push(now - before);
      step(now);
    });
  };
  window.probe = {
    clear: () => {
      [events, tasks, frames] = [[], [], []];
    },
    noted: () => {
      counting = false;
      return { events, tasks, frames, shown };
    },
    watch,
    watchChange,
    watchFrames: () => {
      counting = true;
      requestAnimationFrame(step);
    },
  };
  watch(first, 0);
}
