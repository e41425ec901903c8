import { beforeEach, describe, expect, it } from 'vitest';

import type { BreakerSettings } from './breaker.ts';
import { Breaker } from './breaker.ts';

const SETTINGS: BreakerSettings = {
  failureThreshold: 3,
  failureWindowMs: 60_000,
  openMs: 30_000,
  successThreshold: 2,
};

let time: number;
let breaker: Breaker;

const make = (more: Partial<BreakerSettings> = {}): void => {
  breaker = new Breaker({ ...SETTINGS, ...more }, () => time);
};
const fail = (times: number): void => {
  for (let n = 1; n <= times; n += 1) breaker.failed(`disk full ${n}`);
};

beforeEach(() => {
  time = 1_000_000;
  make();
});

describe('the write breaker', () => {
  it('BRK-1 opens after failure_threshold failures, with the reason of the last', () => {
    fail(2);
    expect([breaker.wait, breaker.reason]).toEqual([0, null]);
    fail(1);
    expect([breaker.wait, breaker.reason]).toEqual([30_000, 'disk full 1']);
    make({ failureThreshold: 1 });
    fail(1);
    expect(breaker.wait).toBe(30_000);
  });

  it('BRK-2 forgets failures that are failure_window_secs old', () => {
    fail(2);
    time += 59_999;
    fail(1);
    expect(breaker.wait).toBe(30_000);
    make();
    fail(2);
    time += 60_000;
    fail(2);
    expect(breaker.wait).toBe(0);
    make({ failureWindowMs: 1_000 });
    fail(2);
    time += 1_000;
    fail(1);
    expect(breaker.wait).toBe(0);
  });

  it('BRK-3 lets nothing through for open_duration_secs, then one try', () => {
    fail(3);
    time += 29_999;
    expect(breaker.wait).toBe(1);
    time += 1;
    expect(breaker.wait).toBe(0);
    expect(breaker.reason).toBe('disk full 3');
    fail(1);
    expect(breaker.wait).toBe(30_000);
    make({ openMs: 5_000 });
    fail(3);
    expect(breaker.wait).toBe(5_000);
  });

  it('BRK-4 closes after half_open_success_threshold successes, and counts anew', () => {
    fail(3);
    time += 30_000;
    breaker.succeeded();
    expect(breaker.reason).not.toBeNull();
    fail(1);
    time += 30_000;
    breaker.succeeded();
    breaker.succeeded();
    expect([breaker.wait, breaker.reason]).toEqual([0, null]);
    fail(2);
    expect(breaker.wait).toBe(0);
    make({ successThreshold: 1 });
    fail(3);
    time += 30_000;
    breaker.succeeded();
    expect(breaker.reason).toBeNull();
  });
});
