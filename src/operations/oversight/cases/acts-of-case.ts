import {
  type Obstacle,
  STEERING_ACTS,
  type SteeringAct,
  sayDeletedObstacle,
  steeringObstacle,
  stopWaitingObstacle,
  withdrawalObstacle,
} from '../../../domain/cases/obstacles.ts';
import type { Role } from '../../../domain/rules/role.ts';
import { approversOfAct, type TwoPersonAct } from '../../../domain/rules/two-person.ts';
import { type CaseRecord, isLeased } from '../../../store/cases/cases.ts';
import { certificateOfCase } from '../../../store/certificates/certificates.ts';
import type { NoticeRecord } from '../../../store/notices.ts';
import { openApprovalsOfCase } from '../../../store/staff/listed-approvals.ts';
import { type Actor, staffBehind } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { ACCESS, type AccessRule, type OperationName } from '../../access/table.ts';
import { isResendable } from '../../cases/notices/retry-notices.ts';
import type { Operations } from '../../context.ts';
import type { DevicesView } from '../../esim/device-view.ts';

export const CASE_ACTS = [
  'retry',
  'skip',
  'roll_forward',
  'stop_waiting',
  'say_deleted',
  'resend',
  'revoke',
  'withdraw',
] as const;
export type CaseAct = (typeof CASE_ACTS)[number];

/** The operation behind each act: who may ask for it is in its row. */
const OPERATION = {
  retry: 'retryCase',
  skip: 'skipStage',
  roll_forward: 'rollForward',
  stop_waiting: 'stopWaitingForDevices',
  say_deleted: 'sayDeleted',
  resend: 'retryNotices',
  revoke: 'revokeCertificate',
  withdraw: 'withdraw',
} as const satisfies Readonly<Record<CaseAct, OperationName>>;

/** Acts that the rulebook may want a second person for. */
const TWO_PERSON: Readonly<Partial<Record<CaseAct, TwoPersonAct>>> = {
  skip: 'skip_stage',
  revoke: 'revoke_certificate',
};

/** Why an act is not to be had now: what the case says, who asks, that it is asked for already, or that there is nothing to do it to. */
export type NoAct =
  | { readonly why: Obstacle | 'nothing_there' | 'not_for_staff' }
  | { readonly why: 'role_needed'; readonly roles: readonly Role[] }
  | { readonly why: 'asked_already'; readonly requestId: string };

export interface ActOfCase {
  readonly act: CaseAct;
  /** Null where it can be done. */
  readonly not: NoAct | null;
  /** A second person must agree. */
  readonly second: boolean;
  /** What it is done to, where that is a part of the case: profiles by ICCID, messages, the certificate. */
  readonly things: readonly string[];
}

/** What the acts are told from, as it was read for the page that shows them. */
export interface ActGrounds {
  readonly record: CaseRecord;
  readonly devices: DevicesView | null;
  readonly messages: readonly NoticeRecord[];
}

/**
 * Every act that there is on a case, each with the reason why it cannot be done now, if it cannot: from the same conditions as the
 * operations, which ask again. Not an operation of its own: whoever shows a case has asked.
 */
export async function actsOfCase(
  op: Operations,
  actor: Actor,
  { record, devices, messages }: ActGrounds,
): Promise<readonly ActOfCase[]> {
  const { caseId } = record;
  const [leased, certificate, asked] = await Promise.all([
    isLeased(op.pool, caseId),
    certificateOfCase(op.pool, caseId),
    openApprovalsOfCase(op.pool, caseId),
  ]);
  const open = record.closedAt === null ? { ...record, leased } : null;
  const waiting =
    devices?.devices.filter(({ status }) => status === 'requested' || status === 'reported') ?? [];
  const steering = Object.fromEntries(
    STEERING_ACTS.map((act) => [act, { obstacle: steeringObstacle(open, act), things: [] }]),
  ) as unknown as Readonly<Record<SteeringAct, Ground>>;
  const valid = certificate !== null && certificate.revokedAt === null ? [certificate.certificateId] : [];
  const grounds: Readonly<Record<CaseAct, Ground>> = {
    ...steering,
    stop_waiting: {
      obstacle: stopWaitingObstacle(record) ?? nothing(waiting),
      things: [],
    },
    say_deleted: {
      obstacle: sayDeletedObstacle(record) ?? nothing(waiting),
      things: waiting.filter(({ status }) => status === 'requested').map(({ iccid }) => iccid),
    },
    resend: of(messages.filter(isResendable).map(({ noticeId }) => noticeId)),
    revoke: of(valid),
    withdraw: { obstacle: withdrawalObstacle(record), things: [] },
  };
  const { value: rule } = op.rulebooks.current(record.jurisdiction, record.province, op.clock.now()).settings
    .two_person;
  return CASE_ACTS.map((act): ActOfCase => {
    const { obstacle, things } = grounds[act];
    const two = TWO_PERSON[act];
    const pending = asked.find((one) => one.act === two && [caseId, ...things].includes(one.about));
    const not =
      refusalOf(actor, OPERATION[act]) ??
      (obstacle !== null
        ? { why: obstacle }
        : pending === undefined
          ? null
          : { why: 'asked_already' as const, requestId: pending.requestId });
    return { act, not, second: two !== undefined && approversOfAct(rule, two).length > 0, things };
  });
}

interface Ground {
  readonly obstacle: Obstacle | 'nothing_there' | null;
  readonly things: readonly string[];
}

const nothing = (things: readonly unknown[]): 'nothing_there' | null =>
  things.length === 0 ? 'nothing_there' : null;

const of = (things: readonly string[]): Ground => ({ obstacle: nothing(things), things });

/** Why the actor may not ask for the operation, whatever the case; null where they may. */
function refusalOf(actor: Actor, name: OperationName): NoAct | null {
  try {
    requireAccess(actor, name);
    return null;
  } catch {
    const { roles }: AccessRule = ACCESS[name];
    // What no role may do is asked for by the holder, or with a token.
    return staffBehind(actor) === null || roles.length === 0
      ? { why: 'not_for_staff' }
      : { why: 'role_needed', roles };
  }
}
