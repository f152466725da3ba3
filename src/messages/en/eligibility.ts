import type { Channel, ClearingPlace, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { ActionTexts, CheckTexts } from '../finding-texts.ts';

const checks: CheckTexts = {
  line_ended: { title: 'This line has ended', text: () => 'There is nothing left to close.' },
  legal_hold: {
    title: 'Legal hold',
    text: (f) => `An authority has ordered to keep this line since ${f.date}. Reference ${f.reference}.`,
  },
  fraud_hold: {
    title: 'Under review for fraud',
    text: (f) => `The line is held for your protection since ${f.date}. Reference ${f.reference}.`,
  },
  termination_lock: {
    title: 'Closing is locked',
    text: (f) => `You, or someone for you, locked closing on ${f.date}.`,
  },
  port_out: {
    title: 'The number is moving away',
    text: (f) =>
      `It was asked to move to ${f.label} on ${f.date}. Ending the line now would lose the number.`,
  },
  channel: {
    title: 'Not offered online here',
    text: (f) => `For this line, closing is offered ${f.channels}.`,
  },
  family_tie: {
    title: 'Family group',
    text: (f) =>
      f.main ? `Others depend on this line: ${f.label}.` : `This line belongs to a family group: ${f.label}.`,
  },
  group_tie: {
    title: 'Company or group plan',
    text: (f) =>
      f.main ? `Others depend on this line: ${f.label}.` : `This line belongs to a group: ${f.label}.`,
  },
  main_secondary_tie: {
    title: 'Main and secondary card',
    text: (f) =>
      f.main ? `Secondary lines hang on this one: ${f.label}.` : `This is a secondary line of ${f.label}.`,
  },
  broadband_tie: { title: 'Bundle with broadband', text: (f) => `Tied to this line: ${f.label}.` },
  arrears: { title: 'Unpaid balance', text: (f) => `${f.amount} is owed on this account.` },
  unbilled_usage: {
    title: 'Usage not yet billed',
    text: (f) => `${f.amount} was used and goes on the final bill.`,
  },
  roaming: {
    title: 'Roaming abroad',
    text: (f) => `Records from abroad arrive late. The last day of service is ${f.date} at the earliest.`,
  },
  notice_period: {
    title: 'Notice period',
    text: (f) =>
      `It counts from the receipt on ${f.received}: the last day of service is ${f.date} at the earliest.`,
  },
  contract_term: {
    title: 'Contract still running',
    text: (f) =>
      f.amount === ''
        ? `The contract runs until ${f.date}.`
        : `The contract runs until ${f.date}. Leaving before costs ${f.amount}.`,
  },
};

const actions: ActionTexts = {
  pay_balance: (f) => `Pay ${f.amount}`,
  wait_until: (f) => `Wait until ${f.date}`,
  wait_for_bill: () => 'Nothing to do; or wait for the next bill',
  leave_group: () => 'Take this line out of the group',
  move_members: () => 'Move the members to another line',
  end_secondary_lines: () => 'End or move the secondary lines',
  cancel_broadband: () => 'Cancel the broadband or move it to another line',
  withdraw_port_out: () => 'Cancel the move to the other operator, or let it finish',
  contact_fraud_desk: () => 'Speak with the fraud desk',
  contact_legal_desk: () => 'Speak with the legal desk',
  unlock: () => 'Remove the lock',
  visit_store: () => 'Go to a store with your identity document',
  call_hotline: () => 'Call us',
  use_portal: () => 'Do it here',
  try_again: () => 'Check again in a few minutes',
};

export const eligibility = {
  title: 'What still stands in the way',
  left: (count: number) => (count === 1 ? '1 thing left' : `${count} things left`),
  clear: 'Nothing stands in the way',
  clearLead: 'You can close this line.',
  blockedLead: 'Each item has the way to clear it. When you come back, this page checks again.',
  cannotTell: "We can't confirm right now",
  cannotTellLead:
    'A system that we need did not answer. That is no answer about you. Check again in a few minutes; you may hand in your request meanwhile, its time counts.',
  earliest: 'Earliest last day of service',
  earliestToday: 'today, after the cooling-off',
  charges: 'Fees for ending early',
  total: 'Total as of today',
  free: 'None; the last bill comes with the review',
  todo: 'To do',
  notes: 'Good to know',
  doThis: 'What clears it',
  buyOutFor: (amount: string) => `Buy out now for ${amount}`,
  orWait: (date: string) => `Or wait until ${date}, free of charge.`,
  askUs: 'How to reach us',
  buyOut: 'Buy out the contract',
  at: (place: string) => `Where: ${place}`,
  rule: 'Rule',
  ruleOf: (id: string) => `Rule ${id}`,
  versionOf: (version: number | string) => `version ${version}`,
  source: 'Source',
  recheck: 'Check again',
  checkedAt: (at: string) => `Checked at ${at}.`,
  proceed: 'Continue',
  declareAnyway: 'Hand in the request now',
  declareAnywayHint:
    'It is received at once and its time counts. You confirm when the items above are cleared.',
  appealTitle: 'You see it differently?',
  appeal:
    'Choose "This is wrong" on the item, or call us and give the id of the rule: a person looks at it. You can also complain to the regulator.',
  tags: {
    blocks: 'Clear first',
    sets_earliest_date: 'Sets the date',
    adds_charge: 'Costs',
    warns: 'Note',
    cannot_tell: "Can't confirm",
  },
  places: { portal: 'online, in your account', hotline: 'by phone', store: 'in a store' } satisfies Record<
    ClearingPlace,
    string
  >,
  channels: { online: 'online', hotline: 'by phone', store: 'in a store' } satisfies Record<Channel, string>,
  systems: { billing: 'Billing', portability: 'Number portability' },
  checks,
  silent: (system: string) => `${system} did not answer.`,
  actions,
};

/** "This is wrong", on one finding. */
export const dispute = {
  open: 'This is wrong',
  title: 'Say what is wrong',
  lead: 'A person looks at it. Until then it stays in the list; your request can be handed in meanwhile and keeps its time.',
  label: 'What is wrong',
  hint: 'At most 1,000 characters. No passwords or codes, please. Only our staff can read it.',
  submit: 'Send',
  stay: 'Do not send',
  made: (at: string) => `Disputed on ${at}. A person looks at it.`,
  receipt: 'Receipt number',
};

export const factors: Record<IdentityFactor, string> = {
  sms_code: 'a code by text message to this line',
  contact_code: 'a code to another contact of yours',
  receipt_secret: 'the receipt secret',
  document_number: 'the document number',
  opening_date: 'the day the line was opened',
  plan_name: 'the name of the plan',
  recent_top_up: 'a recent top-up',
  iccid: 'the number of the card',
  document_photo: 'a photo of the document',
  liveness: 'a live picture of you',
  document_seen: 'the document, shown in a store',
};
