import { describe, expect, it } from 'vitest';
import { mayAskForCode } from '../../../src/domain/people/code-budget.ts';

const limits = { perMinute: 100, perHour: 1_000, perClient: 40 };
const asked = (all: [number, number], client: [number, number]) => ({
  byAll: { inMinute: all[0], inHour: all[1] },
  byClient: { inMinute: client[0], inHour: client[1] },
});

describe('whether one more code may be asked for', () => {
  it.each([
    ['the first of all', asked([1, 1], [1, 1]), false, null],
    ['the last of a client in a minute', asked([10, 10], [10, 10]), false, null],
    ['one more in that minute', asked([11, 11], [11, 11]), false, ['client', 'minute']],
    ['the last of a client in an hour', asked([1, 40], [1, 40]), false, null],
    ['one more in that hour', asked([1, 41], [1, 41]), false, ['client', 'hour']],
    ['the last of all outside the reserve', asked([80, 80], [5, 5]), false, null],
    ['one more, from a client that has asked often', asked([81, 81], [5, 5]), false, ['all', 'minute']],
    ['one more, from a client that has hardly asked', asked([81, 81], [1, 2]), false, null],
    ['one more, from somebody who has signed in', asked([81, 81], [5, 5]), true, null],
    ['what the reserve does not hold either', asked([101, 101], [1, 1]), false, ['all', 'minute']],
    ['what it does not hold for who has signed in', asked([101, 101], [1, 1]), true, ['all', 'minute']],
    ['the hour of all', asked([1, 801], [1, 3]), false, ['all', 'hour']],
    ['the reserve of the hour', asked([1, 1_000], [1, 1]), false, null],
    ['more than the hour', asked([1, 1_001], [1, 1]), true, ['all', 'hour']],
  ])('%s', (_name, counts, signedIn, refused) => {
    const answer = mayAskForCode(limits, counts, signedIn);
    expect(answer.may ? null : [answer.bound, answer.window]).toEqual(refused);
  });
});
