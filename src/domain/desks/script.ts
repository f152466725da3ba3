import type { EffectiveDates } from '../cases/effective-dates.ts';
import type { Finding } from '../cases/finding.ts';
import type { Money } from '../values/money.ts';
import type { Question } from './questions.ts';

/** What the agent reads out next; the words are in the messages, the facts are the case's own. */
export type Prompt =
  | { readonly key: 'greet' }
  | { readonly key: 'which_number' }
  | { readonly key: 'ask'; readonly question: Question }
  | { readonly key: 'no_question_left' }
  | { readonly key: 'locked' }
  | { readonly key: 'held' }
  | { readonly key: 'offer' }
  | { readonly key: 'clear' }
  | { readonly key: 'in_the_way'; readonly count: number }
  | { readonly key: 'finding'; readonly finding: Finding }
  | { readonly key: 'dates'; readonly dates: EffectiveDates }
  | { readonly key: 'money'; readonly money: MoneySaid }
  | { readonly key: 'lose' }
  | { readonly key: 'confirm' }
  | { readonly key: 'not_yet' }
  | { readonly key: 'receipt' }
  | { readonly key: 'devices'; readonly count: number }
  | { readonly key: 'progress'; readonly serviceEndAt: Date | null; readonly mayWithdraw: boolean }
  | { readonly key: 'ended' }
  | { readonly key: 'goodbye' };

/** What the final bill would say. */
export type MoneySaid =
  | { readonly kind: 'owed' | 'refund'; readonly amount: Money; readonly refundDays: number }
  | { readonly kind: 'even' | 'unknown' };

/** How far a call has come. */
export type CallState =
  | { readonly at: 'ringing'; readonly line: boolean }
  | {
      readonly at: 'proving';
      readonly locked: boolean;
      /** The next one to ask; null where none is left that could help. */
      readonly question: Question | null;
      readonly first: boolean;
    }
  | { readonly at: 'proven'; readonly held: boolean; readonly findings: readonly Finding[] }
  | {
      readonly at: 'declared';
      /** A receipt has not been sent yet. */
      readonly receipt: boolean;
      readonly findings: readonly Finding[];
      /** Null while something stands in the way. */
      readonly dates: EffectiveDates | null;
      readonly money: MoneySaid;
    }
  | {
      readonly at: 'confirmed';
      readonly receipt: boolean;
      readonly devices: number;
      readonly serviceEndAt: Date | null;
      readonly mayWithdraw: boolean;
    }
  | { readonly at: 'ended' };

/** What to read out in this state of the call, in order; the agent goes through it one by one. Never empty. */
export function promptsFor(state: CallState): readonly Prompt[] {
  switch (state.at) {
    case 'ringing':
      return [{ key: 'greet' }, ...(state.line ? [] : ([{ key: 'which_number' }] as const))];
    case 'proving':
      if (state.locked) return [{ key: 'locked' }];
      if (state.question === null) return [{ key: 'no_question_left' }];
      return [
        ...(state.first ? ([{ key: 'greet' }] as const) : []),
        { key: 'ask', question: state.question },
      ];
    case 'proven':
      return state.held ? [{ key: 'held' }] : [{ key: 'offer' }, ...inTheWay(state.findings)];
    case 'declared':
      return [
        ...inTheWay(state.findings),
        ...(state.dates === null
          ? ([{ key: 'not_yet' }] as const)
          : ([
              { key: 'dates', dates: state.dates },
              { key: 'money', money: state.money },
              { key: 'lose' },
              { key: 'confirm' },
            ] as const)),
        ...(state.receipt && state.dates === null ? ([{ key: 'receipt' }] as const) : []),
      ];
    case 'confirmed':
      return [
        ...(state.receipt ? ([{ key: 'receipt' }] as const) : []),
        { key: 'progress', serviceEndAt: state.serviceEndAt, mayWithdraw: state.mayWithdraw },
        ...(state.devices > 0 ? ([{ key: 'devices', count: state.devices }] as const) : []),
        { key: 'goodbye' },
      ];
    case 'ended':
      return [{ key: 'ended' }, { key: 'goodbye' }];
  }
}

/** What the caller must do first, then what it costs or changes: each with its own words. */
function inTheWay(findings: readonly Finding[]): readonly Prompt[] {
  const blocking = findings.filter(({ effect }) => effect === 'blocks' || effect === 'cannot_tell');
  const rest = findings.filter((finding) => !blocking.includes(finding));
  const said = (finding: Finding): Prompt => ({ key: 'finding', finding });
  return [
    blocking.length === 0 ? { key: 'clear' } : { key: 'in_the_way', count: blocking.length },
    ...blocking.map(said),
    ...rest.map(said),
  ];
}

/** What the final bill says, for the script. */
export function moneySaid(
  bill: { readonly total: Money; readonly refund: Money | null } | null,
  refundDays: number,
): MoneySaid {
  if (bill === null) return { kind: 'unknown' };
  if (bill.refund !== null) return { kind: 'refund', amount: bill.refund, refundDays };
  return bill.total.minor > 0 ? { kind: 'owed', amount: bill.total, refundDays } : { kind: 'even' };
}
