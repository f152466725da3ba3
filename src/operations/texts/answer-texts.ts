import type { Verdict } from '../../domain/channels/reason.ts';
import { TEXT_WISHES, type TextRules, type TextWish } from '../../domain/rules/text-rules.ts';
import { isHan, readText, wordFor } from '../../domain/texts/keywords.ts';
import type { TextOutcome } from '../../domain/texts/text-outcome.ts';
import { FALLBACK_LANGUAGE, type Language } from '../../domain/values/language.ts';
import { languages, messages } from '../../messages/index.ts';
import type { Messages } from '../../messages/shape.ts';
import { type AnswerKind, answerText, smsMoment } from '../../messages/sms.ts';
import type { AskedWords } from '../../messages/sms-ways.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn, type LineRecord, lockHolders } from '../../store/lines/lines.ts';
import { insertAnswer } from '../../store/outbox.ts';
import { findParty } from '../../store/people/parties.ts';
import { resumeReminders, stopReminders } from '../../store/text-stops.ts';
import {
  noteAnswer,
  noteDealt,
  strangersAnswered,
  type TakenText,
  takeTexts,
} from '../../store/texts/inbound-texts.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { withoutConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import { checkedText, LONGEST_TEXT } from '../channels/check-text.ts';
import type { Operations } from '../context.ts';
import { takesCodes } from '../people/one-time-code.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { leaveCode } from './leave-code.ts';
import { standingOfLine } from './line-answer.ts';

/** Whoever holds a text and dies gives it back after so long. */
const LEASE_SECONDS = 10;

/** What one text is answered. */
interface Answer {
  readonly outcome: TextOutcome;
  readonly wish: TextWish | null;
  readonly text: string;
  /** What is done with it, in the transaction of the answer. */
  readonly act?: (tx: Db) => Promise<void>;
}

type Facts<K extends AnswerKind> = Parameters<Messages['inboundTexts']['answers'][K]>[0];

/**
 * Begins to answer texts that wait: each number is told of its own line, whatever its holder has beside it, and of nothing that is
 * confidential. Asking changes nothing. The answer and what it answers are noted together, so that a text is answered once, whoever
 * dies in between.
 *
 * @param room how many at the most
 * @returns one promise for each that was taken up; one that fails is taken up again after its lease, until its time is over
 */
export async function beginAnswers(
  op: Operations,
  actor: Actor,
  room: number,
): Promise<readonly Promise<void>[]> {
  requireAccess(actor, 'answerTexts');
  const taken = await takeTexts(op.pool, op.vault, { limit: room, leaseSeconds: LEASE_SECONDS });
  return taken.map((text) => answerOne(op, actor, text));
}

async function answerOne(op: Operations, actor: Actor, text: TakenText): Promise<void> {
  const nothing = { textId: text.textId, wish: null, line: null };
  if (text.leftMs <= 0) {
    await noteDealt(op.pool, { ...nothing, outcome: 'too_late' });
    return;
  }
  const record = await ownLine(op.pool, text);
  if (record === null) return answerStranger(op, text);
  const party = await findParty(op.pool, op.vault, record.holderId);
  if (party === null) return answerStranger(op, text);
  const answer = await answerOf(op, text, record, party.language);
  const { lineId } = record.line;
  const still = await inTransaction(op.pool, async (tx) => {
    // The number may have changed hands while this was written: then it is about somebody else.
    const holders = await lockHolders(tx, [lineId]);
    const now = await ownLine(tx, text);
    if (holders.get(lineId) !== record.holderId || now?.line.lineId !== lineId) return false;
    const line = { lineId, holderId: record.holderId };
    if (!(await noteDealt(tx, { ...nothing, outcome: answer.outcome, wish: answer.wish, line }))) return true;
    await answer.act?.(tx);
    await send(op, tx, text, { ...party, text: answer.text });
    // What was only asked stands in the text's own row.
    if (answer.act !== undefined)
      await insertAudit(tx, [
        {
          ...{ caseId: null, lineId, actor: auditName(actor), action: 'text_acted_on' },
          facts: { textId: text.textId, wish: answer.wish },
        },
      ]);
    return true;
  });
  if (!still) await answerStranger(op, text);
}

/** The line that has the number now, as its holder may know it; null where a text of it may be anybody's. */
async function ownLine(db: Db, { sender }: TakenText): Promise<LineRecord | null> {
  const found = await findLineByMsisdn(db, sender);
  const record = found === null ? null : withoutConfidential(found);
  return record !== null && takesCodes(record) ? record : null;
}

async function send(
  op: Operations,
  tx: Db,
  { textId, sender, leftMs }: TakenText,
  to: {
    readonly partyId: string | null;
    readonly dataKey: Parameters<typeof insertAnswer>[2]['dataKey'];
    readonly text: string;
  },
): Promise<void> {
  const messageId = await insertAnswer(tx, op.vault, {
    ...{ caseId: null, partyId: to.partyId, dataKey: to.dataKey, kind: 'text_answer', text: to.text },
    to: { msisdn: sender },
    goodForMs: leftMs,
  });
  await noteAnswer(tx, textId, messageId);
  await wakeOutbox(tx);
}

/** A number that is none of ours learns nothing, once a day; all of them together get so many answers in an hour. */
async function answerStranger(op: Operations, text: TakenText): Promise<void> {
  const rules = rulesOfLine(op, null, op.clock.now()).settings.text_keywords.value;
  const nothing = { textId: text.textId, wish: null, line: null };
  await inTransaction(op.pool, async (tx) => {
    const answered = await strangersAnswered(tx, op.vault, text.sender);
    const { eachADay, allAnHour } = rules.strangers;
    const may = answered.this < eachADay && answered.all < allAnHour;
    const noted = await noteDealt(tx, { ...nothing, outcome: may ? 'stranger' : 'over_strangers' });
    if (!noted || !may) return;
    const language = languageOf(text.body ?? '');
    const facts = { url: op.sender.portal };
    const said = answerText(op.sender, language, 'stranger', facts, text.sender);
    await send(op, tx, text, { partyId: null, dataKey: op.vault.operatorKey, text: said });
  });
}

async function answerOf(
  op: Operations,
  text: TakenText,
  record: LineRecord,
  language: Language,
): Promise<Answer> {
  const rules = rulesOfLine(op, record, op.clock.now());
  const value = rules.settings.text_keywords.value;
  const say = <K extends AnswerKind>(kind: K, facts: Facts<K>): string =>
    answerText(op.sender, language, kind, facts, text.sender);
  if (text.place === 'tells_bound') return { outcome: 'told_bound', wish: null, text: say('bound', {}) };
  const read = readText(text.body ?? '', value.words);
  const forwarded = read.kind === 'wish' && read.whole ? null : await verdictOf(op, text.body ?? '');
  if (forwarded !== null) {
    const facts = { verdict: forwarded, url: `${op.sender.portal}/check` };
    return { outcome: 'checked', wish: null, text: say('checked', facts) };
  }
  const wish = read.kind === 'wish' ? read.wish : 'help';
  const url = op.lineUrl(record.line.lineId);
  const answered = { outcome: 'answered', wish } as const;
  const holder = { msisdn: text.sender, partyId: record.holderId };
  switch (wish) {
    case 'end_line':
    case 'charges': {
      const { answer } = await standingOfLine(op, record, rules, language);
      return { ...answered, text: say(wish, answer) };
    }
    case 'leave_code': {
      const { answer, eligibility } = await standingOfLine(op, record, rules, language);
      if (eligibility.verdict === 'blocked') return { ...answered, text: say('blocked_code', answer) };
      const code = await leaveCode(op, record, text.sender, rules);
      if (code === null) return { ...answered, text: say('no_code', answer) };
      const until = smsMoment(language, code.expiresAt, rules.timeZone);
      return { ...answered, text: say('leave_code', { ...answer, code: code.code, until }) };
    }
    case 'report_loss':
      return { ...answered, text: say('report_loss', { url: `${op.sender.portal}/lost` }) };
    case 'move_number':
      return { ...answered, text: say('move_number', {}) };
    case 'stop_notices': {
      const start = wordFor(value.words, 'resume_notices', isHanScript(language)) ?? '';
      const act = (tx: Db): Promise<void> => stopReminders(tx, op.vault, holder);
      return { ...answered, text: say('stop_notices', { start }), act };
    }
    case 'resume_notices':
      return {
        ...answered,
        text: say('resume_notices', {}),
        act: (tx) => resumeReminders(tx, op.vault, holder),
      };
    case 'help': {
      const facts = { ...askedWords(value, language), url };
      return { outcome: 'helped', wish: read.kind === 'wish' ? 'help' : null, text: say('help', facts) };
    }
  }
}

/**
 * Whether a text that somebody passed on is official; null for one that is no such text: it leads nowhere, and nothing in it is known to
 * be wrong.
 */
async function verdictOf(op: Operations, text: string): Promise<Verdict | null> {
  if (text.trim() === '') return null;
  const { answer } = await checkedText(op, { text: text.slice(0, LONGEST_TEXT), sender: null });
  const leads = answer.ways.some(({ kind }) => kind !== 'number');
  if (!leads && answer.verdict !== 'not_official') return null;
  // Of what was not looked at nobody can say that it is official.
  return answer.verdict === 'official' && text.length > LONGEST_TEXT ? 'cannot_tell' : answer.verdict;
}

function askedWords({ words }: TextRules, language: Language): AskedWords {
  return {
    words: TEXT_WISHES.flatMap((wish) => {
      const word = wordFor(words, wish, isHanScript(language));
      return word === null ? [] : [{ wish, word }];
    }),
  };
}

/** Of a stranger nothing is known but the letters that they write in: the first of our languages that is written so. */
function languageOf(text: string): Language {
  const script = isHan(text) ? 'han' : 'latin';
  return languages.find((one) => messages(one).writing.script === script) ?? FALLBACK_LANGUAGE;
}

const isHanScript = (language: Language): boolean => messages(language).writing.script === 'han';
