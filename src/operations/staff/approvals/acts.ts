import { OUTCOMES } from '../../../domain/campaigns/campaign.ts';
import { STAGES, type Stage } from '../../../domain/cases/termination.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { ResolvedRules } from '../../../domain/rules/rulebook.ts';
import type { TwoPersonAct } from '../../../domain/rules/two-person.ts';
import { maskEmail } from '../../../domain/values/email.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { type Msisdn, maskMsisdn } from '../../../domain/values/msisdn.ts';
import { findCase } from '../../../store/cases/cases.ts';
import type { RefundDestination } from '../../../store/cases/refund-destinations.ts';
import { findCertificate } from '../../../store/certificates/certificates.ts';
import { findFraudReview } from '../../../store/lines/fraud-reviews.ts';
import { findLine } from '../../../store/lines/lines.ts';
import type { Actor, OtherSystem, Staff, Subscriber } from '../../access/actor.ts';
import type { OperationName } from '../../access/table.ts';
import { campaignOf } from '../../campaigns/campaign-of.ts';
import { type RunRequest, requireRunnable, runCampaign } from '../../campaigns/run-campaign.ts';
import { caseFor } from '../../cases/case-for.ts';
import { confirm } from '../../cases/confirm.ts';
import { sayRefundDestination } from '../../cases/refunds/say-refund-destination.ts';
import { skipStage } from '../../cases/steering/skip-stage.ts';
import { isCertificateId } from '../../certificates/certificate-id.ts';
import { revokeCertificate } from '../../certificates/revoke-certificate.ts';
import type { Operations } from '../../context.ts';
import { releaseFraudHold } from '../../lines/fraud/release-fraud-hold.ts';
import { risksOfLine } from '../../lines/risks/line-risks.ts';
import { knownBatch, type ReleaseRequest, releaseNumbers } from '../../numbers/release-numbers.ts';
import { givenContact } from '../../people/contacts/given-contact.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import {
  type AdoptionRequest,
  adoptable,
  adoptRulebook,
  requireRaisedVersions,
} from '../../rulebooks/adopt-rulebook.ts';
import { nameOf } from '../../rulebooks/rulebook-name.ts';
import { readRulebook } from '../../rulebooks/view-rulebooks.ts';
import { acceptSpecialRequest, chosenLines } from '../../special/accept-request.ts';
import { requestFor } from '../../special/request-for.ts';

/** What both people see of an act. Values are texts of the case, or codes that the page has words for. */
export interface ApprovalFact {
  readonly name: FactName;
  readonly values: readonly string[];
}

export const FACT_NAMES = [
  'number',
  'reference',
  'stage',
  'problem',
  'certificate',
  'revocation_reason',
  'note',
  'reason',
  'fraud_reason',
  'risks',
  'capacity',
  'contact',
  'refund_to',
  'proven_by',
  'channel',
  'route',
  'wish',
  'lines',
  'line_ids',
  'held_by',
  'jurisdiction',
  'rulebook',
  'replaces',
  'fingerprint',
  'difference',
  'campaign',
  'rows',
  'outcomes',
  'previewed_at',
  'digest',
  'release',
  'range_holder',
] as const;
export type FactName = (typeof FACT_NAMES)[number];

export type Asker = Subscriber | Staff | OtherSystem;

/** An act as it stands now: what it is done to, by whose rules, and what there is to see of it. */
export interface Standing {
  readonly about: string;
  readonly caseId: string | null;
  readonly lineId: string | null;
  /** Of an act that is about one stage of a case, and about nothing once the case has left it. */
  readonly stage?: Stage;
  readonly rules: ResolvedRules;
  readonly facts: readonly ApprovalFact[];
}

/** One act that can wait for a second person. */
export interface ApprovableAct<R> {
  /** Whoever may ask for it may ask for approval. */
  readonly operation: OperationName;
  /** What was left open when it was asked for is settled, so that later nothing else is meant by it. */
  settle?(op: Operations, request: R): Promise<R>;
  /** @throws HandbackError where it cannot be done at all */
  stand(op: Operations, request: R, asker: Asker): Promise<Standing>;
  carryOut(op: Operations, actor: Actor, request: R): Promise<unknown>;
}

/** What each act is asked with. */
export interface ActRequests {
  /** Of a customer at a desk; `contact` as they gave it, and where they want a refund to go, where they said so. */
  readonly end_risky_line: {
    readonly caseId: string;
    readonly contact: string;
    readonly refund?: RefundDestination | undefined;
  };
  /** Null: the stage at which the case is when it is asked for, and no other. */
  readonly skip_stage: { readonly caseId: string; readonly stage: string | null; readonly reason: string };
  readonly revoke_certificate: {
    readonly certificateId: string;
    readonly reason: string;
    readonly note: string;
  };
  readonly release_fraud_hold: { readonly reference: string; readonly reason: string };
  readonly accept_special_request: { readonly requestId: string; readonly lineIds: readonly string[] };
  readonly adopt_rulebook: AdoptionRequest;
  readonly start_campaign: RunRequest;
  readonly release_numbers: ReleaseRequest;
}

/** A further act is a row here and one of the rulebook. */
export const ACTS: { readonly [A in keyof ActRequests]: ApprovableAct<ActRequests[A]> } = {
  end_risky_line: {
    operation: 'confirm',
    async stand(op, { caseId, contact, refund }, asker) {
      if (asker.kind !== 'subscriber' || !asker.attended) throw new HandbackError('forbidden');
      const found = await caseFor(op.pool, asker, { caseId });
      if (found.confirmedAt !== null || found.closedAt !== null)
        throw new HandbackError('stage_conflict', { stage: found.stage });
      const record = await findLine(op.pool, found.lineId);
      if (record === null) throw new HandbackError('line_unknown');
      const risks = await risksOfLine(op, op.pool, record, op.clock.now());
      return standingOf(op, { lineId: found.lineId, caseId, about: caseId }, [
        { name: 'reference', values: [found.reference] },
        ...(risks.length === 0 ? [] : [{ name: 'risks' as const, values: risks }]),
        ...(asker.attended.capacity
          ? [{ name: 'capacity' as const, values: [asker.attended.capacity] }]
          : []),
        ...(contact === '' ? [] : [{ name: 'contact' as const, values: [maskedGiven(op, contact)] }]),
        ...(refund === undefined ? [] : [{ name: 'refund_to' as const, values: [refund.kind] }]),
        { name: 'proven_by', values: asker.factors },
        { name: 'channel', values: [asker.channel] },
      ]);
    },
    // The customer has gone: a new receipt would reach nobody, and take the place of the one that they hold.
    async carryOut(op, actor, { caseId, contact, refund }) {
      await confirm(op, actor, { caseId, sameReceipt: true, ...(contact === '' ? {} : { contact }) });
      if (refund !== undefined) await sayRefundDestination(op, actor, { caseId, to: refund });
    },
  },
  skip_stage: {
    operation: 'skipStage',
    async settle(op, request) {
      const found = request.stage === null ? await findCase(op.pool, request) : null;
      return found === null ? request : { ...request, stage: found.stage };
    },
    async stand(op, { caseId, stage, reason }) {
      const found = await findCase(op.pool, { caseId });
      if (found === null) throw new HandbackError('case_unknown');
      if (found.stage !== stage || found.closedAt !== null)
        throw new HandbackError('stage_conflict', { stage: found.stage });
      if (!STAGES[found.stage].skippable)
        throw new HandbackError('stage_not_skippable', { stage: found.stage });
      const of = { lineId: found.lineId, caseId, about: caseId, stage: found.stage };
      return standingOf(op, of, [
        { name: 'reference', values: [found.reference] },
        { name: 'stage', values: [found.stage] },
        ...(found.problem === null ? [] : [{ name: 'problem' as const, values: [found.problem.code] }]),
        { name: 'reason', values: [reason] },
      ]);
    },
    carryOut: (op, actor, { caseId, stage, reason }) =>
      skipStage(op, actor, { caseId, reason, ...(stage === null ? {} : { stage }) }),
  },
  revoke_certificate: {
    operation: 'revokeCertificate',
    async stand(op, { certificateId, reason, note }) {
      const found = isCertificateId(certificateId) ? await findCertificate(op.pool, certificateId) : null;
      if (found === null) throw new HandbackError('certificate_unknown');
      const { lineId, caseId } = found;
      return standingOf(op, { lineId, caseId, about: certificateId }, [
        { name: 'certificate', values: [certificateId] },
        { name: 'revocation_reason', values: [reason] },
        ...(note === '' ? [] : [{ name: 'note' as const, values: [note] }]),
      ]);
    },
    carryOut: (op, actor, request) => revokeCertificate(op, actor, request),
  },
  release_fraud_hold: {
    operation: 'releaseFraudHold',
    async stand(op, { reference, reason }) {
      const found = await findFraudReview(op.pool, reference);
      if (found === null) throw new HandbackError('fraud_review_unknown');
      if (found.state !== 'held') throw new HandbackError('fraud_review_decided', { state: found.state });
      const { lineId } = found;
      return standingOf(op, { lineId, caseId: null, about: reference }, [
        { name: 'reference', values: [reference] },
        { name: 'fraud_reason', values: [found.why] },
        { name: 'reason', values: [reason] },
      ]);
    },
    carryOut: (op, actor, request) => releaseFraudHold(op, actor, request),
  },
  accept_special_request: {
    operation: 'acceptSpecialRequest',
    async stand(op, { requestId, lineIds }, asker) {
      const found = await requestFor(op.pool, asker, { requestId });
      const chosen = await chosenLines(op, op.pool, found, lineIds);
      return {
        ...{ about: requestId, caseId: null, lineId: null, rules: rulesOfLine(op, null, op.clock.now()) },
        facts: [
          { name: 'reference', values: [found.reference] },
          { name: 'route', values: [found.route] },
          { name: 'wish', values: [found.wish] },
          // Which lines, and whose: two numbers can look alike once they are masked.
          { name: 'line_ids', values: chosen.map(({ line }) => line.lineId) },
          { name: 'held_by', values: chosen.map(({ holderId }) => shortHash(op, holderId)) },
          {
            name: 'lines',
            values: chosen.map(({ line }) => (line.msisdn === null ? line.lineId : maskMsisdn(line.msisdn))),
          },
          { name: 'proven_by', values: found.receiptFactors },
          { name: 'channel', values: [found.channel] },
        ],
      };
    },
    carryOut: (op, actor, request) => acceptSpecialRequest(op, actor, request),
  },
  adopt_rulebook: {
    operation: 'adoptRulebook',
    async settle(op, request) {
      await op.rulebooks.reload();
      const found = await readRulebook(op, request);
      requireRaisedVersions(found);
      return { ...request, fingerprint: found.kept.fingerprint };
    },
    async stand(op, request, asker) {
      if (cleanText(request.reason, 500) === '')
        throw new HandbackError('field_missing', { field: 'reason' });
      const { fingerprint, replaces, changes, rules } = await adoptable(op, asker, request);
      return {
        ...{ about: nameOf(request), caseId: null, lineId: null, rules },
        facts: [
          { name: 'jurisdiction', values: [request.jurisdiction] },
          { name: 'rulebook', values: [request.version] },
          { name: 'replaces', values: [replaces] },
          { name: 'reason', values: [request.reason] },
          // Each as it was seen; the page has the words.
          { name: 'difference', values: changes.map((change) => JSON.stringify(change)) },
          { name: 'fingerprint', values: [fingerprint.slice(0, 16)] },
        ],
      };
    },
    carryOut: (op, actor, request) => adoptRulebook(op, actor, request),
  },
  start_campaign: {
    operation: 'runCampaign',
    async settle(op, request) {
      const { campaignId, digest, preview } = await campaignOf(op.pool, request);
      return { campaignId, digest, preview };
    },
    async stand(op, request) {
      const found = await campaignOf(op.pool, request);
      requireRunnable(found);
      const { campaignId, name, rows, outcomes, digest, previewedAt } = found;
      return {
        ...{ about: campaignId, caseId: null, lineId: null, rules: rulesOfLine(op, null, op.clock.now()) },
        facts: [
          { name: 'campaign', values: [name] },
          { name: 'rows', values: [`${outcomes.would_start ?? 0}/${rows}`] },
          {
            name: 'outcomes',
            values: OUTCOMES.flatMap((one) => (outcomes[one] ? [`${one}: ${outcomes[one]}`] : [])),
          },
          { name: 'previewed_at', values: [previewedAt?.toISOString() ?? ''] },
          { name: 'digest', values: [digest ?? ''] },
        ],
      };
    },
    carryOut: (op, actor, request) => runCampaign(op, actor, request),
  },
  release_numbers: {
    operation: 'releaseNumbers',
    async settle(op, request) {
      const { batchId, digest } = await knownBatch(op, request);
      return { batchId, digest };
    },
    async stand(op, request) {
      const { batchId, kind, rangeHolder, numbers, digest, releasedAt } = await knownBatch(op, request);
      if (releasedAt !== null) throw new HandbackError('number_batch_released');
      return {
        ...{ about: batchId, caseId: null, lineId: null, rules: rulesOfLine(op, null, op.clock.now()) },
        facts: [
          { name: 'release', values: [kind] },
          ...(rangeHolder === null ? [] : [{ name: 'range_holder' as const, values: [rangeHolder] }]),
          { name: 'rows', values: [String(numbers)] },
          { name: 'digest', values: [digest] },
        ],
      };
    },
    carryOut: (op, actor, request) => releaseNumbers(op, actor, request),
  },
};

export function isApprovable(act: TwoPersonAct): act is keyof typeof ACTS {
  return Object.hasOwn(ACTS, act);
}

/** Tells one holder from another, and tells nothing of them. */
function shortHash(op: Operations, holderId: string): string {
  return op.vault.index('holder in an approval', holderId).toString('hex').slice(0, 8);
}

/** A new contact, as far as it may be shown: where somebody takes a line over, this is what they bring. */
function maskedGiven(op: Operations, contact: string): string {
  const { channel, value } = givenContact(op, contact);
  return channel === 'email' ? maskEmail(value) : maskMsisdn(value as Msisdn);
}

/** What every act tells: whose rules hold, and which number it is about, masked; none where the line has none any more. */
async function standingOf(
  op: Operations,
  of: Pick<Standing, 'caseId' | 'about' | 'stage'> & { readonly lineId: string },
  facts: readonly ApprovalFact[],
): Promise<Standing> {
  const record = await findLine(op.pool, of.lineId);
  const msisdn = record?.line.msisdn ?? null;
  const number: readonly ApprovalFact[] =
    msisdn === null ? [] : [{ name: 'number', values: [maskMsisdn(msisdn)] }];
  return { ...of, rules: rulesOfLine(op, record, op.clock.now()), facts: [...number, ...facts] };
}
