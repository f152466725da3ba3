import { revocationReasonText } from '../../../messages/revocation-text.ts';
import type { CertificateStatus } from '../../../operations/certificates/certificate-status.ts';
import type { Row } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

/** When and why an operator stopped standing by a certificate, and which one took its place; nothing for one that stands. */
export function whyRows(visit: Visit, { revoked, supersededBy }: CertificateStatus): readonly Row[] {
  const { verify: text } = visit.t;
  return [
    ...(revoked === null
      ? []
      : [
          { label: text.revokedAt, value: visit.formats.exact(revoked.at) },
          { label: text.revokedReason, value: revocationReasonText(visit.t, revoked.reason) },
        ]),
    ...(supersededBy === null
      ? []
      : [
          {
            label: text.supersededBy,
            value: (
              <a class="code act" href={`/c/${supersededBy}`}>
                {supersededBy}
              </a>
            ),
          },
        ]),
  ];
}
