import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { type LineInput, parseLineInput } from '../../../src/domain/lines/line-input.ts';
import { inTransaction } from '../../../src/store/database/database.ts';
import { Vault } from '../../../src/store/database/vault.ts';
import { type WrittenLine, writeLines } from '../../../src/store/lines/line-writer.ts';
import { findLine, findLineByMsisdn } from '../../../src/store/lines/lines.ts';
import { contactsOf, findParty } from '../../../src/store/people/parties.ts';
import { testDatabase } from '../../support/database.ts';
import { lineFields } from '../../support/line-fields.ts';

const { pool } = await testDatabase();
const vault = new Vault({ current: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes(32));
await pool.query('insert into key_encryption_key_epoch (epoch) values (1)');

const NOW = new Date('2026-03-01T10:00:00Z');
const LATER = new Date('2026-03-02T10:00:00Z');

const line = (n: number, changes: Record<string, unknown> = {}): LineInput =>
  parseLineInput(lineFields(n, changes), '86');
const write = (inputs: readonly LineInput[], now = NOW): Promise<readonly WrittenLine[]> =>
  inTransaction(pool, (tx) => writeLines(tx, vault, inputs, now));
const outcomes = (written: readonly WrittenLine[]): string[] =>
  written.map((w) => (w.outcome === 'refused' ? `${w.field}: ${w.error.code}` : w.outcome));

beforeEach(async () => {
  await pool.query(
    'truncate party, account, line, msisdn_assignment, access, contact, number_ledger, billing_account cascade',
  );
});

describe('a new line', () => {
  test('is there with its person, contact, account, number and cards', async () => {
    const written = await write([
      line(1, {
        holds: 'legal:2026-01-02:L-1',
        ties: 'family:main:138 **** 1234',
        balance: '-12.05',
        contract_ends_on: '2027-01-01',
        early_termination_per_month: '20',
      }),
    ]);
    expect(outcomes(written)).toEqual(['created']);
    const record = await findLineByMsisdn(pool, '+8617000000001' as never);
    expect(record).toMatchObject({
      holderId: 'P1',
      accountId: 'A1',
      line: { lineId: 'L1', status: 'active', plan: { monthlyFee: { minor: 3900 } } },
    });
    expect(record!.line.accesses).toMatchObject([{ kind: 'sim', imsi: '001010000000001' }]);
    expect(record!.line.contract).toEqual({
      endsOn: '2027-01-01',
      earlyTerminationPerMonth: { currency: 'CNY', minor: 2000 },
    });
    expect(record!.line.holds).toHaveLength(1);
    const party = await findParty(pool, vault, 'P1');
    expect(await contactsOf(pool, vault, party!)).toMatchObject([{ value: '+8617099000001' }]);
    const { rows } = await pool.query('select name_enc, document_enc from party');
    expect(vault.decryptText(party!.dataKey, 'party name', rows[0].name_enc)).toBe('张三');
    expect(vault.decryptText(party!.dataKey, 'party document', rows[0].document_enc)).toBe(
      '11010519491231002X',
    );
    expect((await pool.query('select state, line_id from number_ledger')).rows).toEqual([
      { state: 'assigned', line_id: 'L1' },
    ]);
    expect((await pool.query('select balance from billing_account')).rows).toEqual([{ balance: -1205 }]);
  });

  test('has its number from the day it was opened', async () => {
    await write([line(1)]);
    expect((await pool.query('select from_at from msisdn_assignment')).rows[0].from_at).toEqual(
      new Date('2020-05-17T00:00:00Z'),
    );
  });

  test('that opens in the future is refused', async () => {
    expect(outcomes(await write([line(1, { opened_on: '2026-03-04' })]))).toEqual([
      'opened_on: field_invalid',
    ]);
  });
});

describe('the same again', () => {
  test('changes nothing', async () => {
    await write([line(1), line(2)]);
    const before = await pool.query('select line_id, xmin::text from line order by 1');
    expect(outcomes(await write([line(1), line(2)], LATER))).toEqual(['unchanged', 'unchanged']);
    expect((await pool.query('select line_id, xmin::text from line order by 1')).rows).toEqual(before.rows);
  });

  test('twice in one batch is written once; with other data it is refused', async () => {
    expect(outcomes(await write([line(1), line(1), line(1, { plan_name: 'other' })]))).toEqual([
      'created',
      'unchanged',
      'line_id: line_conflict',
    ]);
  });
});

describe('a changed line', () => {
  test('gives a number that was ported in back to its range holder when it gets another', async () => {
    await write([line(1, { range_holder: 'Other Mobile' })]);
    await write([line(1, { msisdn: '+8617000000777', range_holder: 'Other Mobile' })], LATER);
    const { rows } = await pool.query(
      'select state, range_holder from number_ledger order by msisdn limit 1',
    );
    expect(rows).toEqual([{ state: 'returned', range_holder: 'Other Mobile' }]);
  });

  test('with another number ends the old assignment and begins a new one', async () => {
    await write([line(1)]);
    expect(outcomes(await write([line(1, { msisdn: '+8617000000777' })], LATER))).toEqual(['updated']);
    const { rows } = await pool.query('select msisdn, to_at from msisdn_assignment order by from_at');
    expect(rows).toEqual([
      { msisdn: '+8617000000001', to_at: LATER },
      { msisdn: '+8617000000777', to_at: null },
    ]);
    expect(
      (await pool.query('select msisdn, state, line_id, release_on from number_ledger order by 1')).rows,
    ).toEqual([
      { msisdn: '+8617000000001', state: 'quarantined', line_id: null, release_on: null },
      { msisdn: '+8617000000777', state: 'assigned', line_id: 'L1', release_on: null },
    ]);
  });

  test('with another number lets one that was ported in rest for its range holder', async () => {
    await write([line(1, { range_holder: 'Operator 42' })]);
    await write([line(1, { msisdn: '+8617000000777', range_holder: null })], LATER);
    expect(
      (await pool.query('select msisdn, state, range_holder from number_ledger order by 1')).rows,
    ).toEqual([
      { msisdn: '+8617000000001', state: 'returned', range_holder: 'Operator 42' },
      { msisdn: '+8617000000777', state: 'assigned', range_holder: null },
    ]);
  });

  test('with another card ends the old access; one that stays keeps its id', async () => {
    await write([line(1)]);
    const first = (await findLine(pool, 'L1'))!.line.accesses[0]!;
    const watch = { kind: 'companion', imsi: '001019000000001', iccid: '8986990000000000001', eid: null };
    await write(
      [
        line(1, {
          imsi: '',
          iccid: '',
          access_kind: '',
          accesses: [{ kind: 'sim', imsi: first.imsi, iccid: first.iccid }, watch],
        }),
      ],
      LATER,
    );
    expect((await findLine(pool, 'L1'))!.line.accesses.map((a) => a.accessId)).toContain(first.accessId);
    await write([line(1, { iccid: '89860900000000000099' })], LATER);
    const { rows } = await pool.query(
      'select iccid, to_at is null as current from access order by access_id',
    );
    expect(rows.map((r) => r.current)).toEqual([false, false, true]);
  });

  test('keeps the key of the person, and what was not sent of them', async () => {
    await write([line(1)]);
    const before = await findParty(pool, vault, 'P1');
    await write([line(1, { holder_name: '', document_type: '', document_number: '', plan_name: '畅享 59' })]);
    const after = await findParty(pool, vault, 'P1');
    expect(after).toEqual(before);
    expect((await pool.query('select name_enc from party')).rows[0].name_enc).not.toBeNull();
  });

  test('keeps an earlier contact beside a new one', async () => {
    await write([line(1)]);
    await write([line(1, { contact_phone: '+8617099000055' })]);
    const contacts = await contactsOf(pool, vault, (await findParty(pool, vault, 'P1'))!);
    expect(contacts.map((c) => c.value).sort()).toEqual(['+8617099000001', '+8617099000055']);
  });

  test('may have an open case: a hold arrives all the same', async () => {
    await write([line(1)]);
    await pool.query(
      `insert into termination (reference, line_id, holder_id, stage, plan, plan_version, jurisdiction, rulebook_version, channel, currency, receipt_hash)
       values ('HB-1', 'L1', 'P1', 'cool_off', '{}', 1, 'cn', '1', 'online', 'CNY', '\\x00')`,
    );
    expect(outcomes(await write([line(1, { holds: 'fraud:2026-02-28:F-9' })]))).toEqual(['updated']);
    await pool.query('truncate termination');
  });

  test('keeps its balance when none is sent', async () => {
    await write([line(1, { balance: '5.00' })]);
    await write([line(1, { balance: '', plan_name: 'x' })]);
    expect((await pool.query('select balance from billing_account')).rows).toEqual([{ balance: 500 }]);
  });
});

describe('what belongs to another line', () => {
  test('is refused, and the other rows are written', async () => {
    await write([line(1)]);
    const written = await write([
      line(2, { msisdn: '+8617000000001' }),
      line(3, { imsi: '001010000000001' }),
      line(4),
    ]);
    expect(outcomes(written)).toEqual(['msisdn: msisdn_taken', 'imsi: imsi_taken', 'created']);
    // Absent, not half there.
    expect((await pool.query('select party_id from party order by 1')).rows.map((r) => r.party_id)).toEqual([
      'P1',
      'P4',
    ]);
    expect(
      (await pool.query('select account_id from account order by 1')).rows.map((r) => r.account_id),
    ).toEqual(['A1', 'A4']);
  });

  test('goes to the first of two new lines in one batch', async () => {
    expect(outcomes(await write([line(1), line(2, { msisdn: '+8617000000001' })]))).toEqual([
      'created',
      'msisdn: msisdn_taken',
    ]);
  });

  test('can be swapped within one batch', async () => {
    await write([line(1), line(2)]);
    const swapped = [
      line(1, { msisdn: '+8617000000002', imsi: '001010000000002' }),
      line(2, { msisdn: '+8617000000001', imsi: '001010000000001' }),
    ];
    expect(outcomes(await write(swapped, LATER))).toEqual(['updated', 'updated']);
    expect((await findLineByMsisdn(pool, '+8617000000001' as never))!.line.lineId).toBe('L2');
    expect((await pool.query(`select msisdn, line_id, state from number_ledger order by 1`)).rows).toEqual([
      { msisdn: '+8617000000001', line_id: 'L2', state: 'assigned' },
      { msisdn: '+8617000000002', line_id: 'L1', state: 'assigned' },
    ]);
  });

  test('is not given up by a line whose own row is refused', async () => {
    await write([line(1), line(2), line(3)]);
    // 1 would take 2's number and 2 would take 3's, but 3 keeps its own: neither moves.
    const written = await write(
      [line(1, { msisdn: '+8617000000002' }), line(2, { msisdn: '+8617000000003' })],
      LATER,
    );
    expect(outcomes(written)).toEqual(['msisdn: msisdn_taken', 'msisdn: msisdn_taken']);
    expect((await findLineByMsisdn(pool, '+8617000000002' as never))!.line.lineId).toBe('L2');
  });

  test('stays with its owner when a newcomer before it in the batch asks for it', async () => {
    await write([line(2)]);
    expect(
      outcomes(await write([line(1, { msisdn: '+8617000000002' }), line(2, { plan_name: 'x' })])),
    ).toEqual(['msisdn: msisdn_taken', 'updated']);
  });

  test('is seen when two writers ask for it at once', async () => {
    const [a, b] = await Promise.all([write([line(1)]), write([line(2, { msisdn: '+8617000000001' })])]);
    expect([...outcomes(a), ...outcomes(b)].sort()).toEqual(['created', 'msisdn: msisdn_taken']);
  });
});

describe('refusals', () => {
  test('a line that has ended does not begin again', async () => {
    await write([line(1)]);
    await pool.query(`update line set status = 'ended'`);
    expect(outcomes(await write([line(1), line(1, { plan_name: 'x' })]))).toEqual([
      'line_id: line_conflict',
      'line_id: line_conflict',
    ]);
  });

  test('an account keeps its currency, also within a batch', async () => {
    await write([line(1)]);
    const written = await write([
      line(2, { account_id: 'A1', currency: 'EUR' }),
      line(3, { account_id: 'A3' }),
      line(4, { account_id: 'A3', currency: 'EUR' }),
    ]);
    expect(outcomes(written)).toEqual([
      'account_id: account_conflict',
      'created',
      'account_id: account_conflict',
    ]);
  });

  test('a number in quarantine waits for its day', async () => {
    await pool.query(
      `insert into number_ledger (msisdn, state, release_on) values ('+8617000000001', 'quarantined', '2026-03-02')`,
    );
    expect(outcomes(await write([line(1)]))).toEqual(['msisdn: msisdn_quarantined']);
    expect(outcomes(await write([line(1)], LATER))).toEqual(['created']);
  });

  test('a ported-in number on its way to its range holder waits too, until it has gone back', async () => {
    await pool.query(
      `insert into number_ledger (msisdn, state, range_holder, release_on) values ('+8617000000001', 'returned', 'Other Mobile', '2026-03-02')`,
    );
    const again = line(1, { range_holder: 'Other Mobile' });
    expect(outcomes(await write([again]))).toEqual(['msisdn: msisdn_quarantined']);
    await pool.query('update number_ledger set released_at = now(), release_on = null');
    expect(outcomes(await write([again]))).toEqual(['created']);
  });

  test('a person whose data was erased does not come back under the same name', async () => {
    await write([line(1)]);
    await pool.query('update party set data_key_wrapped = null, erased_at = now()');
    expect(outcomes(await write([line(2, { holder_id: 'P1' })]))).toEqual(['holder_id: holder_erased']);
  });

  test('a value that only the database refuses costs its own row alone', async () => {
    const bad = { ...line(2), payment: 'barter' } as unknown as LineInput;
    expect(outcomes(await write([line(1), bad, line(3)]))).toEqual([
      'created',
      'line_id: internal',
      'created',
    ]);
  });
});

test('two lines of one person share the person, and the payer of an account stays', async () => {
  await write([line(1), line(2, { holder_id: 'P1', account_id: 'A1' }), line(3, { account_id: 'A1' })]);
  expect((await pool.query('select count(*) from party')).rows[0].count).toBe(2);
  expect((await pool.query('select payer_id from account')).rows).toEqual([{ payer_id: 'P1' }]);
});

test('a data-only line has no number, and a ported-in one names its range holder', async () => {
  await write([line(1, { msisdn: '' }), line(2, { range_holder: 'Other Mobile' })]);
  expect((await findLine(pool, 'L1'))!.line.msisdn).toBeNull();
  expect((await findLine(pool, 'L2'))!.line.origin).toEqual({
    kind: 'ported_in',
    rangeHolder: 'Other Mobile',
  });
  expect((await pool.query('select state, range_holder from number_ledger')).rows).toEqual([
    { state: 'ported_in', range_holder: 'Other Mobile' },
  ]);
});
