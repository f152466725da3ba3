import { SCOPES, type Scope } from '../../src/domain/people/scope.ts';
import type { IdentityFactor } from '../../src/domain/rules/rulebook.ts';
import type {
  OtherSystem,
  ReceiptHolder,
  Staff,
  Subscriber,
  Visitor,
} from '../../src/operations/access/actor.ts';
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
  return { kind: 'staff', name, scopes, channel: 'online' };
}

export function systemNamed(name: string, scopes: readonly Scope[] = SCOPES): OtherSystem {
  return { kind: 'system', name, scopes, channel: 'online' };
}
