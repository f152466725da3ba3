import { HandbackError } from '../../domain/errors.ts';
import type { Db } from '../../store/database/database.ts';
import { findRequest, type SpecialRequest } from '../../store/special/requests.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { normaliseRequestReference } from '../cases/receipt.ts';
import { isUuid } from '../is-uuid.ts';

/** Who decides on any request; whoever took one in at a desk has to do with that one alone. */
const DECIDES = ['supervisor', 'fraud', 'operations', 'auditor'] as const;

/** Null for who may look at all of them; the name under which their own were taken in, for whoever sees those alone. */
export function ownOnly(actor: Actor): string | null {
  const person = staffBehind(actor);
  if (person === null || DECIDES.some((role) => person.roles.includes(role))) return null;
  return auditName(actor);
}

/** By its identity, or by the reference that its requester has. */
export type RequestName = { readonly requestId: string } | { readonly reference: string };

/**
 * A special request that the actor may look at. One of others and one that does not exist look the same.
 * @throws HandbackError `special_request_unknown`
 */
export async function requestFor(
  db: Db,
  actor: Actor,
  name: RequestName,
  lock = false,
): Promise<SpecialRequest> {
  const by = 'reference' in name ? { reference: normaliseRequestReference(name.reference) } : name;
  const isName = 'reference' in by || isUuid(by.requestId);
  const found = isName ? await findRequest(db, by, lock) : null;
  if (found === null) throw new HandbackError('special_request_unknown');
  // A token may be called like anybody.
  const own = staffBehind(actor) !== null && found.takenBy === auditName(actor);
  const others = ownOnly(actor) === null && (!found.confidential || seesConfidential(actor));
  if (!own && !others) throw new HandbackError('special_request_unknown');
  return found;
}
