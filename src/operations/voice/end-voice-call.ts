import { inTransaction } from '../../store/database/database.ts';
import { endVoiceCall as end } from '../../store/voice/voice-calls.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { forgetCaller } from './voice-caller.ts';

/** The caller hung up, wherever in the menu: what was proven is gone with the call. @throws HandbackError `forbidden` */
export async function endVoiceCall(
  op: Operations,
  actor: Actor,
  request: { readonly callId: string },
): Promise<void> {
  requireAccess(actor, 'takeVoiceStep');
  const key = { platform: actor.platform, callId: request.callId };
  await inTransaction(op.pool, async (tx) => {
    await end(tx, key, op.clock.now());
    await forgetCaller(tx, op.vault, key);
  });
}
