import { HandbackError } from '../../../domain/errors.ts';
import { viewCardOfCase } from '../../../operations/cards/view-card-of-case.ts';
import { review } from '../../../operations/cases/review.ts';
import { sendReceipt } from '../../../operations/cases/send-receipt.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { holderCopy } from '../../../operations/certificates/holder-copy.ts';
import { formatsOf } from '../../kit/formats.ts';
import { go } from '../../kit/page.ts';
import { LinkList, Rows, Tap } from '../../kit/parts.tsx';
import { type FreshReceipt, freshReceipt } from '../../portal/cases/receipts/receipt-once.ts';
import { type AtCounter, counterPage, type StepView, stepPath } from './at-counter.tsx';

/** Step five: receipt and papers, then nothing of the customer stays. */
export const handOver = counterPage({
  path: '/hand-over',
  step: 'hand_over',
  fields: { too_many_requests: null },
  ask: (at) => receiptAndPapers(at),
  take: (at) => sent(at, stepPath(at.here, 'hand_over')),
});

/** The same where something stands in the way: the request is received, and its receipt is given. */
export const receiptOnly = counterPage({
  path: '/receipt',
  step: null,
  fields: { too_many_requests: null },
  ask: (at) => receiptAndPapers(at),
  take: (at) => sent(at, `${at.here}/receipt`),
});

async function sent({ visit, customer, found }: AtCounter, back: string) {
  const caseId = found.visit?.caseId ?? null;
  const receipt = caseId === null ? null : freshReceipt(visit, caseId);
  if (caseId !== null && receipt !== null) {
    const { secret } = receipt;
    await sendReceipt(visit.op, customer, { caseId, secret });
  }
  return go(`${back}?sent=1`);
}

async function receiptAndPapers(at: AtCounter): Promise<StepView> {
  const { visit, customer, found, here } = at;
  const { handOver: text } = visit.t.counter;
  const caseId = found.visit?.caseId ?? null;
  if (caseId === null) throw new HandbackError('visit_step_open', { step: 'form' });
  const { record } = await viewCase(visit.op, customer, { caseId });
  const receipt = freshReceipt(visit, caseId);
  const [cards, ready] = await Promise.all([
    viewCardOfCase(visit.op, customer, { caseId }),
    isCertified(at, caseId),
  ]);
  const papers: (readonly [string, string])[] = [
    [`${here}/form.pdf`, text.form],
    ...(cards.label === null ? [] : [[`${here}/label.pdf`, text.label] as const]),
    ...(ready ? [[`${here}/certificate.pdf`, text.certificate] as const] : []),
  ];
  return {
    title: text.title,
    lead: text.lead,
    form: false,
    islands: ['copy'],
    body: (
      <>
        {visit.url.searchParams.get('waiting') === '1' ? (
          <p class="note warn" role="status">
            {text.waiting}
          </p>
        ) : null}
        <Rows
          rows={[
            {
              label: text.reference,
              value: <span class="code">{record.reference}</span>,
              hint: record.confirmedAt === null ? text.notConfirmed : text.confirmed,
            },
          ]}
        />
        <Receipt at={at} receipt={receipt} contact={await contactOf(at, caseId, receipt)} />
        <section class="tight">
          <h2>{text.papers}</h2>
          <LinkList links={papers} />
          {ready ? null : <p class="hint">{await whenCertified(at, caseId, record.confirmedAt !== null)}</p>}
        </section>
        <Tap visit={visit} action={`${here}/leave`}>
          {text.finish}
        </Tap>
      </>
    ),
  };
}

async function isCertified({ visit, customer }: AtCounter, caseId: string): Promise<boolean> {
  try {
    await holderCopy(visit.op, customer, { caseId });
    return true;
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'certificate_not_ready') return false;
    throw error;
  }
}

async function whenCertified(
  { visit, customer, found }: AtCounter,
  caseId: string,
  confirmed: boolean,
): Promise<string> {
  const { handOver: text } = visit.t.counter;
  const { dates } = await review(visit.op, customer, { caseId });
  if (dates === null || !confirmed) return text.certificateUnknown;
  return text.certificateLater(formatsOf(visit.language, found.timeZone).moment(dates.serviceEndAt));
}

/** The other contact, masked, to which the receipt could go; null where there is none. */
async function contactOf(
  { visit, customer }: AtCounter,
  caseId: string,
  receipt: FreshReceipt | null,
): Promise<string | null> {
  if (receipt === null) return null;
  return sendReceipt(visit.op, customer, { caseId, secret: receipt.secret, validateOnly: true });
}

function Receipt(props: { at: AtCounter; receipt: FreshReceipt | null; contact: string | null }) {
  const { at, receipt, contact } = props;
  const { visit } = at;
  const { handOver: text } = visit.t.counter;
  if (receipt === null) return <p class="hint">{text.receiptGone}</p>;
  return (
    <section class="note info tight" id="receipt">
      <h2>{text.receipt}</h2>
      <p>{text.receiptLead}</p>
      <dl>
        <dt class="hint">{text.reference}</dt>
        <dd class="code secret">{receipt.reference}</dd>
        <dt class="hint">{text.secret}</dt>
        <dd class="code secret">{receipt.secret}</dd>
      </dl>
      <button class="button second" type="button" hidden data-print>
        {text.print}
      </button>
      {contact === null ? null : visit.url.searchParams.get('sent') === '1' ? (
        <p role="status">
          <strong>{text.sent(contact)}</strong>
        </p>
      ) : (
        <Tap visit={visit} action={visit.url.pathname} second>
          {text.send(contact)}
        </Tap>
      )}
      <p class="hidden-text" id="copied" role="status" />
    </section>
  );
}
