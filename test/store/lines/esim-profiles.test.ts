import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { readLineInput } from '../../../src/domain/lines/line-input.ts';
import { inTransaction } from '../../../src/store/database/database.ts';
import { Vault } from '../../../src/store/database/vault.ts';
import { linesWithProfiles, moveProfile, profilesOfLines } from '../../../src/store/lines/esim-profiles.ts';
import { writeLines } from '../../../src/store/lines/line-writer.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { testDatabase } from '../../support/database.ts';
import { eidOf, profileIccid } from '../../support/esim.ts';
import { lineFields } from '../../support/line-fields.ts';

const { pool } = await testDatabase();
const vault = new Vault({ current: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes(32));
await pool.query('insert into key_encryption_key_epoch (epoch) values (1)');

beforeEach(() => pool.query('truncate party, account, line, device, number_ledger, billing_account cascade'));

const [PHONE, TABLET, WATCH] = [eidOf(1), eidOf(2), eidOf(3)];
const [FIRST, SECOND, THIRD] = [profileIccid(1), profileIccid(2), profileIccid(3)];

/** What became of rows, each with its fields changed. */
async function write(...rows: readonly (readonly [number, Record<string, unknown>])[]): Promise<string[]> {
  const inputs = rows.map(([n, changes]) => {
    const read = readLineInput(lineFields(n, changes), '86');
    if (read.problems !== undefined) throw new Error(JSON.stringify(read.problems));
    return read.input;
  });
  const written = await inTransaction(pool, (tx) => writeLines(tx, vault, inputs, new Date()));
  return written.map((w) => (w.outcome === 'refused' ? `${w.field}: ${w.error.code}` : w.outcome));
}

const faultsOf = (changes: Record<string, unknown>): readonly string[] =>
  (readLineInput(lineFields(1, changes), '86').problems ?? []).map(
    ({ field, code, facts }) => `${field}: ${code} ${facts['reason'] ?? ''}`,
  );

test('profiles come in with their devices: several to a line, several to a device, beside a card', async () => {
  const profiles = [
    {
      iccid: FIRST,
      eid: PHONE,
      state: 'installed',
      notifies_deletion: 'yes',
      label: '晓明的手机',
      imei: '356938035643809',
    },
    { iccid: SECOND, eid: TABLET, notifies_deletion: 'no', smdp_address: 'SMDP.Example.com' },
    { iccid: THIRD, state: 'released', matching_id: 'ABC-1' },
  ];
  expect(await write([1, { profiles }], [2, { profiles: [{ iccid: profileIccid(9), eid: PHONE }] }])).toEqual(
    ['created', 'created'],
  );
  const stored = await profilesOfLines(pool, ['L1']);
  expect(stored).toMatchObject([
    { iccid: FIRST, eid: PHONE, state: 'installed', notifiesDeletion: true, imei: '356938035643809' },
    {
      iccid: SECOND,
      eid: TABLET,
      state: 'installed',
      notifiesDeletion: false,
      smdpAddress: 'smdp.example.com',
    },
    { iccid: THIRD, eid: null, state: 'released', notifiesDeletion: null, matchingId: 'ABC-1' },
  ]);
  const party = await findParty(pool, vault, 'P1');
  expect(vault.decryptText(party!.dataKey, 'device label', stored[0]!.labelEnc!)).toBe('晓明的手机');
  expect(stored[0]!.labelEnc!.includes('晓明')).toBe(false);
  expect(await linesWithProfiles(pool, ['L1', 'L2', 'L3'])).toEqual(new Set(['L1', 'L2']));
  expect(await write([1, { profiles }])).toEqual(['unchanged']);
});

test('an eSIM in use counts as installed although nobody listed it', async () => {
  await write(
    [1, { access_kind: 'esim', iccid: FIRST, eid: PHONE }],
    [2, { access_kind: 'companion', iccid: SECOND }],
  );
  expect(await profilesOfLines(pool, ['L1'])).toMatchObject([
    { iccid: FIRST, eid: PHONE, state: 'installed' },
  ]);
  expect(await profilesOfLines(pool, ['L2'])).toMatchObject([
    { iccid: SECOND, eid: null, state: 'installed' },
  ]);
});

test('a deletion and a taken back order are not undone by a list that was written before', async () => {
  const rows = [
    1,
    {
      profiles: [
        { iccid: FIRST, eid: PHONE },
        { iccid: SECOND, state: 'released' },
      ],
    },
  ] as const;
  await write(rows);
  await pool.query(`update esim_profile set state = 'deleted' where iccid = $1`, [FIRST]);
  await moveProfile(pool, SECOND, { state: 'unavailable' });
  await write([1, { ...rows[1], plan_name: 'another' }]);
  expect((await profilesOfLines(pool, ['L1'])).map(({ state }) => state)).toEqual(['deleted', 'unavailable']);
  // One that names another device was written afterwards.
  await write([1, { profiles: [{ iccid: FIRST, eid: TABLET }] }]);
  expect((await profilesOfLines(pool, ['L1']))[0]).toMatchObject({ state: 'installed', eid: TABLET });
});

test('a profile is on one line at a time, and goes to another once its line has ended', async () => {
  expect(await write([1, { profiles: [{ iccid: FIRST, eid: PHONE }] }])).toEqual(['created']);
  expect(await write([2, { profiles: [{ iccid: FIRST, eid: WATCH }] }])).toEqual(['profiles: iccid_taken']);
  expect(await write([3, { profiles: [{ iccid: SECOND }] }], [4, { profiles: [{ iccid: SECOND }] }])).toEqual(
    ['created', 'profiles: iccid_taken'],
  );
  await pool.query(`update line set status = 'ended' where line_id = 'L1'`);
  expect(await write([2, { profiles: [{ iccid: FIRST, eid: WATCH }] }])).toEqual(['created']);
  expect(await profilesOfLines(pool, ['L2'])).toMatchObject([{ iccid: FIRST, eid: WATCH }]);
});

test.each([
  ['profiles that are no list', { profiles: '{"iccid":"x"}' }, 'profiles: field_invalid not_json'],
  [
    'an unknown key',
    { profiles: [{ iccid: FIRST, colour: 'red' }] },
    'profiles: field_invalid unknown_field',
  ],
  ['no ICCID', { profiles: [{ eid: PHONE }] }, 'profiles: field_invalid not_text'],
  ['a wrong EID', { profiles: [{ iccid: FIRST, eid: '123' }] }, 'profiles: eid_invalid length'],
  [
    'a state that is none',
    { profiles: [{ iccid: FIRST, state: 'gone' }] },
    'profiles: field_invalid not_one_of',
  ],
  [
    'a deletion that no eUICC signed',
    { profiles: [{ iccid: FIRST, state: 'deleted' }] },
    'profiles: field_invalid not_one_of',
  ],
  [
    'neither yes nor no',
    { profiles: [{ iccid: FIRST, notifies_deletion: true }] },
    'profiles: field_invalid not_text',
  ],
  [
    'the same profile twice',
    { profiles: [{ iccid: FIRST }, { iccid: FIRST }] },
    'profiles: field_invalid twice',
  ],
  [
    'an address that is none',
    { profiles: [{ iccid: FIRST, smdp_address: 'http://x' }] },
    'profiles: field_invalid form',
  ],
  [
    'another EID than the access',
    { access_kind: 'esim', iccid: FIRST, eid: PHONE, profiles: [{ iccid: FIRST, eid: TABLET }] },
    'profiles: field_invalid other_eid',
  ],
])('%s is refused', (_name, changes, fault) => {
  expect(faultsOf(changes)).toEqual([fault]);
});
