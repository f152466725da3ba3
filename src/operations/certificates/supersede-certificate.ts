import { randomUUID } from 'node:crypto';
import { belonging, certificateHash, type Hide, hiding } from '../../certificate/credential/disclosure.ts';
import { signedClaims } from '../../certificate/credential/sd-jwt.ts';
import type { Claims } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type SmsKind, smsText } from '../../messages/sms.ts';
import { insertAudit } from '../../store/audit.ts';
import { findClosedCase, nameCertificate } from '../../store/cases/closed-cases.ts';
import {
  insertCertificates,
  markSuperseded,
  type StoredCertificate,
} from '../../store/certificates/certificates.ts';
import type { Db } from '../../store/database/database.ts';
import { lastNumbers } from '../../store/lines/former-numbers.ts';
import { queueLogEntries } from '../../store/log/log-entries.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty, type Party } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { issuedEntry, supersededEntry } from '../../tlog/entries.ts';
import type { Operations } from '../context.ts';
import { identifierDisclosures } from './kept-disclosures.ts';

/** What a finished case is about to be certified anew for. */
export interface Supersession {
  readonly caseId: string;
  readonly lineId: string;
  readonly reference: string;
  readonly before: StoredCertificate;
  readonly party: Party;
  /** Makes the new claims from those that were signed; what is hidden anew is hidden by `hide`, and what stays keeps its digests. */
  readonly change: (before: Claims, hide: Hide) => Claims;
  readonly audit: {
    readonly actor: string;
    readonly action: string;
    readonly facts: Record<string, unknown>;
  };
  readonly notice: Extract<
    SmsKind,
    'supplementary' | 'proof_arrived' | 'proof_undone' | 'card_recorded' | 'card_destroyed'
  >;
}

/**
 * Issues a certificate that takes the place of the newest one, which stays verifiable and is told as superseded by the
 * status list. The person learns of it through another contact.
 *
 * @returns the new certificate's id
 */
export async function supersedeCertificate(op: Operations, tx: Db, asked: Supersession): Promise<string> {
  const { caseId, lineId, before, party } = asked;
  // After the lock, and never before the one whose place it takes: a machine's clock may run behind.
  const now = new Date(Math.max(op.clock.now().getTime(), before.issuedAt.getTime()));
  const disclosures = [...identifierDisclosures(op, before, party)];
  const certificateId = randomUUID();
  const [place] = await op.statusPlaces.take(1);
  const claims: Claims = {
    ...asked.change(
      signedClaims(before.jwt),
      hiding((bytes) => op.vault.random(bytes), disclosures),
    ),
    ...op.issuer.names,
    iat: Math.floor(now.getTime() / 1000),
    jti: certificateId,
    status: { status_list: { idx: place!.index, uri: op.issuer.statusUri(place!.list) } },
    supersedes: before.certificateId,
  };
  const jwt = op.issuer.issue(claims);
  await insertCertificates(tx, [
    {
      ...{ certificateId, caseId, lineId, supersedes: before.certificateId, issuedAt: now, status: place! },
      ...{ jwt, logEntry: issuedEntry(certificateHash(jwt)) },
      disclosuresEnc: op.vault.encrypt(
        party.dataKey,
        'certificate disclosures',
        belonging(disclosures, claims).join('~'),
      ),
    },
  ]);
  if (!(await markSuperseded(tx, before.certificateId, certificateId)))
    throw new HandbackError('certificate_not_ready');
  const entry = supersededEntry(certificateHash(before.jwt), certificateHash(jwt), now);
  await queueLogEntries(tx, [{ entry, certificateId: null }]);
  if (!(await nameCertificate(tx, caseId, certificateId))) throw new HandbackError('certificate_not_ready');
  const { actor, action, facts } = asked.audit;
  await insertAudit(tx, [{ caseId, lineId, actor, action, facts: { ...facts, certificateId } }]);
  const requesterId = (await findClosedCase(tx, caseId))?.requesterId ?? null;
  const told = requesterId === null ? party : await findParty(tx, op.vault, requesterId);
  if (told === null) return certificateId;
  const contact = (await contactsOf(tx, op.vault, told)).find((c) => c.verifiedAt !== null);
  if (contact !== undefined) {
    const { reference } = asked;
    const text = smsText(
      op.sender,
      told.language,
      asked.notice,
      {
        reference,
        url: op.certificateUrl(certificateId),
      },
      (await lastNumbers(tx, [lineId])).get(lineId) ?? null,
    );
    await insertNotices(tx, op.vault, [
      {
        caseId,
        partyId: told.partyId,
        dataKey: told.dataKey,
        kind: asked.notice,
        to: { contactId: contact.contactId, channel: contact.channel },
        text,
      },
    ]);
    await wakeOutbox(tx);
  }
  return certificateId;
}
