import { randomUUID } from 'node:crypto';
import { certificateHash } from '../../certificate/credential/disclosure.ts';
import type { ReturnedCard } from '../../store/cards/returned-cards.ts';
import { cardsOfCases } from '../../store/cards/returned-cards.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { type IssuedCertificate, insertCertificates } from '../../store/certificates/certificates.ts';
import type { StatusPlace } from '../../store/certificates/status-places.ts';
import { type ProfileEvidence, profileEvidenceOfCases } from '../../store/esim/unbindings.ts';
import { type HolderIdentity, holderIdentities, NOBODY } from '../../store/people/holder-identities.ts';
import { issuedEntry } from '../../tlog/entries.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { composeClaims } from './claims.ts';

/** Issues the certificates of all cases that are ready together. */
export const certify: StageModule<IssuedCertificate> = {
  stage: 'certify',
  connector: null,
  follows: true,
  run(cases, context) {
    const known = factsOf(cases, context);
    return cases.map(async (work, i): Promise<StageOutcome<IssuedCertificate>> => {
      const result = issue(work, i, await known, context);
      const { certificateId } = result;
      return { kind: 'done', patch: { certificateId }, facts: { certificateId }, result };
    });
  },
  record: (tx, done) =>
    insertCertificates(
      tx,
      done.map(({ work: { caseId, lineId }, result }) => ({ ...result, caseId, lineId })),
    ),
};

interface Facts {
  readonly profiles: ReadonlyMap<string, readonly ProfileEvidence[]>;
  readonly cards: ReadonlyMap<string, readonly ReturnedCard[]>;
  readonly holders: ReadonlyMap<string, HolderIdentity>;
  /** One a case, in their order. */
  readonly places: readonly StatusPlace[];
}

/** What certificates tell of beside their cases, asked for all of them at once. */
async function factsOf(cases: readonly Work[], { pool, vault, statusPlaces }: StageContext): Promise<Facts> {
  const withProfiles = cases.filter((work) => work.plan.includes('cancel_profiles'));
  const named = cases.filter((work) => !work.confidential);
  const [profiles, cards, holders, places] = await Promise.all([
    withProfiles.length === 0 ? new Map() : profileEvidenceOfCases(pool, withProfiles.map(idOf)),
    cardsOfCases(pool, cases.map(idOf)),
    holderIdentities(pool, vault, new Map(named.map(({ holderId, key }) => [holderId, key]))),
    statusPlaces.take(cases.length),
  ]);
  return { profiles, cards, holders, places };
}

const idOf = ({ caseId }: Work): string => caseId;

function issue(work: Work, at: number, known: Facts, context: StageContext): IssuedCertificate {
  const { issuer, vault } = context;
  const place = known.places[at]!;
  const certificateId = randomUUID();
  const issuedAt = context.clock.now();
  const { claims, disclosures } = composeClaims(
    work,
    {
      holder: (work.confidential ? undefined : known.holders.get(work.holderId)) ?? NOBODY,
      profiles: known.profiles.get(work.caseId) ?? [],
      cards: known.cards.get(work.caseId) ?? [],
    },
    context.rules(work),
    {
      certificateId,
      names: issuer.names,
      status: { idx: place.index, uri: issuer.statusUri(place.list) },
      issuedAt,
      vault,
    },
  );
  const jwt = issuer.issue(claims);
  return {
    ...{ certificateId, supersedes: null, issuedAt, status: place, jwt },
    logEntry: issuedEntry(certificateHash(jwt)),
    disclosuresEnc: vault.encrypt(work.key.dataKey, 'certificate disclosures', disclosures.join('~')),
  };
}
