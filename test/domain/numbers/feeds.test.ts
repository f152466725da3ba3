import { expect, it } from 'vitest';
import {
  feedDates,
  isPeriod,
  type Period,
  periodOf,
  throughOn,
} from '../../../src/domain/numbers/feed-calendar.ts';
import {
  BATCH_ROWS,
  checkFeed,
  type FeedForm,
  headerText,
  rowText,
} from '../../../src/domain/numbers/feed-file.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';

const day = parseLocalDate;
const march = periodOf(day('2026-03-31'));
const RND: FeedForm = {
  kind: 'rnd',
  rnd: {
    companyId: 'ACME1',
    headers: ['CompanyID', 'TelephoneNumber', 'DisconnectDate', 'BatchID'],
    dateForm: 'YYYY-MM-DD',
  },
  batched: false,
};
async function* pieces(text: string, size = 7): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
const through = day('2026-03-10');
const check = (text: string, form = RND) => checkFeed(pieces(text), form, through);
const rows = (...cells: string[]) => headerText(RND) + cells.map((row) => `${row}\r\n`).join('');

it('has a calendar for each list', () => {
  expect(feedDates('rnd', march)).toEqual({ dueOn: '2026-03-15', from: '2026-03-11', through: '2026-03-10' });
  expect(feedDates('mnrl', march)).toEqual({
    dueOn: '2026-03-08',
    from: '2026-03-01',
    through: '2026-02-28',
  });
  expect(feedDates('range_holder', '2028-03' as Period).through).toBe('2028-02-29');
  // What is made later covers more, and a list of a month no more than that month.
  expect(throughOn('rnd', march, day('2026-03-14'))).toBe('2026-03-13');
  expect(throughOn('mnrl', march, day('2026-03-14'))).toBe('2026-02-28');
  // A year too early takes nothing from this year's.
  expect(throughOn('rnd', march, day('2027-03-14'))).toBe('2026-04-10');
  expect(['2026-13', '2026-1', 'x', '2026-00'].some(isPeriod)).toBe(false);
});

it('writes what it then takes, in each form of a date, with a batch in a large file only', async () => {
  const row = { msisdn: '+12025550123', on: day('2026-03-04') };
  expect(rowText(RND, row, 0)).toBe('ACME1,2025550123,2026-03-04\r\n');
  for (const dateForm of ['MM/DD/YYYY', 'YYYYMMDD'] as const) {
    const form: FeedForm = { ...RND, rnd: { ...RND.rnd, dateForm } };
    expect(await check(headerText(form) + rowText(form, row, 0), form)).toEqual({ rows: 1, faults: [] });
  }
  const large: FeedForm = { ...RND, batched: true };
  expect(headerText(large)).toBe('CompanyID,TelephoneNumber,DisconnectDate,BatchID\r\n');
  expect(rowText(large, row, BATCH_ROWS)).toBe('ACME1,2025550123,2026-03-04,2\r\n');
  expect(await check(headerText(large) + rowText(large, row, 0), large)).toEqual({ rows: 1, faults: [] });
});

it('takes a nil report, and refuses what the recipient would', async () => {
  expect(await check(headerText(RND))).toEqual({ rows: 0, faults: [] });
  for (const [text, line, what] of [
    ['', 1, 'header'],
    ['Company,Number,Date\r\n', 1, 'header'],
    [rows('ACME1,2025550123'), 2, 'columns'],
    [rows('A1,2025550123,2026-03-04'), 2, 'company'],
    [rows('ACME1,1025550123,2026-03-04'), 2, 'number'],
    [rows('ACME1,2021550123,2026-03-04'), 2, 'number'],
    [rows('ACME1,+12025550123,2026-03-04'), 2, 'number'],
    [rows('ACME1,2025550123,2026-02-30'), 2, 'date'],
    [rows('ACME1,2025550123,03/04/2026'), 2, 'date'],
    [rows('ACME1,2025550123,2026-03-11'), 2, 'later_than_covered'],
    [rows('ACME1,2025550123,2026-03-04', 'ACME1,2025550123,2026-03-04'), 3, 'twice'],
    [`${headerText(RND)}ACME1,2025550123,2026-03-04`, 2, 'ending'],
    [`${headerText(RND)}ACME1,2025550123,2026-03-04\n`, 2, 'ending'],
  ] as const)
    expect((await check(text)).faults, text).toContainEqual({ line, what });
});

it('refuses a million rows and one without batches, row by row', async () => {
  async function* many(): AsyncIterable<string> {
    yield headerText(RND);
    for (let n = 0; n <= BATCH_ROWS; n += 1_000) {
      let text = '';
      for (let i = n; i < Math.min(n + 1_000, BATCH_ROWS + 1); i++)
        text += `ACME1,202${200 + Math.floor(i / 10_000)}${String(i % 10_000).padStart(4, '0')},2026-03-04\r\n`;
      yield text;
    }
  }
  const { rows: n, faults } = await checkFeed(many(), RND, through);
  expect(n).toBe(BATCH_ROWS + 1);
  expect(faults).toEqual([{ line: BATCH_ROWS + 2, what: 'batch' }]);
});
