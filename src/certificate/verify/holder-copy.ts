import type {
  BatchProof,
  CertificateFile,
  Commitment,
  Opening,
  Statement,
} from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import { opens } from './commitment.ts';

export interface CommitmentPlace {
  readonly commitment: Commitment;
  /** How the opening's value is spelled: a text, or raw bytes in base64. */
  readonly encoding: 'utf8' | 'base64';
}

/** Every commitment of a statement by its JSON pointer (RFC 6901). A pointer that is not here opens nothing. */
export function commitmentsOf(statement: Statement): ReadonlyMap<string, CommitmentPlace> {
  const places = new Map<string, CommitmentPlace>();
  const add = (pointer: string, commitment: Commitment | null, encoding: 'utf8' | 'base64' = 'utf8') => {
    if (commitment !== null) places.set(pointer, { commitment, encoding });
  };
  add('/subject/msisdn', statement.subject.msisdn);
  add('/subject/lineId', statement.subject.lineId);
  add('/subject/holder', statement.subject.holder);
  statement.accesses.forEach((access, a) => {
    add(`/accesses/${a}/imsi`, access.imsi);
    add(`/accesses/${a}/iccid`, access.iccid);
    access.evidence.forEach((evidence, e) => {
      add(`/accesses/${a}/evidence/${e}/hash`, evidence.hash, 'base64');
    });
  });
  statement.profiles.forEach((profile, p) => {
    add(`/profiles/${p}/iccid`, profile.iccid);
    add(`/profiles/${p}/eid`, profile.eid);
    add(`/profiles/${p}/proof/hash`, profile.proof?.hash ?? null, 'base64');
  });
  statement.cards?.forEach((card, c) => {
    add(`/cards/${c}/iccid`, card.iccid);
  });
  return places;
}

/**
 * The holder's copy: the only place where the salts and values are. Openings may be fewer than the commitments, never others.
 * @throws HandbackError `opening_invalid` for one that opens no commitment of this statement.
 */
export function buildHolderCopy(
  statement: Statement,
  proof: BatchProof,
  openings: Readonly<Record<string, Opening>>,
): CertificateFile {
  const places = commitmentsOf(statement);
  for (const [pointer, opening] of Object.entries(openings)) {
    const place = places.get(pointer);
    if (!place || !opens(place.commitment, opening, place.encoding))
      throw new HandbackError('opening_invalid', { pointer });
  }
  return { format: 'handback-certificate/1', statement, proof, openings };
}

/** A copy that shows only these pointers: the holder proves the number, say, and not the cards. It verifies like the whole. */
export function discloseOnly(file: CertificateFile, pointers: readonly string[]): CertificateFile {
  const shown = Object.entries(file.openings).filter(([pointer]) => pointers.includes(pointer));
  return { ...file, openings: Object.fromEntries(shown) };
}
