import type { TextRules } from '../../domain/rules/text-rules.ts';
import type { TextSource } from '../../domain/texts/text-outcome.ts';
import { type TextSender, textSender } from '../../domain/texts/text-sender.ts';
import type { DeliveredText } from '../../ports/sms.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import {
  insertText,
  isTextKnown,
  lockTextSender,
  type TextPlace,
  textsOfSender,
} from '../../store/texts/inbound-texts.ts';
import { keepPart, noteWhole } from '../../store/texts/text-parts.ts';
import { wakeTexts } from '../../store/wake.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/**
 * A text without an id of its message centre is the same as the last one of its sender for so long: one whose acknowledgement was
 * lost. Behind another text it is meant: STOP, START, and STOP again.
 */
const SAME_SECONDS = 300;
/** No more of it is kept than a text of 255 parts can have. */
const LONGEST = 40_000;

/**
 * Stores a text that a message centre hands over; who sent it is answered afterwards (`answerTexts`). Nothing is proven by it and
 * nothing is done here. Handed over twice it is stored once.
 *
 * @returns whether it was news
 */
export async function receiveText(
  op: Operations,
  actor: Actor,
  given: DeliveredText & { readonly source: TextSource },
): Promise<{ readonly news: boolean }> {
  requireAccess(actor, 'receiveText');
  return inTransaction(op.pool, (tx) => storeText(op, tx, given));
}

/** The same within a transaction of the caller. */
export async function storeText(
  op: Operations,
  tx: Db,
  given: DeliveredText & { readonly source: TextSource },
): Promise<{ readonly news: boolean }> {
  const sender = textSender(given.from, op.defaultCallingCode);
  const name = sender.kind === 'number' ? sender.msisdn : `${given.from.type} ${given.from.value}`;
  await lockTextSender(tx, op.vault.index('text sender', name));
  const rules = await textRulesOf(op, tx, sender);
  const whole = await wholeOf(op, tx, given, name, rules);
  if (whole === null) return { news: false };
  if (whole.key !== null && (await isTextKnown(tx, whole.key, whole.knownFor))) return { news: false };
  const place = await placeOf(op, tx, sender, given, rules);
  const textId = await insertText(tx, op.vault, {
    ...{ source: given.source, sender, place, sentTo: shownAddress(given.to) },
    key: whole.key ?? op.vault.index('text', op.vault.random(16).toString('hex')),
    body: whole.text === null ? null : whole.text.toWellFormed().slice(0, LONGEST),
    parts: given.part?.total ?? 1,
    answerWithinSeconds: rules.answerWithinSeconds,
    keepDays: rules.keepDays,
  });
  if (whole.parts !== null) await noteWhole(tx, whole.parts, textId);
  if (place === 'asks' || place === 'tells_bound') await wakeTexts(tx);
  return { news: true };
}

/** As it is kept and shown; a gateway can put any character there, and none that cannot be seen is one of an address. */
const shownAddress = (address: string): string => address.replace(/\p{C}/gu, '').slice(0, 40);

interface Whole {
  readonly text: string | null;
  /** Null where its parts say that it is new. */
  readonly key: Buffer | null;
  readonly knownFor: number | null;
  readonly parts: Buffer | null;
}

/** The whole text, by its parts where it came in such; null while some are missing, and for one that came twice. */
async function wholeOf(
  op: Operations,
  tx: Db,
  { source, messageId, to, text, part }: DeliveredText & { readonly source: TextSource },
  sender: string,
  rules: TextRules,
): Promise<Whole | null> {
  const named = [source, sender, to];
  const said = text ?? '\u0000';
  const keyOf = (...of: readonly (string | number)[]): Buffer =>
    op.vault.index('text', JSON.stringify([...named, ...of]));
  if (part === null) {
    const key = messageId === null ? keyOf('says', said) : keyOf('id', messageId);
    return { text, key, knownFor: messageId === null ? SAME_SECONDS : null, parts: null };
  }
  const whole = keyOf('whole', part.number, part.total);
  const texts = await keepPart(
    tx,
    op.vault,
    {
      ...{ whole, which: part.which, total: part.total },
      key: messageId === null ? keyOf('says', part.which, said) : keyOf('id', messageId),
      body: text ?? '',
    },
    rules.partsWithinMinutes,
  );
  return texts === null ? null : { text: texts.join(''), key: null, knownFor: null, parts: whole };
}

async function placeOf(
  op: Operations,
  tx: Db,
  sender: TextSender,
  { to }: DeliveredText,
  rules: TextRules,
): Promise<TextPlace> {
  if (sender.kind !== 'number') return 'nobody';
  // A text of ourselves would be answered without an end.
  const ours = textSender({ type: 'unknown', value: to }, op.defaultCallingCode);
  if (ours.kind === 'number' && ours.msisdn === sender.msisdn) return 'nobody';
  const { asked, told } = await textsOfSender(tx, op.vault, sender.msisdn);
  if (asked < rules.answersADay) return 'asks';
  return told ? 'over' : 'tells_bound';
}

async function textRulesOf(op: Operations, tx: Db, sender: TextSender): Promise<TextRules> {
  const record = sender.kind === 'number' ? await findLineByMsisdn(tx, sender.msisdn) : null;
  return rulesOfLine(op, record, op.clock.now()).settings.text_keywords.value;
}
