import type { LineRecord } from '../../store/lines/lines.ts';
import type { Actor } from '../access/actor.ts';
import type { MissingFactors } from '../access/factors.ts';
import { missingProof, requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { lineFor } from './line-for.ts';
import { type LineProfile, profilesOf } from './line-profiles.ts';

export type { LineRecord } from '../../store/lines/lines.ts';

/** One line as its holder sees it. */
export interface LineView extends LineRecord {
  readonly profiles: readonly LineProfile[];
  /** Whose clock the line's dates follow. */
  readonly timeZone: string;
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
    missingForBar: missingProof(actor, 'declare', rules),
  };
}
