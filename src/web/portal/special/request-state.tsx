import { HandbackError } from '../../../domain/errors.ts';
import type { CheckName } from '../../../domain/rules/rulebook.ts';
import type { LocalDate } from '../../../domain/values/local-date.ts';
import { lastDayOf } from '../../../domain/values/working-days.ts';
import {
  type RequestByReceipt,
  viewSpecialReceipt,
  withdrawSpecialRequest,
} from '../../../operations/special/request-by-receipt.ts';
import { formatsOf } from '../../kit/formats.ts';
import { Phone, said } from '../../kit/house-parts.tsx';
import { LEAVE_NOW, LeaveNow } from '../../kit/leave-now.tsx';
import { go, type Page, type PageAnswer } from '../../kit/page.ts';
import { Actions, Clock, LinkButton, MainForm, PlainList, type Row, Rows, Token } from '../../kit/parts.tsx';
import { type OpenReceipt, receiptHolder, type Visit } from '../../kit/visit.ts';

const NEW = 'hb_request';
const NEW_SECONDS = 900;

export function keepNewRequest({ jar }: Visit, receipt: OpenReceipt): void {
  jar.keepSealed(NEW, receipt, NEW_SECONDS);
}

/** The receipt right after the form: with its time, and the secret for the only time. */
export const requestReceipt: Page = {
  path: '/special/receipt',
  async show(visit) {
    const receipt = visit.jar.sealed<OpenReceipt>(NEW);
    return receipt === null ? go('/receipt') : requestPage(visit, receipt, 'fresh');
  },
};

/**
 * A request by its receipt. The receipt goes along in the page's own forms: no cookie holds it, and whoever sits at this browser next
 * opens nothing.
 * @param when `fresh` right after the form, when the secret is shown
 * @throws HandbackError `special_request_unknown`
 */
export async function requestPage(
  visit: Visit,
  receipt: OpenReceipt,
  when: 'fresh' | 'later',
): Promise<PageAnswer> {
  const found = await viewSpecialReceipt(visit.op, receiptHolder(receipt));
  const { special, punctuation } = visit.t;
  const { state: text } = special;
  const fresh = when === 'fresh';
  // Its titles stand in the history of the browser.
  const quiet = found.route === 'survivor';
  const formats = formatsOf(visit.language, found.timeZone);
  const headline = fresh && found.state === 'received' ? text.fresh : text.headline[found.state];
  const both = [
    punctuation.labelled(text.reference, receipt.reference),
    punctuation.labelled(text.secret, receipt.secret),
  ].join('\n');
  return {
    kind: 'page',
    title: text.title,
    back: null,
    // The change of language asks again for the same page, with the receipt.
    form: true,
    islands: [...(fresh ? ['copy'] : []), ...(quiet ? [LEAVE_NOW] : [])],
    body: (
      <>
        {quiet ? <LeaveNow visit={visit} /> : null}
        <div class="tight">
          <p class="eyebrow">
            {text.title}
            {punctuation.dot}
            <span class="code">{found.reference}</span>
          </p>
          <h1>{headline}</h1>
        </div>
        {fresh ? (
          <section class="note info tight">
            <p>{quiet ? text.keepSafe : text.keep}</p>
            <dl>
              <dt class="hint">{text.reference}</dt>
              <dd class="code secret">{found.reference}</dd>
              <dt class="hint">{text.secret}</dt>
              <dd class="code secret">{receipt.secret}</dd>
            </dl>
            <Issuer visit={visit} />
            <Actions two>
              <button
                class="button second"
                type="button"
                hidden
                data-copy={both}
                data-copied={visit.t.review.receiptCopied}
              >
                {visit.t.review.receiptCopy}
              </button>
              <button class="button second" type="button" hidden data-print>
                {visit.t.review.receiptPrint}
              </button>
            </Actions>
            <p class="hidden-text" id="copied" role="status" />
          </section>
        ) : null}
        <Rows
          rows={[
            ...(quiet ? [] : [{ label: text.about, value: special.routes[found.route].heading }]),
            { label: text.received, value: formats.exact(found.receivedAt) },
            found.decidedAt === null
              ? { label: text.decideBy, value: formats.date(lastDay(found)) }
              : { label: text.decided, value: formats.exact(found.decidedAt) },
            ...askedRows(visit, found),
          ]}
        />
        <Refusal visit={visit} found={found} />
        <Lines visit={visit} found={found} receipt={receipt} />
        {fresh ? <PlainList title={text.next} items={text.nextSteps} /> : null}
        <WayOn visit={visit} found={found} receipt={receipt} fresh={fresh} />
        <Clock visit={visit} zone={formats.zone} />
      </>
    ),
  };
}

/** What a printed receipt needs besides: whose it is, where it is opened, whom to call. */
function Issuer({ visit }: { visit: Visit }) {
  const { hotline, name } = visit.op.house;
  const { special, house } = visit.t;
  return (
    <p class="hint">
      {said(visit, name)}
      <br />
      {visit.t.punctuation.labelled(special.state.whereTo, '')}
      <span class="code">{`${visit.portal.publicUrl}/receipt`}</span>
      {hotline === null ? null : (
        <>
          <br />
          {visit.t.punctuation.labelled(house.hotline, '')}
          <Phone number={hotline.number} />
        </>
      )}
    </p>
  );
}

/** What was asked, while it waits: whoever opens the receipt sees that all of it has arrived. */
function askedRows({ t }: Visit, { asked, route }: RequestByReceipt): readonly Row[] {
  if (asked === null) return [];
  const { state: text } = t.special;
  const { numbers, pictures } = asked;
  const named =
    numbers.length > 0 ? t.punctuation.listed(numbers) : route === 'not_mine' ? text.askedAll : null;
  return [
    ...(named === null ? [] : [{ label: text.asked, value: named }]),
    ...(pictures === 0 ? [] : [{ label: text.pictures, value: String(pictures) }]),
  ];
}

/** The last day on which it is decided: what is kept is the midnight after it. */
const lastDay = ({ decideBy, timeZone }: RequestByReceipt): LocalDate => lastDayOf(decideBy, timeZone);

interface Shown {
  readonly visit: Visit;
  readonly found: RequestByReceipt;
}

function Refusal({ visit, found }: Shown) {
  const { state: text } = visit.t.special;
  if (found.state !== 'refused') return null;
  return (
    <section class="note bad tight">
      <h2>{text.why}</h2>
      {found.refusal === null ? null : <p>{found.refusal}</p>}
      <p>{text.again}</p>
    </section>
  );
}

/** What became of each line, with the door to its case: the same secret opens it. */
function Lines({ visit, found, receipt }: Shown & { receipt: OpenReceipt }) {
  const { special, eligibility } = visit.t;
  const { state: text } = special;
  if (found.lines.length === 0) return null;
  return (
    <section class="stack near">
      <h2>{text.lines}</h2>
      {found.lines.map(({ number, outcome, checks, caseReference }, i) => (
        <section class="panel tight" key={number ?? i}>
          <h3 class={number === null ? '' : 'number'}>{number ?? text.noNumber}</h3>
          <p>{text.outcomes[outcome]}</p>
          {checks.length === 0 ? null : (
            <Rows
              kind="bare"
              rows={[
                {
                  label: text.inTheWay,
                  value: visit.t.punctuation.listed(
                    checks.map((check) => eligibility.checks[check as CheckName].title),
                  ),
                },
              ]}
            />
          )}
          {outcome === 'split_off' ? (
            <LinkButton href="/" second>
              {text.signIn}
            </LinkButton>
          ) : null}
          {caseReference === null ? null : (
            <form method="post" action="/receipt">
              <Token visit={visit} />
              <Carried receipt={{ ...receipt, reference: caseReference }} />
              <button class="button second" type="submit">
                <span aria-hidden="true">{text.progress}</span>
                <span class="hidden-text">{text.progressOf(number ?? text.noNumber)}</span>
              </button>
            </form>
          )}
        </section>
      ))}
      {found.fewer ? <p>{text.fewer}</p> : null}
    </section>
  );
}

/** Taking it back while it waits. The form stands in any state: a change of language is sent with it. */
function WayOn({ visit, found, receipt, fresh }: Shown & { receipt: OpenReceipt; fresh: boolean }) {
  const { state: text } = visit.t.special;
  return (
    <MainForm visit={visit} action="/receipt">
      <Carried receipt={receipt} />
      <input type="hidden" name="open" value={fresh ? 'fresh' : 'later'} />
      {found.state === 'received' ? (
        <div class="tight">
          <button class="button second" type="submit" name="withdraw" value="yes">
            {text.withdraw}
          </button>
          <p class="hint">{text.withdrawHint}</p>
        </div>
      ) : null}
    </MainForm>
  );
}

function Carried({ receipt: { reference, secret } }: { receipt: OpenReceipt }) {
  return (
    <>
      <input type="hidden" name="reference" value={reference} />
      <input type="hidden" name="secret" value={secret} />
    </>
  );
}

/**
 * Opens a request, and takes it back where that was asked for. One that was decided meanwhile shows how.
 * @throws HandbackError `special_request_unknown`
 */
export async function openRequest(visit: Visit, receipt: OpenReceipt): Promise<PageAnswer> {
  if (visit.values['withdraw'] === 'yes') {
    try {
      await withdrawSpecialRequest(visit.op, receiptHolder(receipt));
    } catch (error) {
      if (!(error instanceof HandbackError) || error.code !== 'special_request_decided') throw error;
    }
  }
  return requestPage(visit, receipt, 'later');
}
