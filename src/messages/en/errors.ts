import type { ErrorFacts } from '../../domain/errors.ts';
import { type ErrorTexts, retryMoment } from '../error-text.ts';
import { meantText, reasonText, unknownFields } from '../reason-text.ts';
import { approvalErrors } from './approval-errors.ts';
import { campaignErrors } from './campaign-errors.ts';
import { cardErrors } from './card-errors.ts';
import { chargeErrors } from './charge-errors.ts';
import { counterErrors } from './counter-errors.ts';
import { erasureErrors } from './erasure-errors.ts';
import { exportErrors } from './export-errors.ts';
import { groupErrors } from './group-errors.ts';
import { hotlineErrors } from './hotline-errors.ts';
import { importReasons } from './import-reasons.ts';
import { logErrors } from './log-errors.ts';
import { numberErrors } from './number-errors.ts';
import { protectionErrors } from './protection-errors.ts';
import { ruleErrors } from './rule-errors.ts';
import { scamErrors } from './scam-errors.ts';
import { specialErrors } from './special-errors.ts';
import { storeErrors } from './store-errors.ts';
import { textErrors } from './text-errors.ts';
import { valueReasons } from './value-reasons.ts';

const after = (facts: Parameters<typeof retryMoment>[0]): string => {
  const at = retryMoment(facts);
  return at === null ? 'Try again later.' : `Try again after ${at}.`;
};

/** By what is wrong with the value, where that is known. */
const valueText =
  (kind: Exclude<keyof typeof valueReasons, 'table'> | null, general: string) =>
  (facts: ErrorFacts): string =>
    reasonText({ ...valueReasons.table, ...(kind === null ? {} : valueReasons[kind]) }, facts) ?? general;

export const errors: ErrorTexts = {
  ...approvalErrors,
  ...erasureErrors,
  ...groupErrors,
  ...chargeErrors,
  ...numberErrors,
  ...hotlineErrors,
  ...scamErrors,
  ...exportErrors,
  ...storeErrors,
  ...specialErrors,
  ...campaignErrors,
  msisdn_invalid: {
    title: 'That is not a mobile number',
    detail: valueText('msisdn', 'Enter the whole number, for example 138 0013 8000 or +86 138 0013 8000.'),
  },
  msisdn_not_international: {
    title: 'The country code is missing',
    detail: 'Start the number with + and the country code, for example +86.',
  },
  imsi_invalid: { title: 'That is not an IMSI', detail: valueText(null, 'An IMSI has 14 or 15 digits.') },
  iccid_invalid: {
    title: 'That is not a card number',
    detail: valueText('iccid', 'Copy the digits printed on the card; the last one is a check digit.'),
  },
  eid_invalid: {
    title: 'That is not an EID',
    detail: valueText(null, 'An EID has 32 digits; the last two are check digits.'),
  },
  document_invalid: {
    title: 'That document number cannot be right',
    detail: valueText('document', 'Copy it exactly as it is printed on the document.'),
  },
  code_invalid: {
    title: 'That is not a code',
    detail: valueText('code', 'The code has six digits. This did not use up a try.'),
  },
  date_invalid: {
    title: 'This date will not do',
    detail: valueText('date', 'Give year, month and day, for example 2020-05-17.'),
  },
  money_invalid: {
    title: 'That is not an amount',
    detail: 'Give a plain number in the currency of the account.',
  },
  contact_invalid: {
    title: 'That contact cannot be used',
    detail: (facts) =>
      facts['reason'] === 'same_number'
        ? 'This is the line that you are closing: it will not reach you afterwards. Give another number.'
        : facts['reason'] === 'not_an_email'
          ? 'That is no e-mail address. Check it for slips, for example name@example.com.'
          : facts['reason'] === 'none'
            ? 'No other contact is known, and the phone of the line is reported lost. Have a letter sent.'
            : facts['reason'] === 'no_mail'
              ? 'We cannot send e-mail. Give a mobile number instead.'
              : 'Check it for slips, or leave it empty and keep the receipt instead.',
  },
  field_missing: { title: 'A value is missing', detail: 'This field must not be empty.' },
  field_invalid: {
    title: 'A value cannot be used',
    detail: (facts) => reasonText(importReasons, facts) ?? 'Check this field.',
  },
  line_input_invalid: {
    title: "The line's data cannot be used",
    detail: (facts) =>
      [
        'Each problem is listed as `field: code`.',
        ...unknownFields(facts).map(
          ({ field, meant }) =>
            `There is no field \`${field}\`${meant === null ? '.' : `: did you mean \`${meant}\`?`}`,
        ),
      ].join(' '),
  },
  import_file_invalid: {
    title: 'The file cannot be imported',
    detail: (facts) => reasonText(importReasons, facts) ?? 'Check the file.',
  },
  request_invalid: {
    title: 'Something is missing or not readable',
    detail: (facts) => {
      if (facts['reason'] === 'field_unknown')
        return `There is no field \`${String(facts['field'])}\`${meantText(facts, (name) => `: did you mean \`${name}\`?`) || '.'}`;
      return facts['field'] ? `Check this part: ${String(facts['field'])}.` : 'Check what you entered.';
    },
  },
  operator_file_invalid: {
    title: 'The operator file cannot be used',
    detail: 'What is wrong with it stands in the facts, each with its line.',
  },
  database_unfit: {
    title: 'This database server cannot carry Handback',
    detail: (facts) =>
      facts['reason'] === 'pooled'
        ? 'DATABASE_URL leads to a pooler in transaction mode: nobody is woken, prepared statements vanish, and cases stand still. Let it lead to the server itself, or to a pool in session mode.'
        : `It is PostgreSQL ${String(facts['version'])}; Handback needs 18 or newer.`,
  },
  serving_nodes_invalid: {
    title: 'The table of serving nodes cannot be used',
    detail: 'What is wrong with it stands in the facts, each with its line.',
  },
  rulebook_invalid: {
    title: 'The rulebook cannot be used',
    detail: ({ reason, jurisdiction, version, rules }) => {
      if (reason === 'changed_without_new_version')
        return `${jurisdiction} ${version} decided already, by another text: give the changed file a new version.`;
      if (reason === 'rule_changed_without_new_version')
        return `Changed, but under their old version: ${String(rules)}. Old decisions quote them so: raise the version of each.`;
      return 'The file has a fault; the facts name the place.';
    },
  },
  rulebook_missing: {
    title: 'There is no rule for this',
    detail: 'No rulebook holds for this jurisdiction and date.',
  },
  schema_unknown: {
    title: 'Another version of Handback made this database',
    detail: ({ migrations }) =>
      `It holds steps of a schema that this version does not know (${[migrations].flat().join(', ')}). Nothing was changed. Set HANDBACK_DATA to a new folder, or DATABASE_URL to an empty database; or run the version that made it.`,
  },
  vault_missing: {
    title: 'The keys of the personal data are missing',
    detail: ({ path }) =>
      `The database holds what was encrypted with them, and ${path} is not there. Nothing was changed. Restore the file from its backup (HANDBACK_DATA names its folder), or set HANDBACK_KEYS. New keys could not read the old data.`,
  },
  vault_differs: {
    title: 'These are not the keys of this database',
    detail: ({ epochs }) =>
      `The database was used with other keys (of epoch ${[epochs].flat().join(', ')}). Nothing was changed. Restore keys/vault.json from the backup that belongs to this database, or set DATABASE_URL to the database that belongs to these keys.`,
  },
  issuer_invalid: {
    title: 'The operator is not named properly',
    detail: 'Set the name and the identifier under which certificates are issued.',
  },
  key_ring_exposed: {
    title: 'The key folder is open to others',
    detail: 'Let only the account that runs Handback read it.',
  },
  key_ring_damaged: {
    title: 'The key folder is damaged',
    detail: 'Restore it from its backup; nothing is signed until then.',
  },
  key_ring_other_issuer: {
    title: 'These keys belong to another operator',
    detail: 'Use the key folder of this operator.',
  },
  key_ring_changed: { title: 'The keys changed meanwhile', detail: 'Load them again and repeat.' },
  key_unknown: { title: 'Unknown key', detail: 'No key has this identifier.' },
  trust_invalid: {
    title: 'The trust document cannot be used',
    detail: 'Get it again from the operator that issued it.',
  },
  statement_invalid: {
    title: "The certificate's content is not valid",
    detail: 'It cannot be signed as it stands.',
  },
  render_failed: {
    title: 'The PDF could not be made',
    detail: 'The certificate itself is safe. Try again in a moment, or download the data.',
  },
  not_signed_in: { title: 'You are not signed in', detail: 'Sign in again. What you had submitted is kept.' },
  forbidden: { title: 'This is not yours to do', detail: 'Your account lacks the permission for it.' },
  role_needed: {
    title: 'Your role does not include this',
    detail: 'Hand it to a colleague whose role does.',
  },
  attendance_over: {
    title: 'This customer is no longer attended to',
    detail: 'The call or visit was ended, or nothing happened for a while. Begin again with the number.',
  },
  issuer_away: {
    title: 'The sign-in service does not answer',
    detail: 'Nothing you entered is lost. Try again in a minute; if it goes on, tell your IT.',
  },
  sign_in_refused: {
    title: 'You were not signed in',
    detail: (facts) =>
      facts['reason'] === 'not_fresh' || facts['reason'] === 'not_strong'
        ? 'This act asks for a sign-in just now, with your second factor. Try again and use it.'
        : facts['reason'] === 'other_person'
          ? 'Somebody else signed in than the person whose session this is. Begin anew.'
          : 'The answer of the sign-in service does not fit this attempt. Begin again from here.',
  },
  session_was_over: {
    title: 'Nothing is submitted yet',
    detail: 'What you had typed stands here again. Look through it and submit it now.',
  },
  no_desks: {
    title: 'There are no desks here',
    detail: 'This instance names no service at which staff could sign in (HANDBACK_STAFF_ISSUER).',
  },
  no_role: {
    title: 'You have no role here',
    detail:
      'Your account is known, and none of its groups stands for a role of Handback. Ask your administrator.',
  },
  staff_file_invalid: {
    title: 'The staff file cannot be used',
    detail: 'Each problem is named with its line.',
  },
  sign_in_again: {
    title: 'Please show once more who you are',
    detail: 'This act asks for a fresh sign-in. What you entered stays.',
  },
  factor_needed: {
    title: 'One more proof is needed',
    detail: 'Before this goes on, prove in one more way that the line is yours.',
  },
  answer_wrong: {
    title: 'That does not match',
    detail: (facts) => {
      const left = facts['triesLeft'];
      if (typeof left !== 'number') return 'Check it and try again.';
      return left === 1
        ? 'Check it and try again. One try left.'
        : `Check it and try again. ${left} tries left.`;
    },
  },
  answer_locked: {
    title: 'Too many tries',
    detail: (facts) => `For the safety of the line, no more answers are taken for now. ${after(facts)}`,
  },
  code_over: {
    title: 'This code no longer works',
    detail: () => 'It was used, is too old, or was wrong too often. Ask for a new code.',
  },
  code_too_soon: {
    title: 'A code was sent a moment ago',
    detail: (facts) => `Messages can take a minute. ${after(facts)}`,
  },
  code_too_many: {
    title: 'Too many codes in one day',
    detail: (facts) => `No more codes are sent to this number for now. ${after(facts)}`,
  },
  codes_exhausted: {
    title: 'No more codes can be sent at the moment',
    detail: (facts) =>
      `${facts['bound'] === 'client' ? 'Too many codes were asked for from your connection.' : 'Very many people are asking for codes right now.'} ${after(facts)} You can still sign in with your document number and the day the line was opened.`,
  },
  too_many_requests: { title: 'Too many requests', detail: (facts) => after(facts) },
  line_unknown: {
    title: 'This line is not on your account',
    detail: 'Go back to your lines and choose again.',
  },
  line_conflict: {
    title: 'The line exists with other data',
    detail: (facts) => reasonText(importReasons, facts) ?? 'The given record does not fit the stored one.',
  },
  msisdn_taken: {
    title: 'The number belongs to another line',
    detail: 'A number can be on one line at a time.',
  },
  msisdn_quarantined: {
    title: 'The number is still in quarantine',
    detail: (facts) => `It may be given out again from ${String(facts['releaseOn'] ?? 'a later day')}.`,
  },
  iccid_taken: {
    title: 'The eSIM profile belongs to another line',
    detail: 'A profile can be on one line at a time.',
  },
  finding_unknown: {
    title: 'This is no longer in the way',
    detail: 'It was cleared, or it changed. Check again: the page shows what stands in the way now.',
  },
  notification_unknown: {
    title: 'No such notification',
    detail: 'No notification of this identity waits for review.',
  },
  notice_unknown: { title: 'No such message', detail: 'No message of this identity is kept.' },
  notice_not_retryable: {
    title: 'This message is not sent again',
    detail:
      'Only a message that was given up is, while its receiver is known. A code is over, and never sent again.',
  },
  profile_unknown: { title: 'No such eSIM profile', detail: 'This case has no profile of this ICCID.' },
  imsi_taken: { title: 'The IMSI belongs to another line', detail: 'An IMSI can be on one line at a time.' },
  account_conflict: {
    title: 'The account exists with other data',
    detail: 'The given record does not fit the stored one.',
  },
  holder_erased: {
    title: 'The data of this person was erased',
    detail: 'Give a new contract a new holder_id.',
  },
  case_unknown: { title: 'No such request', detail: 'Check the reference and the receipt secret.' },
  case_open: { title: 'There is already a request for this line', detail: 'Go on with that one.' },
  not_eligible: {
    title: 'Something still stands in the way',
    detail: 'Each item below says what clears it. Your request keeps its time.',
  },
  cannot_tell: {
    title: "We can't confirm right now",
    detail:
      'A system that we need did not answer. This is not about you. Nothing is lost; try again in a few minutes.',
  },
  ...protectionErrors,
  ...logErrors,
  stage_conflict: { title: 'The request has moved on', detail: 'Look at its progress, then decide again.' },
  stage_not_skippable: {
    title: 'This step cannot be skipped',
    detail: 'A certificate could not stand without it.',
  },
  certificate_unknown: {
    title: 'No certificate has this number',
    detail: 'Check it character by character against the certificate.',
  },
  disclosure_unknown: {
    title: 'That cannot be chosen',
    detail: 'Nothing was shown. Go back and choose again what your copy is to show.',
  },
  certificate_not_ready: {
    title: 'The certificate is not ready yet',
    detail: 'It is issued when the line is off the network and settled. We tell you when it is there.',
  },
  ...cardErrors,
  ...ruleErrors,
  ...textErrors,
  ...counterErrors,
  not_found: {
    title: 'There is no such page',
    detail: 'The address may be mistyped or out of date. Nothing about your lines has changed.',
  },
  payload_too_large: {
    title: 'That is too large',
    detail: ({ megabytes }) =>
      megabytes === undefined ? 'Send less at once.' : `A file here has at most ${megabytes} MB.`,
  },
  not_acceptable: {
    title: 'It is not to be had in that form',
    detail: 'Ask for one of the types that the facts name, in Accept.',
  },
  media_type_unsupported: {
    title: 'That format is not taken here',
    detail: 'Send the type that the documentation names.',
  },
  idempotency_key_missing: {
    title: 'The Idempotency-Key header is missing',
    detail: 'Send one key for each request, and the same key when you repeat it.',
  },
  idempotency_key_reused: {
    title: 'This Idempotency-Key was used for another request',
    detail: 'Use a new key.',
  },
  idempotency_in_progress: {
    title: 'The first copy of this request is still running',
    detail: 'Ask again in a moment with the same key.',
  },
  idempotency_answer_withheld: {
    title: 'This request was received before',
    detail:
      'It was carried out once. Its answer holds a secret and is not given again to a caller without a credential; send the request with a new key for a new receipt.',
  },
  precondition_failed: {
    title: 'The record changed meanwhile',
    detail: 'Read it again before you change it.',
  },
  unavailable: {
    title: 'The service is not available right now',
    detail: 'What you submitted before is safe. Try again in a few minutes.',
  },
  internal: {
    title: 'Something went wrong on our side',
    detail: 'What you submitted before is safe. Try again; if it stays, call us.',
  },
};
