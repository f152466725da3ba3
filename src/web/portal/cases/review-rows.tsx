import type { EffectiveDates } from '../../../domain/cases/effective-dates.ts';
import type { CaseReview } from '../../../operations/cases/review.ts';
import type { Bill } from '../../../ports/billing.ts';
import type { Formats } from '../../kit/formats.ts';
import { Rows } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { RuleFold } from './findings.tsx';

/** The dates that must never be mixed up, each with what it means. */
export function DateRows({
  visit,
  formats,
  dates,
  latest,
  risks,
  rule,
}: {
  visit: Visit;
  formats: Formats;
  dates: EffectiveDates;
  /** What makes the cooling-off longer. */
  risks: CaseReview['risks'];
  /** Until when the line would wait for its devices; null where there are none. */
  latest: Date | null;
  /** By which the last day billed follows from the end of service. */
  rule: CaseReview['billingEnd'];
}) {
  const { review: text, esim, punctuation } = visit.t;
  const beyond = dates.billingEndOn > dates.serviceEndOn;
  return (
    <>
      <Rows
        rows={[
          ...(dates.coolingOffEndsAt.getTime() > visit.op.clock.now().getTime()
            ? [
                {
                  label: text.coolingOff,
                  value: formats.moment(dates.coolingOffEndsAt),
                  hint: coolingOffHint(visit, risks),
                },
              ]
            : []),
          {
            label: text.serviceEnd,
            value: formats.moment(dates.serviceEndAt),
            hint:
              latest === null
                ? text.serviceEndHint
                : text.serviceEndHint + punctuation.gap + esim.serviceEndLater(formats.moment(latest)),
          },
          {
            label: text.billingEnd,
            value: formats.date(dates.billingEndOn),
            hint: text.billingEndHint[beyond ? rule.value.policy : 'service_end'],
          },
          ...(dates.numberReleaseOn === null
            ? []
            : [{ label: text.release, value: formats.date(dates.numberReleaseOn), hint: text.releaseHint }]),
        ]}
      />
      {beyond ? <RuleFold visit={visit} rule={rule} /> : null}
    </>
  );
}

function coolingOffHint({ t }: Visit, risks: CaseReview['risks']): string {
  const { coolingOffHint: usual } = t.review;
  if (risks.length === 0) return usual;
  const { longer, risks: words } = t.protection;
  return usual + t.punctuation.gap + longer(t.punctuation.listed(risks.map((risk) => words[risk])));
}

interface BillProps {
  readonly visit: Visit;
  readonly formats: Formats;
  readonly bill: Bill | null;
  readonly refundDays: number;
  /** In which words something is owed, where it is not asked of the reader. */
  readonly owed?: { readonly owed: string; readonly owedHint: string };
}

/** Item by item, then one sum that says who pays whom. */
export function BillRows({ visit, formats, bill, refundDays, owed }: BillProps) {
  const { review: text } = visit.t;
  const words = owed ?? text;
  if (bill === null) return <p class="note warn">{text.billUnknown}</p>;
  const { total } = bill;
  const label = total.minor > 0 ? words.owed : total.minor < 0 ? text.owing : text.even;
  return (
    <Rows
      kind="money sum"
      rows={[
        ...bill.items
          .filter(({ amount }) => amount.minor !== 0)
          .map(({ kind, amount }) => ({
            label: text.items[kind === 'balance' && amount.minor < 0 ? 'credit' : kind],
            value: amount.minor < 0 ? text.takenOff(formats.size(amount)) : formats.money(amount),
          })),
        {
          label,
          value: formats.size(total),
          hint:
            bill.refund !== null ? text.refundHint(refundDays) : total.minor > 0 ? words.owedHint : undefined,
        },
      ]}
    />
  );
}
