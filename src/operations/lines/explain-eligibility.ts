import { type Explanation, explain } from '../../domain/cases/explain.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Channel } from '../../domain/rules/rulebook.ts';
import { findLine } from '../../store/lines/lines.ts';
import type { Actor } from '../access/actor.ts';
import { asKnownTo } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { eligibilityOf } from './eligibility-of.ts';

/**
 * The decision on a line with every rule that was consulted, for the operator's own people.
 * @throws HandbackError `forbidden`, `line_unknown`
 */
export async function explainEligibility(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string; readonly channel: Channel; readonly urgent: boolean },
): Promise<Explanation> {
  requireAccess(actor, 'explainEligibility');
  const now = op.clock.now();
  const record = asKnownTo(actor, await findLine(op.pool, request.lineId));
  if (record === null) throw new HandbackError('line_unknown');
  const rules = rulesOfLine(op, record, now);
  const { channel, urgent } = request;
  return explain(rules, await eligibilityOf(op, record, { channel, urgent, rules, now }));
}
