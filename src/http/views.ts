import { Type } from 'typebox';
import type { Eligibility } from '../domain/cases/eligibility.ts';
import { maskMsisdn } from '../domain/values/msisdn.ts';
import type { Review } from '../operations/cases/confirm.ts';
import type { CaseView } from '../operations/cases/view-case.ts';
import type { LineRecord } from '../store/lines/lines.ts';
import { CaseId, Instant, LocalDateText, Money, Nullable } from './schema.ts';

const Finding = Type.Object({
  check: Type.String(),
  effect: Type.String(),
  facts: Type.Record(Type.String(), Type.Unknown()),
  rule: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    source: Type.Record(Type.String(), Type.Unknown()),
  }),
  clear: Nullable(Type.Record(Type.String(), Type.Unknown())),
});

export const EligibilitySchema = Type.Object(
  {
    verdict: Type.Union([Type.Literal('eligible'), Type.Literal('blocked'), Type.Literal('cannot_tell')]),
    earliestServiceEnd: Nullable(LocalDateText),
    charges: Type.Array(Type.Object({ check: Type.String(), amount: Money })),
    total: Money,
    findings: Type.Array(Finding),
    rulebookVersion: Type.String(),
    evaluatedOn: LocalDateText,
  },
  { $id: 'Eligibility' },
);

export function eligibilityView(eligibility: Eligibility) {
  const { verdict, earliestServiceEnd, charges, total, findings, rulebookVersion, evaluatedOn } = eligibility;
  return { verdict, earliestServiceEnd, charges, total, findings, rulebookVersion, evaluatedOn };
}

export const LineSchema = Type.Object(
  {
    lineId: Type.String(),
    number: Nullable(Type.String({ description: 'Masked.' })),
    status: Type.String(),
    plan: Type.String(),
    monthlyFee: Money,
    accesses: Type.Array(Type.Object({ kind: Type.String() })),
    openCase: Nullable(CaseId),
  },
  { $id: 'Line' },
);

export function lineView(record: LineRecord) {
  const { line, openCase } = record;
  return {
    lineId: line.lineId,
    number: line.msisdn === null ? null : maskMsisdn(line.msisdn),
    status: line.status,
    plan: line.plan.name,
    monthlyFee: line.plan.monthlyFee,
    accesses: line.accesses.map(({ kind }) => ({ kind })),
    openCase,
  };
}

export const CaseSchema = Type.Object(
  {
    caseId: CaseId,
    reference: Type.String(),
    lineId: Type.String(),
    stage: Type.String(),
    outcome: Nullable(Type.String()),
    urgent: Type.Boolean(),
    steps: Type.Array(Type.Object({ step: Type.String(), state: Type.String(), at: Nullable(Instant) })),
    withdrawal: Type.Union([Type.Literal('at_once'), Type.Literal('undo'), Type.Literal('refused')]),
    waitingFor: Nullable(Type.String()),
    problem: Nullable(Type.Record(Type.String(), Type.Unknown())),
    declaredAt: Instant,
    confirmedAt: Nullable(Instant),
    dueAt: Nullable(Instant),
    serviceEndedAt: Nullable(Instant),
    billingEndOn: Nullable(LocalDateText),
    numberReleaseOn: Nullable(LocalDateText),
    detach: Nullable(Type.String()),
    bill: Nullable(Type.Object({ invoiceId: Type.String(), total: Money, refund: Nullable(Money) })),
    certificateId: Nullable(Type.String()),
    closedAt: Nullable(Instant),
    timeZone: Type.String(),
  },
  { $id: 'Case' },
);

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function caseView(view: CaseView) {
  const { record } = view;
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
    dueAt: iso(record.closedAt === null ? record.dueAt : null),
    serviceEndedAt: iso(record.serviceEndedAt),
    billingEndOn: record.billingEndOn,
    numberReleaseOn: record.releaseOn,
    detach: record.detach,
    bill:
      record.bill === null
        ? null
        : { invoiceId: record.bill.invoiceId, total: record.bill.total, refund: record.bill.refund },
    certificateId: record.certificateId,
    closedAt: iso(record.closedAt),
    timeZone: view.timeZone,
  };
}

export const ReviewSchema = Type.Object(
  {
    eligibility: EligibilitySchema,
    dates: Nullable(
      Type.Object({
        coolingOffEndsAt: Instant,
        serviceEndAt: Instant,
        serviceEndOn: LocalDateText,
        billingEndOn: LocalDateText,
        numberReleaseOn: Nullable(LocalDateText),
      }),
    ),
    bill: Nullable(
      Type.Object({
        items: Type.Array(Type.Object({ kind: Type.String(), description: Type.String(), amount: Money })),
        total: Money,
        refund: Nullable(Money),
      }),
    ),
  },
  { $id: 'Review' },
);

export function reviewView(review: Review) {
  const { dates, bill } = review;
  return {
    eligibility: eligibilityView(review.eligibility),
    dates:
      dates === null
        ? null
        : {
            ...dates,
            coolingOffEndsAt: dates.coolingOffEndsAt.toISOString(),
            serviceEndAt: dates.serviceEndAt.toISOString(),
          },
    bill: bill === null ? null : { items: bill.items, total: bill.total, refund: bill.refund },
  };
}
