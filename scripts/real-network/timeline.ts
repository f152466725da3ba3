import type { CaseEvidence } from '../../src/operations/cases/view-evidence.ts';
import type { CaseHistory } from '../../src/operations/cases/view-history.ts';
import type { PhoneLog } from '../../src/simulators/phone/phone-log.ts';

/** Something that one of the two says happened. */
export interface Told {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly who: 'phone' | 'Handback';
  readonly text: string;
  /** The same for machines. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** By the clock of the phone's log: what happens here and there within one millisecond stays in order. */
export const now = (): number => performance.timeOrigin + performance.now();

/** What the phone sent and received. */
export const ofPhone = (log: PhoneLog): Told[] =>
  log.entries.map(({ at, ...sighting }) => {
    const { direction, message, cause, detail } = sighting;
    const text = [
      sighting.interface.padEnd(2),
      direction === 'sent' ? '->' : '<-',
      message,
      cause === undefined ? '' : `cause ${cause}`,
      detail === undefined ? '' : `(${detail})`,
    ];
    return {
      at: log.startedAt + at,
      who: 'phone',
      text: text.filter(Boolean).join(' '),
      facts: sighting,
    };
  });

/** What was asked of which element, and what it answered; the time is the answer's. */
export const ofEvidence = ({ exchanges }: CaseEvidence): Told[] =>
  exchanges.map(({ at, stage, element, interface: channel, meaning, node, exchange }) => ({
    at: at.getTime(),
    who: 'Handback',
    text: `${stage}: ${element} ${channel}, ${exchange?.request ?? ''}: ${meaning}`,
    facts: {
      ...{ kind: 'exchange', stage, element, interface: channel, meaning, node },
      request: exchange?.request ?? null,
      answer: exchange === null ? null : Buffer.from(exchange.answer).toString('latin1'),
    },
  }));

/** What happened to the case. */
export const ofHistory = ({ events }: CaseHistory): Told[] =>
  events.map(({ at, actor, action, facts }) => ({
    at: at.getTime(),
    who: 'Handback',
    text: `case: ${action} (${actor})`,
    facts: { kind: 'event', actor, action, facts },
  }));

/** In order of time; of the same time, in the order given. */
export const inOrder = (told: readonly Told[]): Told[] => told.toSorted((a, b) => a.at - b.at);

/** A line for each, with seconds since `from`. */
export function timelineText(told: readonly Told[], from: number): string {
  return told
    .map(
      ({ at, who, text }) => `${((at - from) / 1_000).toFixed(3).padStart(9)} s  ${who.padEnd(8)} | ${text}`,
    )
    .join('\n');
}
