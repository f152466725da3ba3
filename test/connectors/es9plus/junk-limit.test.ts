import { describe, expect, it } from 'vitest';
import { type Admission, JunkLimit, type Outcome } from '../../../src/connectors/es9plus/junk-limit.ts';

const HOUR = 3_600_000;
const limits = {
  storedPerHour: { client: 3, all: 5 },
  verified: { client: { atOnce: 2, perSecond: 1 }, all: { atOnce: 4, perSecond: 2 } },
};
function limitAt() {
  const clock = { now: 0 };
  const limit = new JunkLimit(limits, () => clock.now);
  const send = (address: string, outcome: Outcome): string => {
    const admission: Admission = limit.admit(address);
    if ('waitMs' in admission) return 'wait';
    admission.settle(outcome === 'quarantined' && !admission.keepUnsigned ? 'dropped' : outcome);
    return admission.keepUnsigned ? 'kept' : 'looked at';
  };
  return { clock, limit, send };
}

describe('what proves nothing', () => {
  it('is kept up to a number, then looked at up to a number, then waits, and both come back', () => {
    const { clock, send } = limitAt();
    const junk = () => send('192.0.2.1', 'quarantined');
    expect([junk(), junk(), junk(), junk(), junk(), junk()]).toEqual([
      ...['kept', 'kept', 'kept'],
      ...['looked at', 'looked at', 'wait'],
    ]);
    clock.now += 1_000;
    expect([junk(), junk()]).toEqual(['looked at', 'wait']);
    clock.now += HOUR;
    expect(junk()).toBe('kept');
  });

  it('leaves what is proven free, from the same address and for ever', () => {
    const { send } = limitAt();
    for (let i = 0; i < 3; i++) send('192.0.2.1', 'quarantined');
    for (let i = 0; i < 1_000; i++) expect(send('192.0.2.1', 'accepted')).toBe('looked at');
    expect(send('192.0.2.1', 'quarantined')).toBe('looked at');
  });

  it('cannot be sent by repeating what was kept', () => {
    const { send } = limitAt();
    for (let i = 0; i < 3; i++) send('192.0.2.1', 'quarantined');
    const again = Array.from({ length: 4 }, () => send('192.0.2.1', 'repeated'));
    expect(again).toEqual(['looked at', 'looked at', 'wait', 'wait']);
  });

  it('is bounded over all clients, so that many addresses are no way around', () => {
    const { clock, send } = limitAt();
    const all = Array.from({ length: 20 }, (_, i) => send(`192.0.2.${i}`, 'quarantined'));
    expect(all.filter((one) => one === 'kept')).toHaveLength(5);
    expect(all.filter((one) => one === 'looked at')).toHaveLength(4);
    clock.now += 500;
    expect(send('192.0.2.99', 'quarantined')).toBe('looked at');
  });

  it('is counted by what one customer has: an IPv6 network, or an IPv4 address in whichever form', () => {
    const { send } = limitAt();
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:9::3'])
      expect(send(address, 'quarantined')).toBe('kept');
    expect(send('2001:db8:1:2:ffff::4', 'quarantined')).toBe('looked at');
    const other = limitAt();
    for (const address of ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201'])
      other.send(address, 'quarantined');
    expect(other.send('192.0.2.1', 'quarantined')).toBe('looked at');
  });

  it('of many at once is as much as of one after the other', () => {
    const { limit } = limitAt();
    const admissions = Array.from({ length: 10 }, () => limit.admit('192.0.2.1'));
    expect(admissions.filter((one) => 'keepUnsigned' in one && one.keepUnsigned)).toHaveLength(3);
    expect(admissions.filter((one) => 'waitMs' in one)).toHaveLength(5);
  });
});
