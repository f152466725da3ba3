import { beforeAll, describe, expect, it } from 'vitest';
import type { Stage } from '../../../src/domain/cases/termination.ts';
import { HandbackError } from '../../../src/domain/errors.ts';
import type { Actor } from '../../../src/operations/access/actor.ts';
import { auditName } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { retryNotices } from '../../../src/operations/cases/notices/retry-notices.ts';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { rollForward } from '../../../src/operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { revokeCertificate } from '../../../src/operations/certificates/revoke-certificate.ts';
import { sayDeleted } from '../../../src/operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../../src/operations/esim/stop-waiting-for-devices.ts';
import { CASE_ACTS, type CaseAct } from '../../../src/operations/oversight/cases/acts-of-case.ts';
import { viewWholeCase } from '../../../src/operations/oversight/cases/view-whole-case.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { signedInPerson, staffNamed, subscriberOf, tokenNamed } from '../../support/actors.ts';
import { closedCase, declared, readyToEnd, running } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, simulator } = instance;
const { pool } = op;
const wu = await signedInPerson(op, 'wu', ['operations']);
const machine = staffNamed('lin');
let used = 0;
const aLine = async (): Promise<SeededLine> =>
  (await seedLines(pool, vault, 1, { from: used++, simulator }))[0]!;
const view = (reference: string, by: Actor = machine, raw = false) =>
  viewWholeCase(op, by, { reference, raw });

/** Puts an open case somewhere. */
async function at(stage: Stage, set = 'updated_at = now()'): Promise<{ caseId: string; reference: string }> {
  const made = await declared(op, await aLine());
  await pool.query(`update termination set stage = $2, due_at = null, ${set} where case_id = $1`, [
    made.caseId,
    stage,
  ]);
  return made;
}

const STAFF = `waiting_for = 'staff', problem = '{"code":"refused"}'`;
const HELD = `${STAFF}, lease = gen_random_uuid(), lease_until = now() + interval '1 hour'`;
const SCENES: readonly (readonly [string, () => Promise<{ caseId: string; reference: string }>])[] = [
  ['waits for its holder', () => at('confirm')],
  ['cools off', () => at('cool_off', `confirmed_at = now(), waiting_for = 'cooling_off'`)],
  ['goes on by itself', () => at('bar')],
  ['is stuck before the cut', () => at('bar', STAFF)],
  ['was stuck and is held by a worker', () => at('bar', HELD)],
  ['failed once', () => at('settle', 'attempts = 1, service_ended_at = now()')],
  ['waits for a serving node', () => at('detach', `waiting_for = 'serving_node', snapshot_enc = '\\x00'`)],
  ['is stuck at detaching and taken back', () => at('detach', `${STAFF}, withdraw_requested_at = now()`)],
  ['is stuck at the pivot with its intent open', () => at('remove', `${STAFF}, intent_at = now()`)],
  ['is stuck after the cut', () => at('prove_absent', `${STAFF}, service_ended_at = now()`)],
  ['is stuck at telling', () => at('notify', `${STAFF}, service_ended_at = now()`)],
  [
    'waits for a device',
    async () => {
      const made = await at(
        'unbind',
        `waiting_for = 'device', confirmed_at = now(), plan = '{unbind,cancel_profiles,close}'`,
      );
      const { rows } = await pool.query('select line_id, holder_id from termination where case_id = $1', [
        made.caseId,
      ]);
      const { line_id, holder_id } = rows[0]!;
      await pool.query(`insert into device (eid) values ($1)`, [
        `8904903212345123451234567890${line_id.slice(-4)}`,
      ]);
      await pool.query(
        `insert into esim_profile (iccid, line_id, eid, state) values ('89' || $1, $1, $2, 'installed')`,
        [line_id, `8904903212345123451234567890${line_id.slice(-4)}`],
      );
      await pool.query(
        `insert into unbinding (case_id, iccid, line_id, holder_id, eid, wait_until) values ($1, '89' || $2::text, $2, $3, $4, now() + interval '1 day')`,
        [made.caseId, line_id, holder_id, `8904903212345123451234567890${line_id.slice(-4)}`],
      );
      return made;
    },
  ],
  [
    'has a message that was given up',
    async () => {
      const made = await at('notify', `${STAFF}, service_ended_at = now()`);
      await pool.query(
        `update outbox set due_at = null, given_up_at = now(), given_up_for = 'deadline', kind = 'completed' where case_id = $1`,
        [made.caseId],
      );
      return made;
    },
  ],
  [
    'is closed with a certificate',
    async () => {
      const made = await readyToEnd(op, await aLine());
      await running(instance.engine(), () => closedCase(pool, made.caseId));
      return made;
    },
  ],
];

/** The operation behind each act, as the pages ask for it. */
function carriedOut(act: CaseAct, caseId: string, thing: string): Promise<unknown> {
  switch (act) {
    case 'retry':
      return retryCase(op, machine, { caseId });
    case 'skip':
      return skipStage(op, machine, { caseId, reason: 'x' });
    case 'roll_forward':
      return rollForward(op, machine, { caseId, reason: 'x' });
    case 'stop_waiting':
      return stopWaitingForDevices(op, machine, { caseId });
    case 'say_deleted':
      return sayDeleted(op, machine, { caseId, iccid: thing });
    case 'resend':
      return retryNotices(op, machine, { noticeId: thing });
    case 'revoke':
      return revokeCertificate(op, machine, { certificateId: thing, reason: 'fraud' });
    case 'withdraw':
      return withdraw(op, machine, { caseId });
  }
}

describe.each(SCENES)('a case that %s', (_name, make) => {
  it.each(CASE_ACTS)('says of %s what its operation says', async (act) => {
    const { caseId, reference } = await make();
    const shown = (await view(reference)).acts.find((one) => one.act === act)!;
    // What there is nothing of is asked for by a name that is none.
    const thing = shown.things[0] ?? '00000000-0000-7000-8000-000000000000';
    const refused = await carriedOut(act, caseId, thing).then(
      () => null,
      (error: unknown) => {
        if (error instanceof HandbackError) return error.code;
        throw error;
      },
    );
    // Stopping to wait for nothing, and taking back twice, are done already and no refusal.
    const harmless = shown.not?.why === 'nothing_there' || shown.not?.why === 'withdrawn';
    if (harmless && (act === 'stop_waiting' || act === 'withdraw')) return;
    expect([act, shown.not?.why ?? null, refused]).toEqual([
      act,
      refused === null ? null : expect.any(String),
      shown.not === null ? null : expect.any(String),
    ]);
  });
});

describe('one case', () => {
  let ended: { caseId: string; reference: string };
  beforeAll(async () => {
    const line = await aLine();
    ended = await readyToEnd(op, line);
    await running(instance.engine(), () => closedCase(pool, ended.caseId));
  });

  it('tells what happened, why, what the network said, and what proves it', async () => {
    const found = await view(ended.reference);
    expect(found.events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['declared', 'confirmed', 'bar.done', 'remove.done', 'certify.done']),
    );
    expect(found.decisions.map(({ kind }) => kind)).toEqual(['declaration', 'confirmation']);
    expect(found.exchanges.length).toBeGreaterThan(3);
    expect(
      found.exchanges.every(({ exchange, hash }) => exchange === null && /^[0-9a-f]{64}$/.test(hash)),
    ).toBe(true);
    expect(found.certificate).toMatchObject({
      revokedAt: null,
      url: expect.stringContaining('handback.test'),
    });
    expect(found.notices.length).toBeGreaterThan(0);
    expect([found.clock, found.erased]).toEqual([null, false]);
    const raw = await view(ended.reference, machine, true);
    expect(raw.exchanges.every(({ exchange }) => exchange !== null)).toBe(true);
  });

  it('is audited for each look, and apart where the bytes were looked at', async () => {
    const { reference } = await at('bar');
    await view(reference, wu);
    await view(reference, wu, true);
    const { events } = await view(reference);
    const looks = events.filter(({ actor }) => actor === auditName(wu)).map(({ action }) => action);
    expect(looks.toSorted()).toEqual(['card_viewed', 'card_viewed', 'evidence_viewed', 'viewed']);
    expect(events.find(({ actor }) => actor === auditName(wu))?.actorName).toBe('wu');
  });

  it('is readable when its person is erased, but for what was personal', async () => {
    const line = await aLine();
    const made = await readyToEnd(op, line);
    await running(instance.engine(), () => closedCase(pool, made.caseId));
    await pool.query(
      `update party set data_key_wrapped = null, name_enc = null, name_bidx = null, erased_at = now() where party_id = $1`,
      [line.partyId],
    );
    const found = await view(made.reference, machine, true);
    expect(found.erased).toBe(true);
    expect(found.exchanges.length).toBeGreaterThan(0);
    expect(found.exchanges.every(({ exchange }) => exchange === null)).toBe(true);
    expect(found.decisions.every(({ opened, findings }) => opened === null && Array.isArray(findings))).toBe(
      true,
    );
    expect(found.certificate).not.toBeNull();
  });

  it('names the clock that runs for it', async () => {
    const line = await aLine();
    const made = await declared(op, line);
    expect((await view(made.reference)).clock).toMatchObject({ clock: 'declaration_expiry' });
    await confirm(op, subscriberOf(line), { caseId: made.caseId });
    expect((await view(made.reference)).clock).toMatchObject({ clock: 'cooling_off' });
    expect((await view((await at('bar', STAFF)).reference)).clock).toBeNull();
  });

  it('says who may, and that a second person is asked already', async () => {
    const { caseId, reference } = await at('notify', `${STAFF}, service_ended_at = now()`);
    const auditor = await signedInPerson(op, 'an', ['auditor']);
    const whys = (await view(reference, auditor)).acts.map(({ act, not }) => [act, not?.why]);
    expect(whys).toEqual(CASE_ACTS.map((act) => [act, act === 'withdraw' ? 'not_for_staff' : 'role_needed']));
    const skip = async () => (await view(reference, wu)).acts.find(({ act }) => act === 'skip')!;
    expect(await skip()).toMatchObject({ not: null, second: true });
    const asked = { caseId, stage: 'notify', reason: 'x' };
    const { requestId } = await requestApproval(op, wu, { act: 'skip_stage', with: asked });
    expect(await skip()).toMatchObject({ not: { why: 'asked_already', requestId } });
  });

  it('is not there for who may not know of it', async () => {
    const home = await household(instance, 9_000);
    const { reference } = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    const fraud = await signedInPerson(op, 'he', ['fraud']);
    const token = tokenNamed('crm', ['evidence:read', 'cases:read']);
    for (const by of [fraud, token])
      await expect(view(reference, by)).rejects.toMatchObject({ code: 'case_unknown' });
    expect((await view(reference, wu)).record.confidential).toBe(true);
    for (const none of ['HB-00000000', '', '\0'])
      await expect(view(none)).rejects.toMatchObject({ code: 'case_unknown' });
  });
});
