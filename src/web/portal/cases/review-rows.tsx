import type { EffectiveDates } from '../../../domain/cases/effective-dates.ts';
import type { Bill } from '../../../ports/billing.ts';
import type { Formats } from '../../kit/formats.ts';
import { Rows } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

/** The dates that must never be mixed up, each with what it means. */
export function DateRows({
  visit,
  formats,
  dates,
  latest,
}: {
  visit: Visit;
  formats: Formats;
  dates: EffectiveDates;
  /** Until when the line would wait for its devices; null where there are none. */
  latest: Date | null;
}) {
  const { review: text, esim, punctuation } = visit.t;
  return (
    <Rows
      rows={[
        ...(dates.coolingOffEndsAt.getTime() > visit.op.clock.now().getTime()
          ? [
              {
                label: text.coolingOff,
                value: formats.moment(dates.coolingOffEndsAt),
                hint: text.coolingOffHint,
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
        { label: text.billingEnd, value: formats.date(dates.billingEndOn), hint: text.billingEndHint },
        ...(dates.numberReleaseOn === null
          ? []
          : [{ label: text.release, value: formats.date(dates.numberReleaseOn), hint: text.releaseHint }]),
      ]}
    />
  );
}

interface BillProps {
  readonly visit: Visit;
  readonly formats: Formats;
  readonly bill: Bill | null;
  readonly refundDays: number;
}

/** Item by item, then one sum that says who pays whom. */
export function BillRows({ visit, formats, bill, refundDays }: BillProps) {
  const { review: text } = visit.t;
  if (bill === null) return <p class="note warn">{text.billUnknown}</p>;
  const { total } = bill;
  const label = total.minor > 0 ? text.owed : total.minor < 0 ? text.owing : text.even;
  return (
    <Rows
      kind="money sum"
      rows={[
        ...bill.items
          .filter(({ amount }) => amount.minor !== 0)
          .map(({ kind, amount }) => ({ label: text.items[kind], value: formats.money(amount) })),
        {
          label,
          value: formats.size(total),
          hint: bill.refund === null ? undefined : text.refundHint(refundDays),
        },
      ]}
    />
  );
}
