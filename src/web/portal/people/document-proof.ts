import type { Actor } from '../../../operations/access/actor.ts';
import { proveDocument } from '../../../operations/people/prove-document.ts';
import { signedIn, type Visit } from '../../kit/visit.ts';

/** Proves the document on the way, when it was given; what a session has proven is not asked again. */
export async function withDocument(visit: Visit): Promise<Actor> {
  const { subscriber } = signedIn(visit);
  const documentNumber = (visit.values['document'] ?? '').trim();
  if (documentNumber === '' || subscriber.factors.includes('document_number')) return subscriber;
  return proveDocument(visit.op, subscriber, { documentNumber });
}
