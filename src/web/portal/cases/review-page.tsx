import type { EffectiveDates } from '../../../domain/cases/effective-dates.ts';
import type { Reason } from '../../../domain/cases/reason.ts';
import type { IdentityFactor } from '../../../domain/rules/rulebook.ts';
import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { confirm } from '../../../operations/cases/confirm.ts';
import { type CaseReview, review } from '../../../operations/cases/review.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { givenContact } from '../../../operations/people/contacts/given-contact.ts';
import { Answers } from '../../kit/answers.ts';
import { DOCUMENT_INPUT } from '../../kit/form-page.tsx';
import { type Formats, formatsOf } from '../../kit/formats.ts';
import { type Form, go, type Page, type PageAnswer } from '../../kit/page.ts';
import {
  Actions,
  Clock,
  Errors,
  Field,
  Heading,
  LinkButton,
  LinkList,
  MainForm,
  PlainList,
  Rows,
  Submit,
  Tap,
} from '../../kit/parts.tsx';
import { caseIdOf, type Visit } from '../../kit/visit.ts';
import { EsimAhead } from '../esim/esim-notes.tsx';
import { withDocument } from '../people/document-proof.ts';
import { FindingPanel, splitFindings } from './findings.tsx';
import { ReceiptCard } from './receipts/receipt-card.tsx';
import { freshReceipt, keepReceipt } from './receipts/receipt-once.ts';
import { BillRows, DateRows } from './review-rows.tsx';

const HERE: readonly IdentityFactor[] = ['sms_code', 'contact_code', 'document_number'];

/** All that confirming would mean, on one page; nothing has changed until it is submitted. */
export const reviewPage: Page = {
  path: '/cases/:caseId/review',
  signedIn: true,
  fields: {
    document_invalid: 'document',
    answer_wrong: 'document',
    answer_locked: 'document',
    factor_needed: 'document',
    msisdn_invalid: 'contact',
    msisdn_not_international: 'contact',
    contact_invalid: 'contact',
    not_eligible: null,
    cannot_tell: null,
    stage_conflict: null,
  },
  async show(visit, form) {
    const caseId = caseIdOf(visit);
    const { record } = await viewCase(visit.op, visit.actor, { caseId });
    // Nothing is asked of billing for what is confirmed already.
    if (record.confirmedAt !== null || record.stage !== 'confirm' || record.withdrawRequestedAt !== null)
      return go(`/cases/${caseId}`);
    const found = await review(visit.op, visit.actor, { caseId });
    const { dates } = found;
    const formats = formatsOf(visit.language, found.timeZone);
    const asked = { visit, form, found, formats };
    return dates === null ? blocked(asked) : ready({ ...asked, dates });
  },
  async submit(visit) {
    const caseId = caseIdOf(visit);
    const contact = (visit.values['contact'] ?? '').trim();
    const answers = new Answers(visit);
    if (contact !== '') answers.read('contact', () => givenContact(visit.op, contact));
    const actor = await answers.ask('document', ['answer_wrong', 'answer_locked'], () => withDocument(visit));
    if (answers.refused !== null || actor === null) return answers.refused!;
    const { view, receiptSecret } = await confirm(visit.op, actor, {
      caseId,
      ...(contact === '' ? {} : { contact }),
    });
    if (view !== null && receiptSecret !== null) keepReceipt(visit, { ...view.record, receiptSecret });
    return go(`/cases/${caseId}?done=confirmed`);
  },
};

interface Asked {
  readonly visit: Visit;
  readonly form: Form;
  readonly found: CaseReview;
  readonly formats: Formats;
}

/** What must be cleared first, and the case as it stands meanwhile. */
function blocked({ visit, form, found, formats }: Asked): PageAnswer {
  const { review: text, eligibility, lines } = visit.t;
  const { caseId } = found.record;
  const here = `/cases/${caseId}`;
  return {
    kind: 'page',
    title: text.blocked,
    back: '/lines',
    islands: ['recheck', 'copy'],
    body: (
      <>
        <Errors visit={visit} form={form} />
        <Heading lead={text.blockedLead}>{text.blocked}</Heading>
        <section class="stack near">
          <h2>{eligibility.todo}</h2>
          {splitFindings(found.eligibility).todo.map((finding, i) => (
            <FindingPanel
              key={`${finding.check}-${i}`}
              visit={visit}
              lineId={found.record.lineId}
              disputes={found.disputes}
              finding={finding}
            />
          ))}
        </section>
        <Actions two>
          <LinkButton href={`${here}/review`}>{eligibility.recheck}</LinkButton>
          <LinkButton href={here} second>
            {lines.openCase}
          </LinkButton>
        </Actions>
        <ReceiptCard visit={visit} receipt={freshReceipt(visit, caseId)} />
        <About visit={visit} found={found} formats={formats} />
        <Clock visit={visit} zone={formats.zone} />
      </>
    ),
  };
}

function ready(asked: Asked & { readonly dates: EffectiveDates }): PageAnswer {
  const { visit, form, found, formats, dates } = asked;
  const { review: text } = visit.t;
  const { urgent } = found.record;
  const { waitsUntil } = found;
  return {
    kind: 'page',
    title: text.title,
    back: '/lines',
    form: true,
    body: (
      <>
        <Errors visit={visit} form={form} />
        <Heading lead={urgent ? text.leadBarred : text.lead}>{text.title}</Heading>
        <section class="tight">
          <h2>{text.what}</h2>
          <About visit={visit} found={found} formats={formats} />
        </section>
        <section class="tight">
          <h2>{text.when}</h2>
          <DateRows
            visit={visit}
            formats={formats}
            dates={dates}
            latest={waitsUntil}
            risks={found.risks}
            rule={found.billingEnd}
          />
        </section>
        {waitsUntil === null ? null : (
          <EsimAhead visit={visit} profiles={found.profiles} until={formats.moment(waitsUntil)} />
        )}
        <section class="tight">
          <h2>{text.money}</h2>
          <BillRows visit={visit} formats={formats} bill={found.bill} refundDays={found.refundDays} />
        </section>
        <PlainList title={text.lose} items={text.losses} />
        <LinkList links={[['/before-you-go', visit.t.leavingList.link, visit.t.leavingList.linkHint]]} />
        <ContactProof visit={visit} found={found} />
        <ConfirmForm {...asked} />
        <Clock visit={visit} zone={formats.zone} />
      </>
    ),
  };
}

/** Which line, and what was asked for. */
function About({ visit, found, formats }: Pick<Asked, 'visit' | 'found' | 'formats'>) {
  const { review: text, lines, reason: reasons } = visit.t;
  const { line, record } = found;
  const number = line.msisdn === null ? lines.noNumber : maskMsisdn(line.msisdn);
  const reason = record.reason === null ? reasons.none : reasons.options[record.reason as Reason];
  return (
    <Rows
      rows={[
        {
          label: text.line,
          value: <span class="number">{number}</span>,
          change: { href: '/lines', text: text.change, label: text.changeOf(text.line) },
        },
        { label: text.plan, value: line.plan.name },
        { label: text.reason, value: reason },
        { label: text.reference, value: <span class="code">{record.reference}</span> },
        { label: text.declared, value: formats.moment(record.declaredAt) },
      ]}
    />
  );
}

/** Whether a document number can be given here, and whether even that would not be enough. */
function proofHere({ missing }: CaseReview): { readonly byDocument: boolean; readonly stuck: boolean } {
  const byDocument = missing.count > 0 && missing.accepted.includes('document_number');
  return { byDocument, stuck: missing.count > (byDocument ? 1 : 0) };
}

function ContactProof({ visit, found }: Pick<Asked, 'visit' | 'found'>) {
  const { review: text } = visit.t;
  if (found.otherContact === null || !proofHere(found).stuck) return null;
  return (
    <section class="panel tight">
      <h2>{text.contactProof}</h2>
      <Tap visit={visit} action={`/cases/${found.record.caseId}/contact-code`}>
        {text.contactProofSend(found.otherContact)}
      </Tap>
    </section>
  );
}

function ConfirmForm({ visit, form, found, formats }: Asked) {
  const { review: text, eligibility, factors, punctuation } = visit.t;
  const here = `/cases/${found.record.caseId}`;
  const { byDocument, stuck } = proofHere(found);
  // What these pages can take: no picture, and no code to a line that is barred.
  const takenHere = found.missing.accepted.filter(
    (factor) => HERE.includes(factor) && !(factor === 'sms_code' && found.record.urgent),
  );
  return (
    <div class="panel">
      <MainForm visit={visit}>
        <h2>{text.reachTitle}</h2>
        <Field
          visit={visit}
          form={form}
          name="contact"
          label={visit.op.takesMail ? text.contactOrMail : text.contact}
          hint={text.contactHint}
          {...(visit.op.takesMail ? {} : ({ type: 'tel', inputmode: 'tel' } as const))}
          autocomplete="off"
          optional
        />
        {byDocument ? (
          <Field
            visit={visit}
            form={form}
            {...DOCUMENT_INPUT}
            label={text.document}
            hint={text.documentHint}
          />
        ) : null}
        {stuck ? (
          <p class="note warn">
            {text.missing(formats.list(takenHere.map((factor) => factors[factor])))}
            {punctuation.gap}
            {text.missingElsewhere}
          </p>
        ) : null}
        <Actions two>
          {stuck ? (
            <LinkButton href={`${here}/review`}>{eligibility.recheck}</LinkButton>
          ) : (
            <Submit>{text.submit}</Submit>
          )}
          <LinkButton href={here} second>
            {text.stay}
          </LinkButton>
        </Actions>
      </MainForm>
    </div>
  );
}
