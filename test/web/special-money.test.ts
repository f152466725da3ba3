import { expect, it } from 'vitest';
import type { Route } from '../../src/domain/rules/route.ts';
import { messages } from '../../src/messages/index.ts';
import { closedCase, cooledOff, running } from '../support/cases.ts';
import { acceptedByTwo } from '../support/decide-special.ts';
import { seedLines } from '../support/seed.ts';
import { portalInstance } from './portal-instance.ts';
import { sent, type Tongue, visitorOf } from './special-person.ts';

/** The example names where a balance is paid. */
const instance = await portalInstance({ HANDBACK_OPERATOR_FILE: 'examples/operator.yaml' });
const { operations: op } = instance;
const { pool } = op;
const PAY = op.house.clearing.pay_balance!;
const LANGUAGES: readonly Tongue[] = ['en', 'zh-CN'];
const lines = await seedLines(pool, instance.vault, 4, { simulator: instance.simulator });

/** A request on `route` whose line has ended, with a bill of which the month's fee, and `owed` before, is open. */
async function ended(route: Route, at: number, owed: number) {
  const line = lines[at]!;
  const receipt = await sent(instance, route, [line.msisdn]);
  await pool.query('update billing_account set balance = $2 where account_id = $1', [
    `A${line.lineId}`,
    -owed,
  ]);
  await acceptedByTwo(op, receipt.reference, [line.lineId]);
  const { rows } = await pool.query<{ caseId: string; reference: string }>(
    'select case_id as "caseId", reference from termination where line_id = $1',
    [line.lineId],
  );
  const { caseId, reference } = rows[0]!;
  await cooledOff(pool, caseId);
  await running(instance.engine(), () => closedCase(pool, caseId));
  return { here: `/cases/${caseId}`, opens: { reference, secret: receipt.secret } };
}

it.each([
  ['bereavement', 0],
  ['not_mine', 1],
] as const)(
  'what is open on the account of a case on the route %s is told, and asked of nobody',
  async (route, at) => {
    const { here, opens } = await ended(route, at, 2_500);
    for (const language of LANGUAGES) {
      const t = messages(language);
      const visitor = visitorOf(instance, language);
      await visitor.post('/receipt', opens);
      for (const path of [here, `${here}/certificate`]) {
        const { html } = await visitor.get(path);
        expect(html).toContain(t.special.others.owed('').trim());
        expect(html).toContain(t.special.others.told[route]);
        expect(html).not.toContain(PAY);
      }
    }
  },
);

it('leads whoever has the letter of the holder to where it is paid', async () => {
  const { here, opens } = await ended('agent', 2, 0);
  const visitor = visitorOf(instance, 'en');
  await visitor.post('/receipt', opens);
  expect((await visitor.get(`${here}/certificate`)).html).toContain(PAY);
});

it('keeps the way out, and a title that tells nothing, on each page of who must be safe', async () => {
  const { here, opens } = await ended('survivor', 3, 2_500);
  for (const language of LANGUAGES) {
    const t = messages(language);
    const visitor = visitorOf(instance, language);
    await visitor.post('/receipt', opens);
    for (const path of [here, `${here}/certificate`, `${here}/withdraw`]) {
      const { html } = await visitor.get(path);
      expect(/<title>([^<]*)/.exec(html)![1]!.startsWith(t.progress.title), path).toBe(true);
      expect(html).toContain(`href="${t.special.leaveTo}" rel="noreferrer"`);
      expect(html).not.toContain(PAY);
    }
  }
});
