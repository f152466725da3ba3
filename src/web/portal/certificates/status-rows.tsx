import type { CertificateState } from '../../../certificate/credential/status-token.ts';
import { revocationReasonText } from '../../../messages/revocation-text.ts';
import type { CertificateStatus } from '../../../operations/certificates/certificate-status.ts';
import { type Row, Tag } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

const TONES = { valid: 'ok', revoked: 'bad', superseded: 'warn' } as const;

/** Whether a certificate stands, and as of when. */
export function statusRow({ t: { verify: text } }: Visit, state: CertificateState, asOf: string): Row {
  return {
    label: text.status,
    value: <Tag tone={TONES[state]}>{text.states[state]}</Tag>,
    hint: text.statusAsOf(asOf),
  };
}

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
