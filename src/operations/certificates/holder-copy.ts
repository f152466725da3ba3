import type { CertificateFile } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import { certificateOfCase } from '../../store/certificates/certificates.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor, type WhichCase } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';
import { openingsOf } from './certificate-openings.ts';

/**
 * The holder's copy of a case's newest certificate, with the salts and values that open its commitments.
 * @throws HandbackError `forbidden`, `case_unknown`, `certificate_not_ready`
 */
export async function holderCopy(op: Operations, actor: Actor, request: WhichCase): Promise<CertificateFile> {
  requireAccess(actor, 'holderCopy');
  const found = await caseFor(op.pool, actor, request);
  const stored = await certificateOfCase(op.pool, found.caseId);
  if (stored === null) throw new HandbackError('certificate_not_ready');
  const party = await findParty(op.pool, op.vault, found.holderId);
  const openings = party === null ? {} : await openingsOf(op, stored, party);
  return { format: 'handback-certificate/1', statement: stored.statement, proof: stored.proof, openings };
}
