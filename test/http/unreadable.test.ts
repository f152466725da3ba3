import { expect, it } from 'vitest';
import { SCOPES } from '../../src/domain/people/scope.ts';
import { declared } from '../support/cases.ts';
import { operations } from '../support/contract.ts';
import { seedLines } from '../support/seed.ts';
import { validRequest } from '../support/valid-request.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const [line] = await seedLines(instance.operations.pool, instance.vault, 1, {
  simulator: instance.simulator,
});
const { caseId } = await declared(instance.operations, line!);
const callers = [
  { authorization: `Bearer ${await instance.token('all', SCOPES)}` },
  { authorization: `Bearer ${await instance.signedIn(line!)}` },
];
let keys = 0;

/** What each operation answers to requests that nobody can mean, whoever sends them. */
async function statusesOf(requests: typeof unreadable): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (const { method, path, operation } of operations) {
    const valid = validRequest(path, operation, { caseId, lineId: line!.lineId });
    for (const request of requests(path, valid))
      for (const caller of callers) {
        const answer = await instance.call({
          method: method as 'POST',
          ...request,
          headers: {
            'content-type': 'application/json',
            ...valid.headers,
            ...caller,
            'idempotency-key': `k${keys++}`,
          },
        });
        statuses.add(answer.statusCode);
        expect(answer.headers['content-type'], answer.body).toMatch(/^application\/problem\+json/);
      }
  }
  return statuses;
}

interface Asked {
  readonly url: string;
  readonly payload?: string;
}

function unreadable(_path: string, { url, payload }: ReturnType<typeof validRequest>): readonly Asked[] {
  if (payload === undefined) return [];
  const texts = Object.entries(payload).filter(([, value]) => typeof value === 'string');
  return [
    ...texts.map(([name]) => JSON.stringify({ ...payload, [name]: 'a\0b' })),
    JSON.stringify({ ...payload, nobody: 'knows this' }),
    '{',
    '['.repeat(10_000),
  ].map((body) => ({ url, payload: body }));
}

it('tells of a body that nobody can mean what is wrong with it, and never fails itself', async () => {
  for (const status of await statusesOf(unreadable)) expect(status).toBeLessThan(500);
  expect(instance.logged.filter((entry) => entry.includes('unexpected failure'))).toEqual([]);
});

it('finds nothing at an address that cannot be read', async () => {
  for (const part of ['%ff', 'x'.repeat(5_000)]) {
    for (const { method, path } of operations.filter((one) => one.path.includes('{'))) {
      const url = path.replace(/\{\w+\}/g, part);
      const answer = await instance.app.inject({ method: method as 'GET', url });
      expect(answer.json(), url).toMatchObject({ status: 404, code: 'not_found' });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
  }
});

it('takes an address with U+0000 for that of nothing, and the log has no failure of it', async () => {
  const from = instance.logged.length;
  for (const path of ['/api/v1/campaigns/%00', '/api/v1/campaigns/a%00b/rows', '/api/v1/terminations/%00']) {
    const answer = await instance.call({ method: 'GET', url: path, headers: callers[0]! });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
  }
  const query = await instance.call({
    method: 'GET',
    url: '/api/v1/campaigns?after=%00',
    headers: callers[0]!,
  });
  expect([query.statusCode, query.json().code]).toEqual([422, 'request_invalid']);
  const failures = instance.logged.slice(from).filter((line) => JSON.parse(line).level >= 50);
  expect(failures).toEqual([]);
});
