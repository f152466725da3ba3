/** What somebody who writes to us can want. Names are spelled as in the rulebook files. */
export const TEXT_WISHES = [
  'end_line',
  'report_loss',
  'charges',
  'leave_code',
  'move_number',
  'stop_notices',
  'resume_notices',
  'help',
] as const;
export type TextWish = (typeof TEXT_WISHES)[number];

export type TextWords = Readonly<Record<TextWish, readonly string[]>>;

/** What the rulebook says of texts that come in. */
export interface TextRules {
  readonly words: TextWords;
  /** An answer that is later than this is not sent any more. In seconds. */
  readonly answerWithinSeconds: number;
  /** Answers to one of our numbers in 24 hours; the next text is answered with a word about that, and further ones are not. */
  readonly answersADay: number;
  /** Answers to a number that is none of ours in 24 hours, and to all of them together in an hour. */
  readonly strangers: { readonly eachADay: number; readonly allAnHour: number };
  /** How long the parts of a long text are waited for, in minutes. */
  readonly partsWithinMinutes: number;
  /** How long a text is kept. */
  readonly keepDays: number;
}

/** What Handback itself would say of a jurisdiction whose file is gone. */
export const USUAL_TEXT_RULES: TextRules = {
  words: {
    end_line: ['CANCEL', 'CLOSE'],
    report_loss: ['LOST', 'STOLEN'],
    charges: ['INFO', 'BALANCE'],
    leave_code: [],
    move_number: [],
    stop_notices: ['STOP'],
    resume_notices: ['START'],
    help: ['HELP'],
  },
  answerWithinSeconds: 60,
  answersADay: 20,
  strangers: { eachADay: 1, allAnHour: 60 },
  partsWithinMinutes: 10,
  keepDays: 30,
};

/** Codes with which another operator ends a line for its holder (UK: STAC). */
export interface SwitchingCodeRules {
  /** For how many days one is good; null where there are none. */
  readonly validDays: number | null;
}
