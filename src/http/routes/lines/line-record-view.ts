import { Type } from 'typebox';
import type { LineRecord } from '../../../operations/lines/view-line.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, LocalDateText, Money, Nullable } from '../../kit/schema.ts';

const Access = named(
  'Access',
  Type.Object({
    accessId: Type.String(),
    kind: Type.String(),
    imsi: Type.String(),
    iccid: Type.String(),
    eid: Nullable(Type.String()),
  }),
);

/** A service that depends on the line, or on which the line depends. */
export const Tie = named(
  'Tie',
  Type.Object(
    { kind: Type.String(), role: Type.String(), label: Type.String() },
    { additionalProperties: false },
  ),
);

/** A line for systems of the operator: numbers in full, nothing of the person but their identity at the operator. */
export const LineRecordSchema = named(
  'LineRecord',
  Type.Object({
    lineId: Type.String(),
    status: Type.String({ description: '`active`, `barred` or `ended`.' }),
    msisdn: Nullable(Type.String()),
    accesses: Type.Array(Access),
    holderId: Type.String(),
    accountId: Type.String(),
    payment: Type.String(),
    plan: Type.Object({ name: Type.String(), monthlyFee: Money }),
    jurisdiction: Type.String(),
    province: Nullable(Type.String()),
    openedOn: LocalDateText,
    openedChannel: Type.String(),
    contract: Nullable(Type.Object({ endsOn: LocalDateText, earlyTerminationPerMonth: Money })),
    ties: Type.Array(Tie),
    holds: Type.Array(Type.Object({ kind: Type.String(), since: LocalDateText, reference: Type.String() })),
    portOut: Nullable(Type.Object({ requestedOn: LocalDateText, recipient: Type.String() })),
    lastRoamedOn: Nullable(LocalDateText),
    rangeHolder: Nullable(Type.String()),
    openCase: Nullable(CaseId),
  }),
);

export function lineRecordView(record: LineRecord) {
  const { line, holderId, accountId, portOut, openCase } = record;
  const {
    lineId,
    status,
    msisdn,
    accesses,
    payment,
    plan,
    jurisdiction,
    province,
    openedOn,
    openedChannel,
    contract,
    ties,
    holds,
    lastRoamedOn,
    origin,
  } = line;
  return {
    lineId,
    status,
    msisdn,
    accesses,
    holderId,
    accountId,
    payment,
    plan,
    jurisdiction,
    province,
    openedOn,
    openedChannel,
    contract,
    ties,
    holds,
    portOut,
    lastRoamedOn,
    rangeHolder: origin.kind === 'own' ? null : origin.rangeHolder,
    openCase,
  };
}
