import type { Opening } from '../../domain/certificates/certificate.ts';
import { evidenceOfCase } from '../../store/cases/evidence.ts';
import type { StoredCertificate } from '../../store/certificates/certificates.ts';
import { notificationsByHash } from '../../store/esim/euicc-notifications.ts';
import type { Party } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** What opens the commitments of a certificate: identifiers from the certificate's own record, network answers from the evidence, in the order of the statement. */
export async function openingsOf(
  op: Operations,
  stored: StoredCertificate,
  { partyId, dataKey }: Party,
): Promise<Record<string, Opening>> {
  const openings = JSON.parse(
    op.vault.decryptText(dataKey, 'certificate openings', stored.openingsEnc),
  ) as Record<string, Opening>;
  const answers = await evidenceOfCase(op.pool, op.vault, stored.caseId, dataKey);
  const byHash = new Map(answers.map((row) => [row.hash, row]));
  stored.statement.accesses.forEach((access, a) => {
    access.evidence.forEach((evidence, e) => {
      const row = byHash.get(evidence.hash);
      if (row === undefined || row.exchange === null) return;
      const value = Buffer.from(row.exchange.answer).toString('base64');
      openings[`/accesses/${a}/evidence/${e}/hash`] = { salt: row.salt.toString('hex'), value };
    });
  });
  const notifications = await notificationsByHash(
    op.pool,
    stored.statement.profiles.flatMap(({ proof }) => (proof === null ? [] : [proof.hash])),
  );
  stored.statement.profiles.forEach(({ proof }, p) => {
    const row = proof === null ? undefined : notifications.get(proof.hash);
    // Under another's key, where the line went to another holder since.
    if (row === undefined || row.partyId !== partyId) return;
    const value = op.vault.decrypt(dataKey, 'euicc notification', row.rawEnc).toString('base64');
    openings[`/profiles/${p}/proof/hash`] = { salt: row.salt.toString('hex'), value };
  });
  return openings;
}
