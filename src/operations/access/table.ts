import type { ErrorCode } from '../../domain/errors.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { ROLES, type Role } from '../../domain/rules/role.ts';
import type { Actor } from './actor.ts';

export type ActorKind = Actor['kind'];

/** Who may ask for one operation, and with which proof. A further condition is a further column. */
export interface AccessRule {
  readonly actors: readonly ActorKind[];
  /** What the token of staff or of a system must hold; null where it needs nothing. */
  readonly scope: Scope | null;
  /** Which people of the operator may ask for it in their own name, once they signed in. */
  readonly roles: readonly Role[];
  /** Only for people who signed in: no token will do, and neither will the command line. */
  readonly inPerson?: true;
  /** Which of them may ask for it in the place of a customer to whom they attend, by that customer's proof. */
  readonly desks: readonly Role[];
  /**
   * How far the actor's own proof must reach. `line`: the line's number, or the document of its holder, was proven
   * (`lineFor`). `case`: the case is of such a line, or the receipt is of this case (`caseFor`). Staff and systems reach
   * everything.
   */
  readonly reach: 'nothing' | 'session' | 'line' | 'case' | 'declaration' | 'request';
  /**
   * Which rule of the rulebook (`identity_factors`) the factors of a subscriber must satisfy, or those that staff or a system
   * asserts of the customer for whom it acts. `channel`: the one of the
   * actor's channel. `urgent_bar`: only where the line is barred at once. `of_the_step`: those of the step that is undone,
   * for undoing, blocking or outliving a step needs at least the proof that the step had: of the urgent bar, or of the
   * confirmation; none before. A receipt needs no factors: it is given for a proof, and a stronger one replaces it.
   */
  readonly factors: 'none' | 'channel' | 'urgent_bar' | 'of_the_step';
  /** What an actor of another kind is told. */
  readonly refusal: Extract<ErrorCode, 'forbidden' | 'not_signed_in' | 'case_unknown'>;
}

const ANYONE = ['public', 'subscriber', 'receipt', 'staff', 'system'] as const;
const FOLLOWERS = ['subscriber', 'receipt', 'staff', 'system'] as const;
const OPERATOR = ['staff', 'system'] as const;

/** Who attends to customers. */
const DESKS = ['agent', 'clerk', 'supervisor'] as const satisfies readonly Role[];
/** Who may look at any case and line, with a reason of their own. */
const SEEING = ['supervisor', 'fraud', 'operations', 'auditor'] as const satisfies readonly Role[];
/** Who may look at pictures of documents, with a reason of their own. */
const VIEWING = ['supervisor', 'fraud', 'auditor'] as const satisfies readonly Role[];
/** Who looks after cases that do not go on by themselves. */
const STEERING = ['supervisor', 'operations'] as const satisfies readonly Role[];
/** Who sits at the hotline. */
const HOTLINE = ['agent', 'supervisor'] as const satisfies readonly Role[];
/** Who takes old cards in and fills bags; and who moves bags and batches on. */
const CARD_TAKERS = ['clerk', 'supervisor', 'operations'] as const satisfies readonly Role[];
const CARD_MOVERS = ['supervisor', 'operations'] as const satisfies readonly Role[];
const NOBODY = [] as const satisfies readonly Role[];

/** No proof is asked for. */
const open = {
  actors: ANYONE,
  scope: null,
  roles: ROLES,
  desks: DESKS,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;
/** For who has signed in, and nobody in their place. */
const signedIn = {
  actors: ['subscriber'],
  scope: null,
  roles: NOBODY,
  desks: DESKS,
  reach: 'session',
  factors: 'none',
  refusal: 'not_signed_in',
} as const;
/** For who has signed in; and for the operator's own, with the scope, in the place of a customer whom they identified. */
const forCustomer = {
  ...signedIn,
  actors: ['subscriber', 'staff', 'system'],
  scope: 'cases:declare',
} as const;
/** For whoever may follow a case. To everybody else it does not exist. */
const followers = {
  actors: FOLLOWERS,
  scope: 'cases:read',
  roles: SEEING,
  desks: DESKS,
  reach: 'case',
  factors: 'none',
  refusal: 'case_unknown',
} as const;
/** For the operator's own people and systems. */
const operator = {
  actors: OPERATOR,
  roles: NOBODY,
  desks: NOBODY,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;
/** For staff whose token holds the scope, and at the machine itself: never for systems. */
const tokens = {
  actors: ['staff'],
  scope: 'tokens:write',
  roles: NOBODY,
  desks: NOBODY,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;
/** For whoever handles old cards, in their own name: custody is signed for by persons. */
const custody = { ...operator, actors: ['staff'], scope: 'cards:write' } as const;
const custodySeen = {
  ...operator,
  scope: 'cases:read',
  roles: ['clerk', 'supervisor', 'operations', 'auditor'],
} as const;
/** For people of the operator who signed in, in their own name. */
const person = {
  actors: ['staff'],
  inPerson: true,
  scope: null,
  roles: NOBODY,
  desks: NOBODY,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;
/** For a person at a desk in the place of a customer to whom they attend. */
const atDesk = {
  actors: ['subscriber'],
  scope: null,
  roles: NOBODY,
  desks: DESKS,
  reach: 'session',
  factors: 'none',
  refusal: 'not_signed_in',
} as const;
/** At the counter, for the customer who stands there. */
const counter = {
  ...signedIn,
  inPerson: true,
  desks: ['clerk', 'supervisor'],
  refusal: 'forbidden',
} as const satisfies AccessRule;
/** For machines that are no system of the operator. */
const machine = {
  scope: null,
  roles: NOBODY,
  desks: NOBODY,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;

/**
 * Who may do what. Every operation asks its row before anything else (`requireAccess`); the contract of the HTTP API and
 * `docs/reference/access.md` are made from it, and `test/operations/access-table.test.ts` walks it.
 */
export const ACCESS = {
  requestCode: open,
  signInByCode: open,
  signInWithoutPhone: open,
  endSession: open,
  verifyAudit: { ...operator, scope: 'audit:read', roles: ['auditor', 'operations'] },
  // At a desk it is asked as one of the questions, whose tries count over all numbers.
  proveDocument: { ...signedIn, desks: NOBODY },
  contactForCode: signedIn,
  requestContactCode: signedIn,
  proveContactCode: signedIn,
  mailToConfirm: signedIn,
  requestMailCode: signedIn,
  proveMailCode: signedIn,
  resetAttempts: { ...operator, scope: 'cases:steer', roles: ['supervisor', 'fraud'] },
  listTokens: tokens,
  makeToken: tokens,
  revokeToken: tokens,

  myLines: signedIn,
  viewLine: { ...signedIn, reach: 'line' },
  // Locking blocks a step that is under way, and needs its proof; lifting opens the way to the confirmation, and needs that of it.
  viewLock: { ...signedIn, reach: 'line' },
  lockLine: { ...signedIn, reach: 'line', factors: 'of_the_step' },
  liftLock: { ...signedIn, reach: 'line', factors: 'channel' },
  checkEligibility: { ...signedIn, reach: 'line' },
  disputeFinding: { ...signedIn, reach: 'line' },
  listDisputes: { ...operator, scope: 'evidence:read', roles: SEEING },
  explainEligibility: { ...operator, scope: 'lines:read', roles: SEEING },
  readLine: { ...operator, scope: 'lines:read', roles: SEEING },
  putLine: { ...operator, scope: 'lines:write' },
  findLines: { ...operator, scope: 'lines:read', roles: SEEING },
  importLines: { ...operator, scope: 'lines:write' },

  declarePublicly: open,
  viewDeclaration: { ...signedIn, actors: ['receipt'], reach: 'declaration' },
  declare: { ...forCustomer, reach: 'line', factors: 'urgent_bar' },
  listDeclarations: { ...signedIn, reach: 'line' },
  takeUpDeclaration: { ...signedIn, reach: 'line' },
  dismissDeclarations: { ...signedIn, reach: 'line' },
  review: { ...forCustomer, reach: 'case' },
  confirm: { ...forCustomer, reach: 'case', factors: 'channel' },
  sayRefundDestination: { ...signedIn, reach: 'case', factors: 'of_the_step' },
  viewRefundDestination: {
    ...followers,
    actors: ['subscriber', 'staff', 'system'],
    scope: 'evidence:read',
    roles: SEEING,
  },
  sendReceipt: { ...signedIn, reach: 'case' },
  viewCase: followers,
  /** Cases of which nothing may reach the holder. The engine does its own work on them. */
  seeConfidential: {
    ...operator,
    scope: 'cases:confidential',
    roles: ['supervisor', 'operations', 'auditor'],
  },
  // By the link of a message: it proves that somebody was told, and pauses for no longer than that is worth.
  viewObjection: open,
  objectToCase: open,
  withdraw: { ...followers, scope: 'cases:steer', factors: 'of_the_step', roles: NOBODY },
  viewHistory: { ...operator, scope: 'cases:read', reach: 'case', roles: SEEING },
  viewEvidence: { ...operator, scope: 'evidence:read', reach: 'case', roles: SEEING },
  viewDecisions: { ...operator, scope: 'evidence:read', roles: SEEING },
  listCauses: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  retryGroup: { ...operator, scope: 'cases:steer', roles: STEERING },
  viewGroupRetry: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  carryOutGroupRetries: { ...machine, actors: ['engine'] },
  listWork: { ...person, roles: SEEING },
  assignWork: { ...person, roles: ['supervisor', 'fraud', 'operations'] },
  viewWholeCase: { ...operator, scope: 'evidence:read', reach: 'case', roles: SEEING },
  searchCases: { ...operator, scope: 'cases:read', roles: SEEING },
  listCases: { ...operator, scope: 'cases:read', roles: SEEING },
  listStuck: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  viewStatistics: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  listBehindBar: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  listNotices: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  retryNotices: { ...operator, scope: 'cases:steer', roles: STEERING },
  retryCase: { ...operator, scope: 'cases:steer', roles: STEERING },
  skipStage: { ...operator, scope: 'cases:steer', roles: STEERING },
  rollForward: { ...operator, scope: 'cases:steer', roles: STEERING },
  startCampaign: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  makeCampaign: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  uploadCampaignRows: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  previewCampaign: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  runCampaign: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  pauseCampaign: { ...operator, scope: 'cases:steer', roles: STEERING },
  resumeCampaign: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  stopCampaign: { ...operator, scope: 'cases:steer', roles: STEERING },
  viewCampaign: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  listCampaigns: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  listCampaignRows: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  reportCampaign: { ...operator, scope: 'cases:read', roles: ['supervisor', 'operations', 'auditor'] },
  advanceCampaigns: { ...machine, actors: ['engine'] },
  countCampaign: { ...machine, actors: ['engine'] },

  // Whoever takes one in at a desk does so in the name of who stands there, and needs no proof of a holder.
  submitSpecialRequest: {
    ...open,
    actors: ['public', 'subscriber', 'staff', 'system'],
    scope: 'cases:declare',
    roles: DESKS,
  },
  viewSpecialReceipt: { ...signedIn, actors: ['receipt'], reach: 'request' },
  withdrawSpecialRequest: { ...signedIn, actors: ['receipt'], reach: 'request' },
  listSpecialRequests: {
    ...operator,
    scope: 'evidence:read',
    roles: ROLES,
  },
  viewSpecialRequest: {
    ...operator,
    scope: 'evidence:read',
    roles: ROLES,
  },
  viewRequestPhoto: {
    ...operator,
    scope: 'evidence:read',
    roles: ROLES,
  },
  // A clerk asks for those that they took in; a second person agrees to each.
  acceptSpecialRequest: {
    ...operator,
    scope: 'cases:steer',
    roles: ['agent', 'clerk', 'supervisor', 'fraud', 'operations'],
  },
  refuseSpecialRequest: {
    ...operator,
    scope: 'cases:steer',
    roles: ['supervisor', 'fraud', 'operations'],
  },

  viewRulebooks: { ...operator, scope: 'cases:read', roles: SEEING },
  proposeRulebook: { ...operator, actors: ['staff'], scope: 'rules:write', roles: STEERING },
  // Whoever asks for it does not agree to it.
  adoptRulebook: { ...operator, actors: ['staff'], scope: 'rules:write', roles: STEERING },
  simulateRulebook: {
    ...operator,
    scope: 'evidence:read',
    roles: ['supervisor', 'fraud', 'operations'],
  },
  viewSimulation: { ...operator, scope: 'evidence:read', roles: SEEING },

  holderCopy: followers,
  certificateStatus: open,
  bookLateUsage: { ...operator, scope: 'usage:write' },
  revokeCertificate: {
    ...operator,
    scope: 'certificates:revoke',
    roles: ['supervisor', 'fraud', 'operations'],
  },
  endCaseOfFormerHolder: { ...machine, actors: ['engine'] },
  moveAtBilling: { ...machine, actors: ['engine'] },
  certifyLateProof: { ...machine, actors: ['engine'] },

  takeInCard: {
    ...forCustomer,
    actors: ['subscriber', 'staff'],
    scope: 'cards:write',
    roles: CARD_TAKERS,
    desks: ['clerk', 'supervisor'],
    reach: 'case',
    refusal: 'forbidden',
  },
  sayCardMissing: { ...followers, scope: 'cards:write', roles: CARD_TAKERS },
  makeMailLabel: { ...followers, scope: 'cards:write', roles: CARD_TAKERS },
  viewCardOfCase: followers,
  listLooseCards: custodySeen,
  removeCard: { ...custody, roles: CARD_MOVERS },
  openBag: { ...custody, roles: CARD_TAKERS },
  sealBag: { ...custody, roles: CARD_TAKERS },
  handOverBag: { ...custody, roles: CARD_MOVERS },
  takeOverBag: { ...custody, roles: CARD_MOVERS },
  viewBag: custodySeen,
  listBags: custodySeen,
  openBatch: { ...custody, roles: CARD_MOVERS },
  putBagInBatch: { ...custody, roles: CARD_MOVERS },
  handOverBatch: { ...custody, roles: CARD_MOVERS },
  scanBatch: { ...custody, roles: CARD_MOVERS },
  closeBatch: { ...custody, roles: CARD_MOVERS },
  recordDestruction: { ...custody, roles: CARD_MOVERS },
  viewBatch: custodySeen,
  listBatches: custodySeen,

  beginStaffSignIn: open,
  finishStaffSignIn: open,
  takeLogoutToken: open,
  signOutStaff: { ...person, roles: ROLES },

  requestApproval: {
    ...signedIn,
    actors: ['subscriber', 'staff', 'system'],
    roles: ROLES,
    refusal: 'forbidden',
  },
  followApproval: { ...operator, scope: null },
  listApprovals: { ...person, roles: ROLES },
  viewApproval: { ...person, roles: ROLES },
  decideApproval: { ...person, roles: ROLES },

  attend: { ...person, roles: DESKS },
  viewVerification: atDesk,
  answerQuestion: atDesk,
  sendPresenceCode: atDesk,
  checkPresenceCode: atDesk,
  showAgentCode: atDesk,
  sendHeldReceipt: atDesk,
  checkAgentCode: open,
  showPresenceCode: { ...signedIn, desks: NOBODY },
  reportCall: { ...operator, scope: 'calls:write' },
  openCall: { ...person, roles: HOTLINE },
  takeCall: { ...person, roles: HOTLINE },
  viewCalls: { ...person, roles: HOTLINE },
  sitAtExtension: { ...person, roles: HOTLINE },
  listAgents: { ...person, roles: ['fraud', 'supervisor', 'auditor'] },
  listFraudReviews: { ...person, roles: ['fraud', 'supervisor', 'auditor'] },
  viewFraudReview: { ...person, roles: ['fraud', 'supervisor', 'auditor'] },
  listLetters: { ...person, roles: ['clerk', 'supervisor', 'operations'] },
  printLetter: { ...person, roles: ['clerk', 'supervisor', 'operations'] },
  releaseFraudHold: { ...person, roles: ['fraud'] },
  decideFraudReview: { ...person, roles: ['fraud'] },
  viewAttendance: { ...person, roles: DESKS },
  endAttendance: { ...person, roles: DESKS },

  resumeCounterVisit: { ...person, roles: ['clerk', 'supervisor'] },
  viewCounterVisit: counter,
  checkDocument: counter,
  acceptMaterials: counter,
  fillForm: counter,
  viewForm: counter,
  signForm: counter,
  takePhoto: counter,
  listPhotos: { ...counter, actors: ['subscriber', 'staff'], roles: VIEWING },
  viewPhoto: { ...counter, actors: ['subscriber', 'staff'], roles: VIEWING },
  finishCardStep: counter,
  endCounterVisit: counter,

  devicesOfCase: followers,
  sayDeleted: { ...followers, scope: 'cases:steer', roles: STEERING },
  stopWaitingForDevices: { ...followers, scope: 'cases:steer', roles: STEERING },
  receiveNotifications: { ...machine, actors: ['phone', 'smdp'] },
  receiveSmdpEvent: { ...machine, actors: ['smdp'] },
  zombies: { ...operator, scope: 'cases:read', roles: ['operations', 'auditor'] },
  countZombies: { ...operator, scope: 'cases:read', roles: ['operations', 'auditor'] },
  listQuarantined: { ...operator, scope: 'cases:read', roles: ['operations', 'auditor'] },
  viewQuarantined: { ...operator, scope: 'cases:read', roles: ['operations', 'auditor'] },
  recheckNotification: { ...operator, scope: 'cases:steer', roles: ['operations'] },
  dismissNotification: { ...operator, scope: 'cases:steer', roles: ['operations'] },
} as const satisfies Readonly<Record<string, AccessRule>>;

export type OperationName = keyof typeof ACCESS;
