import type { Channel } from '../../domain/rules/rulebook.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import { UNANSWERED, withoutConfidential } from '../access/confidential.ts';
import type { Operations } from '../context.ts';
import { type Decided, type DoneRow, decideLine } from './decided-line.ts';

/** Lines that the rulebook was asked about, and those of which nothing had to be asked. */
export interface DecidedPart {
  readonly decided: readonly Decided[];
  readonly undecided: readonly DoneRow[];
}

/** How many lines are decided, and begun, together. */
export const PART = 500;

/** Decides on some lines, each named once, as of `now`. Nothing is written. */
export async function decidePart(
  op: Operations,
  lineIds: readonly string[],
  asked: {
    readonly channel: Channel;
    readonly now: Date;
    /** Whether whoever asks, or reads of it later, may know of confidential cases. */
    readonly confidential: boolean;
    /** Lines that were meant by their number, and by which: one that moved on is not meant any more. */
    readonly numbers?: ReadonlyMap<string, string | null>;
  },
): Promise<DecidedPart> {
  const { channel, now, numbers } = asked;
  const found = await findLines(op.pool, lineIds);
  const moved = ({ line }: LineRecord): boolean =>
    numbers?.has(line.lineId) === true && numbers.get(line.lineId) !== line.msisdn;
  const records = new Map([...found].filter(([, record]) => !moved(record)));
  // Of a line with a confidential case whoever may not know of it is told nothing, and begins nothing.
  const hidden = (record: LineRecord | undefined): boolean =>
    record?.confidential === true && !asked.confidential;
  const known = lineIds.flatMap((id) => (hidden(records.get(id)) ? [] : (records.get(id) ?? [])));
  const standings = await op.billing.standing(known.map((record) => record.accountId));
  const esim = await linesWithProfiles(op.pool, lineIds);
  const decided = known.flatMap((record, i) =>
    record.line.status === 'ended' || record.openCase !== null
      ? []
      : [
          decideLine(op, record, {
            ...{ standing: standings[i]!, esim: esim.has(record.line.lineId) },
            ...{ channel, now },
          }),
        ],
  );
  const undecided = lineIds.flatMap((lineId): DoneRow[] => {
    const record = records.get(lineId);
    const nothing = { lineId, checks: [], caseId: null, reference: null };
    if (record === undefined) return [{ ...nothing, result: 'unknown' }];
    if (hidden(record))
      return withoutConfidential(record) === null
        ? [{ ...nothing, result: 'unknown' }]
        : [{ ...nothing, checks: [...UNANSWERED], result: 'cannot_tell' }];
    if (record.line.status === 'ended') return [{ ...nothing, result: 'ended_already' }];
    return record.openCase === null ? [] : [{ ...nothing, result: 'open_already' }];
  });
  return { decided, undecided };
}
