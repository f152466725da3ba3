import type { Approval } from '../../access/actor.ts';
import type { Asker } from './acts.ts';

/** What is kept of a request until it is decided. */
export interface KeptRequest {
  readonly with: unknown;
  readonly asker: Asker;
}

/** Without what opens anything: the session of a customer at a desk is over when the act is done. */
export function kept(asker: Asker): Asker {
  if (asker.kind !== 'subscriber') return asker;
  const { sessionToken: _, ...rest } = asker;
  return rest;
}

/** Whoever asked, as they were then: what was kept is JSON, which has no instants. */
export function revived({ asker }: KeptRequest): Asker {
  const dated = <P extends { readonly authenticatedAt: Date }>(person: P): P => ({
    ...person,
    authenticatedAt: new Date(person.authenticatedAt),
  });
  if (asker.kind === 'subscriber' && asker.attended)
    return { ...asker, attended: { ...asker.attended, person: dated(asker.attended.person) } };
  return asker.kind === 'staff' && asker.person ? { ...asker, person: dated(asker.person) } : asker;
}

/** The same with the second person's word. */
export function agreedTo(asker: Asker, approval: Approval): Asker {
  if (asker.kind !== 'subscriber') return { ...asker, approval };
  return asker.attended ? { ...asker, attended: { ...asker.attended, approval } } : asker;
}
