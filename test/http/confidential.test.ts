import { beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/domain/people/scope.ts';
import { viewMyRecords } from '../../src/operations/erasure/view-kept.ts';
import { subscriberOf } from '../support/actors.ts';
import { closedCase, running } from '../support/cases.ts';
import { accepted, household, safeRequest } from '../support/confidential.ts';
import { operations as contracted } from '../support/contract.ts';
import { validRequest } from '../support/valid-request.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op } = instance;
const { pool } = op;

// One case that runs, one that has ended its line, one line that was split off; each in a household of its own.
const open = await household(instance, 0);
const ended = await household(instance, 10);
const split = await household(instance, 20);
await pool.query(`update billing_account set balance = -700`);
const requests = {
  open: await safeRequest(instance, open, 'end'),
  ended: await safeRequest(instance, ended, 'end'),
  split: await safeRequest(instance, split, 'split_off'),
};
const endedCase = (await accepted(instance, ended, requests.ended))!;
await running(instance.engine(), () => closedCase(pool, endedCase.caseId));
const openCase = (await accepted(instance, open, requests.open))!;
await accepted(instance, split, requests.split);
const certificateId = (
  await pool.query<{ id: string }>('select certificate_id as id from termination_closed where case_id = $1', [
    endedCase.caseId,
  ])
).rows[0]!.id;
const requesters = (
  await pool.query<{ id: string; wish: string }>('select requester_id as id, wish from special_request')
).rows;

/** What nobody may read who could tell the holder. */
const SECRETS = [
  'survivor',
  'confidential',
  ...Object.values(requests).flatMap(({ reference, requestId, contact }) => [reference, requestId, contact]),
  ...[openCase, endedCase].flatMap(({ caseId, reference }) => [caseId, reference]),
  // A line that was split off is its requester's own, and looks like anybody's.
  ...requesters.flatMap(({ id, wish }) => (wish === 'end' ? [id] : [])),
];
const withoutSight = SCOPES.filter((scope) => scope !== 'cases:confidential' && scope !== 'tokens:write');

let system = '';
let staff = '';
beforeAll(async () => {
  system = await instance.token(
    'self-care',
    withoutSight.filter((scope) => !['cases:steer', 'cards:write'].includes(scope)),
  );
  staff = await instance.token('operator', withoutSight);
});

let serial = 0;
const THINGS = [
  { of: 'the case that runs', ...openCase, lineId: open.used.lineId, number: open.used.msisdn },
  {
    of: 'the case that ended',
    ...endedCase,
    lineId: ended.used.lineId,
    number: ended.used.msisdn,
    certificateId,
  },
  { of: 'the line that was split off', lineId: split.used.lineId, number: split.used.msisdn },
];

/** Every operation of the contract, asked about one of the things; without what was asked, as some errors repeat it. */
async function told(caller: Record<string, string>, given: Record<string, unknown>, method?: string) {
  const answers: Record<string, string> = {};
  for (const { method: verb, path, operation } of contracted) {
    if (method !== undefined && verb.toUpperCase() !== method) continue;
    const { url, headers, payload } = validRequest(path, operation, given);
    const answer = await instance.call({
      ...{
        method: verb as 'GET',
        url,
        headers: { ...headers, 'idempotency-key': `k${++serial}`, ...caller },
      },
      ...(payload === undefined ? {} : { payload }),
    });
    answers[operation.operationId] = `${answer.statusCode} ${answer.body.replaceAll(url, '')}`;
  }
  return answers;
}

const leaks = (answers: Readonly<Record<string, string>>): string[] =>
  Object.entries(answers).flatMap(([name, text]) =>
    SECRETS.filter((secret) => text.includes(secret)).map((secret) => `${name}: ${secret}`),
  );

describe.each(THINGS)('of $of', (thing) => {
  it('no system and no staff without the scope reads anything over the API', async () => {
    for (const token of [system, staff])
      expect(leaks(await told({ authorization: `Bearer ${token}` }, thing, 'GET'))).toEqual([]);
  });

  it('the holder reads nothing over the API, whatever they ask for', async () => {
    const { holder } =
      thing.lineId === open.used.lineId ? open : thing.lineId === ended.used.lineId ? ended : split;
    const session = await instance.signedIn(holder, ['sms_code', 'document_number']);
    expect(leaks(await told({ authorization: `Bearer ${session}` }, thing))).toEqual([]);
  });
});

describe('a line with a confidential case', () => {
  it('looks to its holder as before, and cannot be begun anew, without a word why', async () => {
    const { holder, used } = open;
    const session = await instance.signedIn(holder, ['sms_code', 'document_number']);
    const call = { token: session, method: 'GET' as const };
    const lines = (await instance.call({ ...call, url: '/api/v1/lines' })).json();
    expect(JSON.stringify(lines)).toContain(used.lineId);
    const declare = await instance.call({
      ...{ token: session, method: 'POST', url: '/api/v1/terminations', key: 'begin' },
      payload: { lineId: used.lineId, reason: null },
    });
    expect([declare.statusCode, declare.json().code]).toEqual([503, 'cannot_tell']);
  });

  it('is no longer the holder\u2019s once it has ended or was split off', async () => {
    for (const { holder, used } of [ended, split]) {
      const session = await instance.signedIn(holder, ['sms_code', 'document_number']);
      const lines = (await instance.call({ token: session, method: 'GET', url: '/api/v1/lines' })).body;
      expect(lines).toContain(holder.lineId);
      expect(lines).not.toContain(used.lineId);
    }
  });

  it('is counted in no report of what is held of its holder', async () => {
    const { held } = await viewMyRecords(op, subscriberOf(ended.holder));
    expect(held.find(({ kind }) => kind === 'lines')).toMatchObject({ count: 1 });
  });

  it('costs its holder nothing, and no bill names it', async () => {
    const accounts = [open, ended, split].map(({ used }) => `A${used.lineId}`);
    const invoices = await pool.query('select from billing_invoice where account_id = any($1)', [accounts]);
    expect(invoices.rowCount).toBe(0);
    const { rows } = await pool.query('select balance from billing_account where account_id = any($1)', [
      accounts,
    ]);
    expect(rows.map(({ balance }) => balance)).toEqual([-700, -700, -700]);
  });

  it('is told of to its requester\u2019s contact, and to nobody else', async () => {
    const { rows } = await pool.query<{ kind: string; partyId: string; toNumber: boolean }>(
      `select kind, party_id as "partyId", to_msisdn_enc is not null as "toNumber" from outbox
       where kind <> 'code'`,
    );
    const kinds = rows.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['completed', 'request_decided', 'request_decided', 'request_decided']);
    expect(rows.some(({ toNumber }) => toNumber)).toBe(false);
    const own = new Set(requesters.map(({ id }) => id));
    expect(rows.every(({ partyId }) => own.has(partyId))).toBe(true);
  });
});
