import { timingSafeEqual } from 'node:crypto';
import { HandbackError } from '../../../../domain/errors.ts';
import type { IdentityFactor } from '../../../../domain/rules/rulebook.ts';
import { withoutSeparators } from '../../../../domain/values/pasted-text.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import {
  countWrongPresence,
  lockLiveCodes,
  usePresenceCode,
} from '../../../../store/desks/presence-codes.ts';
import { addFactor } from '../../../../store/people/sessions.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { attemptCounters } from '../../../people/attempt-counters.ts';
import { judged } from '../../../people/judge-answer.ts';
import { rulesOfLine } from '../../../people/rules-of-line.ts';
import { currentCustomer, requireAttended } from '../attended.ts';
import { presenceHash } from './presence-code.ts';

/**
 * Whether the digits that a caller reads out are on their page, or in a message that was sent to the line. A right
 * answer adds what opened that session of the portal, or the code by message; it is good once.
 *
 * @returns all that is proven now
 * @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `line_unknown`, `code_invalid` (which costs no
 *   try), `answer_wrong` (with `triesLeft`), `answer_locked`
 */
export async function checkPresenceCode(
  op: Operations,
  actor: Actor,
  request: { readonly given: string },
): Promise<readonly IdentityFactor[]> {
  requireAccess(actor, 'checkPresenceCode');
  requireAttended(actor);
  const now = op.clock.now();
  const given = withoutSeparators(request.given.slice(0, 100));
  if (!/^(\d{4}|\d{6})$/.test(given)) throw new HandbackError('code_invalid', { reason: 'four_digits' });
  const answer = await inTransaction(op.pool, async (tx) => {
    const { token, session, record } = await currentCustomer(tx, actor);
    const { lineId, msisdn } = record.line;
    const rules = rulesOfLine(op, record, now);
    const { tries, wrongADay } = rules.settings.hotline_verification.value;
    const counters = attemptCounters(op.vault, {
      ...{ door: 'presence', about: msisdn ?? lineId, actor, lineId },
      across: {
        ...{ agent: actor.attended.person.subject, caller: null, document: null },
        ...{ most: wrongADay, timeZone: rules.timeZone, now },
      },
    });
    const policy = { ...rules.settings.one_time_code.value, attempts: tries };
    return judged(tx, { ...counters, policy }, now, async () => {
      const live = await lockLiveCodes(tx, { lineId, partyId: record.holderId }, now);
      const hash = presenceHash(op, lineId, given);
      const right = live.filter(({ codeHash }) => timingSafeEqual(codeHash, hash))[0];
      if (right === undefined) {
        await countWrongPresence(
          tx,
          live.map(({ codeId }) => codeId),
        );
        return null;
      }
      await usePresenceCode(tx, right.codeId, now);
      for (const factor of right.factors) await addFactor(tx, token, factor);
      await insertAudit(tx, [
        {
          ...{ caseId: record.openCase, lineId, actor: auditName(actor) },
          action: 'factor_proven',
          facts: { factors: right.factors, by: 'presence_code' },
        },
      ]);
      return [...new Set([...session.factors, ...right.factors])];
    });
  });
  return answer();
}
