import { HandbackError } from '../../../domain/errors.ts';
import type { Db } from '../../../store/database/database.ts';
import { findLine, type LineRecord } from '../../../store/lines/lines.ts';
import type { Session } from '../../../store/people/sessions.ts';
import type { Subscriber } from '../../access/actor.ts';
import { withoutConfidential } from '../../access/confidential.ts';
import { currentSession } from '../../people/current-session.ts';

/** A customer in whose place somebody acts at a desk. */
export type AttendedCustomer = Subscriber & { readonly attended: NonNullable<Subscriber['attended']> };

/**
 * For what only somebody at a desk does.
 * @throws HandbackError `attendance_over` where a customer acts for themselves
 */
export function requireAttended(actor: Subscriber): asserts actor is AttendedCustomer {
  if (actor.attended === undefined) throw new HandbackError('attendance_over');
}

/**
 * What the customer has proven by now, and the line as it stands.
 * @throws HandbackError `not_signed_in`, `line_unknown` where it changed hands meanwhile
 */
export async function currentCustomer(
  db: Db,
  actor: AttendedCustomer,
): Promise<{ readonly token: string; readonly session: Session; readonly record: LineRecord }> {
  const { token, session } = await currentSession(db, actor);
  const found = await findLine(db, session.lineId);
  const record = found === null ? null : withoutConfidential(found);
  if (record === null || record.holderId !== session.partyId) throw new HandbackError('line_unknown');
  return { token, session, record };
}
