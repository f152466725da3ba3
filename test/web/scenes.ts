import { type Subscriber, voicePlatform } from '../../src/operations/access/actor.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { declarePublicly } from '../../src/operations/cases/declarations/declare-publicly.ts';
import { type Declared, declare } from '../../src/operations/cases/declare.ts';
import { objectToCase } from '../../src/operations/cases/objections/object-to-case.ts';
import { objectionToken } from '../../src/operations/cases/objections/objection-link.ts';
import { withdraw } from '../../src/operations/cases/withdraw.ts';
import { liftLock, lockLine } from '../../src/operations/lines/lock/change-lock.ts';
import { beginVoiceCall, takeVoiceStep } from '../../src/operations/voice/take-step.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { subscriberOf, VISITOR } from '../support/actors.ts';
import { eventually } from '../support/instance.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { complaintScenes } from './complaint-scenes.ts';
import { esimScenes } from './esim-scenes.ts';
import { exportScenes } from './export-scenes.ts';
import type { PortalInstance } from './portal-instance.ts';
import { reminderScenes } from './reminder-scenes.ts';
import { storeScenes } from './store-scenes.ts';

/** A page in one of its states; `as` is who looks. */
export interface Scene {
  readonly name: string;
  readonly path: string;
  readonly as: SeededLine | null;
  /** Whether their document was proven too. */
  readonly proven?: true;
}

export interface Scenes {
  readonly all: readonly Scene[];
  readonly clean: SeededLine;
  readonly certificateId: string;
  readonly caseId: string;
  /** A session cookie for the holder of a line. */
  session(line: SeededLine, proven?: boolean): Promise<string>;
}

/** One line for each state that a page can be in. */
export async function setScenes(instance: PortalInstance): Promise<Scenes> {
  const { operations: op, vault } = instance;
  const { pool } = op;
  const seeded = await seedLines(pool, vault, 16, { simulator: instance.simulator });
  const [
    clean,
    tied,
    silent,
    waiting,
    cooling,
    stuck,
    node,
    withdrawn,
    asked,
    barred,
    blocked,
    done,
    uncertain,
    resting,
    locked,
    lifting,
  ] = seeded as [SeededLine, ...SeededLine[]] & Record<number, SeededLine>;
  const as = (line: SeededLine): Subscriber => subscriberOf(line);
  const linkOf = (reference: string) => ({ reference, token: objectionToken(vault, reference) });
  const open = async (line: SeededLine): Promise<Declared> =>
    (await declare(op, as(line), { lineId: line.lineId, reason: 'cost' })) as Declared;
  const confirmed = async (line: SeededLine): Promise<Declared> => {
    const made = await open(line);
    await confirm(op, as(line), { caseId: made.caseId });
    return made;
  };
  await block(instance, tied!);
  await pool.query('delete from billing_account where account_id = $1', [`A${silent!.lineId}`]);
  const waits = await open(waiting!);
  const held = await open(blocked!);
  await block(instance, blocked!);
  const cools = await confirmed(cooling!);
  const stops = await confirmed(stuck!);
  await pool.query(
    `update termination set stage = 'remove', waiting_for = 'staff', due_at = null, detach = 'acknowledged', service_ended_at = now() where case_id = $1`,
    [stops.caseId],
  );
  const nodes = await confirmed(node!);
  await pool.query(
    `update termination set stage = 'detach', waiting_for = 'serving_node', due_at = now() + interval '20 seconds',
       detach_deadline = now() + interval '2 hours' where case_id = $1`,
    [nodes.caseId],
  );
  const taken = await open(withdrawn!);
  await withdraw(op, as(withdrawn!), { caseId: taken.caseId });
  await declarePublicly(op, VISITOR, {
    number: asked!.msisdn,
    name: '张三',
    contact: '',
    reason: null,
    endOn: null,
  });
  const bars = (await declare(op, as(barred!), { lineId: barred!.lineId, reason: 'lost' })) as Declared;
  await pool.query(
    `update termination set stage = 'confirm', waiting_for = 'person', due_at = now() + interval '3 days', detach = 'not_attached',
       service_ended_at = now(), snapshot_enc = '\\x00' where case_id = $1`,
    [bars.caseId],
  );
  const rests = await confirmed(resting!);
  await objectToCase(op, VISITOR, linkOf(rests.reference));
  for (const line of [locked!, lifting!]) await lockLine(op, as(line), line);
  await liftLock(op, as(lifting!), lifting!);
  const ended = await confirmed(done!);
  // Its node is gone, and its time is over: nobody knows whether it is off.
  instance.simulator.change(uncertain!.imsi, { vlr: 'vlr-gone' });
  const unproven = await confirmed(uncertain!);
  await pool.query(
    "update termination set detach_deadline = now() - interval '1 minute' where case_id = $1",
    [unproven.caseId],
  );
  const others = [cools, stops, nodes, waits, bars, held, rests].map((made) => made.caseId);
  await pool.query(
    "update termination set due_at = due_at + interval '1 hour' where case_id = any($1::uuid[])",
    [others],
  );
  await pool.query('update termination set due_at = now() where case_id = any($1::uuid[])', [
    [ended.caseId, unproven.caseId],
  ]);
  const engine = instance.engine();
  engine.start();
  const certified = (caseId: string): Promise<string> =>
    eventually(
      async () =>
        (
          await pool.query<{ certificate_id: string }>(
            'select certificate_id from termination_closed where case_id = $1',
            [caseId],
          )
        ).rows[0]?.certificate_id ?? '',
      (id) => id !== '',
    );
  const certificateId = await certified(ended.caseId);
  const unprovenId = await certified(unproven.caseId);
  await engine.stop();
  const scene = (name: string, path: string, line: SeededLine | null = null): Scene => ({
    name,
    path,
    as: line,
  });
  const objection = (reference: string): string => `/not-me/${reference}/${linkOf(reference).token}`;
  const of = (line: SeededLine, page: string): string => `/lines/${line.lineId}/${page}`;
  return {
    clean,
    certificateId,
    caseId: ended.caseId,
    session: (line, proven = false) =>
      openSession(pool, vault, {
        partyId: line.partyId,
        lineId: line.lineId,
        factors: proven ? ['sms_code', 'document_number'] : ['sms_code'],
      }),
    all: [
      scene('start', '/'),
      scene('start-notice', '/?notice=session_over'),
      scene('lost', '/lost'),
      scene('lines', '/lines', clean),
      scene('lines-open', '/lines', cooling),
      scene('lines-asked', '/lines', asked),
      scene('lines-ended', '/lines', done),
      scene('document', '/document', clean),
      { ...scene('records', '/records', clean), proven: true },
      { ...scene('records-ended', '/records', done), proven: true },
      scene('before', of(clean, 'before'), clean),
      scene('eligible', of(clean, 'eligibility'), clean),
      scene('blocked', of(tied!, 'eligibility'), tied),
      scene('cannot-tell', of(silent!, 'eligibility'), silent),
      scene('reason', of(clean, 'reason'), clean),
      scene('report', of(clean, 'lost'), clean),
      scene('review', `/cases/${waits.caseId}/review`, waiting),
      scene('review-barred', `/cases/${bars.caseId}/review`, barred),
      scene('review-blocked', `/cases/${held.caseId}/review`, blocked),
      scene('progress-confirm', `/cases/${waits.caseId}`, waiting),
      scene('progress-cooling', `/cases/${cools.caseId}`, cooling),
      scene('progress-stuck', `/cases/${stops.caseId}`, stuck),
      scene('progress-node', `/cases/${nodes.caseId}`, node),
      scene('progress-withdrawn', `/cases/${taken.caseId}`, withdrawn),
      scene('progress-resting', `/cases/${rests.caseId}`, resting),
      scene('objection', objection(waits.reference)),
      scene('objection-resting', objection(rests.reference)),
      scene('objection-stopped', objection(taken.reference)),
      scene('objection-too-late', objection(ended.reference)),
      scene('lock', of(clean, 'lock'), clean),
      scene('lock-set', of(locked!, 'lock'), locked),
      scene('lock-lifting', of(lifting!, 'lock'), lifting),
      scene('take-up', of(asked!, 'declaration'), asked),
      scene('progress-barred', `/cases/${bars.caseId}`, barred),
      scene('withdraw-reported', `/cases/${bars.caseId}/withdraw`, barred),
      scene('progress-done', `/cases/${ended.caseId}`, done),
      scene('certificate', `/cases/${ended.caseId}/certificate`, done),
      { ...scene('certificate-proven', `/cases/${ended.caseId}/certificate`, done), proven: true },
      scene('public-certificate', `/c/${certificateId}`),
      scene('progress-unconfirmed', `/cases/${unproven.caseId}`, uncertain),
      scene('certificate-unconfirmed', `/cases/${unproven.caseId}/certificate`, uncertain),
      scene('public-certificate-unconfirmed', `/c/${unprovenId}`),
      scene('what somebody needs', '/need?province=CN-HA&who=heir'),
      scene('before you go', '/before-you-go'),
      scene('before you go, with a day that is none', '/before-you-go?day=2020-01-01'),
      scene('what somebody needs, of a choice that there is not', '/need?province=CN-11'),
      scene('verify', '/verify'),
      scene('agent-code', '/agent-code'),
      scene('check', '/check'),
      ...(await reminderScenes(instance)),
      ...(await storeScenes(instance)),
      ...(await exportScenes(instance, clean)),
      ...(await complaintScenes(instance, { line: waiting!, caseId: waits.caseId })),
      scene('channels', '/channels'),
      scene('call-code', '/call-code', clean),
      scene('declare', '/declare'),
      scene('receipt', '/receipt'),
      scene('special', '/special'),
      scene('special-bereavement', '/special/bereavement'),
      scene('special-guardian', '/special/guardian'),
      scene('special-agent', '/special/agent'),
      scene('special-safe', '/special/safe'),
      scene('special-company', '/special/company'),
      scene('special-not-mine', `/special/not-mine?line=${clean.lineId}`, clean),
      scene('line-details', `/lines/${clean.lineId}`, clean),
      scene('inbox', '/demo/inbox'),
      scene('call', '/demo/call'),
      scene('call-menu', await calling(op)),
      scene('not-found', '/nothing-here'),
      ...(await esimScenes(instance)),
    ],
  };
}

/** The page of a call in which a number is asked for. */
async function calling(op: PortalInstance['operations']): Promise<string> {
  const callId = 'scene';
  const demo = voicePlatform('demo');
  let { step } = await beginVoiceCall(op, demo, { callId, caller: '' });
  for (const keys of ['2', '2'])
    ({ step } = await takeVoiceStep(op, demo, { callId, step, input: { kind: 'keys', keys } }));
  return `/demo/call?${new URLSearchParams({ call: callId, step })}`;
}

/** Owes money, has a contract, a bundle, a group and usage abroad. */
async function block({ operations: { pool } }: PortalInstance, line: SeededLine): Promise<void> {
  await pool.query('update billing_account set balance = -4250, unbilled = 1180 where account_id = $1', [
    `A${line.lineId}`,
  ]);
  await pool.query(
    `update line set last_roamed_on = current_date, contract = $2,
       ties = '[{"kind":"broadband","role":"main","label":"宽带 300M"},{"kind":"main_secondary","role":"member","label":"138 **** 1234"}]'
     where line_id = $1`,
    [line.lineId, JSON.stringify({ endsOn: '2027-06-30', earlyTerminationPerMonth: 2000 })],
  );
}
