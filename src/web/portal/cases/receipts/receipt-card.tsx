import { Actions, LinkButton, Tap } from '../../../kit/parts.tsx';
import type { Visit } from '../../../kit/visit.ts';
import type { FreshReceipt } from './receipt-once.ts';

/** What opens the request when the number is gone: to be copied, printed, or kept as a file. */
export function ReceiptCard(props: {
  visit: Visit;
  receipt: FreshReceipt | null;
  /** The other contact, masked; null where there is none. */
  contact?: string | null;
}) {
  const { visit, receipt, contact = null } = props;
  const { review: text, punctuation } = visit.t;
  if (receipt === null) return null;
  const both = [
    punctuation.labelled(text.reference, receipt.reference),
    punctuation.labelled(text.secret, receipt.secret),
  ].join('\n');
  return (
    <section class="note info tight" id="receipt">
      <h2>{text.receiptTitle}</h2>
      <p>{text.receiptLead}</p>
      <dl>
        <dt class="hint">{text.reference}</dt>
        <dd class="code secret">{receipt.reference}</dd>
        <dt class="hint">{text.secret}</dt>
        <dd class="code secret">{receipt.secret}</dd>
      </dl>
      <Actions two>
        <LinkButton href={`/cases/${receipt.caseId}/receipt.txt`} second download>
          {text.receiptFile}
        </LinkButton>
        <button class="button second" type="button" hidden data-copy={both} data-copied={text.receiptCopied}>
          {text.receiptCopy}
        </button>
        <button class="button second" type="button" hidden data-print>
          {text.receiptPrint}
        </button>
      </Actions>
      {contact === null ? null : visit.url.searchParams.get('receipt') === 'sent' ? (
        <p>
          <strong>{text.receiptSent(contact)}</strong>
        </p>
      ) : (
        <Tap visit={visit} action={`/cases/${receipt.caseId}/receipt/send`} second>
          {text.receiptSend(contact)}
        </Tap>
      )}
      <p class="hidden-text" id="copied" role="status" />
    </section>
  );
}
