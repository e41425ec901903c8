import { expect, it } from 'vitest';
import { CODE_LIFE, OneTimeCodes } from './codes.ts';

it('DOOR-10 a code works once', () => {
  const codes = new OneTimeCodes(() => 0);
  const code = codes.make();
  expect(code).toMatch(/^[\w-]{22}$/);
  expect(codes.redeem(code)).toBe(true);
  expect(codes.redeem(code)).toBe(false);
});

it('DOOR-10 a code works for five minutes', () => {
  let now = 0;
  const codes = new OneTimeCodes(() => now);
  const [first, second] = [codes.make(), codes.make()];
  now = CODE_LIFE - 1;
  expect(codes.redeem(first)).toBe(true);
  now = CODE_LIFE;
  expect(codes.redeem(second)).toBe(false);
});

it('DOOR-10 codes are random, wrong ones use nothing up, and only the newest 32 wait', () => {
  const codes = new OneTimeCodes(() => 0);
  const made = Array.from({ length: 33 }, () => codes.make());
  expect(new Set(made).size).toBe(33);
  for (const wrong of ['', 'x', made[5]?.slice(1) ?? '', `${made[5]}x`]) {
    expect(codes.redeem(wrong)).toBe(false);
  }
  expect(made.map((code) => codes.redeem(code))).toEqual(made.map((_, index) => index > 0));
});
