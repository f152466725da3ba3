import { afterAll, expect, it } from 'vitest';
import type { Surroundings } from '../../../src/connectors/driver.ts';
import { textCountsFromUrl } from '../../../src/connectors/text-counts/driver.ts';
import { probeTextCounts } from '../../../src/connectors/text-counts/probe.ts';
import { addDays, parseLocalDate } from '../../../src/domain/values/local-date.ts';
import type { Msisdn } from '../../../src/domain/values/msisdn.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { askTextCounts } from '../../../src/operations/numbers/ask-text-counts.ts';
import { startTextCountsSimulator } from '../../../src/simulators/text-counts/simulator.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { today } from '../../support/today.ts';

const simulator = await startTextCountsSimulator({ token: 'secret' });
afterAll(() => simulator.close());
const counts = textCountsFromUrl(simulator.url);
const instance = await testInstance();
const op: Operations = { ...instance.operations, textCounts: counts };
const yesterday = addDays(parseLocalDate(today()), -1);
const [rests, stands] = await seedLines(op.pool, instance.vault, 2);

it('asks about numbers that rest and no others, and keeps a count of a day', async () => {
  await op.pool.query(
    `update number_ledger set state = 'quarantined', line_id = null, since = now() - interval '9 days' where msisdn = $1`,
    [rests!.msisdn],
  );
  simulator.text(rests!.msisdn, yesterday, 4);
  simulator.text(stands!.msisdn, yesterday, 9);
  expect(await askTextCounts(op, ENGINE)).toBe(1);
  expect(await askTextCounts(op, ENGINE)).toBe(1);
  expect(simulator.asked[0]).toEqual({ on: yesterday, numbers: [rests!.msisdn] });
  const { rows } = await op.pool.query('select msisdn, on_day, texts from number_texts');
  expect(rows).toEqual([{ msisdn: rests!.msisdn, on_day: yesterday, texts: 4 }]);
  expect(await askTextCounts({ ...op, textCounts: null }, ENGINE)).toBe(0);
});

it('takes nothing but counts of what it asked for', async () => {
  const number = '+8617000000000' as Msisdn;
  for (const body of [
    'null',
    '{"counts":[{"number":"+8617000000001","texts":1}]}',
    `{"counts":[{"number":"${number}","texts":-1}]}`,
    `{"counts":[{"number":"${number}","texts":1.5}]}`,
    // Who sent it, or what it says, must not come in unnoticed.
    `{"counts":[{"number":"${number}","texts":1,"from":"BANK"}]}`,
  ]) {
    simulator.inject({ status: 200, body });
    await expect(counts.countsOf([number], yesterday)).rejects.toMatchObject({ detail: 'answer_unreadable' });
  }
  simulator.inject({ status: 500, body: '{}' });
  await expect(counts.countsOf([number], yesterday)).rejects.toMatchObject({ detail: 'http_500' });
  simulator.inject(null);
  expect((await probeTextCounts(simulator.url, {} as Surroundings, 2_000))[0]?.fault).toBeNull();
});
