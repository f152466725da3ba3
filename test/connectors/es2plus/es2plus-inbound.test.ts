import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EXECUTION_STATUSES,
  HANDLE_DOWNLOAD_PROGRESS_INFO,
  HANDLE_NOTIFICATION,
  isAdminProtocol,
} from '../../../src/connectors/es2plus/functions.ts';
import {
  type PointMap,
  parseDownloadProgress,
  parseSmdpNotification,
} from '../../../src/connectors/es2plus/inbound.ts';
import { parseIccid } from '../../../src/domain/values/iccid.ts';
import { EID } from '../contracts/smdp-contract.ts';
import { fuzzEs2plus } from './fuzz-es2plus.ts';
import { notificationBody } from './smdp-reports.ts';

const ICCID = parseIccid('8986001000000000021');
/** As Telna and Monogoto publish theirs. */
const POINTS: PointMap = { 5: 'ignored', 6: 'enabled', 7: 'disabled', 8: 'deleted' };
const V2 = {
  header: { functionRequesterIdentifier: 'SMDP-1', functionCallIdentifier: 'TX-567' },
  eid: EID,
  iccid: '8986001000000000021F',
  profileType: 'P9054-2',
  timestamp: '2026-03-01T08:00:00Z',
  notificationPointId: 4,
  notificationPointStatus: { status: 'Executed-Success' },
  resultData: 'v6A=',
};
const without = (field: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(V2).filter(([key]) => key !== field));

describe('handleDownloadProgressInfo', () => {
  test('says which profile on which eUICC did what, and when', () => {
    expect(parseDownloadProgress(V2, POINTS)).toEqual({
      event: {
        requester: 'SMDP-1',
        callId: 'TX-567',
        iccid: ICCID,
        eid: EID,
        profileType: 'P9054-2',
        happened: 'installed',
        point: 4,
        at: new Date('2026-03-01T08:00:00Z'),
        code: null,
        resultData: 'v6A=',
      },
    });
  });

  test.each([
    [1, 'Executed-Success', 'ignored'],
    [1, 'Failed', 'failed'],
    [2, 'Failed', 'failed'],
    [3, 'Executed-Success', 'downloaded'],
    [3, 'Executed-WithWarning', 'downloaded'],
    [4, 'Executed-Success', 'installed'],
    [4, 'Failed', 'failed'],
    [4, 'Expired', 'failed'],
    [5, 'Executed-Success', 'ignored'],
    [5, 'Failed', 'ignored'],
    [6, 'Executed-Success', 'enabled'],
    [7, 'Executed-Success', 'disabled'],
    [8, 'Executed-Success', 'deleted'],
    [8, 'Failed', 'failed'],
    [99, 'Executed-Success', 'ignored'],
    [99, 'Failed', 'ignored'],
  ])('step %s that is %s: %s', (notificationPointId, status, happened) => {
    const body = { ...V2, notificationPointId, notificationPointStatus: { status } };
    expect(parseDownloadProgress(body, POINTS)).toMatchObject({ event: { happened } });
  });

  test('a vendor map does not change the steps of the standard', () => {
    const event = parseDownloadProgress(V2, { 4: 'deleted' });
    expect(event).toMatchObject({ event: { happened: 'installed' } });
  });

  test('the example of China Mobile International: numbers as text, seconds since 1970', () => {
    const body = {
      header: {
        functionRequesterIdentifier: '24a3b946405843d2a1bc69780e7ba717',
        functionCallIdentifier: 'handleDownloadProgressInfo',
      },
      iccid: '89852342022019785558',
      eid: '89043051202200005223001347834515',
      profileType: 'CMI_gds_esim_02',
      timeStamp: '1709712641',
      notificationPointId: '102',
      notificationPointStatus: { status: 'Executed-Success' },
    };
    expect(parseDownloadProgress(body, { 5: 'deleted', 101: 'installed', 102: 'disabled' })).toMatchObject({
      event: { happened: 'disabled', point: 102, at: new Date('2024-03-06T08:10:41Z') },
    });
  });

  test('a failure comes with its code', () => {
    const body = {
      ...V2,
      notificationPointStatus: {
        status: 'Failed',
        statusCodeData: { subjectCode: '8.2.7', reasonCode: '6.4', message: 'x'.repeat(500) },
      },
    };
    expect(parseDownloadProgress(body, POINTS)).toMatchObject({ event: { code: '8.2.7/6.4' } });
  });

  test.each([
    ['Z', '2026-03-01T08:00:00Z', '2026-03-01T08:00:00.000Z'],
    ['a zone', '2026-03-01T08:00:00+08:00', '2026-03-01T00:00:00.000Z'],
    ['fractions', '2026-03-01T08:00:00.123456Z', '2026-03-01T08:00:00.123Z'],
    ['29 February', '2028-02-29T00:00:00-05:00', '2028-02-29T05:00:00.000Z'],
    ['seconds as a number', 1709712641, '2024-03-06T08:10:41.000Z'],
  ])('a time with %s', (_name, timestamp, at) => {
    expect(parseDownloadProgress({ ...V2, timestamp }, POINTS)).toMatchObject({
      event: { at: new Date(at) },
    });
  });

  test.each(['eid', 'profileType', 'resultData'])('%s may be missing', (field) => {
    expect(parseDownloadProgress(without(field), POINTS)).toMatchObject({ event: { [field]: null } });
  });

  test.each(['header', 'iccid', 'timestamp', 'notificationPointId', 'notificationPointStatus'])(
    '%s may not be missing',
    (field) => {
      expect(parseDownloadProgress(without(field), POINTS)).toEqual({ fault: 'field_missing', field });
    },
  );

  test.each<[string, unknown]>([
    ['header', 'SMDP-1'],
    ['header', { functionRequesterIdentifier: 'SMDP-1' }],
    ['header', { functionRequesterIdentifier: 1, functionCallIdentifier: 2 }],
    ['iccid', null],
    ['iccid', 8986001000000000021n.toString().slice(0, 17)],
    ['iccid', '8986 0010 0000 0000 021'],
    ['iccid', '9886001000000000021'],
    ['iccid', ['8986001000000000021']],
    ['eid', null],
    ['eid', ''],
    ['eid', '89049032123451234512345678901236'],
    ['timestamp', ''],
    ['timestamp', '2026-03-01'],
    ['timestamp', '2026-03-01T08:00:00'],
    ['timestamp', '2026-02-30T08:00:00Z'],
    ['timestamp', '2026-03-01T24:00:00Z'],
    ['timestamp', '2026-03-01T08:00:00+24:00'],
    ['timestamp', '20260301080000'],
    ['timestamp', 1.5],
    ['notificationPointId', -1],
    ['notificationPointId', 4.5],
    ['notificationPointId', '0x4'],
    ['notificationPointId', '10000'],
    ['notificationPointId', [4]],
    ['notificationPointStatus', 'Executed-Success'],
    ['notificationPointStatus', {}],
    ['notificationPointStatus', { status: 'OK' }],
  ])('%s may not be %j', (field, value) => {
    expect(parseDownloadProgress({ ...V2, [field]: value }, POINTS)).toEqual({
      fault: 'field_invalid',
      field,
    });
  });

  test.each([[null], ['text'], [7], [[V2]]])('%j is no body', (body) => {
    expect(parseDownloadProgress(body, POINTS)).toEqual({ fault: 'not_an_object', field: null });
  });
});

describe('handleNotification', () => {
  test('has names of its own for number and status', () => {
    const { notificationPointId, notificationPointStatus, ...rest } = V2;
    const body = {
      ...rest,
      notificationEvent: notificationPointId,
      notificationEventStatus: notificationPointStatus,
    };
    expect(parseSmdpNotification(body, POINTS)).toMatchObject({ event: { happened: 'installed', eid: EID } });
    expect(parseSmdpNotification(V2, POINTS)).toEqual({
      fault: 'field_missing',
      field: 'notificationEvent',
    });
  });
});

describe('any input', () => {
  const iccids = fc.stringMatching(/^89[0-9]{16,17}[0-9A-E]$/).map((text) => parseIccid(text));

  test('what the simulator reports is read back as it was meant', () => {
    fc.assert(
      fc.property(
        iccids,
        fc.integer({ min: 0, max: 9999 }),
        fc.constantFrom(...EXECUTION_STATUSES),
        fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
        (iccid, event, status, at) => {
          const report = { iccid, eid: EID, event, status, at };
          const v2 = notificationBody('SMDP-1', HANDLE_DOWNLOAD_PROGRESS_INFO, report);
          const v3 = notificationBody('SMDP-1', HANDLE_NOTIFICATION, report);
          const seconds = new Date(Math.floor(at.getTime() / 1000) * 1000);
          const expected = { event: { iccid, eid: EID, point: event, at: seconds } };
          expect(parseDownloadProgress(v2, POINTS)).toMatchObject(expected);
          expect(parseSmdpNotification(v3, POINTS)).toMatchObject(expected);
        },
      ),
    );
  });

  test('is an event or a fault, never an exception', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(fc.constantFrom(...Object.keys(V2)), fc.anything()),
        (a, b) => {
          for (const body of [a, { ...V2, ...b }]) {
            const parsed = parseDownloadProgress(body, POINTS);
            expect('event' in parsed || 'fault' in parsed).toBe(true);
          }
        },
      ),
    );
  });

  test('mutated answers and notifications are never claimed to say more than they do', () => {
    const report = fuzzEs2plus({ iterations: 5_000, seed: 20260301 });
    expect(Object.keys(report.answers).sort()).toEqual([
      'already_downloaded',
      'cancelled',
      'refused',
      'unavailable',
      'unknown',
      'unknown_profile',
    ]);
    expect(Object.keys(report.inbound)).toEqual(
      expect.arrayContaining([
        'deleted',
        'downloaded',
        'failed',
        'field_invalid',
        'field_missing',
        'not_json',
      ]),
    );
  });
});

test.each([
  ['gsma/rsp/v2.2.2', true],
  ['gsma/rsp/v3.1', true],
  ['gsma/rsp/v2.2.2\r\nX: y', false],
  ['gsma/rsp/', false],
  [undefined, false],
])('X-Admin-Protocol %j is one: %s', (value, is) => {
  expect(isAdminProtocol(value)).toBe(is);
});
