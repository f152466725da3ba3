import { lastNoticeDay } from '../../domain/cases/notice-period.ts';
import type { Line } from '../../domain/lines/line.ts';
import type { NoticeLength, ResolvedRules } from '../../domain/rules/rulebook.ts';
import { type LocalDate, localDateAt } from '../../domain/values/local-date.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Actor } from '../access/actor.ts';
import type { MissingFactors } from '../access/factors.ts';
import { missingProof, requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { lineFor } from './line-for.ts';
import { type LineProfile, profilesOf } from './line-profiles.ts';

export type { LineRecord } from '../../store/lines/lines.ts';

/** The notice that a line must be given before it ends; null where it can be ended from one day to the next. */
export interface NoticeOwed {
  readonly length: NoticeLength;
  /** The last day on which notice must arrive for the contract to end as agreed; null without a contract, or after that day. */
  readonly lastDay: LocalDate | null;
}

/** One line as its holder sees it. */
export interface LineView extends LineRecord {
  readonly profiles: readonly LineProfile[];
  /** Whose clock the line's dates follow. */
  readonly timeZone: string;
  readonly notice: NoticeOwed | null;
  /** What is still to be proven before the line is barred at once. */
  readonly missingForBar: MissingFactors;
}

/**
 * A line that the subscriber may act on.
 * @throws HandbackError `not_signed_in`, `line_unknown`
 */
export async function viewLine(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<LineView> {
  requireAccess(actor, 'viewLine');
  const now = op.clock.now();
  const record = await lineFor(op.pool, actor, request.lineId);
  const profiles = await profilesOf(op, [record]);
  const rules = rulesOfLine(op, record, now);
  return {
    ...record,
    profiles: profiles.get(record.line.lineId) ?? [],
    timeZone: rules.timeZone,
    notice: noticeOwed(record.line, rules, now),
    missingForBar: missingProof(actor, 'declare', rules),
  };
}

function noticeOwed(line: Line, rules: ResolvedRules, now: Date): NoticeOwed | null {
  const { effect, length, payments } = rules.checks.notice_period.value;
  if (effect === 'not_applied' || !payments.includes(line.payment)) return null;
  const lastDay = line.contract === null ? null : lastNoticeDay(line.contract.endsOn, length);
  return { length, lastDay: lastDay === null || lastDay < localDateAt(now, rules.timeZone) ? null : lastDay };
}
