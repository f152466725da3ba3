import { expect, it } from 'vitest';
import { makeCampaign } from '../../../src/operations/campaigns/make-campaign.ts';
import { uploadCampaignRows } from '../../../src/operations/campaigns/upload-rows.ts';
import { staffNamed } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

/** How many rows; a million on demand. */
const ROWS = Number(process.env['HANDBACK_CAMPAIGN_ROWS'] ?? 20_000);
const LINES = 100;
const MOST_MORE_BYTES = 256 * 1024 * 1024;

const { operations: op, vault } = await testInstance();
const staff = staffNamed('wu');

/** One of each kind of wrong row, again and again. */
const WRONG = [
  ['=cmd|calc', 'unknown_line'],
  ['L0000000', 'duplicate'],
  ['L0000000,more', 'columns'],
  ['x'.repeat(300), 'too_long'],
  ['L\u0000', 'control_characters'],
  ['8.6139E+12', 'number_damaged'],
  ['+8613999999999', 'number_of_nobody'],
  ['+8612', 'number_invalid'],
  ['" "', null],
  ['号码\uFFFD', 'unknown_line'],
] as const;

async function* file(): AsyncGenerator<Uint8Array> {
  let piece = '';
  for (let n = 0; n < ROWS; n++) {
    piece += `${n < LINES ? `L${String(n).padStart(7, '0')}` : WRONG[n % WRONG.length]![0]}\r\n`;
    if (piece.length < 60_000) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

it(`of ${ROWS} rows with every kind of wrong one is looked at in little memory, and sent twice changes nothing`, {
  timeout: 3_600_000,
}, async () => {
  await seedLines(op.pool, vault, LINES);
  await makeCampaign(op, staff, { name: 'large' });
  let most = 0;
  const before = process.memoryUsage().rss;
  const upload = () =>
    uploadCampaignRows(
      op,
      staff,
      { name: 'large' },
      {
        ...{ source: file(), encoding: 'utf-8' },
        progress: () => {
          most = Math.max(most, process.memoryUsage().rss);
        },
      },
    );
  const { campaign } = await upload();
  const expected: Record<string, number> = {};
  let rows = LINES;
  for (let n = LINES; n < ROWS; n++) {
    const fault = WRONG[n % WRONG.length]![1];
    // A row without a value is no row, as with spreadsheets.
    if (fault === null) continue;
    rows += 1;
    expected[fault] = (expected[fault] ?? 0) + 1;
  }
  expect(campaign).toMatchObject({ state: 'validated', rows, validRows: LINES, faults: expected });
  expect(await upload()).toMatchObject({ unchanged: true });
  const { rows: kept } = await op.pool.query('select count(*) as n from campaign_row');
  expect(kept).toEqual([{ n: rows }]);
  expect(most - before).toBeLessThan(MOST_MORE_BYTES);
});
