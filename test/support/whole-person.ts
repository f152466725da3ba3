import { randomUUID } from 'node:crypto';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { declarePublicly } from '../../src/operations/cases/declarations/declare-publicly.ts';
import { takeUpDeclaration } from '../../src/operations/cases/declarations/take-up-declaration.ts';
import { documentIndex, findParty, nameIndex } from '../../src/store/people/parties.ts';
import { signedInPerson, subscriberOf, VISITOR } from './actors.ts';
import { closedCase, cooledOff, running } from './cases.ts';
import type { TestInstance } from './instance.ts';
import { type SeededLine, seedLines } from './seed.ts';

/** What nobody else is called in a test; characters beyond the BMP too. */
export const WHOLE = {
  name: '欧阳𠮷祥若曦',
  document: '11010519491231002X',
  phone: '+8613712349876',
  email: 'ouyang.ruoxi@example.org',
  text: 'STOP 请不要再给欧阳𠮷祥若曦发短信',
  label: '若曦的手表-7731',
  why: '她的证件号码写错了，欧阳𠮷祥若曦自己来过',
  bank: '6222020200112233445',
} as const;

export type Whole = Readonly<Record<keyof typeof WHOLE, string>>;

/**
 * A person of whom there is something in every table that can hold anything of a person: their line ended by a case that went its whole way,
 * and everything else beside it.
 */
export async function wholePerson(
  instance: TestInstance,
  from: number,
  called: Whole = WHOLE,
): Promise<{ readonly line: SeededLine; readonly caseId: string; readonly requesterId: string }> {
  const { operations: op } = instance;
  const { pool, vault } = op;
  const [line] = await seedLines(pool, vault, 1, { from, simulator: instance.simulator });
  const { lineId, partyId } = line!;
  const { dataKey } = (await findParty(pool, vault, partyId))!;
  const seal = (context: string, text: string): Buffer => vault.encrypt(dataKey, context, text);
  const ours = (context: string, text: string): Buffer => vault.encrypt(vault.operatorKey, context, text);
  await pool.query(
    `update party set name_enc = $2, name_bidx = $3, document_enc = $4, document_bidx = $5, document_type = 'cn_resident_id' where party_id = $1`,
    [
      partyId,
      seal('party name', called.name),
      nameIndex(vault, called.name),
      seal('party document', called.document),
      documentIndex(vault, `${called.document}${from}`),
    ],
  );
  await pool.query('update line set row_hash = sha256($2), user_id = holder_id where line_id = $1', [
    lineId,
    called.name,
  ]);
  // By the public form, taken up, confirmed with another contact, and ended.
  const form = { number: line!.msisdn, name: called.name, contact: called.phone, reason: null, endOn: null };
  const received = await declarePublicly(op, VISITOR, form);
  const by = { lineId, reference: received!.reference, endOn: null };
  const made = await takeUpDeclaration(op, subscriberOf(line!), by);
  const caseId = made.caseId;
  await confirm({ ...op, takesMail: true }, subscriberOf(line!), { caseId, contact: called.email });
  await cooledOff(pool, caseId);
  await running(instance.engine(), () => closedCase(pool, caseId));
  await pool.query(`update termination_closed set snapshot_enc = $2 where case_id = $1`, [
    caseId,
    seal('snapshot', called.name),
  ]);

  const staff = await signedInPerson(op, `lin-${from}`);
  const { subject, sessionId } = staff.person;
  const attendance = randomUUID();
  const visit = randomUUID();
  const archive = randomUUID();
  const contact = vault.index('contact sms', called.phone);
  const statements: readonly (readonly [string, readonly unknown[]])[] = [
    [
      `insert into contact (party_id, channel, value_enc, value_bidx) values ($1, 'post', $2, $3)`,
      [partyId, seal('contact', called.phone), contact],
    ],
    [
      `insert into session (token_hash, party_id, line_id, factors, expires_at) values (sha256($3), $1, $2, '{}', now())`,
      [partyId, lineId, `session ${from}`],
    ],
    [
      `insert into one_time_code (line_id, party_id, bucket, challenge_hash, code_hash) values ($2, $1, $3, sha256('x'), sha256('y'))`,
      [partyId, lineId, vault.index('contact code bucket', partyId)],
    ],
    [
      `insert into presence_code (line_id, party_id, code_hash, factors, made_at) values ($2, $1, sha256('z'), '{}', now())`,
      [partyId, lineId],
    ],
    [
      `insert into text_stop (number_bidx, party_id) values ($2, $1)`,
      [partyId, vault.index('text number', called.phone)],
    ],
    [
      `insert into desk_receipt (case_id, party_id, secret_enc, kept_at) values ($2, $1, $3, now())`,
      [partyId, caseId, seal('desk_receipt', 'secret')],
    ],
    [
      `insert into letter (case_id, line_id, party_id, body_enc, asked_at, asked_by) values ($3, $2, $1, $4, now(), 'x')`,
      [partyId, lineId, caseId, seal('letter', called.name)],
    ],
    [
      `insert into attendance (attendance_id, subject, session_id, channel, line_id, party_id, why) values ($3, $4, $5, 'store', $2, $1, 'visit')`,
      [partyId, lineId, attendance, subject, sessionId],
    ],
    [
      `insert into counter_visit (visit_id, attendance_id, line_id, party_id, case_id, begun_at, touched_at, details_enc, signed_at, signed_how, signature_enc)
       values ($3, $4, $2, $1, $5, now(), now(), $6, now(), 'pen', $7)`,
      [
        partyId,
        lineId,
        visit,
        attendance,
        caseId,
        seal('visit', called.document),
        seal('signature', called.name),
      ],
    ],
    [
      `insert into document_photo (visit_id, line_id, party_id, kind, type, bytes_enc, taken_at, keep_until)
       values ($3, $2, $1, 'holder_document', 'image/png', $4, now(), now() + interval '9 years')`,
      [partyId, lineId, visit, seal('photo', called.document)],
    ],
    [
      `insert into store (store_id, names, jurisdiction, city, address, services, hours, time_zone, slot_minutes, places, position)
       values ($1, '{}', 'cn', '{}', '{}', '{}', '24/7', 'UTC', 30, 1, 1) on conflict do nothing`,
      ['S-whole'],
    ],
    [
      `insert into appointment (reference, form_key, store_id, starts_at, ends_at, seat, service, by_bidx, party_id, line_id, made_at)
       values ($3, sha256(convert_to($3, 'UTF8')), 'S-whole', now(), now() + interval '1 hour', $4, 'end', $5, $1, $2, now())`,
      [partyId, lineId, `AP-${from}`, from, vault.index('appointment by', partyId)],
    ],
    [
      `insert into dispute (reference, line_id, case_id, party_id, finding, check_name, effect, rule_id, rule_version, made_at, text_enc, dealt_at, dealt_by, dealt_note)
       values ($3, $2, $4, $1, 'f', 'arrears', 'blocks', 'cn.arrears', 1, now(), $5, now(), 'x', '')`,
      [partyId, lineId, `D-${from}`, caseId, seal('dispute', called.why)],
    ],
    [
      `insert into refund_destination (case_id, party_id, destination_enc, said_at) values ($2, $1, $3, now())`,
      [partyId, caseId, seal('refund', called.bank)],
    ],
    [
      `insert into switching_code (code_bidx, code_enc, line_id, holder_id, issue_key, issued_at, expires_at)
       values ($3, $4, $2, $1, $5, now(), now())`,
      [partyId, lineId, vault.index('switching code', `${from}`), ours('code', `${from}`), `issue ${from}`],
    ],
    [
      `insert into inbound_text (source, message_key, sender_kind, sender_enc, sender_bidx, sent_to, body_enc, place, outcome, answer_until, keep_until, line_id, holder_id)
       values ('smpp', sha256($3), 'number', $4, $5, '1069', $6, 'asks', 'answered', now(), now() + interval '9 years', $2, $1)`,
      [
        partyId,
        lineId,
        `text ${from}`,
        ours('sender', line!.msisdn),
        vault.index('text number', line!.msisdn),
        ours('body', called.text),
      ],
    ],
    [
      `insert into outbox (party_id, kind, channel, body_enc, due_at, sent_at) values ($1, 'code', 'sms', $2, null, now())`,
      [partyId, seal('outbox', called.text)],
    ],
    [
      `insert into approval_request (act, about, line_id, body_enc, facts_enc, requested_by, expires_at, decided_by, decided_at, decision, reason)
       values ('release_fraud_hold', $2, $1, $3, $4, 'a', now(), 'b', now(), 'refused', $5)`,
      [lineId, `about ${from}`, ours('approval', called.why), ours('approval', called.name), called.why],
    ],
    [`insert into card_label (label, case_id, made_at) values ($2, $1, now())`, [caseId, `LB-${from}`]],
    [
      `insert into esim_profile (iccid, line_id, state, label_enc) values ($2, $1, 'deleted', $3)`,
      [lineId, `8986999${from}`, seal('label', called.label)],
    ],
    [
      `insert into euicc_notification (via, digest, raw_enc, party_id, salt, hash, verdict, line_id)
       values ('lpa', sha256($3), $4, $1, sha256($4), sha256('h'), 'proven', $2)`,
      [partyId, lineId, `notification ${from}`, seal('euicc notification', called.label)],
    ],
    [
      `insert into unbinding (case_id, iccid, line_id, holder_id, wait_until, result) values ($3, $4, $2, $1, now(), 'proven')`,
      [partyId, lineId, caseId, `8986999${from}`],
    ],
    [
      `insert into complaint (reference, case_id, line_id, party_id, confidential, via, topic, body_enc, received_at, received_by, jurisdiction, rule_id,
         rule_version, due_on, due_by, work_by, remind_at, answered_at, outcome, answer_enc)
       values ($3, $4, $2, $1, false, 'portal', 'other', $5, now(), 'x', 'cn', 'r', 1, current_date, now(), now(), now(), now(), 'upheld', $6)`,
      [
        partyId,
        lineId,
        `CP-${from}`,
        caseId,
        seal('complaint', called.why),
        seal('complaint answer', called.name),
      ],
    ],
    [
      `insert into account_export (export_id, reference, party_id, line_ids, language, passphrase_enc) values ($4, $3, $1, array[$2], 'en', $5)`,
      [partyId, lineId, `EX-${from}`, archive, seal('export passphrase', called.why)],
    ],
    [
      `insert into account_export_part (export_id, part, bytes) values ($1, 0, $2)`,
      [archive, seal('archive', called.name)],
    ],
    [
      `insert into legal_hold (party_id, reason_enc, set_by, set_at, released_by, released_at) values ($1, $2, 'x', now(), 'y', now())`,
      [partyId, seal('legal_hold.reason', called.why)],
    ],
  ];
  for (const [text, values] of statements) await pool.query(text, [...values]);

  // Somebody who asked for another, and was told how it came out.
  const requesterId = `R${from}`;
  const key = vault.newDataKey();
  await pool.query(
    `insert into party (party_id, kind, data_key_wrapped, key_epoch, name_enc, name_bidx) values ($1, 'natural', $2, $3, $4, $5)`,
    [
      requesterId,
      vault.wrap(key),
      vault.currentEpoch,
      vault.encrypt(key, 'party name', called.name),
      nameIndex(vault, called.name),
    ],
  );
  const { rows } = await pool.query<{ id: string }>(
    `insert into special_request (reference, route, wish, channel, requester_id, received_at, decide_by, jurisdiction, receipt_hash, state, decided_at, refusal_enc)
     values ($2, 'bereavement', 'end', 'store', $1, now(), now(), 'cn', sha256('r'), 'refused', now(), $3) returning request_id as id`,
    [requesterId, `SR-${from}`, vault.encrypt(key, 'refusal', called.why)],
  );
  await pool.query(
    `insert into special_request_photo (request_id, material, type, bytes_enc, taken_at, keep_until)
     values ($1, 'death_certificate', 'image/png', $2, now(), now() + interval '9 years')`,
    [rows[0]!.id, vault.encrypt(key, 'photo', called.document)],
  );
  return { line: line!, caseId, requesterId };
}
