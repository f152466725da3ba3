import { describe, expect, it } from 'vitest';
import { ROW_FAULTS } from '../../../src/domain/campaigns/campaign.ts';
import { listCampaignRows } from '../../../src/operations/campaigns/campaign-rows.ts';
import { makeCampaign } from '../../../src/operations/campaigns/make-campaign.ts';
import { stopCampaign } from '../../../src/operations/campaigns/steer-campaign.ts';
import { uploadCampaignRows } from '../../../src/operations/campaigns/upload-rows.ts';
import { viewCampaign } from '../../../src/operations/campaigns/view-campaign.ts';
import { staffNamed } from '../../support/actors.ts';
import { inPieces, previewed, uploaded } from '../../support/campaigns.ts';
import { declared } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const staff = staffNamed('wu');
let from = 0;
const linesOf = async (count: number): Promise<readonly SeededLine[]> => {
  const lines = await seedLines(pool, vault, count, { from });
  from += count;
  return lines;
};
const rowsOf = async (name: string) =>
  (await listCampaignRows(op, staff, { name, after: 0, limit: 1_000 })).rows;
const faultsOf = async (name: string) =>
  (await rowsOf(name)).map(({ rowNumber, fault, detail, lineId }) => [rowNumber, fault ?? lineId, detail]);
const view = (name: string) => viewCampaign(op, staff, { name });

describe('a file of a campaign', () => {
  it('is a list of lines and numbers, or a table with a column of either', async () => {
    const lines = await linesOf(4);
    const [a, b, c, d] = lines.map(({ lineId }) => lineId);
    await uploaded(op, 'list', `${a}\r\n\r\n  ${b} \r\n${lines[2]!.msisdn}\n0${lines[3]!.msisdn.slice(3)}`);
    expect(await faultsOf('list')).toEqual([
      [1, a, null],
      [3, b, null],
      [4, c, null],
      [5, d, null],
    ]);
    await uploaded(op, 'lines', `\uFEFFname,Line_ID\n"Li, Si",${a}\n"x",${b}\n`);
    expect(await faultsOf('lines')).toEqual([
      [2, a, null],
      [3, b, null],
    ]);
    const national = lines[3]!.msisdn.slice(3);
    await uploaded(op, 'numbers', `sep=,\nnumber,plan\n${national},x\n'+${lines[0]!.msisdn},x\n${c},x\n`);
    expect(await faultsOf('numbers')).toEqual([
      [2, d, null],
      [3, 'number_invalid', 'not_a_digit'],
      [4, 'number_invalid', 'not_a_digit'],
    ]);
  });

  it.each([
    ['utf-8', Buffer.from('\uFEFF手机号,姓名\n17000000000,张三\n')],
    ['utf-16le', Buffer.from('\uFEFF手机号,姓名\n17000000000,张三\n', 'utf16le')],
    // 手机号,姓名 / 张三 as Chinese Excel saves it.
    [
      'gb18030',
      Buffer.concat([
        Buffer.from([0xca, 0xd6, 0xbb, 0xfa, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0a]),
        Buffer.from('17000000000,'),
        Buffer.from([0xd5, 0xc5, 0xc8, 0xfd, 0x0a]),
      ]),
    ],
  ])('is read as %s, with what it is called in Chinese', async (encoding, file) => {
    await uploaded(op, `encoded ${encoding}`, file, encoding);
    expect(await faultsOf(`encoded ${encoding}`)).toEqual([[2, 'L0000000', null]]);
  });

  it('tells of every wrong row where it is, what was given and why', async () => {
    const [good, ended, open, moved] = await linesOf(4);
    await pool.query(`update line set status = 'ended' where line_id = $1`, [ended!.lineId]);
    await declared(op, open!);
    // A line that is called like the number of another.
    const called = (await linesOf(1))[0]!;
    await pool.query('update msisdn_assignment set msisdn = $2 where line_id = $1', [
      moved!.lineId,
      '+8613912340001',
    ]);
    await pool
      .query('update msisdn_assignment set line_id = $2 where line_id = $1', [called.lineId, good!.lineId])
      .catch(() => undefined);
    await pool.query(
      `insert into line (line_id, holder_id, account_id, status, jurisdiction, province, opened_on, opened_channel, payment, plan_name, monthly_fee, currency)
       select '13912340001', holder_id, account_id, status, jurisdiction, province, opened_on, opened_channel, payment, plan_name, monthly_fee, currency
       from line where line_id = $1`,
      [good!.lineId],
    );
    const file = [
      good!.lineId,
      `${good!.lineId},more`,
      'x'.repeat(201),
      `${good!.lineId}\0`,
      `L\u0007X`,
      '8.6139E+12',
      '139123400011234567',
      '13912340001',
      '+8612',
      '+8613999999999',
      'NOBODY',
      '=1+1',
      good!.lineId,
      ended!.lineId,
      open!.lineId,
      `"${good!.lineId}`.replaceAll('"', ' " '),
    ];
    await uploaded(op, 'wrong', `${file.join('\n')}\n`);
    expect(await faultsOf('wrong')).toEqual([
      [1, good!.lineId, null],
      [2, 'columns', '2/1'],
      [3, 'too_long', '200'],
      [4, 'control_characters', null],
      [5, 'control_characters', null],
      [6, 'number_damaged', 'spreadsheet_number'],
      [7, 'unknown_line', null],
      [8, 'number_ambiguous', 'line_too'],
      [9, 'number_invalid', 'too_short'],
      [10, 'number_of_nobody', null],
      [11, 'unknown_line', null],
      [12, 'unknown_line', null],
      [13, 'duplicate', '1'],
      [14, 'ended_already', null],
      [15, 'open_already', null],
      [16, 'unknown_line', null],
    ]);
    expect((await rowsOf('wrong'))[3]!.given).toBe(`${good!.lineId}␀`);
    expect(await view('wrong')).toMatchObject({
      state: 'validated',
      rows: 16,
      validRows: 1,
      faults: { unknown_line: 4, control_characters: 2, duplicate: 1, ended_already: 1 },
    });
    const only = await listCampaignRows(op, staff, {
      name: 'wrong',
      after: 11,
      limit: 2,
      fault: 'unknown_line',
    });
    expect(only.rows.map(({ rowNumber }) => rowNumber)).toEqual([12, 16]);
    const wrong = await listCampaignRows(op, staff, { name: 'wrong', after: 0, limit: 3, fault: 'any' });
    expect([wrong.rows.map(({ rowNumber }) => rowNumber), wrong.next]).toEqual([[2, 3, 4], 4]);
    await uploaded(op, 'empty cell', `a,number\nx,\n,+8613912340001\n`);
    expect(await faultsOf('empty cell')).toEqual([
      [2, 'empty', null],
      [3, moved!.lineId, null],
    ]);
  });

  it.each([
    ['', 'empty'],
    ['line_id\n', 'no_rows'],
    ['line_id;name\nL1;x\n', 'delimiter'],
    ['name,plan\nx,y\n', 'header'],
    ['line_id,number\nL1,2\n', 'header'],
    ['L1\n"L2\nL3\n', 'quote_open'],
    [Buffer.from([0x4c, 0x31, 0x0a, 0xff, 0xfe, 0x0a]), 'not_utf8'],
  ])('that cannot be understood as a whole is refused: %j', async (file, reason) => {
    const name = `whole ${reason} ${file.length}`;
    await expect(uploaded(op, name, file)).rejects.toMatchObject({
      code: 'import_file_invalid',
      facts: { reason },
    });
    expect(await view(name)).toMatchObject({
      ...{ state: 'draft', rows: 0, receiveFault: 'import_file_invalid' },
      receiveFaultFacts: { reason },
    });
  });

  it('in which no row is right takes the place of no good one, and says so', async () => {
    const [line, other] = await linesOf(2);
    await previewed(op, 'good', `${line!.lineId}\nNOBODY\n`);
    const before = await view('good');
    await expect(uploaded(op, 'good', 'NOBODY\nNOR-THEY\n')).rejects.toMatchObject({
      code: 'import_file_invalid',
      facts: { reason: 'no_good_row', rows: 2, faults: ['unknown_line'] },
    });
    const after = await view('good');
    expect(after).toMatchObject({
      ...{ state: 'validated', rows: 2, validRows: 1, previewState: 'done', digest: before.digest },
      receiveFault: 'import_file_invalid',
    });
    expect(await faultsOf('good')).toEqual([
      [1, line!.lineId, null],
      [2, 'unknown_line', null],
    ]);
    // The next one counts as ever.
    await uploaded(op, 'good', `${other!.lineId}\n`);
    expect(await view('good')).toMatchObject({ rows: 1, validRows: 1, receiveFault: null });
    // Where nothing good was there, what is wrong with each row is to be seen.
    await uploaded(op, 'bad', 'NOBODY\n');
    await uploaded(op, 'bad', 'NOR-THEY\n');
    expect(await view('bad')).toMatchObject({ state: 'validated', rows: 1, validRows: 0 });
  });

  it('that is refused before its first row changes nothing of what was there', async () => {
    const [line] = await linesOf(1);
    await previewed(op, 'kept', `${line!.lineId}\nNOBODY\n`);
    const before = await view('kept');
    expect(before).toMatchObject({ state: 'validated', previewState: 'done', rows: 2 });
    await expect(uploaded(op, 'kept', 'name,plan\nx,y\n')).rejects.toMatchObject({
      code: 'import_file_invalid',
    });
    const told = { receiveFault: 'import_file_invalid', receiveFaultFacts: expect.anything() };
    expect(await view('kept')).toEqual({ ...before, ...told });
    expect(await faultsOf('kept')).toEqual([
      [1, line!.lineId, null],
      [2, 'unknown_line', null],
    ]);
    // Nor does it take the place of one that comes in meanwhile.
    async function* meanwhile() {
      yield Buffer.from(`${line!.lineId}\n`.repeat(1_200));
      await expect(uploaded(op, 'kept', 'name,plan\nx,y\n')).rejects.toMatchObject({
        code: 'import_file_invalid',
      });
    }
    const { campaign } = await uploadCampaignRows(
      op,
      staff,
      { name: 'kept' },
      { source: meanwhile(), encoding: 'utf-8' },
    );
    expect(campaign).toMatchObject({ state: 'validated', rows: 1_200, receiveFault: null });
  });

  it('holds no marks that cannot be seen, and a number with a sign before it is none', async () => {
    const [line] = await linesOf(1);
    const { lineId, msisdn } = line!;
    const marked = `\u202E${lineId}\u202C`;
    await uploaded(op, 'marks', `${marked}\nL\u061CX\n${lineId}\u200B\n`);
    const rows = await rowsOf('marks');
    expect(rows.map(({ given, fault }) => [given, fault])).toEqual([
      [lineId, null],
      ['L\uFFFDX', 'control_characters'],
      [lineId, 'duplicate'],
    ]);
    await uploaded(op, 'signs', `number\n-${msisdn.slice(1)}\n\u2212${msisdn.slice(1)}\n${msisdn}\n`);
    expect(await faultsOf('signs')).toEqual([
      [2, 'number_invalid', 'not_a_digit'],
      [3, 'number_invalid', 'not_a_digit'],
      [4, lineId, null],
    ]);
  });

  it('that stops in the middle leaves a draft which says so, and can be sent again', async () => {
    const lines = await linesOf(2_500);
    const ids = lines.map(({ lineId }) => `${lineId}\n`);
    await makeCampaign(op, staff, { name: 'stopped' });
    async function* broken() {
      yield Buffer.from(ids.slice(0, 2_200).join(''));
      await eventually(
        () => view('stopped'),
        ({ receivedRows }) => receivedRows >= 1_000,
      );
      throw new Error('the line went dead');
    }
    const send = (source: AsyncIterable<Uint8Array>) =>
      uploadCampaignRows(op, staff, { name: 'stopped' }, { source, encoding: 'utf-8' });
    await expect(send(broken())).rejects.toMatchObject({ code: 'upload_broken_off' });
    const half = await view('stopped');
    expect(half).toMatchObject({ state: 'draft', rows: 0, receiving: 1, receiveFault: 'upload_broken_off' });
    // As far as whole batches were kept.
    expect([1_000, 2_000]).toContain(half.receivedRows);
    await send(inPieces(...ids));
    expect(await view('stopped')).toMatchObject({
      state: 'validated',
      rows: 2_500,
      validRows: 2_500,
      receiving: null,
    });
    const { rows } = await pool.query('select count(*) as n from campaign_row where campaign_id = $1', [
      half.campaignId,
    ]);
    expect(rows).toEqual([{ n: 2_500 }]);
  });

  it('sent twice changes nothing; another takes the place of what was there', async () => {
    const [a, b] = await linesOf(2);
    const file = `${a!.lineId}\nNOBODY\n`;
    const first = await uploaded(op, 'twice', file);
    const second = await uploaded(op, 'twice', file);
    expect([first.unchanged, second.unchanged]).toEqual([false, true]);
    expect(second.campaign).toMatchObject({ upload: first.campaign.upload, digest: first.campaign.digest });
    const third = await uploaded(op, 'twice', `${b!.lineId}\n`);
    expect(third).toMatchObject({ unchanged: false, campaign: { rows: 1, validRows: 1 } });
    expect(third.campaign.digest).not.toBe(first.campaign.digest);
    expect(await faultsOf('twice')).toEqual([[1, b!.lineId, null]]);
  });

  it('is overtaken by one that begins later, and nothing of it remains', async () => {
    const lines = await linesOf(1_500);
    await makeCampaign(op, staff, { name: 'overtaken' });
    let go!: () => void;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    async function* slow() {
      yield Buffer.from(
        lines
          .slice(0, 1_200)
          .map(({ lineId }) => `${lineId}\n`)
          .join(''),
      );
      await gate;
      yield Buffer.from(
        lines
          .slice(1_200)
          .map(({ lineId }) => `${lineId}\n`)
          .join(''),
      );
    }
    const send = (source: AsyncIterable<Uint8Array>) =>
      uploadCampaignRows(op, staff, { name: 'overtaken' }, { source, encoding: 'utf-8' });
    const first = send(slow());
    first.catch(() => undefined);
    await eventually(
      () => view('overtaken'),
      ({ receivedRows }) => receivedRows === 1_000,
    );
    await send(inPieces(`${lines[7]!.lineId}\n`));
    go();
    await expect(first).rejects.toMatchObject({ code: 'campaign_conflict', facts: { reason: 'overtaken' } });
    expect(await view('overtaken')).toMatchObject({ state: 'validated', rows: 1, receiveFault: null });
    expect(await faultsOf('overtaken')).toEqual([[1, lines[7]!.lineId, null]]);
  });

  it.each([
    ['while rows come in', 1_200, 1_000],
    ['when the last one is read', 400, 0],
  ])('does not bring a campaign back that was stopped %s', async (when, count, kept) => {
    const name = `dead ${when}`;
    const lines = await linesOf(count);
    const file = lines.map(({ lineId }) => `${lineId}\n`).join('');
    const send = (source: AsyncIterable<Uint8Array>) =>
      uploadCampaignRows(op, staff, { name }, { source, encoding: 'utf-8' });
    async function* stoppedMeanwhile() {
      yield Buffer.from(file);
      await eventually(
        () => view(name),
        ({ receivedRows }) => receivedRows === kept,
      );
      await stopCampaign(op, staff, { name });
    }
    await makeCampaign(op, staff, { name });
    await expect(send(stoppedMeanwhile())).rejects.toMatchObject({
      code: 'campaign_conflict',
      facts: { reason: 'state', state: 'stopped' },
    });
    expect(await view(name)).toMatchObject({ state: 'stopped', receiving: null, rows: 0, upload: 0 });
    // The same for one that would bring just what is there.
    const again = `${name}, unchanged`;
    await uploaded(op, again, file);
    async function* unchanged() {
      yield Buffer.from(file);
      await stopCampaign(op, staff, { name: again });
    }
    await expect(
      uploadCampaignRows(op, staff, { name: again }, { source: unchanged(), encoding: 'utf-8' }),
    ).rejects.toMatchObject({ facts: { state: 'stopped' } });
    expect(await view(again)).toMatchObject({ state: 'stopped', rows: count });
    await expect(send(inPieces(file))).rejects.toMatchObject({ facts: { state: 'stopped' } });
  });

  it('has a name that is one, and words for every fault', async () => {
    for (const name of ['', '  ', 'x'.repeat(101)])
      await expect(makeCampaign(op, staff, { name })).rejects.toMatchObject({ code: 'request_invalid' });
    expect(await makeCampaign(op, staff, { name: 'named' })).toMatchObject({ made: true });
    expect(await makeCampaign(op, staff, { name: ' named ' })).toMatchObject({ made: false });
    expect(new Set(ROW_FAULTS).size).toBe(ROW_FAULTS.length);
  });
});
