import { isSpared, STAGES } from '../../../domain/cases/termination.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { asksToPay } from '../../../domain/rules/route.ts';
import { type Msisdn, maskMsisdn } from '../../../domain/values/msisdn.ts';
import type { Messages } from '../../../messages/index.ts';
import type { CaseRecord, CaseView } from '../../../operations/cases/case-view.ts';
import {
  type RefundDestination,
  viewRefundDestination,
} from '../../../operations/cases/refunds/view-refund-destination.ts';
import { sendReceipt } from '../../../operations/cases/send-receipt.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { withdraw } from '../../../operations/cases/withdraw.ts';
import { mailToConfirm } from '../../../operations/people/contacts/mail-to-confirm.ts';
import { DOCUMENT_INPUT, formPage } from '../../kit/form-page.tsx';
import { type Formats, formatsOf } from '../../kit/formats.ts';
import { LEAVE_NOW, LeaveNow } from '../../kit/leave-now.tsx';
import { go, type Page } from '../../kit/page.ts';
import { Actions, LinkButton, LinkList, type Row, Rows, Tap } from '../../kit/parts.tsx';
import { asFollower, caseIdOf, type Visit } from '../../kit/visit.ts';
import { EsimToDo, LostEsim, NewEsim } from '../esim/esim-notes.tsx';
import { type EsimView, esimOf } from '../esim/esim-view.ts';
import { withDocument } from '../people/document-proof.ts';
import { OldCards, oldCardsOf } from './cards/card-section.tsx';
import { moneyWords } from './money-words.ts';
import { Hold, isOfOthers, Line } from './progress-steps.tsx';
import { ReceiptCard } from './receipts/receipt-card.tsx';
import { type FreshReceipt, freshReceipt } from './receipts/receipt-once.ts';

/** Seconds after which a page without scripts looks again, while something moves by itself. */
const REFRESH_SECONDS = 10;

export const progress: Page = {
  path: '/cases/:caseId',
  async show(visit) {
    const caseId = caseIdOf(visit);
    const view = await asFollower(visit, (actor) => viewCase(visit.op, actor, { caseId }));
    const esim = esimOf(visit.t, view);
    const { record } = view;
    const { progress: text } = visit.t;
    const formats = formatsOf(visit.language, view.timeZone);
    const headline = headlineIn(visit, view);
    const open = record.closedAt === null;
    const receipt = freshReceipt(visit, record.caseId);
    const contact = await receiptContact(visit, receipt);
    const refund =
      visit.session === null
        ? null
        : await viewRefundDestination(visit.op, visit.session.subscriber, { caseId }).catch(unlessUnknown);
    const cards = await oldCardsOf(visit, record);
    const mail = visit.session === null ? null : await mailToConfirm(visit.op, visit.actor);
    const { dot, gap, pause, stop } = visit.t.punctuation;
    return {
      kind: 'page',
      // Titles stand in the history of the browser; for some nobody may learn there what the page is about.
      title:
        record.route === 'survivor'
          ? text.title
          : isFresh(visit, view)
            ? text.justConfirmed(headline)
            : headline,
      back: visit.session === null ? null : '/lines',
      islands: [
        ...(open ? ['progress'] : []),
        ...(receipt === null ? [] : ['copy']),
        ...(record.route === 'survivor' ? [LEAVE_NOW] : []),
      ],
      refresh: open && STAGES[record.stage].driver !== 'person' ? REFRESH_SECONDS : null,
      body: (
        <>
          <p class="hidden-text" id="said" role="status" data-between={pause} />
          {record.route === 'survivor' ? <LeaveNow visit={visit} /> : null}
          <div
            class="stack"
            id="case"
            data-events={open ? `/cases/${record.caseId}/events` : undefined}
            data-say={headline}
          >
            <div class="tight">
              <p class="eyebrow">
                {text.title}
                {dot}
                <span class="code">{record.reference}</span>
              </p>
              <h1>{headline}</h1>
            </div>
            <ForSomebody visit={visit} record={record} />
            <Hold visit={visit} formats={formats} record={record} />
            <EsimToDo visit={visit} formats={formats} esim={esim} here={`/cases/${caseId}`} />
            <Line visit={visit} formats={formats} view={view} esim={esim} />
            <Choices visit={visit} view={view} esim={esim} />
            <RemindMe visit={visit} record={record} />
            <OldCards visit={visit} formats={formats} record={record} cards={cards} />
            <MailProof visit={visit} here={`/cases/${caseId}`} mail={mail} />
            <Pay visit={visit} record={record} formats={formats} />
            <ReceiptCard visit={visit} receipt={receipt} contact={contact} />
            <Rows rows={[...factsOf(visit, view, formats, esim), ...refundRow(visit, record, refund)]} />
            <LinkList
              links={[[`/cases/${caseId}/complain`, visit.t.complaints.link, visit.t.complaints.linkHint]]}
            />
            <p class="small">
              {open ? text.live + gap : ''}
              <span data-clock>{text.updated(formats.exactClock(view.seenAt))}</span>
              {stop}
              {visit.t.common.times(formats.zone)}
            </p>
          </div>
        </>
      ),
    };
  },
};

/** The one sentence that says where the case is. */
/** Right after the confirmation: the page's title says what came of it. Only where it is so: an address can be kept. */
const isFresh = ({ url }: Visit, { record }: CaseView): boolean =>
  url.searchParams.get('done') === 'confirmed' && record.confirmedAt !== null && record.closedAt === null;

function headlineOf({ record }: CaseView): keyof Messages['progress']['headline'] {
  // A withdrawal from which nothing has to be undone stands at once; filing it away comes a moment later.
  if (record.closedAt !== null || record.outcome === 'withdrawn') return record.outcome ?? 'completed';
  if (record.withdrawRequestedAt !== null || record.stage === 'undo_bar') return 'undoing';
  const { shown } = STAGES[record.stage];
  if (record.urgent && record.confirmedAt === null) return record.stage === 'confirm' ? 'barred' : 'barring';
  if (record.stage === 'unbind') return 'unbind';
  return shown === 'ask' ? 'confirm' : shown;
}

/** Of devices that are not the reader's own none is told to be theirs. */
function headlineIn({ t }: Visit, view: CaseView): string {
  const which = headlineOf(view);
  return which === 'unbind' && isOfOthers(view.record)
    ? t.special.others.waiting
    : t.progress.headline[which];
}

interface Seen {
  readonly visit: Visit;
  readonly view: CaseView;
  readonly formats: Formats;
  readonly esim: EsimView | null;
}

/** What the person can do now; withdrawing and going on are one tap each, and of one size. */
function Choices({ visit, view, esim }: Omit<Seen, 'formats'>) {
  const { record, withdrawal } = view;
  const { progress: text } = visit.t;
  const here = `/cases/${record.caseId}`;
  if (record.outcome === 'completed' || record.certificateId !== null) {
    return (
      <div class="tight">
        <LinkButton href={`${here}/certificate`}>{text.certificate}</LinkButton>
        <p class="hint">{(record.route === null ? text : visit.t.special.others).keepCertificate}</p>
      </div>
    );
  }
  if (record.closedAt !== null || record.outcome === 'withdrawn') {
    return (
      <div class="tight">
        <NewEsim visit={visit} esim={esim} lineId={record.lineId} />
        <p>{text.withdrawnNext}</p>
        <LinkButton href={visit.session === null ? '/' : '/lines'} second>
          {text.another}
        </LinkButton>
      </div>
    );
  }
  if (withdrawal === 'refused') {
    return record.withdrawRequestedAt === null ? <p class="note">{text.tooLate}</p> : null;
  }
  const confirms = record.stage === 'confirm' && visit.session !== null;
  return (
    <div class="tight">
      <LostEsim visit={visit} esim={esim} />
      <Actions two={record.stage === 'confirm'}>
        {confirms ? <LinkButton href={`${here}/review`}>{text.finish}</LinkButton> : null}
        {record.stage === 'confirm' && !confirms ? (
          <LinkButton href="/">{text.signInToFinish}</LinkButton>
        ) : null}
        <Tap visit={visit} action={`${here}/withdraw`} second>
          {text.withdraw}
        </Tap>
      </Actions>
      <p class="hint">
        {withdrawal === 'at_once' && esim !== null && esim.signed > 0
          ? visit.t.esim.lostHint
          : text.withdrawHint[withdrawal]}
      </p>
    </div>
  );
}

/** While the line still serves, its holder may want to be told in time. */
function RemindMe({ visit, record }: { visit: Visit; record: CaseRecord }) {
  const { byUs } = visit.t.leavingList;
  if (visit.session === null || record.stage !== 'cool_off' || record.route !== null) return null;
  if (record.withdrawRequestedAt !== null || record.closedAt !== null) return null;
  return <LinkList links={[[`/cases/${record.caseId}/reminder`, byUs.link, byUs.linkHint]]} />;
}

/** A session of another line, beside the receipt of this case. */
function unlessUnknown(error: unknown): null {
  if (error instanceof HandbackError && error.code === 'case_unknown') return null;
  throw error;
}

/** Where a refund goes, and where that is said; only while there is, or may be, one. */
function refundRow(visit: Visit, record: CaseRecord, said: RefundDestination | null): readonly Row[] {
  const { refund: text } = visit.t;
  if (visit.session === null || record.confirmedAt === null) return [];
  if (isSpared(record.outcome) || record.withdrawRequestedAt !== null) return [];
  if (record.bill !== null && record.bill.refund === null) return [];
  const words = said === null ? text.say : text.change;
  return [
    {
      label: text.row,
      value:
        said === null
          ? text.open
          : said.kind === 'as_paid'
            ? text.kinds.as_paid
            : `${said.account} ${said.name}`,
      change: { href: `/cases/${record.caseId}/refund`, text: words, label: `${words} ${text.row}` },
    },
  ];
}

/** Where the receipt could be sent; null for who did not sign in, and where it is this case's no longer. */
async function receiptContact(visit: Visit, receipt: FreshReceipt | null): Promise<string | null> {
  if (receipt === null || visit.session === null) return null;
  const { caseId, secret } = receipt;
  const asked = { caseId, secret, validateOnly: true };
  return sendReceipt(visit.op, visit.session.subscriber, asked).catch(unlessUnknown);
}

/** The e-mail address that was given and is told nothing yet. */
function MailProof({ visit, here, mail }: { visit: Visit; here: string; mail: string | null }) {
  const { progress: text } = visit.t;
  if (mail === null) return null;
  return (
    <section class="panel tight" id="mail">
      <h2>{text.mailTitle}</h2>
      <p>{text.mailLead(mail)}</p>
      <Tap visit={visit} action={`${here}/mail-code`} second>
        {text.mailSend(mail)}
      </Tap>
    </section>
  );
}

/** What whoever asked for somebody else must know of this page. */
function ForSomebody({ visit, record: { route } }: { visit: Visit; record: CaseRecord }) {
  if (route === null) return null;
  return <p class="note">{visit.t.special.caseNote[route]}</p>;
}

/** The door to what is still to be paid, where the operator has named one. */
function Pay({ visit, record, formats }: { visit: Visit; record: CaseRecord; formats: Formats }) {
  const { progress: text } = visit.t;
  const { bill } = record;
  if (!asksToPay(record.route)) return null;
  const link = visit.op.house.clearing.pay_balance;
  if (bill === null || bill.total.minor <= 0 || link === undefined) return null;
  return (
    <LinkButton href={link} second>
      {text.pay(formats.size(bill.total))}
    </LinkButton>
  );
}

function factsOf(
  visit: Visit,
  { record, msisdn }: CaseView,
  formats: Formats,
  esim: EsimView | null,
): readonly Row[] {
  const { progress: text } = visit.t;
  const { bill } = record;
  const goesOn = isSpared(record.outcome);
  const money = moneyWords(visit, record.route, text);
  const rows: (Row | null)[] = [
    msisdn === null
      ? null
      : { label: text.line, value: <span class="number">{maskMsisdn(msisdn as Msisdn)}</span> },
    { label: text.declared, value: formats.exact(record.declaredAt) },
    esim === null || esim.phase === 'waits'
      ? null
      : {
          label: visit.t.esim.label,
          value: esim.headline,
          change: {
            href: `/cases/${record.caseId}/devices`,
            text: visit.t.esim.see,
            label: visit.t.esim.see,
          },
        },
    record.serviceEndedAt === null || record.confirmedAt === null
      ? null
      : {
          label: text.serviceEnded,
          value: formats.exact(record.serviceEndedAt),
          hint: record.detach === null ? undefined : text.detach[record.detach],
        },
    // Of a line that goes on, no end is told.
    record.billingEndOn === null || goesOn
      ? null
      : { label: text.billingEnd, value: formats.date(record.billingEndOn) },
    record.releaseOn === null || goesOn
      ? null
      : { label: text.release, value: formats.date(record.releaseOn) },
    bill === null
      ? null
      : {
          label: text.bill,
          value:
            bill.total.minor > 0
              ? money.owed(formats.size(bill.total))
              : bill.total.minor < 0
                ? money.back(formats.size(bill.total))
                : text.even,
          hint:
            bill.total.minor > 0 && money.told !== undefined
              ? money.told
              : bill.dueOn && asksToPay(record.route)
                ? text.payBy(formats.date(bill.dueOn))
                : undefined,
        },
  ];
  return rows.filter((row) => row !== null);
}

/**
 * One tap, no question asked: a withdrawal can be repeated by handing in anew. Only who undoes what needed more proof than
 * the session has, the bar of a phone that was reported or a confirmation, proves the document first.
 */
export const withdrawal = formPage({
  path: '/cases/:caseId/withdraw',
  fields: {
    factor_needed: 'document',
    document_invalid: 'document',
    answer_wrong: 'document',
    answer_locked: 'document',
  },
  async ask(visit) {
    const { progress: text, lost, review } = visit.t;
    const caseId = caseIdOf(visit);
    const here = `/cases/${caseId}`;
    const { record } = await asFollower(visit, (actor) => viewCase(visit.op, actor, { caseId }));
    const quiet = record.route === 'survivor';
    return {
      title: quiet ? text.title : text.withdraw,
      heading: text.withdraw,
      ...(quiet ? { islands: [LEAVE_NOW], top: <LeaveNow visit={visit} /> } : {}),
      lead: text.proveToWithdraw,
      back: here,
      inputs: [{ ...DOCUMENT_INPUT, label: lost.document, hint: review.documentHint }],
      submit: text.withdraw,
      other: { href: '/lost', text: text.withoutPhone },
    };
  },
  async submit(visit) {
    const caseId = caseIdOf(visit);
    await asFollower(visit, async (actor) => {
      const proven = actor.kind === 'subscriber' ? await withDocument(visit) : actor;
      return withdraw(visit.op, proven, { caseId });
    });
    return go(`/cases/${caseId}`);
  },
});
