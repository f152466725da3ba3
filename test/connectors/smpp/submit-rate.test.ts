import { describe, expect, test } from 'vitest';
import { SubmitRate } from '../../../src/connectors/smpp/submit-rate.ts';

/** Whether a message centre takes a submit at a time in milliseconds. */
type Centre = (now: number) => boolean;

const BY_THE_SECOND = (limit: number): Centre => {
  let second = -1;
  let taken = 0;
  return (now) => {
    if (Math.floor(now / 1_000) !== second) {
      second = Math.floor(now / 1_000);
      taken = 0;
    }
    taken += taken < limit ? 1 : 0.001;
    return Number.isInteger(taken);
  };
};
const WITHIN_ANY_SECOND = (limit: number): Centre => {
  let taken: number[] = [];
  return (now) => {
    taken = taken.filter((at) => at > now - 1_000);
    if (taken.length >= limit) return false;
    taken.push(now);
    return true;
  };
};
const BUCKET = (limit: number, burst: number): Centre => {
  let filled = burst;
  let at = 0;
  return (now) => {
    filled = Math.min(burst, filled + ((now - at) * limit) / 1_000);
    at = now;
    if (filled < 1) return false;
    filled -= 1;
    return true;
  };
};

/** Submits until so many are taken; each answer takes `roundTripMs`, ten may be on their way. Time is counted, not waited for. */
function submitAll(centre: Centre, parts: number, roundTripMs: number) {
  const rate = new SubmitRate();
  let now = 0;
  let waiting = parts;
  let submits = 0;
  let taken = 0;
  const onTheirWay: { readonly writtenAt: number; readonly answerAt: number; readonly took: boolean }[] = [];
  while (taken < parts) {
    while (onTheirWay.length > 0 && onTheirWay[0]!.answerAt <= now) {
      const { writtenAt, took } = onTheirWay.shift()!;
      if (took) {
        taken += 1;
        rate.taken(now, writtenAt, waiting > 0);
      } else {
        waiting += 1;
        rate.tooMuch(now, writtenAt);
      }
    }
    while (waiting > 0 && onTheirWay.length < 10 && rate.wait(now) === 0) {
      rate.wrote(now);
      waiting -= 1;
      submits += 1;
      onTheirWay.push({ writtenAt: now, answerAt: now + roundTripMs, took: centre(now + roundTripMs / 2) });
    }
    now += 1;
  }
  return { seconds: now / 1_000, submits, rate };
}

describe('the rate of a session whose message centre throttles', () => {
  test.each([
    ['10 by the second', () => BY_THE_SECOND(10), 10],
    ['100 by the second', () => BY_THE_SECOND(100), 100],
    ['10 within any second', () => WITHIN_ANY_SECOND(10), 10],
    ['100 within any second', () => WITHIN_ANY_SECOND(100), 100],
    ['a bucket of 1 filled 10 times a second', () => BUCKET(10, 1), 10],
    ['a bucket of 50 filled 10 times a second', () => BUCKET(10, 50), 10],
    ['a bucket of 100 filled 100 times a second', () => BUCKET(100, 100), 100],
  ])(
    '%s: 2,000 parts in at most 1.2 times the least time, with at most 1.05 submits a part',
    (_name, centre, limit) => {
      for (const roundTripMs of [2, 30, 80]) {
        const { seconds, submits } = submitAll(centre(), 2_000, roundTripMs);
        expect(seconds / (2_000 / limit), `time at ${roundTripMs} ms`).toBeLessThanOrEqual(1.2);
        expect(submits / 2_000, `submits at ${roundTripMs} ms`).toBeLessThanOrEqual(1.05);
      }
    },
  );

  test('there is no limit where nobody throttles', () => {
    const { submits, rate } = submitAll(() => true, 2_000, 2);
    expect(submits).toBe(2_000);
    expect(rate.perSecond).toBeNull();
  });

  test('a centre that takes nothing for 55 seconds is asked seldom, and then sent to as fast as before', () => {
    const steady = BY_THE_SECOND(50);
    const { seconds, submits } = submitAll(
      (now) => (now > 5_000 && now < 60_000 ? false : steady(now)),
      2_000,
      2,
    );
    expect(submits).toBeLessThan(2_000 * 1.05);
    // It is asked every five seconds at the least.
    expect(seconds).toBeLessThan(55 + 5 + 40 * 1.2);
  });

  test('a centre that takes a fiftieth from one moment on is followed, and followed up again', () => {
    const [fast, slow] = [BY_THE_SECOND(100), BY_THE_SECOND(2)];
    const { submits, seconds } = submitAll(
      (now) => (now > 5_000 && now < 65_000 ? slow(now) : fast(now)),
      4_000,
      2,
    );
    expect(submits).toBeLessThan(4_000 * 1.05);
    expect(seconds).toBeLessThan(200);
  });
});
