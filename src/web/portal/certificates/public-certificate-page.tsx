import type { LocalDate } from '../../../domain/values/local-date.ts';
import { revocationReasonText } from '../../../messages/revocation-text.ts';
import { certificateStatus } from '../../../operations/certificates/certificate-status.ts';
import type { Page } from '../../kit/page.ts';
import { Clock, LinkButton, Rows } from '../../kit/parts.tsx';
import { ResultHead } from './verdict.tsx';

/** Where the code on a certificate leads: what anyone may know of it, and nothing of the person. */
export const publicCertificate: Page = {
  path: '/c/:certificateId',
  async show(visit) {
    const { verify: text, certificate: words } = visit.t;
    const { formats } = visit;
    const status = await certificateStatus(visit.op, visit.actor, {
      certificateId: visit.params['certificateId']!.toLowerCase(),
    });
    const name = status.revoked ? 'revoked' : status.supersededBy ? 'superseded' : 'known';
    return {
      kind: 'page',
      title: visit.t.punctuation.labelled(text.title, text.results[name].title),
      back: null,
      body: (
        <>
          <ResultHead visit={visit} name={name} />
          <Rows
            rows={[
              { label: words.id, value: <span class="code">{status.certificateId}</span> },
              ...(status.revoked
                ? [
                    { label: text.revokedAt, value: formats.exact(status.revoked.at) },
                    {
                      label: text.revokedReason,
                      value: revocationReasonText(visit.t, status.revoked.reason),
                    },
                  ]
                : []),
              ...(status.supersededBy
                ? [
                    {
                      label: text.supersededBy,
                      value: (
                        <a class="code" href={`/c/${status.supersededBy}`}>
                          {status.supersededBy}
                        </a>
                      ),
                    },
                  ]
                : []),
              { label: text.issuer, value: visit.portal.trust().issuer.name },
              { label: words.issued, value: formats.exact(status.issuedAt) },
              {
                label: status.detach === 'unconfirmed' ? text.serviceEndUnconfirmed : text.serviceEnd,
                value: formats.exact(status.serviceEndedAt),
              },
              {
                label: visit.t.certificate.network,
                value: visit.t.networkAnswers.detachments[status.detach].short,
              },
              ...(status.numberReleasedOn === null
                ? []
                : [{ label: text.release, value: formats.date(status.numberReleasedOn as LocalDate) }]),
              { label: text.key, value: <span class="code">{status.keyId}</span> },
            ]}
          />
          <p class="hint">{text.statusAsOf(formats.exact(visit.op.clock.now()))}</p>
          <LinkButton href="/verify" second>
            {text.title}
          </LinkButton>
          <Clock visit={visit} />
        </>
      ),
    };
  },
};
