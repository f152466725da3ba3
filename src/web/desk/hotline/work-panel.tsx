import type { Finding } from '../../../domain/cases/finding.ts';
import type { Formats } from '../../kit/formats.ts';
import { Tag, type Tone } from '../../kit/parts.tsx';
import { ClearedBy, findingText, RuleFold } from '../../portal/cases/findings.tsx';
import { BillRows, DateRows } from '../../portal/cases/review-rows.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import type { Call } from './call-state.ts';

const TONES: Readonly<Record<Finding['effect'], Tone>> = {
  blocks: 'bad',
  cannot_tell: 'warn',
  sets_earliest_date: 'now',
  adds_charge: 'now',
  warns: 'plain',
};

/** What was found, and what submitting would mean; once enough is proven. */
export function WorkPanel(props: {
  readonly visit: DeskVisit;
  readonly formats: Formats;
  readonly call: Call;
}) {
  const { visit, formats, call } = props;
  const { work: t } = visit.t.hotline;
  if (call.line === null) return null;
  const { findings } = call.review?.eligibility ?? call.line.eligibility;
  const dates = call.review?.dates ?? null;
  return (
    <section class="panel stack" aria-labelledby="work-title">
      <h2 id="work-title">{t.title}</h2>
      <div class="tight">
        <h3>{t.findings}</h3>
        {findings.length === 0 ? <p>{t.nothing}</p> : null}
        <ul class="found">
          {findings.map((finding) => (
            <FindingItem
              key={`${finding.check} ${finding.facts.label ?? ''}`}
              visit={visit}
              finding={finding}
            />
          ))}
        </ul>
      </div>
      {call.review === null || dates === null ? null : (
        <>
          <div class="tight">
            <h3>{t.dates}</h3>
            <DateRows
              visit={visit}
              formats={formats}
              dates={dates}
              latest={call.review.waitsUntil}
              risks={call.review.risks}
              rule={call.review.billingEnd}
            />
          </div>
          <div class="tight">
            <h3>{t.money}</h3>
            <BillRows
              visit={visit}
              formats={formats}
              bill={call.review.bill}
              refundDays={call.review.refundDays}
            />
          </div>
        </>
      )}
    </section>
  );
}

function FindingItem({ visit, finding }: { visit: DeskVisit; finding: Finding }) {
  const { eligibility: text } = visit.t;
  const { check, effect, rule } = finding;
  return (
    <li class="tight">
      <div class="head-row">
        <strong>{text.checks[check].title}</strong>
        <Tag tone={TONES[effect]}>{text.tags[effect]}</Tag>
      </div>
      <p>{findingText(visit, finding)}</p>
      <ClearedBy visit={visit} finding={finding} />
      <RuleFold visit={visit} rule={rule} />
    </li>
  );
}
