import type { Verdict } from '../../domain/channels/reason.ts';
import type { TextWish } from '../../domain/rules/text-rules.ts';
import type { TextOutcome } from '../../domain/texts/text-outcome.ts';
import type { TextSender } from '../../domain/texts/text-sender.ts';
import type { AskedWords, LineAnswer, Ways } from '../sms-ways.ts';

const wishes: Readonly<Record<TextWish, string>> = {
  end_line: 'ending the line',
  report_loss: 'a lost phone',
  charges: 'what ending costs',
  leave_code: 'a code for leaving',
  move_number: 'taking the number along',
  stop_notices: 'no further reminders',
  resume_notices: 'reminders again',
  help: 'help',
};

const outcomes: Readonly<Record<TextOutcome, string>> = {
  answered: 'answered',
  helped: 'answered with what can be asked for',
  checked: 'answered whether it is official',
  stranger: 'not our number: told so',
  over_strangers: 'not our number: no answer',
  told_bound: 'told that it was the last answer of the day',
  over_bound: 'no answer: too many in a day',
  nobody: 'no answer: no number that can be answered',
  too_late: 'no answer: too late',
};

/** What ending the line comes to, in a sentence or two. */
function standing(f: LineAnswer): string {
  const items = f.items.map(({ name, amount }) => `${name} ${amount}`).join(', ');
  const credit = f.credit === null ? '' : ` Credit on the account: ${f.credit}.`;
  if (f.total === null) return `We cannot tell the charges just now; text again in a few minutes.${credit}`;
  return `Ending now costs ${f.total}${items === '' ? '' : ` (${items})`}.${credit}`;
}

function way(f: LineAnswer): string {
  if (f.underWay) return ' Closing it is under way already.';
  if (f.inTheWay.length > 0) return ` In the way: ${f.inTheWay.join(', ')}.`;
  if (f.earliest !== null) return ` It can end from ${f.earliest}.`;
  // Where billing is silent nobody knows.
  return f.total === null ? '' : ' Nothing stands in the way.';
}

const answers = {
  end_line: (f: LineAnswer, w: Ways) =>
    `${w.line}: ${standing(f)}${way(f)} Asking has cancelled nothing. To go on: ${f.url}`,
  charges: (f: LineAnswer, w: Ways) =>
    `${w.line}: ${standing(f)}${way(f)} Asking has cancelled nothing. Details: ${f.url}`,
  report_loss: (f: { url: string }, w: Ways) =>
    `A text bars no line, for anybody could send it. To bar ${w.line} now: ${f.url} or ${w.call}.`,
  leave_code: (f: LineAnswer & { code: string; until: string }, w: Ways) =>
    `STAC for ${w.line}: ${f.code}, good until ${f.until}. Give it to your new operator; the line ends when they use it, and the number is lost. ${standing(f)}${way(f)} Asking has cancelled nothing. Details: ${f.url}`,
  no_code: (f: LineAnswer, w: Ways) =>
    `${w.line}: there is no code just now; text again in a few minutes. ${standing(f)} Asking has cancelled nothing. Details: ${f.url}`,
  blocked_code: (f: LineAnswer, w: Ways) =>
    `${w.line}: no code can be given now.${way(f)} ${standing(f)} Nothing was cancelled. Details: ${f.url}`,
  move_number: (_: object, w: Ways) =>
    `Ending a line loses its number. To take ${w.line} along to another operator, do not end it: ${w.call}.`,
  stop_notices: (f: { start: string }, w: Ways) =>
    `No further reminders to ${w.line}. What you must know of a closing, and codes that you ask for, still come.${f.start === '' ? '' : ` ${f.start} brings them back.`}`,
  resume_notices: (_: object, w: Ways) => `Reminders to ${w.line} come again.`,
  checked: (f: { verdict: Verdict; url: string }, w: Ways) =>
    ({
      official: `What you sent names only official ways. Give a code to nobody all the same. More: ${f.url}`,
      not_official: `What you sent is not official. Do not follow its links, call its numbers, or send codes or money. To report it: ${f.url}`,
      cannot_tell: `We cannot tell whether what you sent is official. If in doubt, ${w.call}. To check or report it: ${f.url}`,
    })[f.verdict],
  help: (f: AskedWords & { url: string }) => `${asked(f)} Asking cancels nothing. More: ${f.url}`,
  stranger: (f: { url: string }, w: Ways) =>
    `We know of nothing to tell this number. If your line is with us, see ${f.url} or ${w.call}.`,
  bound: (_: object, w: Ways) =>
    `That was a lot of texts from ${w.line} today: this is the last answer until tomorrow. If it is urgent, ${w.call}.`,
};

function asked({ words }: AskedWords): string {
  const says: Partial<Readonly<Record<TextWish, string>>> = {
    end_line: 'what ending your line takes',
    charges: 'what it costs',
    report_loss: 'a lost phone',
    leave_code: 'a code for leaving',
    stop_notices: 'no further reminders',
  };
  const listed = words.flatMap(({ wish, word }) =>
    says[wish] === undefined ? [] : `${word} (${says[wish]})`,
  );
  return `Text one word: ${listed.join(', ')}.`;
}

/** What is said of texts that come in. And what they are answered: short, and never as if anything were done. */
export const inboundTexts = {
  title: 'Text messages that come in',
  rule: {
    wishes,
    words: (wish: string, listed: string) => `${wish}: ${listed}`,
    within: (seconds: string) => `answered within ${seconds}, or not at all`,
    answersADay: (n: number) => `${n} answers to one number a day`,
    strangers: (each: number, all: number) =>
      `to numbers that are not ours ${each} a day each, ${all} an hour together`,
    parts: (minutes: string) => `parts of a long text are waited for ${minutes}`,
    kept: (days: string) => `kept ${days}`,
    noCodes: 'none',
    codes: (days: string) => `a code is good for ${days}`,
  },
  answers,
  outcomes,
  list: {
    none: 'No text came in.',
    waiting: 'waits',
    more: (command: string) => `More: ${command}`,
    unknown: 'nothing known',
    withheld: '(not kept)',
  },
  /** At the operations desk. */
  desk: {
    title: 'Texts that came in',
    lead: 'Who wrote, what was asked for and what became of it, the newest first. What a text says is not shown here.',
    number: 'Number that wrote',
    numberHint: 'Leave it empty for all numbers.',
    outcome: 'What became of it',
    any: 'Any',
    find: 'Show them',
    clear: 'Show all',
    of: (number: string) => `Only those of ${number}.`,
    none: 'No such text came in.',
    received: 'Received',
    sender: 'From',
    senders: {
      short_code: 'a short code',
      alphanumeric: 'a name',
      malformed: 'nothing that is a number',
    } satisfies Readonly<Record<Exclude<TextSender['kind'], 'number'>, string>>,
    wish: 'Asked for',
    line: 'Line',
    noLine: 'None of ours',
    answer: 'Answer',
    answers: { waiting: 'waits', sent: 'sent', given_up: 'given up' },
    noAnswer: 'None kept',
    parts: (n: number): string => (n === 1 ? 'one part' : `${n} parts`),
    more: 'More',
  },
};
