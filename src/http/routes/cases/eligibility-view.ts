import { Type } from 'typebox';
import type { Eligibility } from '../../../domain/cases/eligibility.ts';
import { COOLING_RISKS } from '../../../domain/rules/cooling-risk.ts';
import { IDENTITY_FACTORS } from '../../../domain/rules/rulebook.ts';
import type { MissingFactors } from '../../../operations/access/factors.ts';
import type { Review } from '../../../operations/cases/review-of.ts';
import { named } from '../../kit/named-schema.ts';
import { Instant, LocalDateText, Money, Nullable, OneOf } from '../../kit/schema.ts';

export const FindingSchema = named(
  'Finding',
  Type.Object({
    check: Type.String(),
    effect: Type.String(),
    facts: Type.Record(Type.String(), Type.Unknown()),
    rule: Type.Object({
      id: Type.String(),
      version: Type.Integer(),
      source: Type.Record(Type.String(), Type.Unknown()),
    }),
    clear: Nullable(Type.Record(Type.String(), Type.Unknown())),
  }),
);

export const EligibilitySchema = named(
  'Eligibility',
  Type.Object({
    verdict: OneOf(['eligible', 'blocked', 'cannot_tell']),
    earliestServiceEnd: Nullable(LocalDateText),
    charges: Type.Array(Type.Object({ check: Type.String(), amount: Money })),
    total: Money,
    findings: Type.Array(FindingSchema),
    rulebookVersion: Type.String(),
    evaluatedOn: LocalDateText,
  }),
);

export function eligibilityView(eligibility: Eligibility) {
  const { verdict, earliestServiceEnd, charges, total, findings, rulebookVersion, evaluatedOn } = eligibility;
  return { verdict, earliestServiceEnd, charges, total, findings, rulebookVersion, evaluatedOn };
}

export const ReviewSchema = named(
  'Review',
  Type.Object({
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
    risks: Type.Array(OneOf(COOLING_RISKS), {
      description: 'What makes the cooling-off longer than usual.',
    }),
    bill: Nullable(
      Type.Object({
        items: Type.Array(Type.Object({ kind: Type.String(), description: Type.String(), amount: Money })),
        total: Money,
        refund: Nullable(Money),
      }),
    ),
    missing: Type.Optional(
      Type.Object(
        { count: Type.Integer(), accepted: Type.Array(OneOf(IDENTITY_FACTORS)) },
        { description: 'How many of which factors the confirmation would still need.' },
      ),
    ),
  }),
);

export function reviewView(review: Review & { readonly missing?: MissingFactors }) {
  const { dates, bill, missing } = review;
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
    risks: [...review.risks],
    bill: bill === null ? null : { items: bill.items, total: bill.total, refund: bill.refund },
    ...(missing === undefined ? {} : { missing }),
  };
}
