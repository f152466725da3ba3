import type { Eligibility } from '../../domain/cases/eligibility.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import type { Channel, Material } from '../../domain/rules/rulebook.ts';
import { type DisputeMark, disputesOfLine } from '../../store/cases/disputes.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { type Actor, routeOf } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { materialsOf } from '../materials-of.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { eligibilityOf } from './eligibility-of.ts';
import { lineFor } from './line-for.ts';

export interface CheckedLine extends LineRecord {
  readonly eligibility: Eligibility;
  /** What the holder has disputed of it. */
  readonly disputes: readonly DisputeMark[];
  /** What the holder would bring to a store, where that is a way to end it. */
  readonly bring: readonly Material[];
  readonly checkedAt: Date;
  /** Whose clock the line's dates follow. */
  readonly timeZone: string;
}

/**
 * Everything that stands in the way of ending a line, in one pass.
 *
 * @throws HandbackError `not_signed_in`, `line_unknown`
 */
export async function checkEligibility(
  op: Operations,
  actor: Actor,
  request: {
    readonly lineId: string;
    /** Default: the channel of the actor. */
    readonly channel?: Channel | undefined;
    readonly urgent?: boolean | undefined;
  },
): Promise<CheckedLine> {
  requireAccess(actor, 'checkEligibility');
  const now = op.clock.now();
  const record = await lineFor(op.pool, actor, request.lineId);
  const rules = rulesOfRoute(rulesOfLine(op, record, now), routeOf(actor, null));
  const { channel = actor.channel, urgent = false } = request;
  const eligibility = await eligibilityOf(op, record, { channel, urgent, rules, now });
  const disputes = await disputesOfLine(op.pool, { lineId: record.line.lineId, partyId: record.holderId });
  const bring = rules.settings.channels.value.permitted.includes('store')
    ? materialsOf(rules, record.line, urgent).owner
    : [];
  return { ...record, eligibility, disputes, bring, checkedAt: now, timeZone: rules.timeZone };
}
