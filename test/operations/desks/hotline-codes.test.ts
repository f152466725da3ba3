import { describe, expect, it } from 'vitest';
import type { IdentityFactor } from '../../../src/domain/rules/rulebook.ts';
import type { Visitor } from '../../../src/operations/access/actor.ts';
import { endAttendance } from '../../../src/operations/desks/end-attendance.ts';
import { checkAgentCode } from '../../../src/operations/desks/hotline/codes/check-agent-code.ts';
import { checkPresenceCode } from '../../../src/operations/desks/hotline/codes/check-presence-code.ts';
import { sendPresenceCode } from '../../../src/operations/desks/hotline/codes/send-presence-code.ts';
import { showAgentCode } from '../../../src/operations/desks/hotline/codes/show-agent-code.ts';
import { showPresenceCode } from '../../../src/operations/desks/hotline/codes/show-presence-code.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { addFactor, closeSession, openSession } from '../../../src/store/people/sessions.ts';
import { subscriberOf, VISITOR } from '../../support/actors.ts';
import { callerAbout } from '../../support/callers.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();

let used = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  return line!;
}
/** A session of the portal that was opened with these. */
async function portal(line: SeededLine, factors: readonly IdentityFactor[] = ['sms_code']) {
  const { partyId, lineId } = line;
  const token = await openSession(op.pool, vault, { partyId, lineId, factors });
  return { token, subscriber: subscriberOf(line, factors, token) };
}
const other = (code: string, digits: number): string =>
  String((Number(code) + 1) % 10 ** digits).padStart(digits, '0');

describe('the four digits that a caller reads out', () => {
  it('prove what opened the session of the portal, and nothing that was added to it', async () => {
    const line = await aLine();
    const { token, subscriber } = await portal(line);
    await addFactor(op.pool, token, 'document_number');
    const { code } = await showPresenceCode(op, subscriber);
    const caller = await callerAbout(op, line);
    expect(
      await checkPresenceCode(op, await caller.now(), { given: ` ${code.slice(0, 2)} ${code.slice(2)} ` }),
    ).toEqual(['sms_code']);
    expect((await caller.now()).factors).toEqual(['sms_code']);
  });

  it('are good once, for their line, and as long as the session', async () => {
    const [line, elsewhere] = [await aLine(), await aLine()];
    const { token, subscriber } = await portal(line);
    const wrong = { code: 'answer_wrong' };
    const first = await showPresenceCode(op, subscriber);
    const check = async (of: SeededLine, given: string) =>
      checkPresenceCode(op, await (await callerAbout(op, of)).now(), { given });
    await expect(check(elsewhere, first.code)).rejects.toMatchObject(wrong);
    await check(line, first.code);
    await expect(check(line, first.code)).rejects.toMatchObject(wrong);
    const second = await showPresenceCode(op, subscriber);
    await closeSession(op.pool, token);
    await expect(check(line, second.code)).rejects.toMatchObject(wrong);
  });

  it('have three tries, also at once', async () => {
    const line = await aLine();
    const { code } = await showPresenceCode(op, (await portal(line)).subscriber);
    const customer = await (await callerAbout(op, line)).now();
    const told = await Promise.allSettled(
      Array.from({ length: 10 }, () => checkPresenceCode(op, customer, { given: other(code, 4) })),
    );
    const codes = told.map((one) => (one.status === 'rejected' ? one.reason.code : 'passed'));
    expect(codes.filter((one) => one === 'answer_wrong')).toHaveLength(2);
    expect(codes.filter((one) => one === 'answer_locked')).toHaveLength(8);
    // Another agent cannot go on with the same code.
    const next = await (await callerAbout(op, line)).now();
    await expect(checkPresenceCode(op, next, { given: code })).rejects.toMatchObject({
      code: 'answer_wrong',
    });
  });

  it('go out of date', async () => {
    const line = await aLine();
    const { code } = await showPresenceCode(op, (await portal(line)).subscriber);
    await op.pool.query(
      `update presence_code set made_at = made_at - interval '6 minutes' where line_id = $1`,
      [line.lineId],
    );
    const customer = await (await callerAbout(op, line)).now();
    await expect(checkPresenceCode(op, customer, { given: code })).rejects.toMatchObject({
      code: 'answer_wrong',
    });
  });

  it('are sent to the line, unless its phone is reported lost, and not again at once', async () => {
    const line = await aLine();
    const customer = await (await callerAbout(op, line)).now();
    await sendPresenceCode(op, customer, { to: 'line' });
    await expect(sendPresenceCode(op, customer, { to: 'line' })).rejects.toMatchObject({
      code: 'code_too_soon',
    });
    const { rows } = await op.pool.query(`select kind, urgent from outbox where party_id = $1`, [
      line.partyId,
    ]);
    expect(rows).toEqual([{ kind: 'hotline_code', urgent: true }]);
    const lost = await aLine();
    await op.pool.query(`update line set status = 'barred' where line_id = $1`, [lost.lineId]);
    await expect(
      sendPresenceCode(op, await (await callerAbout(op, lost)).now(), { to: 'line' }),
    ).rejects.toMatchObject({
      code: 'presence_impossible',
    });
  });
});

describe('the six digits that are sent to another contact', () => {
  it('are a factor at the hotline, also for a lost phone, and need a contact of old', async () => {
    const line = await aLine();
    await op.pool.query(`update line set status = 'barred' where line_id = $1`, [line.lineId]);
    const customer = await (await callerAbout(op, line)).now();
    await expect(sendPresenceCode(op, customer, { to: 'contact' })).rejects.toMatchObject({
      code: 'presence_impossible',
    });
    const party = (await findParty(op.pool, vault, line.partyId))!;
    await op.pool.query(
      `insert into contact (party_id, channel, value_enc, value_bidx, verified_at, changed_at)
       values ($1, 'sms', $2, $3, now() - interval '2 years', now() - interval '2 years')`,
      [
        line.partyId,
        vault.encrypt(party.dataKey, 'contact', '+8613911110000'),
        vault.index('contact sms', '+8613911110000'),
      ],
    );
    await sendPresenceCode(op, customer, { to: 'contact' });
    const { rows } = await op.pool.query<{ body_enc: Buffer }>(
      `select body_enc from outbox where party_id = $1 and kind = 'hotline_code'`,
      [line.partyId],
    );
    const text = vault.decryptText(party.dataKey, 'outbox body', rows[0]!.body_enc);
    const code = /(\d{6})/.exec(text)![1]!;
    expect(await checkPresenceCode(op, customer, { given: code })).toEqual(['contact_code']);
  });
});

describe('the six digits that an agent reads out', () => {
  const visitor = (client: string): Visitor => ({ ...VISITOR, client });

  it('are real for the number of the call, and no other, and not after it', async () => {
    const [line, elsewhere] = [await aLine(), await aLine()];
    const { agent, attendanceId, now } = await callerAbout(op, line);
    const { code } = await showAgentCode(op, await now());
    expect(await showAgentCode(op, await now())).toEqual({ code });
    const check = (number: string, given: string) =>
      checkAgentCode(op, visitor(`192.0.2.${used}`), { number, code: given });
    expect(await check(line.msisdn, code)).toBe('real');
    expect(await check(line.msisdn, other(code, 6))).toBe('not_real');
    expect(await check(elsewhere.msisdn, code)).toBe('not_real');
    expect(await check('+8613911112222', code)).toBe('not_real');
    await endAttendance(op, agent, { attendanceId });
    expect(await check(line.msisdn, code)).toBe('not_real');
  });

  it('differ from call to call', async () => {
    const line = await aLine();
    const one = await showAgentCode(op, await (await callerAbout(op, line)).now());
    const two = await showAgentCode(op, await (await callerAbout(op, line)).now());
    expect(one).not.toEqual(two);
  });

  it('cannot be told after too many wrong ones, from one place or from many', async () => {
    const line = await aLine();
    const { code } = await showAgentCode(op, await (await callerAbout(op, line)).now());
    for (let n = 0; n < 5; n++)
      await checkAgentCode(op, visitor('198.51.100.1'), { number: line.msisdn, code: other(code, 6) });
    const ask = (client: string) => checkAgentCode(op, visitor(client), { number: line.msisdn, code });
    expect(await ask('198.51.100.1')).toBe('cannot_tell');
    expect(await ask('198.51.100.2')).toBe('real');
    for (let n = 0; n < 60; n++)
      await checkAgentCode(op, visitor(`203.0.113.${n}`), { number: line.msisdn, code: other(code, 6) });
    expect(await ask('198.51.100.3')).toBe('cannot_tell');
  });
});
