import type { TextWish } from '../../domain/rules/text-rules.ts';
import type { TextOutcome, TextSource } from '../../domain/texts/text-outcome.ts';
import type { TextSender } from '../../domain/texts/text-sender.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db, Pool } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';
import { textNumberIndex } from '../text-number.ts';

/**
 * `asks`: it is to be answered; `tells_bound`: the last answer that its sender gets in a day; `over`: one more after it; `nobody`:
 * its sender cannot be answered.
 */
export type TextPlace = 'asks' | 'tells_bound' | 'over' | 'nobody';

export interface NewText {
  readonly source: TextSource;
  readonly key: Buffer;
  readonly sender: TextSender;
  readonly sentTo: string;
  /** Null for what is no text. */
  readonly body: string | null;
  readonly parts: number;
  readonly place: TextPlace;
  readonly answerWithinSeconds: number;
  readonly keepDays: number;
}

const SENDER = 'text sender';
const BODY = 'text body';
/** Of those that are not taken up. */
const DEALT: Readonly<Record<Exclude<TextPlace, 'asks' | 'tells_bound'>, TextOutcome>> = {
  over: 'over_bound',
  nobody: 'nobody',
};

/** Texts of one sender are stored one after the other, until the transaction ends. */
export async function lockTextSender(tx: Db, name: Buffer): Promise<void> {
  await tx.query({
    name: 'lock-text-sender',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 14))',
    values: [name.toString('hex')],
  });
}

/**
 * Whether this text was stored before.
 * @param within the seconds in which it counts as the same, as long as nothing else came from its sender since; null for ever
 */
export async function isTextKnown(tx: Db, key: Buffer, within: number | null): Promise<boolean> {
  const { rows } = await tx.query<{ known: boolean }>({
    name: 'is-text-known',
    text: `select exists (select from inbound_text t where t.message_key = $1
      and ($2::float8 is null or (t.received_at > now() - $2 * interval '1 second'
        and not exists (select from inbound_text later where later.sender_bidx = t.sender_bidx
          and later.place in ('asks', 'tells_bound') and later.received_at > now() - $2 * interval '1 second'
          and later.text_id > t.text_id)))) as known`,
    values: [key, within],
  });
  return rows[0]!.known;
}

/** How many texts of a number were taken up in the last 24 hours, and whether it was told that it gets no further answer. */
export async function textsOfSender(
  tx: Db,
  vault: Vault,
  msisdn: Msisdn,
): Promise<{ readonly asked: number; readonly told: boolean }> {
  const { rows } = await tx.query<{ asked: number; told: boolean }>({
    name: 'texts-of-sender',
    text: `select count(*) filter (where place = 'asks')::int as asked, coalesce(bool_or(place = 'tells_bound'), false) as told
      from inbound_text where sender_bidx = $1 and place in ('asks', 'tells_bound')
        and received_at > now() - interval '24 hours'`,
    values: [textNumberIndex(vault, msisdn)],
  });
  return rows[0]!;
}

/** Of what is not answered the words are not kept. @returns its identity */
export async function insertText(tx: Db, vault: Vault, text: NewText): Promise<string> {
  const { sender, place } = text;
  const waits = place === 'asks' || place === 'tells_bound';
  const number = sender.kind === 'number' ? sender.msisdn : null;
  const { rows } = await tx.query<{ text_id: string }>({
    name: 'insert-text',
    text: `insert into inbound_text (source, message_key, sender_kind, sender_enc, sender_bidx, sent_to, body_enc, parts, place,
        due_at, answer_until, keep_until, outcome, dealt_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $10::boolean then now() end, now() + $11 * interval '1 second',
        now() + $12 * interval '1 day', $13, case when $10::boolean then null else now() end)
      returning text_id`,
    values: [
      text.source,
      text.key,
      sender.kind,
      number === null ? null : vault.encrypt(vault.operatorKey, SENDER, number),
      number === null ? null : textNumberIndex(vault, number),
      text.sentTo,
      waits && text.body !== null ? vault.encrypt(vault.operatorKey, BODY, text.body) : null,
      text.parts,
      place,
      waits,
      text.answerWithinSeconds,
      text.keepDays,
      waits ? null : DEALT[place],
    ],
  });
  return rows[0]!.text_id;
}

/** A text that is being answered. */
export interface TakenText {
  readonly textId: string;
  readonly sender: Msisdn;
  /** Null for what is no text. */
  readonly body: string | null;
  readonly place: 'asks' | 'tells_bound';
  /** Milliseconds until an answer is worth nothing any more. */
  readonly leftMs: number;
}

/** Takes texts that wait, the oldest first, and holds each for some seconds: then another takes it up. */
export async function takeTexts(
  pool: Pool,
  vault: Vault,
  { limit, leaseSeconds }: { readonly limit: number; readonly leaseSeconds: number },
): Promise<readonly TakenText[]> {
  const { rows } = await pool.query<{
    textId: string;
    sender_enc: Buffer;
    body_enc: Buffer | null;
    place: TakenText['place'];
    leftMs: number;
  }>({
    name: 'take-texts',
    text: `with due as materialized (
        select text_id from inbound_text where due_at <= now() order by due_at limit $1 for update skip locked)
      update inbound_text t set due_at = now() + $2 * interval '1 second' from due where t.text_id = due.text_id
      returning t.text_id as "textId", sender_enc, body_enc, place,
        extract(epoch from answer_until - now())::float8 * 1000 as "leftMs"`,
    values: [limit, leaseSeconds],
  });
  return rows.map(({ sender_enc, body_enc, ...row }) => ({
    ...row,
    sender: vault.decryptText(vault.operatorKey, SENDER, sender_enc) as Msisdn,
    body: body_enc === null ? null : vault.decryptText(vault.operatorKey, BODY, body_enc),
  }));
}

export interface DealtText {
  readonly textId: string;
  readonly outcome: TextOutcome;
  readonly wish: TextWish | null;
  /** Null for a number that is none of ours. */
  readonly line: { readonly lineId: string; readonly holderId: string } | null;
}

/** Notes what became of a text. @returns false where somebody else did so meanwhile: then nothing else may be done either */
export async function noteDealt(tx: Db, { textId, outcome, wish, line }: DealtText): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'note-dealt',
    text: `update inbound_text set due_at = null, outcome = $2, wish = $3, line_id = $4, holder_id = $5,
        dealt_at = now() where text_id = $1 and due_at is not null`,
    values: [textId, outcome, wish, line?.lineId ?? null, line?.holderId ?? null],
  });
  return rowCount === 1;
}

/** The answer that waits in the outbox. */
export async function noteAnswer(tx: Db, textId: string, messageId: string): Promise<void> {
  await tx.query({
    name: 'note-answer',
    text: 'update inbound_text set message_id = $2 where text_id = $1',
    values: [textId, messageId],
  });
}

/** How many numbers that are none of ours were answered: this one in 24 hours, and all in an hour. Counted one after the other. */
export async function strangersAnswered(
  tx: Db,
  vault: Vault,
  msisdn: Msisdn,
): Promise<{ readonly this: number; readonly all: number }> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('text_strangers'))`);
  const { rows } = await tx.query<{ this: number; all: number }>({
    name: 'strangers-answered',
    text: `select (select count(*)::int from inbound_text where sender_bidx = $1 and place in ('asks', 'tells_bound')
          and received_at > now() - interval '24 hours' and outcome = 'stranger') as this,
        (select count(*)::int from inbound_text where outcome = 'stranger' and dealt_at > now() - interval '1 hour') as all`,
    values: [textNumberIndex(vault, msisdn)],
  });
  return rows[0]!;
}

/** A text as it is looked at later. */
export interface TextRecord {
  readonly textId: string;
  readonly source: TextSource;
  readonly receivedAt: Date;
  readonly sender: TextSender;
  readonly sentTo: string;
  readonly parts: number;
  /** Null while it waits. */
  readonly outcome: TextOutcome | null;
  readonly wish: TextWish | null;
  readonly lineId: string | null;
  readonly dealtAt: Date | null;
  /** What became of the answer; null where there is none, or it is not kept any more. */
  readonly answer: {
    readonly noticeId: string;
    readonly state: 'waiting' | 'sent' | 'given_up';
    readonly sentAt: Date | null;
  } | null;
}

interface TextRow {
  readonly textId: string;
  readonly source: TextSource;
  readonly receivedAt: Date;
  readonly sender_kind: TextSender['kind'];
  readonly sender_enc: Buffer | null;
  readonly sentTo: string;
  readonly parts: number;
  readonly outcome: TextOutcome | null;
  readonly wish: TextWish | null;
  readonly lineId: string | null;
  readonly dealtAt: Date | null;
  readonly noticeId: string | null;
  readonly sentAt: Date | null;
  readonly givenUpAt: Date | null;
  readonly body_enc: Buffer | null;
}

const SELECT = `select t.text_id as "textId", t.source, t.received_at as "receivedAt", t.sender_kind, t.sender_enc, t.sent_to as "sentTo",
    t.parts, t.outcome, t.wish, t.line_id as "lineId", t.dealt_at as "dealtAt", o.message_id as "noticeId", o.sent_at as "sentAt",
    o.given_up_at as "givenUpAt", t.body_enc
  from inbound_text t left join outbox o on o.message_id = t.message_id`;

function toRecord(vault: Vault, row: TextRow): TextRecord {
  const { sender_kind: kind, sender_enc, body_enc: _, noticeId, sentAt, givenUpAt, ...rest } = row;
  const sender: TextSender =
    kind === 'number'
      ? { kind, msisdn: vault.decryptText(vault.operatorKey, SENDER, sender_enc!) as Msisdn }
      : { kind };
  const state = sentAt !== null ? 'sent' : givenUpAt !== null ? 'given_up' : 'waiting';
  return { ...rest, sender, answer: noticeId === null ? null : { noticeId, state, sentAt } };
}

/** The texts that came in, the newest first. @param asked `after`: the last one of the page before */
export async function listedTexts(
  db: Db,
  vault: Vault,
  asked: {
    readonly outcome: TextOutcome | 'waiting' | null;
    readonly number: Msisdn | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<readonly TextRecord[]> {
  const { rows } = await db.query<TextRow>(
    `${SELECT} where ($1::text is null or coalesce(t.outcome, 'waiting') = $1) and ($2::bytea is null or t.sender_bidx = $2)
       and ($3::uuid is null or t.text_id < $3) order by t.text_id desc limit $4`,
    [
      asked.outcome,
      asked.number === null ? null : textNumberIndex(vault, asked.number),
      asked.after,
      asked.limit,
    ],
  );
  return rows.map((row) => toRecord(vault, row));
}

/** One text with what it says; null for one that is not there. */
export async function findText(
  db: Db,
  vault: Vault,
  textId: string,
): Promise<(TextRecord & { readonly body: string | null }) | null> {
  const { rows } = await db.query<TextRow>(`${SELECT} where t.text_id = $1`, [textId]);
  const row = rows[0];
  if (row === undefined) return null;
  const { body_enc } = row;
  return {
    ...toRecord(vault, row),
    body: body_enc === null ? null : vault.decryptText(vault.operatorKey, BODY, body_enc),
  };
}

/** The texts of the last 24 hours, by what became of them. */
export async function countTexts(
  db: Db,
): Promise<readonly { readonly outcome: TextOutcome | 'waiting'; readonly n: number }[]> {
  const { rows } = await db.query<{ outcome: TextOutcome | 'waiting'; n: number }>(
    `select coalesce(outcome, 'waiting') as outcome, count(*)::int as n from inbound_text
     where text_id > uuidv7(interval '-24 hours') group by 1`,
  );
  return rows;
}
