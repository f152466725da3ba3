import { feedState } from '../../../../domain/numbers/feed-calendar.ts';
import { FLAG_REASONS } from '../../../../domain/numbers/quarantine.ts';
import { addDays, type LocalDate, localDateAt } from '../../../../domain/values/local-date.ts';
import { homeTimeZone } from '../../../../operations/home-time-zone.ts';
import { extendQuarantine, flagNumber } from '../../../../operations/numbers/change-rest.ts';
import { type Feed, listFeeds } from '../../../../operations/numbers/feeds.ts';
import { listBatches, type NumberBatch } from '../../../../operations/numbers/release-numbers.ts';
import {
  type LedgerNumber,
  listNumbers,
  viewNumber,
  viewRanges,
} from '../../../../operations/numbers/view-numbers.ts';
import { numberRangesCsv } from '../../../../reports/number-ranges-csv.ts';
import { Answers } from '../../../kit/answers.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import type { Form } from '../../../kit/page.ts';
import { Errors, Field, Heading, Rows, Select, Tag, Token } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { numberText } from '../campaigns/campaign-parts.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { batchPath, feedPath, NUMBERS } from './number-words.ts';
import { Ranges } from './ranges-section.tsx';

const RANGES = 50;
const SOON_DAYS = 7;
const SOON = 20;

/** The number ledger. A number is asked for by a form and never stands in an address, which browsers and proxies keep. */
export const numbersPage: DeskPage = {
  path: NUMBERS,
  roles: rolesOf('listNumbers'),
  keepsNothing: true,
  fields: {
    ...{ msisdn_invalid: 'number', msisdn_not_international: 'number', number_unknown: 'number' },
    ...{ number_rests_not: null, date_invalid: 'until', field_missing: 'reason', field_invalid: 'because' },
  },
  show: (visit, form) => shown(visit, form, null),
  async submit(visit) {
    const { values, t, op } = visit;
    const answers = new Answers(visit);
    const number = answers.filled('number', t.numberDesk.number);
    if (answers.refused !== null) return answers.refused;
    const act = values['act'];
    if (act === 'extend' || act === 'flag') {
      const reason = answers.filled('reason', t.numberDesk.reasonMissing);
      const until = act === 'extend' ? answers.filled('until', t.numberDesk.dateMissing) : '';
      if (answers.refused !== null) return answers.refused;
      if (act === 'extend') await extendQuarantine(op, staffOf(visit), { number, until, reason });
      else await flagNumber(op, staffOf(visit), { number, because: values['because'] ?? '', reason });
    }
    return shown(visit, { values: { number }, errors: [] }, await viewNumber(op, staffOf(visit), { number }));
  },
};

export const rangesFile: DeskPage = {
  path: `${NUMBERS}/ranges.csv`,
  roles: rolesOf('listNumbers'),
  async show(visit) {
    const { ranges } = await viewRanges(visit.op, staffOf(visit), { limit: 1_000 });
    const bytes = Buffer.from(numberRangesCsv(ranges));
    return { kind: 'file', type: 'text/csv; charset=utf-8', name: 'number-ranges.csv', bytes };
  },
};

async function shown(visit: DeskVisit, form: Form, found: LedgerNumber | null) {
  const t = visit.t.numberDesk;
  const staff = staffOf(visit);
  const freeBy = addDays(localDateAt(visit.op.clock.now(), homeTimeZone(visit.op)), SOON_DAYS);
  const [overview, soon, batches, feeds] = await Promise.all([
    viewRanges(visit.op, staff, { limit: RANGES }),
    listNumbers(visit.op, staff, { state: null, prefix: null, freeBy, after: null, limit: SOON }),
    listBatches(visit.op, staff, { open: null, limit: 20 }),
    mayAsk(visit, 'listFeeds') ? listFeeds(visit.op, staff, { limit: 24 }) : [],
  ]);
  return {
    kind: 'page' as const,
    title: t.title,
    back: null,
    form: true,
    body: (
      <OperationsFrame visit={visit} here="numbers">
        <Errors visit={visit} form={form} />
        <Heading lead={t.lead}>{t.title}</Heading>
        <form class="narrow stack" id={MAIN_FORM} method="post" action={NUMBERS} noValidate>
          <Token visit={visit} />
          <Field
            visit={visit}
            form={form}
            name="number"
            label={t.number}
            hint={t.numberHint}
            type="tel"
            inputmode="tel"
            autocomplete="off"
            maxLength={40}
          />
          <div class="filter-acts">
            <button class="button second" type="submit">
              {t.look}
            </button>
          </div>
        </form>
        {found === null ? null : <One visit={visit} form={form} number={found} />}
        <Ranges visit={visit} overview={overview} />
        <Soon visit={visit} numbers={soon.numbers} by={freeBy} />
        <Batches visit={visit} batches={batches} />
        <Feeds visit={visit} feeds={feeds} />
      </OperationsFrame>
    ),
  };
}

function One({ visit, form, number }: { visit: DeskVisit; form: Form; number: LedgerNumber }) {
  const { formats } = visit;
  const t = visit.t.numberDesk;
  const { msisdn, state, since, endedOn, releaseOn, reasons, rangeHolder, releasedAt, flags, texts } = number;
  const rests = state === 'quarantined' || (state === 'returned' && releasedAt === null);
  return (
    <section class="narrow stack" aria-label={msisdn}>
      <Rows
        rows={[
          { label: t.number, value: <span class="code">{msisdn}</span> },
          { label: t.state, value: t.states[state] },
          { label: t.since, value: formats.moment(since) },
          ...(rangeHolder === null ? [] : [{ label: t.rangeHolder, value: rangeHolder }]),
          ...(endedOn === null ? [] : [{ label: t.endedOn, value: formats.date(endedOn) }]),
          ...(rests
            ? [{ label: t.releaseOn, value: releaseOn === null ? t.undated : formats.date(releaseOn) }]
            : []),
          ...(reasons ?? []).map(({ because, until, rule }) => ({
            label: t.because,
            value: t.until(t.reasons[because], formats.date(until)),
            ...(rule === null ? {} : { hint: t.byRule(rule.id, rule.version) }),
          })),
          ...flags.map(({ because, note }) => ({ label: t.flagged, value: t.flags[because], hint: note })),
          { label: t.texts, value: numberText(visit, texts), hint: t.textsHint },
        ]}
      />
      {rests && mayAsk(visit, 'extendQuarantine') ? (
        <Act visit={visit} form={form} msisdn={msisdn} act="extend" />
      ) : null}
      {mayAsk(visit, 'flagNumber') ? <Act visit={visit} form={form} msisdn={msisdn} act="flag" /> : null}
    </section>
  );
}

function Act(props: { visit: DeskVisit; form: Form; msisdn: string; act: 'extend' | 'flag' }) {
  const { visit, form, msisdn, act } = props;
  const t = visit.t.numberDesk;
  return (
    <details class="fold">
      <summary>{act === 'extend' ? t.extend : t.flag}</summary>
      <form class="stack" method="post" action={NUMBERS} noValidate>
        <Token visit={visit} />
        <input type="hidden" name="number" value={msisdn} />
        <input type="hidden" name="act" value={act} />
        {act === 'extend' ? (
          <Field visit={visit} form={form} name="until" label={t.extendUntil} maxLength={10} />
        ) : (
          <Select
            name="because"
            label={t.flagBecause}
            chosen={FLAG_REASONS[0]}
            options={FLAG_REASONS.map((one) => [one, t.flags[one]] as const)}
          />
        )}
        <label for={`reason-${act}`}>{t.reason}</label>
        <span class="hint" id={`reason-${act}-hint`}>
          {t.reasonHint}
        </span>
        <textarea
          id={`reason-${act}`}
          name="reason"
          rows={2}
          maxLength={500}
          aria-describedby={`reason-${act}-hint`}
        />
        <button class="button second" type="submit">
          {act === 'extend' ? t.extendGo : t.flagGo}
        </button>
      </form>
    </details>
  );
}

function Soon({ visit, numbers, by }: { visit: DeskVisit; numbers: readonly LedgerNumber[]; by: LocalDate }) {
  const t = visit.t.numberDesk;
  return (
    <section class="tight" aria-labelledby="soon">
      <h2 id="soon">{t.soon}</h2>
      <p class="hint">{t.soonLead(visit.formats.date(by))}</p>
      {numbers.length === 0 ? (
        <p>{t.noneSoon}</p>
      ) : (
        <DataTable label={t.soon} columns={[t.number, t.releaseOn, t.because]}>
          {numbers.map(({ msisdn, releaseOn, reasons }) => (
            <tr key={msisdn}>
              <th scope="row">
                <span class="code">{msisdn}</span>
              </th>
              <td>{releaseOn === null ? t.undated : visit.formats.date(releaseOn)}</td>
              <td>{visit.t.punctuation.listed((reasons ?? []).map(({ because }) => t.reasons[because]))}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}

function Batches({ visit, batches }: { visit: DeskVisit; batches: readonly NumberBatch[] }) {
  const t = visit.t.numberDesk;
  return (
    <section class="tight" aria-labelledby="batches">
      <h2 id="batches">{t.batches}</h2>
      {batches.length === 0 ? (
        <p>{t.noBatch}</p>
      ) : (
        <DataTable label={t.batches} columns={[t.proposed, t.numbers, t.becomes, t.released]}>
          {batches.map(({ batchId, proposedAt, numbers, kind, rangeHolder, releasedAt }) => (
            <tr key={batchId}>
              <th scope="row">
                <a href={batchPath(batchId)}>{visit.formats.moment(proposedAt)}</a>
              </th>
              <td>{numberText(visit, numbers)}</td>
              <td>
                {t.kinds[kind]}
                {rangeHolder === null ? null : <span class="hint below">{rangeHolder}</span>}
              </td>
              <td>{releasedAt === null ? '' : visit.formats.moment(releasedAt)}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}

function Feeds({ visit, feeds }: { visit: DeskVisit; feeds: readonly Feed[] }) {
  const { formats } = visit;
  const t = visit.t.numberDesk;
  const today = localDateAt(visit.op.clock.now(), homeTimeZone(visit.op));
  return (
    <section class="tight" aria-labelledby="feeds">
      <h2 id="feeds">{t.feeds}</h2>
      {feeds.length === 0 ? (
        <p>{t.noFeed}</p>
      ) : (
        <DataTable label={t.feeds} columns={[t.feed, t.period, t.dueOn, t.rows, t.state]}>
          {feeds.map(({ feedId, kind, recipient, period, dueOn, madeAt, sentAt, rows }) => (
            <tr key={feedId}>
              <th scope="row">
                <a href={feedPath(feedId)}>{t.feedKinds[kind]}</a>
                {recipient === '' ? null : <span class="hint below">{recipient}</span>}
              </th>
              <td>{period}</td>
              <td>
                {formats.date(dueOn)}{' '}
                {sentAt === null && dueOn < today ? <Tag tone="bad">{t.overdue}</Tag> : null}
              </td>
              <td>{rows === null ? '' : rows === 0 ? t.nil : numberText(visit, rows)}</td>
              <td>{t.feedStates[feedState({ madeAt, sentAt })]}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}
