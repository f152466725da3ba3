import { HandbackError } from '../../../domain/errors.ts';
import type { Subscriber } from '../../../operations/access/actor.ts';
import type { Confirmed } from '../../../operations/cases/confirm.ts';
import { sayRefundDestination } from '../../../operations/cases/refunds/say-refund-destination.ts';
import type { RefundDestination } from '../../../operations/cases/refunds/view-refund-destination.ts';
import { type CaseReview, review } from '../../../operations/cases/review.ts';
import { signForm } from '../../../operations/desks/counter/sign-form.ts';
import { declarantOf } from '../../../papers/declarant.ts';
import { type Formats, formatsOf } from '../../kit/formats.ts';
import { type Answer, type Form, go } from '../../kit/page.ts';
import {
  Actions,
  Field,
  LinkButton,
  MainForm,
  type Row,
  Rows,
  Submit,
  Tag,
  Token,
} from '../../kit/parts.tsx';
import { findingText, splitFindings } from '../../portal/cases/findings.tsx';
import { keepReceipt } from '../../portal/cases/receipts/receipt-once.ts';
import { BillRows, DateRows } from '../../portal/cases/review-rows.tsx';
import { confirmOrAsk } from '../kit/confirm-or-ask.ts';
import { ONE_PICTURE, pictureIn } from '../kit/one-picture.ts';
import { type AtCounter, counterPage, type StepView, stepPath } from './at-counter.tsx';

/** A drawing is JSON, which no picture begins like. */
const OPENING_BRACE = 0x7b;

/** Step three, for the eyes of the customer: what is closed, when and for how much, and their signature. */
export const signature = counterPage({
  path: '/signature',
  step: 'signature',
  uploads: ONE_PICTURE,
  fields: {
    signature_missing: 'signed',
    signature_too_short: 'signed',
    signature_invalid: 'signed',
    photo_invalid: 'signed',
    not_eligible: null,
    cannot_tell: null,
    stage_conflict: null,
    contact_invalid: null,
  },
  async ask(at, form) {
    const { visit, customer, found, here } = at;
    const caseId = found.visit?.caseId ?? null;
    if (caseId === null) return go(stepPath(here, 'form'));
    const reviewed = await review(visit.op, customer, { caseId });
    if (reviewed.record.confirmedAt !== null && found.progress.signed) return go(stepPath(here, found.next));
    const formats = formatsOf(visit.language, reviewed.timeZone);
    return reviewed.dates === null
      ? blocked(at, reviewed)
      : ready(at, form, { reviewed: { ...reviewed, dates: reviewed.dates }, formats });
  },
  async take({ visit, customer, found, here }) {
    const caseId = found.visit?.caseId ?? null;
    if (caseId === null) return go(stepPath(here, 'form'));
    if (!found.progress.signed) {
      // What stands in the way may have come up since the page was shown: nobody signs dates that there are not.
      const { dates, record } = await review(visit.op, customer, { caseId });
      if (dates === null && record.confirmedAt === null) return go(stepPath(here, 'signature'));
      const given = pictureIn(visit) ?? new Uint8Array();
      const drawn = given.length === 0 || given[0] === OPENING_BRACE;
      await signForm(
        visit.op,
        customer,
        drawn ? { how: 'pen', drawing: given } : { how: 'paper', picture: given },
      );
    }
    return submitted(visit, customer, { caseId, typed: found.typed, here });
  },
});

/** Confirms what was signed, and says where money goes. */
async function submitted(
  visit: AtCounter['visit'],
  customer: Subscriber,
  of: { readonly caseId: string; readonly typed: Readonly<Record<string, string>>; readonly here: string },
): Promise<Answer> {
  const { caseId, typed, here } = of;
  const refund = typed['refund'] === undefined ? undefined : destinationIn(typed);
  const contact = typed['contact'] ?? '';
  const confirmed = await confirmedOrWaiting(visit, customer, { caseId, contact, refund });
  if (confirmed === null) return go(`${here}/receipt?waiting=1`);
  const { view, receiptSecret } = confirmed;
  if (view !== null && receiptSecret !== null) keepReceipt(visit, { ...view.record, receiptSecret });
  if (refund !== undefined) await sayRefundDestination(visit.op, customer, { caseId, to: refund });
  return go(stepPath(here, 'card'));
}

/** Null where a second person must agree first, whether they are asked now or were before. */
async function confirmedOrWaiting(
  visit: AtCounter['visit'],
  customer: Subscriber,
  of: {
    readonly caseId: string;
    readonly contact: string;
    readonly refund: RefundDestination | undefined;
  },
): Promise<Confirmed | null> {
  try {
    return await confirmOrAsk(visit, customer, of);
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'approval_open') return null;
    throw error;
  }
}

function destinationIn(typed: Readonly<Record<string, string>>): RefundDestination {
  return typed['refund'] === 'bank_account'
    ? { kind: 'bank_account', account: typed['account'] ?? '', name: typed['account_name'] ?? '' }
    : { kind: 'as_paid' };
}

/** Whom we write to and where money goes, as it was typed: whoever signs sees it. */
function saidRows({ visit, found: { typed } }: AtCounter): Row[] {
  const { form: text } = visit.t.counter;
  return (
    [
      ['contact', text.contact],
      ['account', text.account],
      ['account_name', text.accountName],
    ] as const
  ).flatMap(([name, label]) => (typed[name] ? [{ label, value: typed[name] }] : []));
}

interface Ready {
  readonly reviewed: CaseReview & { readonly dates: NonNullable<CaseReview['dates']> };
  readonly formats: Formats;
}

function ready(at: AtCounter, form: Form, { reviewed, formats }: Ready): StepView {
  const { visit, found, here } = at;
  const { signature: text } = visit.t.counter;
  const { line } = reviewed;
  return {
    title: text.title,
    lead: text.lead,
    islands: found.progress.signed ? [] : ['desk-pen'],
    body: (
      <>
        <section class="tight">
          <h2>{text.what}</h2>
          <Rows
            rows={[
              {
                label: text.number,
                value: <span class="number">{line.msisdn ?? visit.t.lines.noNumber}</span>,
              },
              { label: visit.t.review.plan, value: line.plan.name },
              {
                label: visit.t.review.reference,
                value: <span class="code">{reviewed.record.reference}</span>,
              },
              ...saidRows(at),
            ]}
          />
        </section>
        <section class="tight">
          <h2>{text.when}</h2>
          <DateRows
            visit={visit}
            formats={formats}
            dates={reviewed.dates}
            latest={reviewed.waitsUntil}
            risks={reviewed.risks}
            rule={reviewed.billingEnd}
          />
        </section>
        <section class="tight">
          <h2>{text.money}</h2>
          <BillRows
            visit={visit}
            formats={formats}
            bill={reviewed.bill}
            refundDays={reviewed.refundDays}
            {...(isHeir(at) ? { owed: visit.t.specialDesk.counter } : {})}
          />
        </section>
        <Told at={at} reviewed={reviewed} />
        <Declaration at={at} />
        <div class="panel">
          {found.progress.signed ? (
            <MainForm visit={visit} upload>
              <p class="note ok">{text.signed}</p>
              <Submit>{text.submitSigned}</Submit>
            </MainForm>
          ) : (
            <SignForm at={at} form={form} />
          )}
        </div>
        <p>
          <a class="act" href={`${here}/form.pdf`} target="_blank" rel="noreferrer">
            {text.print}
          </a>
        </p>
      </>
    ),
  };
}

/** Of who comes for a holder that died: what is open concerns the estate, and is asked of nobody here. */
function isHeir({ found }: AtCounter): boolean {
  return found.visit?.capacity === 'heir';
}

/** Whoever comes for somebody else is told what a holder would have to clear. */
function Told({ at, reviewed }: { at: AtCounter; reviewed: CaseReview }) {
  const { visit, found } = at;
  const { counter: text } = visit.t.specialDesk;
  const told = splitFindings(reviewed.eligibility).notes.filter(({ effect }) => effect === 'warns');
  if (found.visit?.capacity === 'owner' || told.length === 0) return null;
  return (
    <section class="tight">
      <h2>{text.told}</h2>
      <p>{text.toldLead}</p>
      <ul class="plain-list">
        {told.map((finding) => (
          <li key={`${finding.check}-${finding.rule.id}`}>
            {visit.t.punctuation.labelled(
              visit.t.eligibility.checks[finding.check].title,
              findingText(visit, finding),
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Declaration({ at: { visit, found } }: { at: AtCounter }) {
  const { declaration } = visit.t.applicationForm;
  const who = declarantOf(found.visit?.capacity ?? 'owner');
  return (
    <section class="tight">
      <h2>{visit.t.counter.signature.declaration}</h2>
      <p>
        <strong>{declaration[who]}</strong>
      </p>
      <ul class="plain-list">
        {declaration.common.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

/** The pad, where a script serves it; a picture of the paper in any case. */
function SignForm({ at: { visit, here }, form }: { at: AtCounter; form: Form }) {
  const { signature: text } = visit.t.counter;
  return (
    <form
      class="stack"
      id="answers"
      method="post"
      action={`${here}/signature`}
      enctype="multipart/form-data"
      noValidate
      data-pen
    >
      <div class="pad" data-pad data-offline={text.offline} hidden>
        <h2>{text.pad}</h2>
        <p class="hint" id="pad-hint">
          {text.padHint}
        </p>
        <canvas role="img" aria-label={text.padLabel} aria-describedby="pad-hint" />
        <div class="actions two">
          <button class="button second" type="button" data-undo>
            {text.undo}
          </button>
          <button class="button second" type="button" data-clear>
            {text.clear}
          </button>
        </div>
        <p class="note warn" role="status" />
      </div>
      <details>
        <summary>{text.paper}</summary>
        <div class="stack near">
          <p class="hint">{text.paperLead}</p>
          <Field
            visit={visit}
            form={form}
            name="signed"
            type="file"
            accept="image/jpeg,image/png,image/webp"
            label={text.file}
            hint={visit.t.counter.photos.fileHint}
            optional
          />
        </div>
      </details>
      <Token visit={visit} />
      <Submit>{text.submit}</Submit>
    </form>
  );
}

/** What stands in the way: told here, cleared elsewhere. The request keeps its time. */
function blocked({ visit, found, here }: AtCounter, reviewed: CaseReview): StepView {
  const { signature: text } = visit.t.counter;
  // Only the holder can clear something on the telephone or in an account.
  const own = found.visit?.capacity === 'owner';
  const { eligibility } = visit.t;
  return {
    title: text.blocked,
    lead: own ? text.blockedLead : visit.t.specialDesk.counter.blockedLead,
    form: false,
    body: (
      <>
        {splitFindings(reviewed.eligibility).todo.map((finding) => (
          <section class="panel tight" key={`${finding.check}-${finding.rule.id}`}>
            <div class="head-row">
              <h2>{eligibility.checks[finding.check].title}</h2>
              <Tag tone="bad">{eligibility.tags[finding.effect]}</Tag>
            </div>
            <p>{findingText(visit, finding)}</p>
            {finding.clear === null || !own ? null : (
              <p class="hint">{eligibility.at(eligibility.places[finding.clear.where])}</p>
            )}
          </section>
        ))}
        <Actions two>
          <LinkButton href={`${here}/signature`}>{text.recheck}</LinkButton>
          <LinkButton href={`${here}/receipt`} second>
            {text.receiptOnly}
          </LinkButton>
        </Actions>
      </>
    ),
  };
}
