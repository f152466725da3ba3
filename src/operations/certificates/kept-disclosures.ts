import {
  answerDisclosure,
  digestText,
  notificationDisclosure,
} from '../../certificate/credential/disclosure.ts';
import { signedClaims } from '../../certificate/credential/sd-jwt.ts';
import { evidenceOfCase } from '../../store/cases/evidence.ts';
import type { StoredCertificate } from '../../store/certificates/certificates.ts';
import { notificationsByHash } from '../../store/esim/euicc-notifications.ts';
import type { Party } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** The disclosures of a certificate's identifiers, as they were kept for its person. */
export function identifierDisclosures(
  op: Operations,
  { disclosuresEnc }: Pick<StoredCertificate, 'disclosuresEnc'>,
  { dataKey }: Pick<Party, 'dataKey'>,
): readonly string[] {
  // Their time may be over before that of their person.
  if (disclosuresEnc.length === 0) return [];
  const kept = op.vault.decryptText(dataKey, 'certificate disclosures', disclosuresEnc);
  return kept === '' ? [] : kept.split('~');
}

/** All disclosures of a certificate that are left: of identifiers, of network answers and of what eUICCs signed. */
export async function disclosuresOf(
  op: Operations,
  stored: StoredCertificate,
  party: Party,
): Promise<readonly string[]> {
  const { dataKey, partyId } = party;
  const { accesses, profiles } = signedClaims(stored.jwt);
  const answered = new Set(accesses.flatMap(({ evidence }) => evidence.flatMap(({ _sd = [] }) => _sd)));
  const rows = await evidenceOfCase(op.pool, op.vault, stored.caseId, dataKey);
  const answers = rows.flatMap(({ exchange, salt, hash }) =>
    exchange !== null && answered.has(digestText(Buffer.from(hash, 'hex')))
      ? [answerDisclosure(salt, exchange.answer).text]
      : [],
  );
  const proofs = profiles.flatMap(({ proof }) => proof?._sd ?? []);
  const notifications = [...(await notificationsByHash(op.pool, proofs)).values()]
    // Under another's key, where the line went to another holder since.
    .filter((row) => row.partyId === partyId && row.rawEnc.length > 0)
    .map(
      (row) =>
        notificationDisclosure(row.salt, op.vault.decrypt(dataKey, 'euicc notification', row.rawEnc)).text,
    );
  return [...identifierDisclosures(op, stored, party), ...answers, ...notifications];
}
