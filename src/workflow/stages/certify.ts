import { randomUUID } from 'node:crypto';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { insertCertificates } from '../../store/certificates/certificates.ts';
import { type ProfileEvidence, profileEvidenceOfCases } from '../../store/esim/unbindings.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { composeStatement } from './statement.ts';

/** Issues the certificates of all cases that are ready together under one signature. */
export const certify: StageModule = {
  stage: 'certify',
  connector: null,
  follows: true,
  run(cases, context) {
    const issued = issueTogether(cases, context);
    return cases.map(async (work): Promise<StageOutcome> => {
      const failed = (await issued).get(work);
      if (failed !== undefined) throw failed;
      const { certificateId } = work.issued!.statement;
      return { kind: 'done', patch: { certificateId }, facts: { certificateId } };
    });
  },
  record: (tx, done) =>
    insertCertificates(
      tx,
      done.map((work) => ({ ...work.issued!, caseId: work.caseId, lineId: work.lineId })),
    ),
};

/** Signs all that can be stated; answers why the others cannot. */
async function issueTogether(
  cases: readonly Work[],
  context: StageContext,
): Promise<ReadonlyMap<Work, unknown>> {
  const withProfiles = cases.filter((work) => work.plan.includes('cancel_profiles'));
  const profiles =
    withProfiles.length === 0
      ? new Map<string, readonly ProfileEvidence[]>()
      : await profileEvidenceOfCases(
          context.pool,
          withProfiles.map((work) => work.caseId),
        );
  const now = context.clock.now();
  const failed = new Map<Work, unknown>();
  const composed = cases.flatMap((work) => {
    try {
      const { statement, openings } = composeStatement(
        work,
        profiles.get(work.caseId) ?? [],
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
      const openingsEnc = context.vault.encrypt(work.dataKey, 'certificate openings', plain);
      return [{ work, statement, openingsEnc }];
    } catch (error) {
      failed.set(work, error);
      return [];
    }
  });
  if (composed.length === 0) return failed;
  const proofs = context.issuer.issueBatch(
    composed.map((c) => c.statement),
    now,
  );
  composed.forEach(({ work, statement, openingsEnc }, i) => {
    work.issued = { statement, proof: proofs[i]!, openingsEnc };
  });
  return failed;
}
