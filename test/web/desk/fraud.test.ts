import { expect, it } from 'vitest';
import { answerQuestion } from '../../../src/operations/desks/hotline/answer-question.ts';
import { callerAbout } from '../../support/callers.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const open = await testBrowser();

it('lets the fraud desk hold a line that was guessed at, and ask a second person to release it', async () => {
  const [line] = await seedLines(op.pool, vault, 1, { from: 0 });
  const customer = await (await callerAbout(op, line!)).now();
  for (const given of ['2001-01', '2002-01', '2003-01'])
    await answerQuestion(op, customer, { question: 'opening_date', given });
  const page = await open({ locale: 'en' });
  await sitDown(page, instance, 'fang', ['fraud']);
  await page.goto(`${origin}/desk/fraud?lang=en`);
  const panel = page.locator('main .panel');
  expect(await panel.textContent()).toContain('Those of one call');
  expect(await page.content()).not.toContain(line!.msisdn.slice(3));
  const hold = page.getByRole('button', { name: 'It was not: hold the line' });
  // Without a reason nothing is decided.
  await hold.click();
  await page.locator('#errors').waitFor();
  await page.fill('[name=reason]', 'called from abroad');
  await hold.click();
  await page.getByText('The line is held.').waitFor();
  await page.getByRole('link', { name: 'Held', exact: true }).click();
  await page.fill('[name=reason]', 'seen in a store');
  await page.getByRole('button', { name: 'Ask a second person to release it' }).click();
  await page.getByText('It is released when a second person agrees.').waitFor();
  const { rows } = await op.pool.query(`select act, decided_at from approval_request`);
  expect(rows).toEqual([{ act: 'release_fraud_hold', decided_at: null }]);
  const agent = await open({ locale: 'en' });
  await sitDown(agent, instance, 'chen', ['agent']);
  await agent.goto(`${origin}/desk/fraud`);
  expect(await agent.locator('main').textContent()).not.toContain('Reference');
});
