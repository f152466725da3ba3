import { randomUUID } from 'node:crypto';
import { cardsOfCases } from '../../store/cards/returned-cards.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { type IssuedCertificate, insertCertificates } from '../../store/certificates/certificates.ts';
import { type ProfileEvidence, profileEvidenceOfCases } from '../../store/esim/unbindings.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { composeStatement } from './statement.ts';

/** Issues the certificates of all cases that are ready together under one signature. */
export const certify: StageModule<IssuedCertificate> = {
  stage: 'certify',
  connector: null,
  follows: true,
  run(cases, context) {
    const issued = issueTogether(cases, context);
    return cases.map(async (work): Promise<StageOutcome<IssuedCertificate>> => {
      const result = (await issued).get(work)!;
      if ('failed' in result) throw result.failed;
      const { certificateId } = result.statement;
      return { kind: 'done', patch: { certificateId }, facts: { certificateId }, result };
    });
  },
  record: (tx, done) =>
    insertCertificates(
      tx,
      done.map(({ work: { caseId, lineId }, result }) => ({ ...result, caseId, lineId })),
    ),
};

/** Signs all that can be stated; answers why the others cannot. */
async function issueTogether(
  cases: readonly Work[],
  context: StageContext,
): Promise<ReadonlyMap<Work, IssuedCertificate | { readonly failed: unknown }>> {
  const [profiles, cards] = await Promise.all([profilesOf(cases, context), cardsOf(cases, context)]);
  const now = context.clock.now();
  const results = new Map<Work, IssuedCertificate | { readonly failed: unknown }>();
  const composed = cases.flatMap((work) => {
    try {
      const { statement, openings } = composeStatement(
        work,
        { profiles: profiles.get(work.caseId) ?? [], cards: cards.get(work.caseId) ?? [] },
        context.rules(work),
        {
          certificateId: randomUUID(),
          supersedes: null,
          issuer: context.issuer.issuer,
          issuedAt: now,
          vault: context.vault,
        },
      );
      const plain = JSON.stringify(openings);
      const openingsEnc = context.vault.encrypt(work.key.dataKey, 'certificate openings', plain);
      return [{ work, statement, openingsEnc }];
    } catch (error) {
      results.set(work, { failed: error });
      return [];
    }
  });
  if (composed.length === 0) return results;
  const proofs = context.issuer.issueBatch(
    composed.map((c) => c.statement),
    now,
  );
  composed.forEach(({ work, statement, openingsEnc }, i) => {
    results.set(work, { statement, proof: proofs[i]!, openingsEnc });
  });
  return results;
}

async function profilesOf(
  cases: readonly Work[],
  { pool }: StageContext,
): Promise<ReadonlyMap<string, readonly ProfileEvidence[]>> {
  const some = cases.filter((work) => work.plan.includes('cancel_profiles'));
  return some.length === 0
    ? new Map()
    : profileEvidenceOfCases(
        pool,
        some.map(({ caseId }) => caseId),
      );
}

const cardsOf = (cases: readonly Work[], { pool }: StageContext) =>
  cardsOfCases(
    pool,
    cases.map(({ caseId }) => caseId),
  );
