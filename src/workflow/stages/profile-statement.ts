import type { ProfileStatement } from '../../domain/certificates/certificate.ts';
import type { ProfileEvidence } from '../../store/esim/unbindings.ts';

/** What a certificate says of the profiles; `commit` makes the commitment at a JSON pointer and keeps its opening. */
export function profileStatements(
  profiles: readonly ProfileEvidence[],
  commit: (pointer: string, value: string) => string,
): readonly ProfileStatement[] {
  return profiles.map(({ iccid, eid, result, proof }, i) => ({
    iccid: commit(`/profiles/${i}/iccid`, iccid),
    eid: eid === null ? null : commit(`/profiles/${i}/eid`, eid),
    result,
    proof:
      proof === null
        ? null
        : {
            event: 'delete',
            sequenceNumber: proof.seqNumber,
            receivedAt: proof.receivedAt.toISOString(),
            hash: proof.hash.toString('hex'),
          },
  }));
}
