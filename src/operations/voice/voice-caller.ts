import { HandbackError } from '../../domain/errors.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../../store/database/database.ts';
import type { Vault } from '../../store/database/vault.ts';
import { findLine } from '../../store/lines/lines.ts';
import { closeSession, findSession } from '../../store/people/sessions.ts';
import type { CallKey } from '../../store/voice/voice-calls.ts';
import type { Subscriber } from '../access/actor.ts';
import { withoutConfidential } from '../access/confidential.ts';
import type { Operations } from '../context.ts';
import { reachOf } from '../lines/risks/caller-proof.ts';

/** The session of what a caller has proven: only our keys make it from the call, so that it is stored nowhere and ends with it. */
export function callerToken(vault: Vault, { platform, callId }: CallKey): string {
  return vault.index('caller of the voice menu', JSON.stringify([platform, callId])).toString('base64url');
}

/** Under what a calling number is counted, and found again at the hotline desk. */
export function callingIndex(vault: Vault, msisdn: Msisdn): Buffer {
  return vault.index('number that calls the voice menu', msisdn);
}

/**
 * The caller as far as they have proven who they are, for every other operation.
 * @throws HandbackError `not_signed_in` where they have proven nothing, or the line has changed hands
 */
export async function callerOf(op: Operations, call: CallKey): Promise<Subscriber> {
  const sessionToken = callerToken(op.vault, call);
  const session = await findSession(op.pool, sessionToken);
  if (session === null) throw new HandbackError('not_signed_in');
  const { partyId, lineId, factors } = session;
  const found = await findLine(op.pool, lineId);
  const record = found === null ? null : withoutConfidential(found);
  if (record === null || record.holderId !== partyId) throw new HandbackError('not_signed_in');
  const reach = await reachOf(op, op.pool, { channel: 'hotline', record, factors }, op.clock.now());
  return {
    ...{ kind: 'subscriber', partyId, lineId, factors, channel: 'hotline', sessionToken },
    caller: { reach },
  };
}

/** Nothing is proven any more once the call is over. */
export async function forgetCaller(db: Db, vault: Vault, call: CallKey): Promise<void> {
  await closeSession(db, callerToken(vault, call));
}
