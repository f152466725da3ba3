import { expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { sayRefundDestination } from '../../../src/operations/cases/refunds/say-refund-destination.ts';
import { viewRefundDestination } from '../../../src/operations/cases/refunds/view-refund-destination.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();
const CARD = '6222 0000 0000 0000 018';

it('keeps where a refund goes under the person’s key, shows it masked to them and whole to staff, audited', async () => {
  const [line] = (await seedLines(op.pool, vault, 1)) as [SeededLine];
  const person = subscriberOf(line);
  const { caseId } = (await declare(op, person, { lineId: line.lineId, reason: null })) as Declared;
  expect(await viewRefundDestination(op, person, { caseId })).toBeNull();
  const card = cardWithCheckDigit(CARD);
  await expect(sayRefundDestination(op, person, { caseId, to: { kind: 'as_paid' } })).rejects.toMatchObject({
    code: 'stage_conflict',
  });
  await confirm(op, person, { caseId });
  // Whoever has the phone, or knows what stands on a form, does not say where the money goes.
  for (const factors of [['sms_code'], ['opening_date']] as const)
    await expect(
      sayRefundDestination(op, subscriberOf(line, factors), { caseId, to: { kind: 'as_paid' } }),
    ).rejects.toMatchObject({ code: 'factor_needed' });
  const say = (account: string, name = ' 张三 ') =>
    sayRefundDestination(op, person, { caseId, to: { kind: 'bank_account', account, name } });
  await say(card);
  const { rows } = await op.pool.query('select destination_enc from refund_destination where case_id = $1', [
    caseId,
  ]);
  expect(rows[0].destination_enc.toString('latin1')).not.toContain(card);
  expect(await viewRefundDestination(op, person, { caseId })).toEqual({
    kind: 'bank_account',
    account: `**** ${card.slice(-4)}`,
    name: '张三',
  });
  expect(await viewRefundDestination(op, staffNamed('lin'), { caseId })).toMatchObject({ account: card });
  await say('DE89 3704 0044 0532 0130 00');
  for (const wrong of [
    'DE88 3704 0044 0532 0130 00',
    `${card.slice(0, -1)}${(Number(card.at(-1)) + 1) % 10}`,
    '0000000000000000',
    'x',
  ])
    await expect(say(wrong), wrong).rejects.toMatchObject({
      code: 'field_invalid',
      facts: { field: 'account' },
    });
  await expect(say(card, ' ')).rejects.toMatchObject({ code: 'field_missing' });
  await sayRefundDestination(op, person, { caseId, to: { kind: 'as_paid' } });
  expect(await viewRefundDestination(op, person, { caseId })).toEqual({ kind: 'as_paid' });
  const audit = await op.pool.query(
    "select action from audit where case_id = $1 and action like 'refund%' order by at",
    [caseId],
  );
  expect(audit.rows.map(({ action }) => action)).toContain('refund_destination_viewed');
  await withdraw(op, person, { caseId });
  await expect(say(card)).rejects.toMatchObject({ code: 'stage_conflict' });
});

/** The first digits of a card, with the check digit that fits them. */
function cardWithCheckDigit(text: string): string {
  const body = text.replaceAll(' ', '').slice(0, -1);
  for (let digit = 0; digit < 10; digit++) {
    const all = [...`${body}${digit}`].reverse().map(Number);
    const sum = all.reduce(
      (total, one, i) => total + (i % 2 === 0 ? one : one > 4 ? 2 * one - 9 : 2 * one),
      0,
    );
    if (sum % 10 === 0) return `${body}${digit}`;
  }
  throw new Error('no check digit fits');
}
