import { expect, it } from 'vitest';
import { Outlet } from '../../../src/workflow/outlet.ts';

/** An outlet whose time is told, and how often it lets a message try while its peer fails for so long. */
function tries(trouble: 'link' | 'set_up', forMs: number, random: number): number {
  let now = 0;
  const outlet = new Outlet('sms', {}, { now: () => now, random: () => random });
  let count = 0;
  for (; now < forMs; now += 100) {
    if (outlet.room().urgent === 0) continue;
    count += 1;
    const leave = outlet.enter(false);
    expect(outlet.room().others, 'one at a time, once it is away').toBe(count === 1 ? 31 : 0);
    outlet.heard(trouble, 'x');
    leave();
  }
  return count;
}

it.each([
  ['link', 1, 5 + 120],
  ['link', 0, 5 + 240],
  ['set_up', 1, 7 + 12],
  ['set_up', 0, 7 + 24],
] as const)('tries seldom while the peer is away for an hour: %s, chance %d', (trouble, random, most) => {
  expect(tries(trouble, 3_600_000, random)).toBeLessThanOrEqual(most);
});

it('lets all through again as soon as one got through', () => {
  const told: string[] = [];
  const outlet = new Outlet(
    'sms',
    { onOutage: ({ detail }) => told.push(detail), onOutageOver: ({ seconds }) => told.push(`${seconds} s`) },
    { now: () => now, random: () => 1 },
  );
  let now = 0;
  expect(outlet.room()).toEqual({ urgent: 16, others: 32 });
  outlet.heard('link', 'ECONNREFUSED');
  outlet.heard('link', 'ECONNREFUSED');
  expect(outlet.room()).toEqual({ urgent: 0, others: 0 });
  now = 1_000;
  expect(outlet.room()).toEqual({ urgent: 1, others: 1 });
  // An answer about one message, even a bad one, is a peer that is there.
  outlet.heard('message', 'destination_invalid');
  expect(outlet.room()).toEqual({ urgent: 16, others: 32 });
  expect(told).toEqual(['ECONNREFUSED', '1 s']);
});

it('says so once more when the peer is back and refuses us', () => {
  const told: string[] = [];
  const outlet = new Outlet(
    'sms',
    { onOutage: ({ trouble }) => told.push(trouble) },
    { now: () => 0, random: () => 0 },
  );
  outlet.heard('link', 'ECONNREFUSED');
  outlet.heard('set_up', 'password_invalid');
  outlet.heard('set_up', 'password_invalid');
  expect(told).toEqual(['link', 'set_up']);
});

it('is not closed by a peer that is slow or says no to one message', () => {
  const outlet = new Outlet('sms', {}, { now: () => 0, random: () => 0 });
  outlet.heard('rate', 'throttled');
  outlet.heard('message', 'system_error');
  expect(outlet.room()).toEqual({ urgent: 16, others: 32 });
});
