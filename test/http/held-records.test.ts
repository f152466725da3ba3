import { expect, it } from 'vitest';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const [line] = await seedLines(instance.operations.pool, instance.vault, 1);
const asked = async (token: string) =>
  instance.call({
    method: 'GET',
    url: '/api/v1/records',
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  });

it('tells the holder what is held of them, whoever has only the phone what is missing, and a stranger nothing', async () => {
  const proven = await asked(await instance.signedIn(line!));
  expect(proven.statusCode).toBe(200);
  expect(proven.json()).toEqual({
    held: expect.arrayContaining([
      { kind: 'name', count: 1, until: null },
      { kind: 'lines', count: 1, until: null },
    ]),
    because: ['standing_line'],
    rule: { id: 'cn.records_kept', version: 1, source: 'operator default' },
    years: 5,
    until: null,
  });
  const byPhone = await asked(await instance.signedIn(line!, ['sms_code']));
  expect(byPhone.json()).toMatchObject({ code: 'factor_needed' });
  expect((await asked('')).json()).toMatchObject({ code: 'not_signed_in' });
});
