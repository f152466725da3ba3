import { insertAudit } from '../../store/audit.ts';
import { evidenceOfCase, type KeptEvidence } from '../../store/cases/evidence.ts';
import { type ProvenNotification, provenNotificationsOf } from '../../store/esim/euicc-notifications.ts';
import { findParty } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor, type WhichCase } from './case-for.ts';

export type { KeptEvidence } from '../../store/cases/evidence.ts';

/** What an eUICC signed, with its bytes as received; null where nobody can read them any more. */
export interface SignedNotification extends Omit<ProvenNotification, 'rawEnc' | 'partyId'> {
  readonly raw: Buffer | null;
}

/** All that the network was asked in a case, and all that it answered. */
export interface CaseEvidence {
  readonly caseId: string;
  readonly reference: string;
  readonly exchanges: readonly KeptEvidence[];
  readonly notifications: readonly SignedNotification[];
}

/**
 * Every exchange with the network, with time, peer, meaning and hash, as it was kept. The bytes name the subscriber, so
 * the look itself is audited.
 *
 * @throws HandbackError `forbidden`, `case_unknown`
 */
export async function viewEvidence(op: Operations, actor: Actor, request: WhichCase): Promise<CaseEvidence> {
  requireAccess(actor, 'viewEvidence');
  const { caseId, lineId, holderId, reference } = await caseFor(op.pool, actor, request);
  const party = await findParty(op.pool, op.vault, holderId);
  const exchanges = await evidenceOfCase(op.pool, op.vault, caseId, party?.dataKey ?? null);
  const notifications = (await provenNotificationsOf(op.pool, caseId)).map(
    ({ rawEnc, partyId, ...notification }): SignedNotification => {
      // A notification that came under another holder is under that holder's key.
      const key = partyId === null ? op.vault.operatorKey : partyId === holderId ? party?.dataKey : undefined;
      const raw = key === undefined ? null : op.vault.decrypt(key, 'euicc notification', rawEnc);
      return { ...notification, raw };
    },
  );
  await insertAudit(op.pool, [{ caseId, lineId, actor: auditName(actor), action: 'evidence_viewed' }]);
  return { caseId, reference, exchanges, notifications };
}
