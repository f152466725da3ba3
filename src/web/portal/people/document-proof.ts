import type { Subscriber } from '../../../operations/context.ts';
import { proveDocument } from '../../../operations/people/sign-in.ts';
import { signedIn, type Visit } from '../../kit/visit.ts';

/** Proves the document on the way, when it was given; what a session has proven is not asked again. */
export async function withDocument(visit: Visit): Promise<Subscriber> {
  const { subscriber, token } = signedIn(visit);
  const given = (visit.values['document'] ?? '').trim();
  if (given === '' || subscriber.factors.includes('document_number')) return subscriber;
  await proveDocument(visit.op, token, given);
  return { ...subscriber, factors: [...subscriber.factors, 'document_number'] };
}
