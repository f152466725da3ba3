import { render } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { money } from '../../src/domain/values/money.ts';
import { languages, messages } from '../../src/messages/index.ts';
import { formatsOf } from '../../src/web/kit/formats.ts';
import type { Visit } from '../../src/web/kit/visit.ts';
import { BillRows } from '../../src/web/portal/cases/review-rows.tsx';

const TIME_ZONE = 'Asia/Shanghai';

it.each(languages)('says of each item of a bill whether it is to be paid or comes back (%s)', (language) => {
  const t = messages(language);
  const item = (kind: 'balance' | 'monthly_fee' | 'monthly_fee_refund', minor: number) => ({
    kind,
    description: kind,
    amount: money('CNY', minor),
  });
  const shown = (items: readonly ReturnType<typeof item>[], total: number): string =>
    render(
      <BillRows
        visit={{ t } as Visit}
        formats={formatsOf(language, TIME_ZONE)}
        refundDays={30}
        bill={{
          invoiceId: '',
          items,
          total: money('CNY', total),
          refund: total < 0 ? money('CNY', -total) : null,
          dueOn: null,
        }}
      />,
    );
  const credit = shown([item('balance', -12_840), item('monthly_fee_refund', -1400)], -14_240);
  expect(credit).toContain(t.review.items.credit);
  expect(credit).not.toContain(t.review.items.balance);
  expect(credit).not.toMatch(/[-−]\D*128\.40/);
  expect(credit).toContain(t.review.takenOff(formatsOf(language, TIME_ZONE).size(money('CNY', 12_840))));
  expect(credit).toContain(t.review.takenOff(formatsOf(language, TIME_ZONE).size(money('CNY', 1400))));
  const debt = shown([item('balance', 500), item('monthly_fee', 1400)], 1900);
  expect(debt).toContain(t.review.items.balance);
  expect(debt).not.toContain(t.review.items.credit);
  expect(debt).toContain(t.review.owedHint);
});
