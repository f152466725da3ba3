import { accountExport } from './account-export.ts';
import { agentDesk } from './agent-desk.ts';
import { apiPage } from './api-page.ts';
import { campaignCommands } from './campaign-commands.ts';
import { campaignDesk } from './campaign-desk.ts';
import { cardCommands } from './card-commands.ts';
import { cardDesk } from './card-desk.ts';
import { cardResults } from './card-results.ts';
import { caseDesk } from './case-desk.ts';
import { certificate, verify } from './certificate-pages.ts';
import { chargeDesk, reconciliation } from './charge-desk.ts';
import { chartDesk } from './chart-desk.ts';
import { commandLine } from './command-line.ts';
import { complaints } from './complaints.ts';
import { counter } from './counter.ts';
import { declare, receipt, takeUp } from './declaration.ts';
import { demoDesks } from './demo-desks.ts';
import { demoGuide, inbox, phone } from './demo-pages.ts';
import { desk } from './desk.ts';
import { deskErrors } from './desk-errors.ts';
import { disclosures } from './disclosures.ts';
import { doctor } from './doctor.ts';
import { dispute, eligibility, factors } from './eligibility.ts';
import { errors } from './errors.ts';
import { esim } from './esim.ts';
import { esimDesk } from './esim-desk.ts';
import { evidencePack } from './evidence-pack.ts';
import { common, faults } from './frame.ts';
import { guidance } from './guidance.ts';
import { holdingBack } from './holding-back.ts';
import { agentCheck, callCode, hotline, letters } from './hotline.ts';
import { house } from './house.ts';
import { importReasons } from './import-reasons.ts';
import { inboundTexts } from './inbound-texts.ts';
import { before, reason, review } from './leaving.ts';
import { leavingList } from './leaving-list.ts';
import { lineDetails, lines } from './lines.ts';
import { logCommands } from './log-commands.ts';
import { networkAnswers } from './network-answers.ts';
import { numberDesk } from './number-desk.ts';
import { oldCard } from './old-card.ts';
import { operations } from './operations.ts';
import { operatorErrors } from './operator-errors.ts';
import { paper } from './paper.ts';
import { applicationForm, documentTypes, mailInLabel, materials } from './papers.ts';
import { privacy } from './privacy.ts';
import { profileResults } from './profile-results.ts';
import { progress, refund } from './progress.ts';
import { protection } from './protection.ts';
import { punctuation } from './punctuation.ts';
import { queueDesk } from './queue-desk.ts';
import { requestCommands } from './request-commands.ts';
import { revocationReasons } from './revocation-reasons.ts';
import { ruleDesk } from './rule-desk.ts';
import { ruleSources, ruleStrengths } from './rule-sources.ts';
import { scamCheck } from './scam-check.ts';
import { code, document, lost, start } from './sign-in.ts';
import { simBackup } from './sim-backup.ts';
import { sms, smsFrom } from './sms.ts';
import { special } from './special.ts';
import { specialDesk } from './special-desk.ts';
import { storeVisits } from './store-visits.ts';
import { stuckDesk } from './stuck-desk.ts';
import { verdicts } from './verdicts.ts';
import { verifyCommand } from './verify-command.ts';
import { verifyOffline } from './verify-offline.ts';
import { voiceMenu } from './voice-menu.ts';
import { writing } from './writing.ts';
import { zombieChart } from './zombie-chart.ts';
/** Every word in English; it defines what every other language must have. */
export const en = {
  accountExport,
  complaints,
  evidencePack,
  apiPage,
  cardCommands,
  cardDesk,
  cardResults,
  certificate,
  verify,
  commandLine,
  counter,
  declare,
  receipt,
  takeUp,
  demoDesks,
  demoGuide,
  desk,
  deskErrors,
  disclosures,
  doctor,
  inbox,
  phone,
  dispute,
  eligibility,
  factors,
  errors,
  esim,
  common,
  faults,
  agentCheck,
  callCode,
  hotline,
  letters,
  house,
  importReasons,
  before,
  reason,
  review,
  leavingList,
  lines,
  logCommands,
  holdingBack,
  privacy,
  lineDetails,
  networkAnswers,
  oldCard,
  operations,
  caseDesk,
  queueDesk,
  stuckDesk,
  esimDesk,
  campaignCommands,
  campaignDesk,
  chargeDesk,
  reconciliation,
  numberDesk,
  chartDesk,
  ruleDesk,
  agentDesk,
  protection,
  operatorErrors,
  paper,
  applicationForm,
  documentTypes,
  mailInLabel,
  materials,
  profileResults,
  progress,
  refund,
  punctuation,
  requestCommands,
  revocationReasons,
  ruleSources,
  ruleStrengths,
  start,
  code,
  lost,
  document,
  simBackup,
  sms,
  smsFrom,
  special,
  specialDesk,
  verdicts,
  verifyOffline,
  verifyCommand,
  writing,
  zombieChart,
  inboundTexts,
  voiceMenu,
  guidance,
  storeVisits,
  scamCheck,
};
