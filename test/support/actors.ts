import { randomUUID } from 'node:crypto';
import { SCOPES, type Scope } from '../../src/domain/people/scope.ts';
import { ROLES, type Role } from '../../src/domain/rules/role.ts';
import type { Channel, IdentityFactor } from '../../src/domain/rules/rulebook.ts';
import type {
  OtherSystem,
  ReceiptHolder,
  Staff,
  StaffInPerson,
  StaffPerson,
  Subscriber,
  Visitor,
} from '../../src/operations/access/actor.ts';
import type { Operations } from '../../src/operations/context.ts';
import { openStaffSession } from '../../src/store/staff/sessions.ts';
import type { SeededLine } from './seed.ts';

export const VISITOR: Visitor = { kind: 'public', language: 'en', channel: 'online', client: '192.0.2.1' };

export function subscriberOf(
  line: Pick<SeededLine, 'partyId' | 'lineId'>,
  factors: readonly IdentityFactor[] = ['sms_code', 'document_number'],
  sessionToken?: string,
): Subscriber {
  const { partyId, lineId } = line;
  return {
    kind: 'subscriber',
    partyId,
    lineId,
    factors,
    channel: 'online',
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

export function receiptOf(made: {
  readonly reference: string;
  readonly receiptSecret: string;
}): ReceiptHolder {
  return { kind: 'receipt', reference: made.reference, secret: made.receiptSecret, channel: 'online' };
}

/** Staff who may do everything, as at the command line. */
export function staffNamed(name: string, scopes: readonly Scope[] = SCOPES): Staff {
  return { kind: 'staff', name, scopes, channel: 'online', atMachine: true };
}

/** Staff with a token. */
export function tokenNamed(name: string, scopes: readonly Scope[] = SCOPES): Staff {
  return { kind: 'staff', name, scopes, channel: 'online' };
}

export function systemNamed(name: string, scopes: readonly Scope[] = SCOPES): OtherSystem {
  return { kind: 'system', name, scopes, channel: 'online' };
}

/** Somebody who signed in; with the same name, in a session of their own each time. */
export function personNamed(name: string, roles: readonly Role[] = ROLES): StaffPerson {
  return {
    subject: `issuer.test/${name}`,
    name,
    sessionId: randomUUID(),
    roles,
    shop: null,
    authenticatedAt: new Date(),
    strong: true,
  };
}

/** The same with a session in the database, as after signing in. */
export async function signedInPerson(
  { pool, vault }: Pick<Operations, 'pool' | 'vault'>,
  name: string,
  roles: readonly Role[] = ROLES,
): Promise<StaffInPerson> {
  const person = personNamed(name, roles);
  const { subject, shop, authenticatedAt, strong } = person;
  const { sessionId } = await openStaffSession(pool, vault, {
    ...{ subject, name, roles, shop, authenticatedAt, strong },
    ...{ issuer: 'https://issuer.test', sid: randomUUID(), idToken: 'none', absoluteMinutes: 480 },
  });
  return { kind: 'staff', name, scopes: [], channel: 'online', person: { ...person, sessionId } };
}

/** A person of the operator who acts in their own name. */
export function staffPerson(name: string, roles?: readonly Role[]): Staff {
  return { kind: 'staff', name, scopes: [], channel: 'online', person: personNamed(name, roles) };
}

/** A customer in whose place somebody at a desk acts, and who has proven all that the desk asks for. */
export function attendedBy(
  person: StaffPerson,
  line: Pick<SeededLine, 'partyId' | 'lineId'>,
  factors: readonly IdentityFactor[] = ['document_number', 'opening_date'],
  channel: Channel = 'hotline',
): Subscriber {
  return {
    ...subscriberOf(line, factors),
    channel,
    attended: { attendanceId: randomUUID(), person, reach: 'everything' },
  };
}
