import { digestText, type Hide } from '../../certificate/credential/disclosure.ts';
import type { ProfileStatement } from '../../domain/certificates/certificate.ts';
import type { ProfileEvidence } from '../../store/esim/unbindings.ts';

/** What a certificate says of the profiles. */
export function profileStatements(
  profiles: readonly ProfileEvidence[],
  hide: Hide,
): readonly ProfileStatement[] {
  return profiles.map(({ iccid, eid, result, proof }) =>
    hide(
      {
        deviceKnown: eid !== null,
        result,
        proof:
          proof === null
            ? null
            : {
                event: 'delete' as const,
                sequenceNumber: proof.seqNumber,
                receivedAt: proof.receivedAt.toISOString(),
                _sd: [digestText(proof.hash)],
              },
      },
      { iccid, eid },
    ),
  );
}
