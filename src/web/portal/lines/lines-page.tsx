import { isOnDevice } from '../../../domain/lines/esim-profile.ts';
import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { type MyLine, myLines } from '../../../operations/lines/my-lines.ts';
import type { Page } from '../../kit/page.ts';
import { Actions, Clock, Heading, LinkButton, LinkList, Rows, Tag, type Tone } from '../../kit/parts.tsx';
import { signedIn, type Visit } from '../../kit/visit.ts';
import { isRemoved, RemovedProfiles } from './line-profiles.tsx';

export const STATUS_TONES: Readonly<Record<MyLine['line']['status'], Tone>> = {
  active: 'ok',
  barred: 'warn',
  ended: 'plain',
};

/** Where somebody says that they never opened this line. */
export const disputeOf = (lineId: string): string => `/special/not-mine?line=${encodeURIComponent(lineId)}`;

export const lines: Page = {
  path: '/lines',
  signedIn: true,
  async show(visit) {
    const { subscriber } = signedIn(visit);
    const { lines: text } = visit.t;
    const mine = await myLines(visit.op, subscriber);
    return {
      kind: 'page',
      title: text.title,
      back: null,
      body: (
        <>
          <Heading
            {...(mine.some(({ line, openCase }) => line.status !== 'ended' && openCase === null)
              ? { lead: text.lead }
              : {})}
          >
            {text.title}
          </Heading>
          {mine.length === 0 ? <p>{text.empty}</p> : null}
          {mine.map((one) => (
            <LineCard key={one.line.lineId} visit={visit} mine={one} />
          ))}
          <LinkList
            links={[
              subscriber.factors.includes('document_number')
                ? (['/records', visit.t.privacy.page.link] as const)
                : (['/document', text.more, text.moreHint] as const),
              ['/export', visit.t.accountExport.link, visit.t.accountExport.linkHint],
            ]}
          />
          {mine.some(({ line }) => line.status === 'ended') ? <Clock visit={visit} /> : null}
        </>
      ),
    };
  },
};

function LineCard({ visit, mine }: { visit: Visit; mine: MyLine }) {
  const { t, formats } = visit;
  const { lines: text } = t;
  const { line, openCase, ended, waiting, profiles } = mine;
  const { lastNumber } = mine;
  const number = lastNumber === null ? (ended ? line.plan.name : text.noNumber) : maskMsisdn(lastNumber);
  const kinds = [...new Set(line.accesses.map(({ kind }) => text.kinds[kind]))].join(t.punctuation.dot);
  const path = `/lines/${encodeURIComponent(line.lineId)}`;
  const about = ` ${number}`;
  const onDevices = profiles.filter(({ state }) => isOnDevice(state)).length;
  return (
    <section class="panel tight" aria-label={number}>
      <div class="head-row">
        <h2 class={lastNumber === null ? '' : 'number'}>{number}</h2>
        <Tag tone={STATUS_TONES[line.status]}>{text.status[line.status]}</Tag>
      </div>
      {line.status === 'ended' ? (
        <p class="hint">
          {ended === null ? null : text.ended(formats.moment(ended.closedAt)) + t.punctuation.dot}
          {line.plan.name}
        </p>
      ) : (
        <Rows
          kind="bare"
          rows={[
            { label: text.plan, value: line.plan.name },
            { label: text.access, value: kinds },
            ...(profiles.length === 0
              ? []
              : [
                  {
                    label: t.esim.label,
                    value: onDevices === 0 ? t.esim.status.to_cancel : t.lineDetails.onDevices(onDevices),
                    change: {
                      href: path,
                      text: t.lineDetails.details,
                      label: t.lineDetails.detailsOf(number),
                    },
                  },
                ]),
            { label: text.fee, value: text.perMonth(formats.money(line.plan.monthlyFee)) },
          ]}
        />
      )}
      {openCase === null && waiting.length > 0 ? (
        <section class="note warn tight">
          <strong>{text.waiting(formats.moment(waiting[0]!.receivedAt))}</strong>
          <LinkButton href={`${path}/declaration`} second>
            {text.waitingAsk}
            <span class="hidden-text">{about}</span>
          </LinkButton>
        </section>
      ) : null}
      {openCase === null && line.status !== 'ended' && profiles.some(isRemoved) ? (
        <div class="note info tight">
          <RemovedProfiles visit={visit} formats={formats} profiles={profiles} />
        </div>
      ) : null}
      {openCase !== null ? (
        <Actions two={mine.untouched && !mine.reported}>
          <LinkButton href={`/cases/${openCase}`}>
            {text.openCase}
            <span class="hidden-text">{about}</span>
          </LinkButton>
          {mine.untouched && !mine.reported ? (
            <LinkButton href={`${path}/lost`} second>
              {text.report}
              <span class="hidden-text">{about}</span>
            </LinkButton>
          ) : null}
        </Actions>
      ) : line.status !== 'ended' ? (
        <Actions two>
          <LinkButton href={`${path}/before`}>
            {text.close}
            <span class="hidden-text">{about}</span>
          </LinkButton>
          <LinkButton href={`${path}/lost`} second>
            {text.report}
            <span class="hidden-text">{about}</span>
          </LinkButton>
        </Actions>
      ) : ended !== null ? (
        <LinkButton href={`/cases/${ended.caseId}/certificate`} second>
          {text.certificate}
          <span class="hidden-text">{about}</span>
        </LinkButton>
      ) : null}
      {openCase === null && line.status !== 'ended' ? (
        <p>
          <a class="act" href={disputeOf(line.lineId)}>
            {t.special.onLine.act}
            <span class="hidden-text">{about}</span>
          </a>
        </p>
      ) : null}
    </section>
  );
}
