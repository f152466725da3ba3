import { type CheckAnswer, judge } from '../../domain/channels/check.ts';
import { keysOf, type ReadText, readText } from '../../domain/channels/reading.ts';
import { LONGEST_SENDER, LONGEST_TEXT } from '../../domain/channels/report.ts';
import { sentTextOf } from '../../domain/channels/sent-text.ts';
import { HandbackError } from '../../domain/errors.ts';
import { blockedAmong } from '../../store/channels/channel-blocks.ts';
import { wasSent } from '../../store/outbox-texts.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { bookOf } from './book-of.ts';

export { LONGEST_TEXT } from '../../domain/channels/report.ts';

export interface TextToCheck {
  readonly text: string;
  /** From whom a phone shows it; null where it is not said. It proves nothing. */
  readonly sender: string | null;
}

/**
 * Whether a text, a link or a number is official: by the registry of channels, local rules, what was blocked, and whether we
 * sent exactly this text. Nothing of it is kept or logged, and no link is followed.
 *
 * @throws HandbackError `text_missing`, `text_too_long`
 */
export async function checkText(op: Operations, actor: Actor, given: TextToCheck): Promise<CheckAnswer> {
  requireAccess(actor, 'checkText');
  return (await checkedText(op, given)).answer;
}

export interface CheckedText {
  readonly answer: CheckAnswer;
  readonly read: ReadText;
  /** The text as a list of blocked ways would name it. */
  readonly textKey: string;
}

/** @throws HandbackError `text_missing`, `text_too_long` */
export async function checkedText(op: Operations, { text, sender }: TextToCheck): Promise<CheckedText> {
  if (text.length > LONGEST_TEXT) throw new HandbackError('text_too_long', { most: LONGEST_TEXT });
  if (text.trim() === '') throw new HandbackError('text_missing');
  const book = bookOf(op);
  const read = readText(text, sender?.slice(0, LONGEST_SENDER) ?? null, book);
  const textKey = textKeyOf(op, read);
  const keys = keysOf(read, book);
  const found = await blockedAmong(op.pool, [...keys, textKey]);
  const blocked = found.has(textKey) ? new Set([...found, 'text']) : found;
  const answer = judge(read, book, blocked);
  const asked = sentTextOf(text);
  if (asked === null) return { answer, read, textKey };
  const ours = await wasSent(op.pool, op.vault, asked);
  return { answer: withWhatWeSent(answer, ours), read, textKey };
}

/** Exactly what we sent is ours, whatever it looks like; what we did not send in these days says nothing by itself. */
function withWhatWeSent(answer: CheckAnswer, ours: boolean): CheckAnswer {
  if (ours) return { ...answer, verdict: 'official', reasons: ['sent_by_us', ...answer.reasons] };
  const verdict = answer.verdict === 'official' ? 'cannot_tell' : answer.verdict;
  return { ...answer, verdict, reasons: [...answer.reasons, 'not_sent_by_us'] };
}

/** With fewer letters than this a text is known by all that stands in it: else every number alone would be one and the same text. */
const FEW_LETTERS = 6;

/** Texts are the same whose letters are: numbers in them differ from one receiver to the next. */
function textKeyOf(op: Operations, { low }: ReadText): string {
  const letters = low.replace(/[^\p{L}]/gu, '');
  const said = letters.length < FEW_LETTERS ? low.replace(/\s/gu, '') : letters;
  return `text:${op.vault.index('scam text', said).toString('base64url').slice(0, 22)}`;
}
