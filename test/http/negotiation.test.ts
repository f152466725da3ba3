import { expect, it } from 'vitest';
import { preferred } from '../../src/http/kit/negotiate.ts';
import { closedCase, readyToEnd, running } from '../support/cases.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, vault, simulator } = instance;

it('gives the certificate in the form that the caller takes, and says so where there is none', async () => {
  const [line] = await seedLines(op.pool, vault, 1, { simulator });
  const caseId = await running(instance.engine(), async () => {
    const made = await readyToEnd(op, line!);
    await closedCase(op.pool, made.caseId);
    return made.caseId;
  });
  const token = await instance.token('archive', ['cases:read']);
  const url = `/api/v1/terminations/${caseId}/certificate`;
  const get = (accept: string | null, query = '') =>
    instance.call({ url: url + query, token, headers: accept === null ? {} : { accept } });
  const typeOf = async (accept: string | null, query = '') =>
    String((await get(accept, query)).headers['content-type']).split(';')[0];
  expect(await typeOf(null)).toBe('application/json');
  expect(await typeOf('*/*')).toBe('application/json');
  expect(await typeOf('application/pdf')).toBe('application/pdf');
  expect(await typeOf('application/json;q=0.4, application/pdf')).toBe('application/pdf');
  expect(await typeOf('application/json', '?format=pdf')).toBe('application/pdf');
  expect(await typeOf('application/pdf', '?format=json')).toBe('application/json');
  expect((await get('application/pdf')).headers['vary']).toMatch(/accept/);
  const refused = await get('image/png, text/html');
  expect(refused.statusCode).toBe(406);
  expect(refused.json()).toMatchObject({
    code: 'not_acceptable',
    facts: { available: ['application/json', 'application/dc+sd-jwt', 'application/pdf'] },
  });
});

it('does nothing for a caller who could not be answered', async () => {
  const [line] = await seedLines(op.pool, vault, 1, { from: 5 });
  const token = await instance.signedIn(line!);
  const declare = (accept: string, key: string) =>
    instance.call({
      method: 'POST',
      url: '/api/v1/terminations',
      token,
      key,
      payload: { lineId: line!.lineId },
      headers: { accept },
    });
  expect((await declare('text/csv', 'a')).statusCode).toBe(406);
  expect((await declare('application/json', 'b')).statusCode).toBe(201);
});

it.each([
  [undefined, 'a/b'],
  ['', 'a/b'],
  ['a/*;q=0.1, c/d', 'c/d'],
  ['*/*;q=0.1, a/b;q=0', 'c/d'],
  ['C/D; q=1.0', 'c/d'],
  ['c/*', 'c/d'],
])('prefers by Accept: %s', (accept, media) => {
  expect(preferred(accept, ['a/b', 'c/d'])).toBe(media);
});
