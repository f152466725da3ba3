import { REMIND_BEFORE_MS } from '../../domain/stores/slots.ts';
import { inTransaction } from '../../store/database/database.ts';
import { takeReminders } from '../../store/stores/appointments.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { tellVisitors } from './tell-visitors.ts';

/** So many in one transaction. */
const AT_ONCE = 200;

/**
 * Reminds whoever comes within a day. Each once: what is marked and what is sent commit together, and of several workers each takes others.
 * @returns how many
 */
export async function remindVisitors(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'remindVisitors');
  for (let reminded = 0; ; ) {
    const now = op.clock.now();
    const taken = await inTransaction(op.pool, async (tx) => {
      const due = await takeReminders(tx, {
        ...{ now, until: new Date(now.getTime() + REMIND_BEFORE_MS) },
        ...{ madeBefore: REMIND_BEFORE_MS, limit: AT_ONCE },
      });
      await tellVisitors(op, tx, due, 'appointment_soon');
      return due.length;
    });
    reminded += taken;
    if (taken < AT_ONCE) return reminded;
  }
}
