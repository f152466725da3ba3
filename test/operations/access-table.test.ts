import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HandbackError } from '../../src/domain/errors.ts';
import { SCOPES } from '../../src/domain/people/scope.ts';
import { ROLES } from '../../src/domain/rules/role.ts';
import type { IdentityFactor } from '../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../src/domain/values/local-date.ts';
import {
  type Actor,
  ENGINE,
  PHONE,
  SMDP,
  type Subscriber,
  staffBehind,
  voicePlatform,
} from '../../src/operations/access/actor.ts';
import { requireAccess } from '../../src/operations/access/require-access.ts';
import {
  ACCESS,
  type AccessRule,
  type ActorKind,
  type OperationName,
} from '../../src/operations/access/table.ts';
import { verifyAudit } from '../../src/operations/access/verify-audit.ts';
import { askForExport } from '../../src/operations/accounts/ask-for-export.ts';
import { makeExports } from '../../src/operations/accounts/make-exports.ts';
import { exportOfLink, myExports } from '../../src/operations/accounts/view-exports.ts';
import { advanceCampaigns } from '../../src/operations/campaigns/advance-campaigns.ts';
import { listCampaignRows, reportCampaign } from '../../src/operations/campaigns/campaign-rows.ts';
import { countCampaign } from '../../src/operations/campaigns/count-campaign.ts';
import { makeCampaign } from '../../src/operations/campaigns/make-campaign.ts';
import { previewCampaign } from '../../src/operations/campaigns/preview-campaign.ts';
import { runCampaign } from '../../src/operations/campaigns/run-campaign.ts';
import { startCampaign } from '../../src/operations/campaigns/start-campaign.ts';
import {
  pauseCampaign,
  resumeCampaign,
  stopCampaign,
} from '../../src/operations/campaigns/steer-campaign.ts';
import { uploadCampaignRows } from '../../src/operations/campaigns/upload-rows.ts';
import { listCampaigns, viewCampaign } from '../../src/operations/campaigns/view-campaign.ts';
import { handOverBag } from '../../src/operations/cards/bags/hand-over-bag.ts';
import { listBags } from '../../src/operations/cards/bags/list-bags.ts';
import { openBag } from '../../src/operations/cards/bags/open-bag.ts';
import { sealBag } from '../../src/operations/cards/bags/seal-bag.ts';
import { takeOverBag } from '../../src/operations/cards/bags/take-over-bag.ts';
import { viewBag } from '../../src/operations/cards/bags/view-bag.ts';
import { closeBatch } from '../../src/operations/cards/batches/close-batch.ts';
import { handOverBatch } from '../../src/operations/cards/batches/hand-over-batch.ts';
import { listBatches } from '../../src/operations/cards/batches/list-batches.ts';
import { openBatch } from '../../src/operations/cards/batches/open-batch.ts';
import { putBagInBatch } from '../../src/operations/cards/batches/put-bag-in-batch.ts';
import { recordDestruction } from '../../src/operations/cards/batches/record-destruction.ts';
import { scanBatch } from '../../src/operations/cards/batches/scan-batch.ts';
import { viewBatch } from '../../src/operations/cards/batches/view-batch.ts';
import { listLooseCards } from '../../src/operations/cards/list-loose-cards.ts';
import { makeMailLabel } from '../../src/operations/cards/make-mail-label.ts';
import { removeCard } from '../../src/operations/cards/remove-card.ts';
import { sayCardMissing } from '../../src/operations/cards/say-card-missing.ts';
import { takeInCard } from '../../src/operations/cards/take-in-card.ts';
import { viewCardOfCase } from '../../src/operations/cards/view-card-of-case.ts';
import { bookLateUsage } from '../../src/operations/cases/book-late-usage.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { declarePublicly } from '../../src/operations/cases/declarations/declare-publicly.ts';
import { dismissDeclarations } from '../../src/operations/cases/declarations/dismiss-declarations.ts';
import { listDeclarations } from '../../src/operations/cases/declarations/list-declarations.ts';
import { takeUpDeclaration } from '../../src/operations/cases/declarations/take-up-declaration.ts';
import { viewDeclaration } from '../../src/operations/cases/declarations/view-declaration.ts';
import { type Declared, declare } from '../../src/operations/cases/declare.ts';
import { dealWithDispute } from '../../src/operations/cases/disputes/deal-with-dispute.ts';
import { disputeFinding } from '../../src/operations/cases/disputes/dispute-finding.ts';
import { listDisputes } from '../../src/operations/cases/disputes/list-disputes.ts';
import { endCaseOfFormerHolder } from '../../src/operations/cases/end-case-of-former-holder.ts';
import { listCases } from '../../src/operations/cases/list-cases.ts';
import { listNotices } from '../../src/operations/cases/notices/list-notices.ts';
import { noteReceipts } from '../../src/operations/cases/notices/note-receipts.ts';
import { retryNotices } from '../../src/operations/cases/notices/retry-notices.ts';
import { objectToCase } from '../../src/operations/cases/objections/object-to-case.ts';
import { objectionToken } from '../../src/operations/cases/objections/objection-link.ts';
import { viewObjection } from '../../src/operations/cases/objections/view-objection.ts';
import { sayRefundDestination } from '../../src/operations/cases/refunds/say-refund-destination.ts';
import { viewRefundDestination } from '../../src/operations/cases/refunds/view-refund-destination.ts';
import { remindBeforeEnd } from '../../src/operations/cases/reminders/remind-before-end.ts';
import { viewReminder } from '../../src/operations/cases/reminders/view-reminder.ts';
import { review } from '../../src/operations/cases/review.ts';
import { sendReceipt } from '../../src/operations/cases/send-receipt.ts';
import { listStuck } from '../../src/operations/cases/steering/list-stuck.ts';
import { retryCase } from '../../src/operations/cases/steering/retry-case.ts';
import { rollForward } from '../../src/operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../src/operations/cases/steering/skip-stage.ts';
import { viewCase } from '../../src/operations/cases/view-case.ts';
import { viewDecisions } from '../../src/operations/cases/view-decisions.ts';
import { viewEvidence } from '../../src/operations/cases/view-evidence.ts';
import { viewHistory } from '../../src/operations/cases/view-history.ts';
import { withdraw } from '../../src/operations/cases/withdraw.ts';
import { certificateStatus } from '../../src/operations/certificates/certificate-status.ts';
import { certifyLateProof } from '../../src/operations/certificates/certify-late-proof.ts';
import { holderCopy } from '../../src/operations/certificates/holder-copy.ts';
import { certificateLogProof } from '../../src/operations/certificates/log-proof.ts';
import { revokeCertificate } from '../../src/operations/certificates/revoke-certificate.ts';
import { exportBlocks, importBlocks, removeBlock } from '../../src/operations/channels/channel-blocks.ts';
import { checkText } from '../../src/operations/channels/check-text.ts';
import { listChannels } from '../../src/operations/channels/list-channels.ts';
import { reportText } from '../../src/operations/channels/report-text.ts';
import {
  decideScamCampaign,
  listScamCampaigns,
  viewScamCampaign,
} from '../../src/operations/channels/scam-campaigns.ts';
import { disputeCharges } from '../../src/operations/charges/dispute-charges.ts';
import { listCharges } from '../../src/operations/charges/list-charges.ts';
import { receiveCharge } from '../../src/operations/charges/receive-charge.ts';
import { settleCharge } from '../../src/operations/charges/settle-charge.ts';
import {
  answerComplaint,
  listComplaints,
  noteRegulator,
  viewComplaint,
} from '../../src/operations/complaints/answer-complaint.ts';
import { gatherEvidencePack } from '../../src/operations/complaints/case-evidence-pack.ts';
import { complaintOfLink } from '../../src/operations/complaints/complaint-link.ts';
import { fileComplaint } from '../../src/operations/complaints/file-complaint.ts';
import { watchComplaints } from '../../src/operations/complaints/watch-complaints.ts';
import { attend } from '../../src/operations/desks/attend.ts';
import { acceptMaterials } from '../../src/operations/desks/counter/accept-materials.ts';
import { checkDocument } from '../../src/operations/desks/counter/check-document.ts';
import { endCounterVisit } from '../../src/operations/desks/counter/end-counter-visit.ts';
import { fillForm } from '../../src/operations/desks/counter/fill-form.ts';
import { finishCardStep } from '../../src/operations/desks/counter/finish-card-step.ts';
import { listPhotos } from '../../src/operations/desks/counter/list-photos.ts';
import { resumeCounterVisit } from '../../src/operations/desks/counter/resume-counter-visit.ts';
import { signForm } from '../../src/operations/desks/counter/sign-form.ts';
import { takePhoto } from '../../src/operations/desks/counter/take-photo.ts';
import { viewCounterVisit } from '../../src/operations/desks/counter/view-counter-visit.ts';
import { viewForm } from '../../src/operations/desks/counter/view-form.ts';
import { viewPhoto } from '../../src/operations/desks/counter/view-photo.ts';
import { endAttendance } from '../../src/operations/desks/end-attendance.ts';
import { answerQuestion } from '../../src/operations/desks/hotline/answer-question.ts';
import { openCall } from '../../src/operations/desks/hotline/calls/open-call.ts';
import { reportCall } from '../../src/operations/desks/hotline/calls/report-call.ts';
import { sitAtExtension } from '../../src/operations/desks/hotline/calls/sit-at-extension.ts';
import { takeCall } from '../../src/operations/desks/hotline/calls/take-call.ts';
import { viewCalls } from '../../src/operations/desks/hotline/calls/view-calls.ts';
import { checkAgentCode } from '../../src/operations/desks/hotline/codes/check-agent-code.ts';
import { checkPresenceCode } from '../../src/operations/desks/hotline/codes/check-presence-code.ts';
import { sendPresenceCode } from '../../src/operations/desks/hotline/codes/send-presence-code.ts';
import { showAgentCode } from '../../src/operations/desks/hotline/codes/show-agent-code.ts';
import { showPresenceCode } from '../../src/operations/desks/hotline/codes/show-presence-code.ts';
import { viewVerification } from '../../src/operations/desks/hotline/view-verification.ts';
import { listLetters } from '../../src/operations/desks/receipts/list-letters.ts';
import { printLetter } from '../../src/operations/desks/receipts/print-letter.ts';
import { sendHeldReceipt } from '../../src/operations/desks/receipts/send-held-receipt.ts';
import { viewAttendance } from '../../src/operations/desks/view-attendance.ts';
import { eraseDuePeople } from '../../src/operations/erasure/erase-due-people.ts';
import { erasePerson } from '../../src/operations/erasure/erase-person.ts';
import { releaseLegalHold, setLegalHold } from '../../src/operations/erasure/legal-holds.ts';
import { replayErasures } from '../../src/operations/erasure/replay-erasures.ts';
import { viewMyRecords, viewPrivacyReport } from '../../src/operations/erasure/view-kept.ts';
import { countZombies } from '../../src/operations/esim/count-zombies.ts';
import { devicesOfCase } from '../../src/operations/esim/devices-of-case.ts';
import { dismissNotification } from '../../src/operations/esim/dismiss-notification.ts';
import { listQuarantined } from '../../src/operations/esim/list-quarantined.ts';
import { NotificationIntake } from '../../src/operations/esim/notification-intake.ts';
import { receiveNotifications } from '../../src/operations/esim/receive-notifications.ts';
import { receiveSmdpEvent } from '../../src/operations/esim/receive-smdp-event.ts';
import { recheckNotification } from '../../src/operations/esim/recheck-notification.ts';
import { sayDeleted } from '../../src/operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../src/operations/esim/stop-waiting-for-devices.ts';
import { viewQuarantined } from '../../src/operations/esim/view-quarantined.ts';
import { zombies } from '../../src/operations/esim/zombies.ts';
import { viewGuidance } from '../../src/operations/guidance/view-guidance.ts';
import { checkEligibility } from '../../src/operations/lines/check-eligibility.ts';
import { explainEligibility } from '../../src/operations/lines/explain-eligibility.ts';
import { findLines } from '../../src/operations/lines/find-lines.ts';
import { decideFraudReview } from '../../src/operations/lines/fraud/decide-fraud-review.ts';
import { listFraudReviews } from '../../src/operations/lines/fraud/list-fraud-reviews.ts';
import { releaseFraudHold } from '../../src/operations/lines/fraud/release-fraud-hold.ts';
import { viewFraudReview } from '../../src/operations/lines/fraud/view-fraud-review.ts';
import { importLines } from '../../src/operations/lines/import-lines.ts';
import { liftLock, lockLine } from '../../src/operations/lines/lock/change-lock.ts';
import { viewLock } from '../../src/operations/lines/lock/view-lock.ts';
import { myLines } from '../../src/operations/lines/my-lines.ts';
import { putLine } from '../../src/operations/lines/put-line.ts';
import { readLine } from '../../src/operations/lines/read-line.ts';
import { viewLine } from '../../src/operations/lines/view-line.ts';
import { logCheckpoint } from '../../src/operations/log/log-checkpoint.ts';
import { logTile } from '../../src/operations/log/log-tile.ts';
import {
  countTexts,
  extendQuarantine,
  flagNumber,
  notePortedAway,
} from '../../src/operations/numbers/change-rest.ts';
import { listFeeds, makeFeed, planFeeds, readFeed } from '../../src/operations/numbers/feeds.ts';
import { judgeNumbers } from '../../src/operations/numbers/judge-numbers.ts';
import { proposeReleases, releaseNumbers } from '../../src/operations/numbers/release-numbers.ts';
import { listNumbers } from '../../src/operations/numbers/view-numbers.ts';
import { listAgents } from '../../src/operations/oversight/agents/list-agents.ts';
import { viewWholeCase } from '../../src/operations/oversight/cases/view-whole-case.ts';
import { assignWork } from '../../src/operations/oversight/queue/assign-work.ts';
import { listWork } from '../../src/operations/oversight/queue/list-work.ts';
import { readQueueFilter } from '../../src/operations/oversight/queue/queue-filter.ts';
import { searchCases } from '../../src/operations/oversight/search/search-cases.ts';
import { carryOutGroupRetries } from '../../src/operations/oversight/stuck/carry-out-group-retries.ts';
import { listCauses } from '../../src/operations/oversight/stuck/list-causes.ts';
import { retryGroup } from '../../src/operations/oversight/stuck/retry-group.ts';
import { viewGroupRetry } from '../../src/operations/oversight/stuck/view-group-retry.ts';
import { contactForCode } from '../../src/operations/people/contacts/contact-for-code.ts';
import { mailToConfirm } from '../../src/operations/people/contacts/mail-to-confirm.ts';
import { proveContactCode } from '../../src/operations/people/contacts/prove-contact-code.ts';
import { proveMailCode } from '../../src/operations/people/contacts/prove-mail-code.ts';
import { requestContactCode } from '../../src/operations/people/contacts/request-contact-code.ts';
import { requestMailCode } from '../../src/operations/people/contacts/request-mail-code.ts';
import { endSession } from '../../src/operations/people/end-session.ts';
import { listTokens } from '../../src/operations/people/list-tokens.ts';
import { makeToken } from '../../src/operations/people/make-token.ts';
import { proveDocument } from '../../src/operations/people/prove-document.ts';
import { requestCode } from '../../src/operations/people/request-code.ts';
import { resetAttempts } from '../../src/operations/people/reset-attempts.ts';
import { revokeToken } from '../../src/operations/people/revoke-token.ts';
import { signInByCode } from '../../src/operations/people/sign-in-by-code.ts';
import { signInWithoutPhone } from '../../src/operations/people/sign-in-without-phone.ts';
import {
  advanceReconciliation,
  startReconciliation,
} from '../../src/operations/reconciliation/advance-run.ts';
import { carryOutClearing } from '../../src/operations/reconciliation/carry-out-clearing.ts';
import { clearFinding, listFindings } from '../../src/operations/reconciliation/findings.ts';
import { Pace } from '../../src/operations/reconciliation/pace.ts';
import { adoptRulebook } from '../../src/operations/rulebooks/adopt-rulebook.ts';
import { proposeRulebook } from '../../src/operations/rulebooks/propose-rulebook.ts';
import { startSimulation, viewSimulation } from '../../src/operations/rulebooks/simulate.ts';
import { viewRulebooks } from '../../src/operations/rulebooks/view-rulebooks.ts';
import { acceptSpecialRequest } from '../../src/operations/special/accept-request.ts';
import { moveAtBilling } from '../../src/operations/special/move-at-billing.ts';
import { refuseSpecialRequest } from '../../src/operations/special/refuse-request.ts';
import {
  viewSpecialReceipt,
  withdrawSpecialRequest,
} from '../../src/operations/special/request-by-receipt.ts';
import { submitSpecialRequest } from '../../src/operations/special/submit-request.ts';
import {
  listSpecialRequests,
  viewRequestPhoto,
  viewSpecialRequest,
} from '../../src/operations/special/view-request.ts';
import { decideApproval } from '../../src/operations/staff/approvals/decide-approval.ts';
import { followApproval } from '../../src/operations/staff/approvals/follow-approval.ts';
import { listApprovals } from '../../src/operations/staff/approvals/list-approvals.ts';
import { requestApproval } from '../../src/operations/staff/approvals/request-approval.ts';
import { viewApproval } from '../../src/operations/staff/approvals/view-approval.ts';
import { beginStaffSignIn } from '../../src/operations/staff/begin-sign-in.ts';
import { finishStaffSignIn } from '../../src/operations/staff/finish-sign-in.ts';
import { signOutStaff } from '../../src/operations/staff/sign-out.ts';
import { takeLogoutToken } from '../../src/operations/staff/take-logout-token.ts';
import { listBehindBar } from '../../src/operations/statistics/list-behind-bar.ts';
import { viewStatistics } from '../../src/operations/statistics/view-statistics.ts';
import {
  cancelAppointment,
  listAppointments,
  viewAppointment,
} from '../../src/operations/stores/appointments.ts';
import { bookAppointment } from '../../src/operations/stores/book-appointment.ts';
import { importStores } from '../../src/operations/stores/import-stores.ts';
import { remindVisitors } from '../../src/operations/stores/remind-visitors.ts';
import { listStores, viewSlots, viewStore } from '../../src/operations/stores/view-stores.ts';
import { beginAnswers } from '../../src/operations/texts/answer-texts.ts';
import { listTexts, viewText } from '../../src/operations/texts/list-texts.ts';
import { receiveText } from '../../src/operations/texts/receive-text.ts';
import { takeRedemptions } from '../../src/operations/texts/take-redemptions.ts';
import { takeSignedText } from '../../src/operations/texts/take-signed-text.ts';
import { listHandOvers } from '../../src/operations/voice/list-hand-overs.ts';
import { putBackHandOver, takeHandOver } from '../../src/operations/voice/take-hand-over.ts';
import { beginVoiceCall } from '../../src/operations/voice/take-step.ts';
import { NO_SMDP } from '../../src/run/peers.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import {
  attendedBy,
  personNamed,
  receiptOf,
  signedInPerson,
  staffNamed,
  subscriberOf,
  systemNamed,
  VISITOR,
} from '../support/actors.ts';
import { declared } from '../support/cases.ts';
import { testInstance } from '../support/instance.ts';
import { CARD } from '../support/photos.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { drawnSignature } from '../support/signatures.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;

const NAMES = Object.keys(ACCESS) as OperationName[];
const KINDS = [
  'public',
  'subscriber',
  'receipt',
  'staff',
  'system',
  'phone',
  'smdp',
  'engine',
] as const satisfies readonly ActorKind[];
const NO_CARD = '89860099999999999999';
const NO_BAG = { bag: 'BG-0', counted: 0, seal: 'x' };
const NOWHERE = '00000000-0000-7000-8000-000000000000';
const rowOf = (name: OperationName): AccessRule => ACCESS[name];
const those = (is: (rule: AccessRule) => boolean): OperationName[] => NAMES.filter((name) => is(rowOf(name)));

/** A line of its own for one question, with its open case. */
interface Scene {
  readonly line: SeededLine;
  readonly made: Pick<Declared, 'caseId' | 'reference' | 'receiptSecret'>;
}

let used = 0;
async function scene(rule: AccessRule): Promise<Scene> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  // Where the row asks for the factors of an urgent bar or of what is undone, the case is barred at once.
  const reason = ['urgent_bar', 'of_the_step'].includes(rule.factors) ? 'stolen' : null;
  if (rule.reach === 'case') return { line: line!, made: await declared(op, line!, reason) };
  if (rule.reach !== 'declaration')
    return { line: line!, made: { caseId: NOWHERE, reference: 'HB-00000000', receiptSecret: '0' } };
  const form = { number: line!.msisdn, name: '张三', contact: '', reason: null, endOn: null };
  const received = await declarePublicly(op, VISITOR, form);
  return { line: line!, made: { ...received!, caseId: NOWHERE } };
}

const FACTORS = ['sms_code', 'document_number'] as const satisfies readonly IdentityFactor[];

async function actorOf(kind: ActorKind, { line, made }: Scene): Promise<Actor> {
  switch (kind) {
    case 'public':
      return VISITOR;
    case 'subscriber': {
      const { partyId, lineId } = line;
      return subscriberOf(
        line,
        FACTORS,
        await openSession(op.pool, vault, { partyId, lineId, factors: FACTORS }),
      );
    }
    case 'receipt':
      return receiptOf(made);
    case 'staff':
      return staffNamed('lin');
    case 'system':
      return systemNamed('crm');
    case 'phone':
      return PHONE;
    case 'smdp':
      return SMDP;
    case 'voice':
      return voicePlatform('demo');
    case 'engine':
      return ENGINE;
  }
}

async function* nothing<T>(): AsyncGenerator<T> {}

/** What staff and systems assert of the customer in whose place they act; a subscriber has proven it. */
let saying: readonly IdentityFactor[] = FACTORS;
const assertionBy = ({ kind }: Actor) =>
  kind === 'subscriber' ? {} : { assertion: { provenBy: saying, channel: 'online' } as const };

/** Each operation, asked for something that exists where its row says that a proof must reach it. */
const ASK: Readonly<Record<OperationName, (actor: Actor, of: Scene) => Promise<unknown>>> = {
  requestCode: (actor, { line }) => requestCode(op, actor, { number: line.msisdn }),
  signInByCode: (actor, { line }) =>
    signInByCode(op, actor, { number: line.msisdn, challenge: 'x', code: '000000' }),
  signInWithoutPhone: (actor, { line }) =>
    signInWithoutPhone(op, actor, { number: line.msisdn, documentNumber: 'X', openedOn: '2020-05-17' }),
  endSession: (actor) => endSession(op, actor),
  makeToken: (actor) => makeToken(op, actor, { name: `t${used++}`, scopes: ['cases:read'] }),
  revokeToken: (actor) => revokeToken(op, actor, { name: 'none' }),
  verifyAudit: (actor) => verifyAudit(op, actor, { kept: null }),
  proveDocument: (actor) => proveDocument(op, actor, { documentNumber: TEST_DOCUMENT }),
  contactForCode: (actor) => contactForCode(op, actor),
  requestContactCode: (actor) => requestContactCode(op, actor),
  mailToConfirm: (actor) => mailToConfirm(op, actor),
  requestMailCode: (actor) => requestMailCode(op, actor),
  proveMailCode: (actor) => proveMailCode(op, actor, { code: '000000' }),
  resetAttempts: (actor, { line }) => resetAttempts(op, actor, { number: line.msisdn }),
  proveContactCode: (actor) => proveContactCode(op, actor, { code: '000000' }),
  erasePerson: (actor) => erasePerson(op, actor, { subject: 'nobody' }),
  eraseDuePeople: (actor) => eraseDuePeople(op, actor),
  replayErasures: (actor) => replayErasures(op, actor, { journals: [], dryRun: true }),
  setLegalHold: (actor) => setLegalHold(op, actor, { subject: 'nobody', reason: 'x', until: null }),
  releaseLegalHold: (actor) => releaseLegalHold(op, actor, { holdId: NOWHERE }),
  viewPrivacyReport: (actor) => viewPrivacyReport(op, actor, { subject: 'nobody' }),
  viewMyRecords: (actor) => viewMyRecords(op, actor),
  myLines: (actor) => myLines(op, actor),
  viewLine: (actor, { line }) => viewLine(op, actor, line),
  checkEligibility: (actor, { line }) => checkEligibility(op, actor, { lineId: line.lineId }),
  disputeFinding: (actor, { line }) =>
    disputeFinding(op, actor, { lineId: line.lineId, finding: 'none', text: 'x' }),
  dealWithDispute: (actor) => dealWithDispute(op, actor, { dispute: 'DP-00000000', note: 'x' }),
  listDisputes: (actor) => listDisputes(op, actor, { lineId: null, after: null, limit: 1 }),
  explainEligibility: (actor, { line }) =>
    explainEligibility(op, actor, { lineId: line.lineId, channel: 'online', urgent: false }),
  readLine: (actor, { line }) => readLine(op, actor, line),
  findLines: (actor, { line }) => findLines(op, actor, { number: line.msisdn }),
  moveAtBilling: (actor, { line }) =>
    moveAtBilling(op, actor, {
      ...{
        key: 'k',
        lineId: line.lineId,
        fromAccountId: 'A',
        toAccountId: 'B',
        payerId: 'P',
        currency: 'CNY',
      },
    }),
  seeConfidential: async (actor) => requireAccess(actor, 'seeConfidential'),
  submitSpecialRequest: (actor, { line }) =>
    submitSpecialRequest(op, actor, {
      route: 'survivor',
      wish: 'end',
      numbers: [line.msisdn],
      requester: {
        name: '王五',
        documentType: 'passport',
        documentNumber: 'E12345678',
        documentCountry: 'CN',
      },
      holder: null,
      contact: '',
      note: '',
      language: 'en',
      photos: [],
      validateOnly: true,
    }),
  viewSpecialReceipt: (actor) => viewSpecialReceipt(op, actor),
  withdrawSpecialRequest: (actor) => withdrawSpecialRequest(op, actor),
  listSpecialRequests: (actor) => listSpecialRequests(op, actor, { state: 'waiting', after: null, limit: 1 }),
  viewSpecialRequest: (actor) => viewSpecialRequest(op, actor, { requestId: 'none' }),
  viewRequestPhoto: (actor) => viewRequestPhoto(op, actor, { photoId: 'none', why: 'x' }),
  acceptSpecialRequest: (actor) => acceptSpecialRequest(op, actor, { requestId: 'none', lineIds: [] }),
  refuseSpecialRequest: (actor) => refuseSpecialRequest(op, actor, { requestId: 'none', reason: 'x' }),
  viewRulebooks: (actor) => viewRulebooks(op, actor),
  proposeRulebook: (actor) => proposeRulebook(op, actor, { book: op.rulebooks.inForce('cn') }),
  adoptRulebook: (actor) => adoptRulebook(op, actor, { jurisdiction: 'cn', version: 'none', reason: 'x' }),
  simulateRulebook: (actor) =>
    startSimulation(op, actor, { jurisdiction: 'cn', version: 'none', last: 1, on: null }),
  viewSimulation: (actor) => viewSimulation(op, actor, { simulationId: NOWHERE, after: 0, limit: 1 }),
  listCauses: (actor) => listCauses(op, actor),
  retryGroup: (actor) => retryGroup(op, actor, { cause: { stage: 'bar', code: 'nothing', element: '' } }),
  viewGroupRetry: (actor) => viewGroupRetry(op, actor, { retryId: NOWHERE, after: null }),
  carryOutGroupRetries: (actor) => carryOutGroupRetries(op, actor),
  listWork: (actor) => listWork(op, actor, readQueueFilter(new Map()).filter),
  assignWork: (actor) => assignWork(op, actor, { items: [{ kind: 'case', item: NOWHERE }], to: 'me' }),
  viewWholeCase: (actor, { made: { reference } }) => viewWholeCase(op, actor, { reference, raw: true }),
  searchCases: (actor, { line }) => searchCases(op, actor, { key: line.msisdn }),
  listCases: (actor) =>
    listCases(op, actor, { state: 'all', stage: null, lineId: null, after: null, limit: 1 }),
  listTokens: (actor) => listTokens(op, actor),
  putLine: (actor) =>
    putLine(op, actor, { lineId: 'N', fields: {}, ifMatch: null, onlyCreate: true, validateOnly: true }),
  importLines: (actor) =>
    importLines(op, actor, {
      source: nothing(),
      events: { failures: () => undefined },
      format: 'csv',
      encoding: 'utf-8',
      strict: false,
      dryRun: true,
    }),
  declarePublicly: (actor, { line }) =>
    declarePublicly(op, actor, {
      number: line.msisdn,
      name: '张三',
      contact: '',
      reason: null,
      endOn: null,
      validateOnly: true,
    }),
  viewDeclaration: (actor) => viewDeclaration(op, actor),
  declare: (actor, { line }) =>
    declare(op, actor, { lineId: line.lineId, reason: 'stolen', ...assertionBy(actor) }),
  listDeclarations: (actor, { line }) => listDeclarations(op, actor, line),
  takeUpDeclaration: (actor, { line }) =>
    takeUpDeclaration(op, actor, { lineId: line.lineId, reference: 'HB-00000000', endOn: null }).catch(
      unlessUnknown,
    ),
  dismissDeclarations: (actor, { line }) => dismissDeclarations(op, actor, line),
  review: (actor, { made }) => review(op, actor, { caseId: made.caseId, ...assertionBy(actor) }),
  confirm: (actor, { made }) => confirm(op, actor, { caseId: made.caseId, ...assertionBy(actor) }),
  viewHistory: (actor, { made }) => viewHistory(op, actor, { caseId: made.caseId }),
  fileComplaint: (actor, { made }) =>
    fileComplaint(op, actor, {
      caseId: made.caseId,
      ...{ topic: 'other', text: 'x' },
      ...(actor.kind === 'staff' || actor.kind === 'system' ? { via: 'letter' as const } : {}),
    }),
  complaintOfLink: (actor) => complaintOfLink(op, actor, { reference: 'CP-0', token: 'x' }),
  listComplaints: (actor) => listComplaints(op, actor, { openOnly: true, limit: 1 }),
  viewComplaint: (actor) => viewComplaint(op, actor, { complaint: 'CP-0' }),
  answerComplaint: (actor) => answerComplaint(op, actor, { complaint: 'CP-0', outcome: 'upheld', text: 'x' }),
  noteRegulator: (actor) =>
    noteRegulator(op, actor, {
      complaint: 'CP-0',
      name: 'x',
      reference: '',
      dueOn: parseLocalDate('2999-01-01'),
    }),
  watchComplaints: (actor) => watchComplaints(op, actor),
  gatherEvidencePack: (actor, { made }) => gatherEvidencePack(op, actor, made),
  viewEvidence: (actor, { made }) => viewEvidence(op, actor, { caseId: made.caseId }),
  viewDecisions: (actor, { line }) => viewDecisions(op, actor, { lineId: line.lineId }),
  sayRefundDestination: (actor, { made }) =>
    sayRefundDestination(op, actor, { caseId: made.caseId, to: { kind: 'as_paid' } }),
  viewRefundDestination: (actor, { made }) => viewRefundDestination(op, actor, { caseId: made.caseId }),
  sendReceipt: (actor, { made }) =>
    sendReceipt(op, actor, { caseId: made.caseId, secret: made.receiptSecret }),
  viewReminder: (actor, { made }) => viewReminder(op, actor, { caseId: made.caseId }),
  remindBeforeEnd: (actor, { made }) =>
    remindBeforeEnd(op, actor, { caseId: made.caseId, contactId: NOWHERE, day: '2026-01-01' }).catch(
      unlessConflict,
    ),
  viewCase: (actor, { made }) => viewCase(op, actor, { caseId: made.caseId }),
  viewStatistics: (actor) => viewStatistics(op, actor, { from: null, to: null, charts: ['reasons'] }),
  listBehindBar: (actor) =>
    listBehindBar(op, actor, { from: null, to: null, chart: 'reasons', bar: 'lost', after: null }),
  listAgents: (actor) => listAgents(op, actor, { days: 7 }),
  viewLock: (actor, { line }) => viewLock(op, actor, line),
  lockLine: (actor, { line }) => lockLine(op, actor, line),
  liftLock: (actor, { line }) => liftLock(op, actor, line).catch(unlessUnknown),
  askForExport: (actor) => askForExport(op, actor, { passphrase: `correct horse ${used++}` }),
  myExports: (actor) => myExports(op, actor),
  exportOfLink: (actor) => exportOfLink(op, actor, { reference: 'EX-0', token: 'x' }),
  makeExports: (actor) =>
    makeExports(op, actor, {
      records: null,
      pdf: async () => Buffer.alloc(0),
      archive: nothing,
    }),
  viewObjection: (actor, { made }) => viewObjection(op, actor, linkOf(made)).catch(unlessUnknown),
  objectToCase: (actor, { made }) => objectToCase(op, actor, linkOf(made)).catch(unlessUnknown),
  withdraw: (actor, { made }) => withdraw(op, actor, made),
  listNotices: (actor) => listNotices(op, actor, { state: 'given_up', kind: null, after: null, limit: 1 }),
  retryNotices: (actor) => retryNotices(op, actor, { noticeId: NOWHERE }),
  listStuck: (actor) => listStuck(op, actor),
  retryCase: (actor) => retryCase(op, actor, { caseId: NOWHERE }).catch(unlessUnknown),
  skipStage: (actor) => skipStage(op, actor, { caseId: NOWHERE, reason: 'x' }).catch(unlessUnknown),
  rollForward: (actor) => rollForward(op, actor, { caseId: NOWHERE, reason: 'x' }).catch(unlessUnknown),
  startCampaign: async (actor) =>
    startCampaign(op, actor, { name: 'none', lineIds: nothing(), dryRun: true }).next(),
  makeCampaign: (actor) => makeCampaign(op, actor, { name: 'of the table' }),
  uploadCampaignRows: (actor) =>
    uploadCampaignRows(op, actor, { name: 'none' }, { source: nothing(), encoding: 'utf-8' }),
  previewCampaign: (actor) => previewCampaign(op, actor, { name: 'none' }),
  runCampaign: (actor) => runCampaign(op, actor, { name: 'none' }),
  pauseCampaign: (actor) => pauseCampaign(op, actor, { name: 'none' }),
  resumeCampaign: (actor) => resumeCampaign(op, actor, { name: 'none' }),
  stopCampaign: (actor) => stopCampaign(op, actor, { name: 'none' }),
  viewCampaign: (actor) => viewCampaign(op, actor, { name: 'none' }),
  listCampaigns: (actor) => listCampaigns(op, actor, { after: null, limit: 1 }),
  listCampaignRows: (actor) => listCampaignRows(op, actor, { name: 'none', after: 0, limit: 1 }),
  reportCampaign: (actor) => reportCampaign(op, actor, { name: 'none' }),
  advanceCampaigns: (actor) => advanceCampaigns(op, actor),
  countCampaign: (actor) => countCampaign(op, actor, { name: 'none' }),
  holderCopy: (actor, { made }) => holderCopy(op, actor, { caseId: made.caseId }),
  certificateStatus: (actor) => certificateStatus(op, actor, { certificateId: NOWHERE }),
  certificateLogProof: (actor) => certificateLogProof(op, actor, { certificateId: NOWHERE }),
  logCheckpoint: (actor) => logCheckpoint(op, actor),
  logTile: (actor) => logTile(op, actor, { path: '0/000' }),
  importStores: (actor) => importStores(op, actor, { file: { stores: [], problems: [] }, dryRun: true }),
  listStores: (actor) =>
    listStores(op, actor, { jurisdiction: null, province: null, service: null, after: null, limit: 1 }),
  viewStore: (actor) => viewStore(op, actor, { storeId: 'none' }),
  viewSlots: (actor) => viewSlots(op, actor, { storeId: 'none', day: parseLocalDate('2026-11-30') }),
  bookAppointment: (actor) =>
    bookAppointment(op, actor, {
      ...{ storeId: 'none', startsAt: new Date(), service: 'end_line', formKey: 'x' },
      client: '192.0.2.1',
    }),
  viewAppointment: (actor) => viewAppointment(op, actor, { reference: 'AP-0', token: 'x' }),
  cancelAppointment: (actor) => cancelAppointment(op, actor, { reference: 'AP-0', token: 'x' }),
  listAppointments: (actor) => listAppointments(op, actor),
  remindVisitors: (actor) => remindVisitors(op, actor),
  viewGuidance: async (actor) =>
    viewGuidance(op, actor, {
      ...{ jurisdiction: 'cn', province: null, capacity: 'owner', opened: 'store' },
      ...{ access: 'sim', payment: 'postpaid', urgent: false },
    }),
  bookLateUsage: (actor, { line }) =>
    bookLateUsage(op, actor, {
      usageId: 'x',
      lineId: line.lineId,
      usedOn: '2026-01-01',
      amount: { currency: 'CNY', minor: 0 },
    }),
  receiveCharge: (actor, { line }) =>
    receiveCharge(op, actor, {
      ...{ chargeId: `c${used++}`, lineId: line.lineId, kind: 'usage', from: '2026-01-01', to: '2026-01-01' },
      amount: { currency: 'CNY', minor: 100 },
    }),
  judgeNumbers: (actor) => judgeNumbers(op, actor),
  countTexts: (actor) => countTexts(op, actor, { counts: [] }),
  listNumbers: (actor) =>
    listNumbers(op, actor, { state: null, prefix: null, freeBy: null, after: null, limit: 1 }),
  flagNumber: (actor) => flagNumber(op, actor, { number: '+8617099999999', because: 'fraud', reason: 'x' }),
  extendQuarantine: (actor) =>
    extendQuarantine(op, actor, { number: '+8617099999999', until: '2099-01-01', reason: 'x' }),
  notePortedAway: (actor) => notePortedAway(op, actor, { number: '+8617099999999', reason: 'x' }),
  proposeReleases: (actor) => proposeReleases(op, actor),
  releaseNumbers: (actor) => releaseNumbers(op, actor, { batchId: NOWHERE }),
  planFeeds: (actor) => planFeeds(op, actor),
  makeFeed: (actor) => makeFeed(op, actor, { kind: 'none', period: null, recipient: '' }),
  listFeeds: (actor) => listFeeds(op, actor, { limit: 1 }),
  readFeed: (actor) => readFeed(op, actor, { feedId: NOWHERE }),
  disputeCharges: (actor) => disputeCharges(op, actor),
  listCharges: (actor) => listCharges(op, actor, { state: null, lineId: null, after: null, limit: 1 }),
  settleCharge: (actor) =>
    settleCharge(op, actor, { chargeId: 'none', outcome: 'upheld', reason: 'it is due' }),
  startReconciliation: (actor) => startReconciliation(op, actor),
  advanceReconciliation: (actor) =>
    advanceReconciliation(op, actor, { hlr: instance.hlr, pace: new Pace(0) }),
  listFindings: (actor) => listFindings(op, actor, { kind: null, open: true, after: null, limit: 1 }),
  clearFinding: (actor) => clearFinding(op, actor, { findingId: NOWHERE }),
  carryOutClearing: (actor) =>
    carryOutClearing(op, actor, { findingId: NOWHERE }, { hlr: instance.hlr, smdp: NO_SMDP }),
  endCaseOfFormerHolder: (actor) => endCaseOfFormerHolder(op, actor, { caseId: NOWHERE }),
  revokeCertificate: (actor) => revokeCertificate(op, actor, { certificateId: NOWHERE, reason: 'fraud' }),
  certifyLateProof: (actor) => certifyLateProof(op, actor, { caseId: NOWHERE }),
  viewVerification: (actor) => viewVerification(op, actor),
  answerQuestion: (actor) => answerQuestion(op, actor, { question: 'plan_name', given: 'x' }),
  sendPresenceCode: (actor) => sendPresenceCode(op, actor, { to: 'line' }),
  checkPresenceCode: (actor) => checkPresenceCode(op, actor, { given: '0000' }),
  showAgentCode: (actor) => showAgentCode(op, actor),
  checkAgentCode: (actor, { line }) => checkAgentCode(op, actor, { number: line.msisdn, code: '000000' }),
  showPresenceCode: (actor) => showPresenceCode(op, actor),
  reportCall: (actor) => reportCall(op, actor, { callId: 'c', agent: 'none', caller: '', event: 'ring' }),
  openCall: (actor, { line }) => openCall(op, actor, { caller: line.msisdn }),
  takeCall: (actor) => takeCall(op, actor, { callId: 'none' }),
  viewCalls: (actor) => viewCalls(op, actor),
  sitAtExtension: (actor) => sitAtExtension(op, actor, { extension: `${used++}` }),
  sendHeldReceipt: (actor) =>
    sendHeldReceipt(op, actor, { caseId: NOWHERE, by: 'message' }).catch(unlessUnknown),
  listLetters: (actor) => listLetters(op, actor),
  printLetter: (actor) => printLetter(op, actor, { letterId: NOWHERE }),
  listChannels: async (actor) => void listChannels(op, actor),
  checkText: (actor) => checkText(op, actor, { text: '10086', sender: null }),
  reportText: (actor) => reportText(op, actor, { text: '10086', sender: null, client: '192.0.2.1' }),
  listScamCampaigns: (actor) => listScamCampaigns(op, actor, { state: 'open', after: null, limit: 1 }),
  viewScamCampaign: (actor) => viewScamCampaign(op, actor, { reference: 'SC-0' }),
  decideScamCampaign: (actor) =>
    decideScamCampaign(op, actor, { reference: 'SC-0', decision: 'blocked', reason: 'r' }),
  exportBlocks: async (actor) => void (await exportBlocks(op, actor).next()),
  importBlocks: (actor) => importBlocks(op, actor, { source: 's', rows: [] }),
  removeBlock: (actor) => removeBlock(op, actor, { kind: 'domain', value: 'nobody.top' }),
  viewFraudReview: (actor) => viewFraudReview(op, actor, { reference: 'FR-0' }),
  listFraudReviews: (actor) =>
    listFraudReviews(op, actor, { state: null, lineId: null, after: null, limit: 1 }),
  releaseFraudHold: (actor) => releaseFraudHold(op, actor, { reference: 'FR-00000000', reason: 'x' }),
  decideFraudReview: (actor) =>
    decideFraudReview(op, actor, { reference: 'FR-00000000', decision: 'cleared', reason: 'x' }),
  requestApproval: (actor, { line }) =>
    requestApproval(op, actor, {
      act: 'skip_stage',
      with: { caseId: NOWHERE, stage: 'bar', reason: line.lineId },
    }).catch((error: unknown) => {
      // Whoever may not do the act may not ask for it: that is another row.
      const { scope, roles } = error instanceof HandbackError ? error.facts : {};
      if (scope !== ACCESS.skipStage.scope && roles !== ACCESS.skipStage.roles) unlessUnknown(error);
    }),
  followApproval: (actor) => followApproval(op, actor, { requestId: NOWHERE }),
  listApprovals: (actor) => listApprovals(op, actor),
  viewApproval: (actor) => viewApproval(op, actor, { requestId: NOWHERE }),
  decideApproval: (actor) =>
    decideApproval(op, actor, { requestId: NOWHERE, decision: 'refused', reason: 'x' }),
  takeInCard: (actor, { made }) =>
    takeInCard(op, actor, { caseId: made.caseId, iccid: NO_CARD, condition: 'whole' }),
  sayCardMissing: (actor, { made }) => sayCardMissing(op, actor, { caseId: made.caseId, iccidEnd: 'none' }),
  makeMailLabel: (actor, { made }) => makeMailLabel(op, actor, { caseId: made.caseId }),
  viewCardOfCase: (actor, { made }) => viewCardOfCase(op, actor, { caseId: made.caseId }),
  listLooseCards: (actor) => listLooseCards(op, actor, { limit: 1 }),
  removeCard: (actor) => removeCard(op, actor, { iccid: NO_CARD, as: 'lost', reason: 'x' }),
  openBag: (actor) => openBag(op, actor),
  sealBag: (actor) => sealBag(op, actor, NO_BAG),
  handOverBag: (actor) => handOverBag(op, actor, NO_BAG),
  takeOverBag: (actor) => takeOverBag(op, actor, NO_BAG),
  viewBag: (actor) => viewBag(op, actor, NO_BAG),
  listBags: (actor) => listBags(op, actor, { state: null, after: null, limit: 1 }),
  openBatch: (actor) => openBatch(op, actor),
  putBagInBatch: (actor) => putBagInBatch(op, actor, { ...NO_BAG, batch: 'BT-0' }),
  handOverBatch: (actor) => handOverBatch(op, actor, { ...NO_BAG, batch: 'BT-0', destroyer: 'x' }),
  scanBatch: (actor) => scanBatch(op, actor, { batch: 'BT-0', scans: [] }),
  closeBatch: (actor) => closeBatch(op, actor, { ...NO_BAG, batch: 'BT-0' }),
  recordDestruction: (actor) =>
    recordDestruction(op, actor, {
      ...{ batch: 'BT-0', destroyedOn: '2026-01-01', method: 'shredded', particleClass: 'E-4' },
      ...{ weightGrams: 1, witness: 'x', reference: 'x' },
    }),
  viewBatch: (actor) => viewBatch(op, actor, { batch: 'BT-0' }),
  listBatches: (actor) => listBatches(op, actor, { state: null, after: null, limit: 1 }),
  receiveText: (actor) =>
    receiveText(op, actor, {
      ...{ source: 'smpp', messageId: null, to: '1069', text: 'x', part: null },
      from: { type: 'alphanumeric', value: 'NOBODY' },
    }),
  noteReceipts: (actor) => noteReceipts(op, actor, [{ partId: 'x', state: 'delivered', said: 'DELIVRD' }]),
  answerTexts: (actor) => beginAnswers(op, actor, 1),
  takeRedemptions: (actor) => takeRedemptions(op, actor),
  takeSignedText: (actor) =>
    takeSignedText(op, actor, { timestamp: '', signature: '', body: Buffer.alloc(0) }),
  listTexts: (actor) => listTexts(op, actor, { outcome: null, number: null, after: null, limit: 1 }),
  viewText: (actor) => viewText(op, actor, { textId: NOWHERE }),
  beginStaffSignIn: (actor) => beginStaffSignIn(op, actor, { redirectUri: 'x', fresh: false }),
  finishStaffSignIn: (actor) =>
    finishStaffSignIn(op, actor, {
      callback: new URL('http://handback.test/desk/callback'),
      attempt: { state: 's', nonce: 'n', verifier: 'v', fresh: false, startedAt: 0 },
      token: null,
    }),
  takeLogoutToken: (actor) => takeLogoutToken(op, actor, { token: 'x' }),
  signOutStaff: (actor) => signOutStaff(op, actor, { returnTo: 'x' }),
  attend: (actor, { line }) =>
    attend(op, actor, {
      channel: staffBehind(actor)?.roles.includes('agent') ? 'hotline' : 'store',
      why: 'visit',
      number: line.msisdn,
    }),
  viewAttendance: (actor) => viewAttendance(op, actor, { attendanceId: NOWHERE }),
  endAttendance: (actor) => endAttendance(op, actor, { attendanceId: NOWHERE }),
  resumeCounterVisit: (actor) => resumeCounterVisit(op, actor, { attendanceId: NOWHERE }),
  viewCounterVisit: (actor) => viewCounterVisit(op, actor),
  checkDocument: (actor) =>
    checkDocument(op, actor, {
      capacity: 'owner',
      holder: {
        ...{ type: 'cn_resident_id', number: TEST_DOCUMENT },
        ...{ looks: ['person', 'original'], expiresOn: null },
      },
      comer: null,
    }),
  acceptMaterials: (actor) => acceptMaterials(op, actor, { shown: [] }),
  fillForm: (actor) => fillForm(op, actor, { caseId: NOWHERE, typed: {} }).catch(unlessUnknown),
  viewForm: (actor) => viewForm(op, actor),
  signForm: (actor) => signForm(op, actor, { how: 'pen', drawing: drawnSignature() }),
  takePhoto: (actor) => takePhoto(op, actor, { kind: 'holder_document', file: CARD.jpeg }),
  listPhotos: (actor) => listPhotos(op, actor, { caseId: NOWHERE }),
  viewPhoto: (actor) => viewPhoto(op, actor, { photoId: NOWHERE, why: 'x' }),
  finishCardStep: (actor) => finishCardStep(op, actor, { how: 'by_post' }),
  endCounterVisit: (actor) => endCounterVisit(op, actor),
  takeVoiceStep: (actor) => beginVoiceCall(op, actor, { callId: 'c', caller: '' }),
  listHandOvers: (actor) => listHandOvers(op, actor, { after: null }),
  takeHandOver: (actor) => takeHandOver(op, actor, { handOverId: NOWHERE }),
  putBackHandOver: (actor) => putBackHandOver(op, actor, { handOverId: NOWHERE }),
  devicesOfCase: (actor, { made }) => devicesOfCase(op, actor, { caseId: made.caseId }),
  sayDeleted: (actor, { made }) => sayDeleted(op, actor, { caseId: made.caseId, iccid: '8986' }),
  stopWaitingForDevices: (actor, { made }) => stopWaitingForDevices(op, actor, { caseId: made.caseId }),
  receiveNotifications: (actor) => receiveNotifications(op, actor, { raw: [] }),
  receiveSmdpEvent: (actor) =>
    receiveSmdpEvent(op, actor, { iccid: '8986', eid: null, happened: 'deleted', at: new Date() }),
  zombies: async (actor) => zombies(op, actor).next(),
  countZombies: (actor) => countZombies(op, actor, { by: 'age' }),
  listQuarantined: (actor) => listQuarantined(op, actor),
  viewQuarantined: (actor) => viewQuarantined(op, actor, { notificationId: NOWHERE }).catch(unlessUnknown),
  recheckNotification: (actor) => recheckNotification(op, actor, { notificationId: NOWHERE }),
  dismissNotification: (actor) => dismissNotification(op, actor, { notificationId: NOWHERE, reason: 'x' }),
};

/** For staff a case that does not exist is no refusal. */
/** As the message that tells of a case has it. */
function linkOf({ reference }: { readonly reference: string }) {
  return { reference, token: objectionToken(op.vault, reference) };
}

function unlessUnknown(error: unknown): void {
  if (!(error instanceof HandbackError) || error.code !== 'case_unknown') throw error;
}

/** It is asked of a case that is not that far yet. */
function unlessConflict(error: unknown): void {
  if (!(error instanceof HandbackError) || error.code !== 'stage_conflict') throw error;
}

const REFUSALS: ReadonlySet<string> = new Set([
  'forbidden',
  'role_needed',
  'not_signed_in',
  'case_unknown',
  'line_unknown',
  'factor_needed',
]);

/** `allowed`, though what was asked for may not be there; else the code of the refusal. */
async function answerTo(name: OperationName, actor: Actor, of: Scene): Promise<string> {
  try {
    await ASK[name](actor, of);
    return 'allowed';
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    return REFUSALS.has(error.code) ? error.code : 'allowed';
  }
}

async function answers(
  names: readonly OperationName[],
  actor: (rule: AccessRule, of: Scene) => Actor | Promise<Actor>,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  // Where no proof must reach anything, one line does for all questions.
  const any = await scene({ ...rowOf('requestCode'), reach: 'nothing' });
  for (const name of names) {
    const of = rowOf(name).reach === 'nothing' ? any : await scene(rowOf(name));
    found[name] = await answerTo(name, await actor(rowOf(name), of), of);
  }
  return found;
}

const all = (names: readonly OperationName[], answer: (rule: AccessRule) => string) =>
  Object.fromEntries(names.map((name) => [name, answer(rowOf(name))]));

describe('the table of access', () => {
  it.each(KINDS)('lets %s do what its rows say, and nothing else', async (kind) => {
    expect(await answers(NAMES, (_, of) => actorOf(kind, of))).toEqual(
      all(NAMES, ({ actors, inPerson, refusal }) =>
        actors.includes(kind) && !inPerson ? 'allowed' : refusal,
      ),
    );
  });

  it.each(['staff', 'system'] as const)(
    'refuses %s whose token has every scope but the one',
    async (kind) => {
      const names = those(({ scope }) => scope !== null);
      const without = ({ scope }: AccessRule) => SCOPES.filter((one) => one !== scope);
      expect(
        await answers(names, (rule) =>
          kind === 'staff' ? staffNamed('lin', without(rule)) : systemNamed('crm', without(rule)),
        ),
      ).toEqual(all(names, () => 'forbidden'));
    },
  );

  it.each(ROLES)(
    'lets a person in the role of %s do what its column says, and nothing else',
    async (role) => {
      const names = those(({ actors }) => actors.includes('staff'));
      expect(await answers(names, () => signedInPerson(op, 'lin', [role]))).toEqual(
        all(names, ({ roles }) => (roles.includes(role) ? 'allowed' : 'role_needed')),
      );
    },
  );

  it.each(ROLES)(
    'lets a person in the role of %s act for a customer where the column says so',
    async (role) => {
      const names = those(({ actors }) => actors.includes('subscriber'));
      const told = await answers(names, async (_, of) => ({
        ...((await actorOf('subscriber', of)) as Subscriber),
        attended: attendedBy(personNamed('lin', [role]), of.line).attended!,
      }));
      expect(told).toEqual(all(names, ({ desks }) => (desks.includes(role) ? 'allowed' : 'role_needed')));
    },
  );

  it('shows a stranger no line and no case, whatever they proved of their own', async () => {
    const [stranger] = await seedLines(op.pool, vault, 1, { from: 900_000 });
    const names = those(
      ({ reach, actors }) => ['line', 'case'].includes(reach) && actors.includes('subscriber'),
    );
    expect(await answers(names, () => subscriberOf(stranger!))).toEqual(
      all(names, ({ reach }) => `${reach}_unknown`),
    );
  });

  it('opens nothing with the receipt of something else', async () => {
    const [stranger] = await seedLines(op.pool, vault, 1, { from: 900_001 });
    const other = receiptOf(await declared(op, stranger!));
    // Receipts of special requests are tried in `special/special-requests.test.ts`.
    const names = those(
      ({ actors, reach }) => actors.includes('receipt') && reach !== 'nothing' && reach !== 'request',
    );
    expect(await answers(names, () => other)).toEqual(all(names, () => 'case_unknown'));
  });

  it('asks for the factors that a row names', async () => {
    const names = those(({ factors }) => factors !== 'none');
    expect(names).toEqual([
      'lockLine',
      'liftLock',
      'askForExport',
      'declare',
      'confirm',
      'sayRefundDestination',
      'withdraw',
    ]);
    // Nothing is under way that a lock would block.
    expect(await answers(names, (_, { line }) => subscriberOf(line, ['sms_code']))).toEqual({
      ...all(names, () => 'factor_needed'),
      lockLine: 'allowed',
    });
  });

  it('asks for the same factors of a customer in whose place a system acts', async () => {
    const names = those(({ factors, scope }) => factors !== 'none' && scope === 'cases:declare');
    expect(names).toEqual(['declare', 'confirm']);
    saying = ['sms_code'];
    const told = await answers(names, () => systemNamed('crm', ['cases:declare']));
    saying = FACTORS;
    expect(told).toEqual(all(names, () => 'factor_needed'));
  });

  it('is asked by every operation, in its own file', () => {
    const folder = join(import.meta.dirname, '..', '..', 'src', 'operations');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
    const asked = files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/requireAccess\(actor, '(\w+)'\)/g)].map(
        (match) => match[1]!,
      ),
    );
    expect([...new Set(asked)].sort()).toEqual([...NAMES].sort());
  });

  it('is what the contract of the API is made from: a route names the operations that it calls', () => {
    const folder = join(import.meta.dirname, '..', '..', 'src', 'http', 'routes');
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(folder, file), 'utf8');
      const named = [...text.matchAll(/asks: \[([^\]]*)\]/g)].flatMap(
        ([, names]) => names!.match(/\w+/g) ?? [],
      );
      const called = NAMES.filter((name) => new RegExp(`\\b${name}\\(op, `).test(text));
      expect([...new Set(named)].sort(), file).toEqual(called.sort());
    }
  });

  it('lets nobody into the intake but phones and SM-DP+s', async () => {
    const intake = new NotificationIntake(op);
    await expect(intake.accept(staffNamed('lin'), Buffer.alloc(0))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
