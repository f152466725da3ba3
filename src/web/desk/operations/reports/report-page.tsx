import { SCAM_STATES } from '../../../../domain/channels/scam-state.ts';
import { HandbackError } from '../../../../domain/errors.ts';
import {
  decideScamCampaign,
  type ViewedCampaign,
  viewScamCampaign,
} from '../../../../operations/channels/scam-campaigns.ts';
import { Answers } from '../../../kit/answers.ts';
import { go } from '../../../kit/page.ts';
import { Errors, Heading, Rows } from '../../../kit/parts.tsx';
import { mayAsk } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { ReasonedChoices } from '../../kit/reasoned-choices.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { commonIn, REPORT_ROLES, REPORTS } from './reports-page.tsx';

/** Reports of one kind: one text as it was reported, and what a person says of it. */
export const oneReportPage: DeskPage = {
  path: `${REPORTS}/:reference`,
  roles: REPORT_ROLES,
  fields: { scam_campaign_decided: null },
  async show(visit, form) {
    const t = visit.t.scamCheck.desk;
    const campaign = await viewScamCampaign(visit.op, staffOf(visit), {
      reference: visit.params['reference'] ?? '',
    });
    const choices = mayAsk(visit, 'decideScamCampaign')
      ? SCAM_STATES.filter((state) => state !== campaign.state)
      : [];
    return {
      kind: 'page',
      title: t.one(campaign.reference),
      back: REPORTS,
      form: choices.length > 0,
      body: (
        <OperationsFrame visit={visit} here="reports">
          <div class="narrow stack">
            <Errors visit={visit} form={form} />
            <Heading lead={t.states[campaign.state]}>{t.one(campaign.reference)}</Heading>
            <Facts visit={visit} campaign={campaign} />
            <Specimen visit={visit} campaign={campaign} />
            {choices.length === 0 ? null : (
              <ReasonedChoices visit={visit} form={form} choices={choices} words={t} />
            )}
          </div>
        </OperationsFrame>
      ),
    };
  },
  async submit(visit) {
    const { reference = '' } = visit.params;
    const answers = new Answers(visit);
    const reason = answers.filled('reason', visit.t.scamCheck.desk.reasonMissing);
    if (answers.refused !== null) return answers.refused;
    const decision = SCAM_STATES.find((one) => one === visit.values['choice']);
    if (decision === undefined) throw new HandbackError('request_invalid', { field: 'choice' });
    await decideScamCampaign(visit.op, staffOf(visit), { reference, decision, reason });
    return go(`${REPORTS}/${encodeURIComponent(reference)}`);
  },
};

function Facts({ visit, campaign }: { visit: DeskVisit; campaign: ViewedCampaign }) {
  const t = visit.t.scamCheck.desk;
  const { moment } = visit.formats;
  return (
    <Rows
      rows={[
        { label: t.common, value: <bdi class="code breaks">{commonIn(visit, campaign)}</bdi> },
        { label: t.clients, value: campaign.clients },
        { label: t.firstSeen, value: moment(campaign.firstSeen) },
        { label: t.lastSeen, value: moment(campaign.lastSeen) },
        ...(campaign.decidedAt === null
          ? []
          : [
              {
                label: t.decided,
                value: moment(campaign.decidedAt),
                hint: campaign.decidedByName ?? campaign.decidedBy ?? undefined,
              },
            ]),
      ]}
    />
  );
}

function Specimen({ visit, campaign: { specimen } }: { visit: DeskVisit; campaign: ViewedCampaign }) {
  const { desk: t, sender, verdicts, reasons } = visit.t.scamCheck;
  if (specimen === null) return <p>{t.specimenGone}</p>;
  return (
    <section class="tight" aria-labelledby="specimen">
      <h2 id="specimen">{t.specimen}</h2>
      <blockquote class="panel breaks" dir="auto">
        {specimen.text}
      </blockquote>
      {specimen.sender === null ? null : (
        <p class="hint">
          {sender}
          {visit.t.punctuation.colon}
          <bdi>{specimen.sender}</bdi>
        </p>
      )}
      <h3>{t.answer}</h3>
      <p>{verdicts[specimen.verdict]}</p>
      <ul class="plain-list">
        {specimen.reasons.map((code) => (
          <li key={code}>{reasons[code]}</li>
        ))}
      </ul>
    </section>
  );
}
