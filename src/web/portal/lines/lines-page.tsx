import { isOnDevice } from '../../../domain/lines/esim-profile.ts';
import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { type LineProfile, profilesOf } from '../../../operations/esim/devices.ts';
import { completedCases, myLines } from '../../../operations/lines/my-lines.ts';
import { findCase } from '../../../store/cases/cases.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import type { Page } from '../../kit/page.ts';
import { Actions, Clock, Heading, LinkButton, Rows, Tag, type Tone } from '../../kit/parts.tsx';
import { signedIn, type Visit } from '../../kit/visit.ts';
import { isRemoved, RemovedProfiles } from './line-profiles.tsx';

export const STATUS_TONES: Readonly<Record<LineRecord['line']['status'], Tone>> = {
  active: 'ok',
  barred: 'warn',
  ended: 'plain',
};

export const lines: Page = {
  path: '/lines',
  signedIn: true,
  async show(visit) {
    const { subscriber } = signedIn(visit);
    const { lines: text } = visit.t;
    const records = await myLines(visit.op, subscriber);
    const ended = records.filter(({ line }) => line.status === 'ended').map(({ line }) => line.lineId);
    const completed = await completedCases(visit.op, ended);
    const unproven = await Promise.all(records.map((record) => waitsForProof(visit, record)));
    const profiles = await Promise.all(
      records.map(({ line }) =>
        line.status === 'ended' ? [] : profilesOf(visit.op, subscriber, line.lineId),
      ),
    );
    return {
      kind: 'page',
      title: text.title,
      back: null,
      body: (
        <>
          <Heading
            {...(records.some(({ line, openCase }) => line.status !== 'ended' && openCase === null)
              ? { lead: text.lead }
              : {})}
          >
            {text.title}
          </Heading>
          {records.length === 0 ? <p>{text.empty}</p> : null}
          {records.map((record, i) => (
            <LineCard
              key={record.line.lineId}
              visit={visit}
              record={record}
              ended={completed.get(record.line.lineId) ?? null}
              unproven={unproven[i] ?? false}
              profiles={profiles[i] ?? []}
            />
          ))}
          {subscriber.factors.includes('document_number') ? null : (
            <ul class="links">
              <li>
                <a href="/document">
                  <strong>{text.more}</strong>
                  <span class="hint">{text.moreHint}</span>
                </a>
              </li>
            </ul>
          )}
          {ended.length > 0 ? <Clock visit={visit} /> : null}
        </>
      ),
    };
  },
};

async function waitsForProof(visit: Visit, { openCase }: LineRecord): Promise<boolean> {
  return openCase !== null && (await findCase(visit.op.pool, { caseId: openCase }))?.stage === 'identify';
}

interface CardProps {
  readonly visit: Visit;
  readonly record: LineRecord;
  readonly ended: { readonly caseId: string; readonly closedAt: Date } | null;
  readonly unproven: boolean;
  readonly profiles: readonly LineProfile[];
}

function LineCard({ visit, record, ended, unproven, profiles }: CardProps) {
  const { t, formats } = visit;
  const { lines: text } = t;
  const { line, openCase } = record;
  const number = line.msisdn === null ? (ended ? line.plan.name : text.noNumber) : maskMsisdn(line.msisdn);
  const kinds = [...new Set(line.accesses.map(({ kind }) => text.kinds[kind]))].join(t.punctuation.dot);
  const path = `/lines/${encodeURIComponent(line.lineId)}`;
  const about = ` ${number}`;
  const onDevices = profiles.filter(({ state }) => isOnDevice(state)).length;
  return (
    <section class="panel tight" aria-label={number}>
      <div class="head-row">
        <h2 class={line.msisdn === null ? '' : 'number'}>{number}</h2>
        <Tag tone={STATUS_TONES[line.status]}>{text.status[line.status]}</Tag>
      </div>
      {line.status === 'ended' ? (
        <p class="hint">{ended === null ? null : text.ended(formats.moment(ended.closedAt))}</p>
      ) : (
        <Rows
          kind="bare"
          rows={[
            { label: text.plan, value: line.plan.name },
            { label: text.card, value: kinds },
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
      {unproven ? (
        <p class="note warn">
          <strong>{text.waiting}</strong>
        </p>
      ) : null}
      {openCase === null && line.status !== 'ended' && profiles.some(isRemoved) ? (
        <div class="note info tight">
          <RemovedProfiles visit={visit} formats={formats} profiles={profiles} />
        </div>
      ) : null}
      {openCase !== null ? (
        <LinkButton href={`/cases/${openCase}`}>
          {text.openCase}
          <span class="hidden-text">{about}</span>
        </LinkButton>
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
    </section>
  );
}
