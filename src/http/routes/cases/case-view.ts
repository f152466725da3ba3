import { Type } from 'typebox';
import { DATE_MEANINGS, meaningOfDate, WAITING_FOR } from '../../../domain/cases/waiting.ts';
import type { CaseView } from '../../../operations/cases/case-view.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, LocalDateText, Money, Nullable, OneOf } from '../../kit/schema.ts';

const CaseStep = named(
  'CaseStep',
  Type.Object({ step: Type.String(), state: Type.String(), at: Nullable(Instant) }),
);

const FinalBill = named(
  'FinalBill',
  Type.Object({
    invoiceId: Type.String(),
    total: Money,
    refund: Nullable(Money),
    dueOn: Nullable(
      Type.String({ format: 'date', description: 'The last day to pay by; null where nothing is owed.' }),
    ),
  }),
);

const CASE_FIELDS = {
  caseId: CaseId,
  reference: Type.String(),
  lineId: Type.String(),
  stage: Type.String(),
  outcome: Nullable(Type.String()),
  urgent: Type.Boolean(),
  steps: Type.Array(CaseStep),
  withdrawal: OneOf(['at_once', 'undo', 'refused']),
  waitingFor: Nullable(OneOf(WAITING_FOR)),
  problem: Nullable(Type.Record(Type.String(), Type.Unknown())),
  declaredAt: Instant,
  confirmedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  dueMeaning: Nullable(
    OneOf(DATE_MEANINGS, {
      description:
        'What happens at `dueAt`: the case expires without effect, a waiting ends, or it is looked at again.',
    }),
  ),
  pausedUntil: Nullable(Instant),
  serviceEndedAt: Nullable(Instant),
  billingEndOn: Nullable(LocalDateText),
  numberReleaseOn: Nullable(LocalDateText),
  detach: Nullable(Type.String()),
  bill: Nullable(FinalBill),
  certificateId: Nullable(Type.String()),
  closedAt: Nullable(Instant),
  timeZone: Type.String(),
};

export const CaseSchema = named('Case', Type.Object(CASE_FIELDS));

/** A case that was just confirmed. */
export const ConfirmedSchema = named(
  'Confirmed',
  Type.Object({
    ...CASE_FIELDS,
    receiptSecret: Type.Optional(
      Type.String({
        description:
          'A new receipt, where more is proven than when the first was given; shown once, and the first opens nothing any more.',
      }),
    ),
  }),
);

function billView({ invoiceId, total, refund, dueOn }: NonNullable<CaseView['record']['bill']>) {
  return { invoiceId, total, refund, dueOn };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function caseView(view: CaseView) {
  const { record } = view;
  const dueAt = record.closedAt === null ? record.dueAt : null;
  return {
    caseId: record.caseId,
    reference: record.reference,
    lineId: record.lineId,
    stage: record.stage,
    outcome: record.outcome,
    urgent: record.urgent,
    steps: view.steps.map(({ step, state, at }) => ({ step, state, at: iso(at) })),
    withdrawal: view.withdrawal,
    waitingFor: record.waitingFor,
    problem: record.problem,
    declaredAt: record.declaredAt.toISOString(),
    confirmedAt: iso(record.confirmedAt),
    dueAt: iso(dueAt),
    dueMeaning: dueAt === null ? null : meaningOfDate(record.stage),
    pausedUntil: iso(record.pausedUntil),
    serviceEndedAt: iso(record.serviceEndedAt),
    billingEndOn: record.billingEndOn,
    numberReleaseOn: record.releaseOn,
    detach: record.detach,
    bill: record.bill === null ? null : billView(record.bill),
    certificateId: record.certificateId,
    closedAt: iso(record.closedAt),
    timeZone: view.timeZone,
  };
}
