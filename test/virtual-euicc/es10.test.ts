import { describe, expect, it } from 'vitest';
import { parsePendingNotification } from '../../src/rsp/notification.ts';
import { ADDRESS, EID, HILLSIDE, LAKESIDE, LAKESIDE_BYTES, profile, testCard } from './cards.ts';

/** Blanks in hexadecimal are for the reader. */
const hex = (text: string): string => text.replaceAll(/\s/g, '');
const ascii = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();

const IN_CHOICE = `A00C 5A0A ${LAKESIDE_BYTES} 8101FF`;
const ISDP = 'A0000005591010FFFFFFFF8900001000';

describe('what lpac asks, byte by byte', () => {
  it('lists profiles: BF2D', () => {
    const { es10 } = testCard();
    expect(es10('BF2D00')).toBe(
      hex(`BF2D3B A039 E337
        5A0A ${LAKESIDE_BYTES} 4F10 ${ISDP} 9F700100 9108 ${ascii('Lakeside')} 9206 ${ascii('Test 1')} 950102 9000`),
    );
  });

  it('lists no profiles as an empty list', () => {
    expect(testCard([]).es10('BF2D00')).toBe('BF2D02A0009000');
  });

  it('enables (BF31) and disables (BF32) a profile', () => {
    const { es10, euicc } = testCard();
    expect(es10(`BF3111 ${IN_CHOICE}`)).toBe('BF31038001009000');
    expect(euicc.state.profiles[0]?.enabled).toBe(true);
    expect(es10(`BF3111 ${IN_CHOICE}`)).toBe('BF31038001029000');
    expect(es10(`BF3211 ${IN_CHOICE}`)).toBe('BF32038001009000');
    expect(es10(`BF3211 ${IN_CHOICE}`)).toBe('BF32038001029000');
  });

  it('takes the AID of the ISD-P in place of the ICCID', () => {
    const { es10 } = testCard();
    expect(es10(`BF3117 A012 4F10 ${ISDP} 8101FF`)).toBe('BF31038001009000');
    expect(es10(`BF3217 A012 4F10 ${ISDP} 810100`)).toBe('BF32038001009000');
    expect(es10(`BF3312 4F10 ${ISDP}`)).toBe('BF33038001009000');
  });

  it('deletes a profile (BF33): 0 done, 1 not there, 2 enabled, 3 forbidden by PPR2', () => {
    const { es10, euicc } = testCard([profile(), profile({ iccid: HILLSIDE, ppr2: true })]);
    es10(`BF3111 ${IN_CHOICE}`);
    expect(es10(`BF330C 5A0A ${LAKESIDE_BYTES}`)).toBe('BF33038001029000');
    es10(`BF3211 ${IN_CHOICE}`);
    expect(es10(`BF330C 5A0A ${LAKESIDE_BYTES}`)).toBe('BF33038001009000');
    expect(es10(`BF330C 5A0A ${LAKESIDE_BYTES}`)).toBe('BF33038001019000');
    expect(es10('BF330C 5A0A 98681032547698103254')).toBe('BF33038001039000');
    expect(euicc.state.profiles.map(({ iccid }) => iccid)).toEqual([HILLSIDE]);
  });

  it('lists notifications: BF28', () => {
    const { es10 } = testCard();
    es10(`BF330C 5A0A ${LAKESIDE_BYTES}`);
    expect(es10('BF2800')).toBe(
      hex(`BF2829 A027 BF2F24 800101 81020410 0C0F ${ascii(ADDRESS)} 5A0A ${LAKESIDE_BYTES} 9000`),
    );
  });

  it('lists only the notifications of the events that are asked for', () => {
    const told = { install: [ADDRESS], enable: [ADDRESS], delete: [ADDRESS] };
    const { es10 } = testCard([profile({ notificationAddresses: told })]);
    es10(`BF3111 ${IN_CHOICE}`);
    expect(es10('BF2804 81020780')).toContain('81020780');
    expect(es10('BF2804 81020780')).not.toContain('81020640');
    expect(es10('BF2804 810206C0')).toMatch(/81020780.*81020640/);
    expect(es10('BF2804 81020410')).toBe('BF2802A0009000');
  });

  it('gives the EID: BF3E', () => {
    expect(testCard().es10('BF3E03 5C015A')).toBe(hex(`BF3E12 5A10 ${EID} 9000`));
  });

  it('gives a notification by its number (BF2B) as it was signed', () => {
    const { es10, euicc } = testCard();
    es10(`BF330C 5A0A ${LAKESIDE_BYTES}`);
    const answer = Buffer.from(es10('BF2B05 A003 800101'), 'hex');
    const pending = Buffer.from(euicc.state.notifications[0]!.pending, 'base64');
    expect(answer.subarray(0, 3).toString('hex')).toBe('bf2b82');
    expect(answer.readUInt16BE(3)).toBe(pending.length + 4);
    expect(answer.subarray(5, 7).toString('hex')).toBe('a082');
    expect(answer.readUInt16BE(7)).toBe(pending.length);
    expect(answer.subarray(9, -2)).toEqual(pending);
    expect(parsePendingNotification(pending)).toMatchObject({
      event: 'delete',
      iccid: LAKESIDE,
      seqNumber: 1,
      address: ADDRESS,
    });
  });

  it('gives notifications by event, all of them, or noResultAvailable', () => {
    const { es10, euicc } = testCard([
      profile({ notificationAddresses: { enable: [ADDRESS], delete: [ADDRESS] } }),
    ]);
    expect(es10('BF2B00')).toBe('BF2B038101019000');
    es10(`BF3111 ${IN_CHOICE}`);
    es10(`BF3211 ${IN_CHOICE}`);
    es10(`BF330C 5A0A ${LAKESIDE_BYTES}`);
    const [enabled, deleted] = euicc.state.notifications.map(({ pending }) =>
      Buffer.from(pending, 'base64').toString('hex').toUpperCase(),
    );
    expect(es10('BF2B06 A004 81020410')).toContain(deleted);
    expect(es10('BF2B06 A004 81020410')).not.toContain(enabled);
    expect(es10('BF2B00')).toContain(`${enabled}${deleted}`);
    expect(es10('BF2B05 A003 800163')).toBe('BF2B038101019000');
  });

  it('removes a notification, once: BF30', () => {
    const { es10 } = testCard();
    es10(`BF330C 5A0A ${LAKESIDE_BYTES}`);
    expect(es10('BF3003 800101')).toBe('BF30038001009000');
    expect(es10('BF3003 800101')).toBe('BF30038001019000');
    expect(es10('BF2800')).toBe('BF2802A0009000');
  });

  it('names sequence numbers above 127 with a leading zero, and is asked for them without', () => {
    const told = Array.from({ length: 129 }, () => ADDRESS);
    const { es10 } = testCard([profile({ notificationAddresses: { delete: told } })], {
      notificationCapacity: 129,
    });
    es10(`BF330C 5A0A ${LAKESIDE_BYTES}`);
    expect(es10('BF2800')).toMatch(/BF2F2580020080.*BF2F2580020081/);
    expect(es10('BF2B06 A004 80020080')).toContain('BF2F2580020080');
    expect(es10('BF2B05 A003 800181')).toContain('BF2F2580020081');
    expect(es10('BF3003 800180')).toBe('BF30038001009000');
    expect(es10('BF3004 80020081')).toBe('BF30038001009000');
    expect(es10('BF2800')).not.toContain('8002008');
  });

  it('tells its addresses: BF3C', () => {
    expect(testCard().es10('BF3C00')).toBe(hex(`BF3C10 810E ${ascii('ds.example.com')} 9000`));
  });

  it('tells EUICCInfo1 (BF20) and EUICCInfo2 (BF22) with the key of its CI', () => {
    const { es10, euicc } = testCard();
    const lists = (ski: string): string => hex(`A916 0414 ${ski} AA16 0414 ${ski}`);
    const info1 = es10('BF2000');
    const ski = info1.slice(24, 64);
    expect(info1).toBe(hex(`BF2035 8203020202 ${lists(ski)} 9000`));
    expect(Buffer.from(euicc.state.ciCertificate, 'base64').toString('hex').toUpperCase()).toContain(
      hex(`0603551D0E 0416 0414 ${ski}`),
    );
    expect(es10('BF2200')).toBe(
      hex(`BF226C 8103020100 8203020202 8303010000 840D 810101 820400080000 83022000 85020640 88020490
        ${lists(ski)} 8B0101 0403000001 0C0C ${ascii('HB-TEST-0000')} 9000`),
    );
  });

  it('has no rules that would permit policies of operators: BF43', () => {
    expect(testCard().es10('BF4300')).toBe('BF4302A0009000');
  });
});

describe('what other LPAs ask', () => {
  it('tells of a profile what the tag list asks for, in the order of the standard', () => {
    const told = { enable: [ADDRESS], delete: [ADDRESS] };
    const { es10 } = testCard([profile({ ppr2: true, notificationAddresses: told })]);
    expect(es10('BF2D07 5C05 9F70 5A B6 99')).toBe(
      hex(`BF2D48 A046 E344 5A0A ${LAKESIDE_BYTES} 9F700100
        B62E 3015 80020640 810F ${ascii(ADDRESS)} 3015 80020410 810F ${ascii(ADDRESS)} 99020520 9000`),
    );
  });

  it('finds profiles by ICCID, AID and class', () => {
    const { es10 } = testCard([profile(), profile({ iccid: HILLSIDE, profileClass: 'test' })]);
    const first = hex(`BF2D10 A00E E30C 5A0A ${LAKESIDE_BYTES} 9000`);
    expect(es10(`BF2D11 A00C 5A0A ${LAKESIDE_BYTES} 5C015A`)).toBe(first);
    expect(es10(`BF2D17 A012 4F10 ${ISDP} 5C015A`)).toBe(first);
    expect(es10('BF2D08 A003 950102 5C015A')).toBe(first);
    expect(es10('BF2D08 A003 950101 5C015A')).toBe('BF2D02A0009000');
  });

  it('sets a nickname, at most 64 bytes, and takes it away: BF29', () => {
    const { es10, euicc } = testCard();
    expect(es10(`BF2914 5A0A ${LAKESIDE_BYTES} 9006 E5B7A5E4BD9C`)).toBe('BF29038001009000');
    expect(es10('BF2D00')).toContain('9006E5B7A5E4BD9C9108');
    expect(es10(`BF294F 5A0A ${LAKESIDE_BYTES} 9041 ${'41'.repeat(65)}`)).toBe('BF290380017F9000');
    expect(euicc.state.profiles[0]?.nickname).toBe('工作');
    expect(es10(`BF290E 5A0A ${LAKESIDE_BYTES} 9000`)).toBe('BF29038001009000');
    expect(euicc.state.profiles[0]?.nickname).toBeNull();
    expect(es10('BF290E 5A0A 98681032547698103254 9000')).toBe('BF29038001019000');
  });

  it('resets its memory, whatever the profiles say: BF34', () => {
    const { es10, euicc } = testCard([
      profile({ ppr2: true }),
      profile({ iccid: HILLSIDE, profileClass: 'test' }),
    ]);
    es10(`BF3111 ${IN_CHOICE}`);
    expect(es10('BF3404 82020780')).toBe('BF34038001009000');
    expect(euicc.state.profiles.map(({ iccid }) => iccid)).toEqual([HILLSIDE]);
    expect(euicc.state.notifications.map(({ event, iccid }) => [event, iccid])).toEqual([
      ['delete', LAKESIDE],
    ]);
    expect(es10('BF3404 82020780')).toBe('BF34038001019000');
    expect(es10('BF3404 820206C0')).toBe('BF34038001009000');
    expect(euicc.state.profiles).toEqual([]);
  });
});

describe('what it refuses', () => {
  it.each([
    ['a function that it has not', 'BF2E00', '6A88'],
    ['data other than the EID', 'BF3E03 5C015B', '6A88'],
    ['what is not DER', 'BF2D', '6A80'],
    ['bytes after the command', 'BF2D0000', '6A80'],
    ['a deletion of nothing', 'BF3300', '6A80'],
    ['an enabling of nothing', 'BF3103 8101FF', '6A80'],
    ['a number that no notification has', 'BF3009 8007 FFFFFFFFFFFFFF', '6A80'],
    ['a number without a byte', 'BF3002 8000', '6A80'],
    ['a search for notifications by something else', 'BF2B05 A003 820101', '6A80'],
    ['a search for profiles by something else', 'BF2D05 A003 900101', '6A80'],
  ])('%s', (_, command, statusWord) => {
    expect(testCard().es10(command)).toBe(statusWord);
  });
});
