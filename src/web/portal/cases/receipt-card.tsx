import type { Visit } from '../../kit/visit.ts';
import type { FreshReceipt } from './receipt-once.ts';

/** What opens the request when the number is gone: shown once, to be kept. */
export function ReceiptCard({ visit, receipt }: { visit: Visit; receipt: FreshReceipt | null }) {
  const { review: text } = visit.t;
  if (receipt === null) return null;
  return (
    <section class="note info tight">
      <h2>{text.receiptTitle}</h2>
      <p>{text.receiptLead}</p>
      <dl>
        <dt class="hint">{text.reference}</dt>
        <dd class="code secret">{receipt.reference}</dd>
        <dt class="hint">{text.secret}</dt>
        <dd class="code secret">{receipt.secret}</dd>
      </dl>
    </section>
  );
}
