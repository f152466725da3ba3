import { timingSafeEqual } from 'node:crypto';
import { HandbackError } from '../../../../domain/errors.ts';
import { parseOneTimeCode } from '../../../../domain/people/verification.ts';
import { localDateAt } from '../../../../domain/values/local-date.ts';
import { parseMsisdn } from '../../../../domain/values/msisdn.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import { callsNamedBy } from '../../../../store/desks/agent-codes.ts';
import { callerIndex } from '../../../../store/desks/hotline-calls.ts';
import type { Actor } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { homeTimeZone } from '../../../home-time-zone.ts';
import { attemptCounters } from '../../../people/attempt-counters.ts';
import { judged } from '../../../people/judge-answer.ts';
import { rulesOfLine } from '../../../people/rules-of-line.ts';
import { agentCode } from './agent-code.ts';

/** `real`: an agent of ours reads this code out, now, in a call about this number. It says nothing of what they ask for. */
export type AgentCodeAnswer = 'real' | 'not_real' | 'cannot_tell';

/**
 * Whether the code that somebody on the telephone read out is that of an agent of ours. Without the number a code that
 * was made up would hit that of some other call sooner or later.
 *
 * @returns `cannot_tell` also after too many wrong codes
 * @throws HandbackError `msisdn_invalid`, `code_invalid`, which cost no try
 */
export async function checkAgentCode(
  op: Operations,
  actor: Actor,
  request: { readonly number: string; readonly code: string },
): Promise<AgentCodeAnswer> {
  requireAccess(actor, 'checkAgentCode');
  const now = op.clock.now();
  const msisdn = parseMsisdn(request.number, op.defaultCallingCode);
  const given = Buffer.from(parseOneTimeCode(request.code));
  const day = localDateAt(now, homeTimeZone(op));
  const answer = await inTransaction(op.pool, async (tx) => {
    const counters = attemptCounters(op.vault, { door: 'agent_code', about: msisdn, actor, lineId: null });
    const policy = rulesOfLine(op, null, now).settings.one_time_code.value;
    return judged(tx, { ...counters, policy }, now, async () => {
      const calls = await callsNamedBy(tx, callerIndex(op.vault, msisdn), day);
      let real = false;
      for (const call of calls)
        real = timingSafeEqual(Buffer.from(agentCode(op.vault, { ...call, day })), given) || real;
      return real ? true : null;
    });
  });
  try {
    answer();
    return 'real';
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    return error.code === 'answer_wrong' ? 'not_real' : 'cannot_tell';
  }
}
