import { statusRow } from '../../../certificate/verify/told-verdict.ts';
import type { LocalDate } from '../../../domain/values/local-date.ts';
import { certificateStatus } from '../../../operations/certificates/certificate-status.ts';
import type { Page } from '../../kit/page.ts';
import { Clock, LinkButton, Rows } from '../../kit/parts.tsx';
import { ResultHead, rowOf } from './verdict.tsx';
import { whyRows } from './why-rows.tsx';

/** Where the code on a certificate leads: what anyone may know of it, and nothing of the person. The answer comes first. */
export const publicCertificate: Page = {
  path: '/c/:certificateId',
  async show(visit) {
    const { verify: text, certificate: words } = visit.t;
    const { formats } = visit;
    const status = await certificateStatus(visit.op, visit.actor, {
      certificateId: visit.params['certificateId']!.toLowerCase(),
    });
    const name = status.revoked ? 'revoked' : status.supersededBy ? 'superseded' : 'known';
    const state = name === 'known' ? 'valid' : name;
    const asOf = visit.op.clock.now().toISOString();
    return {
      kind: 'page',
      title: visit.t.punctuation.labelled(text.title, text.results[name].title),
      back: null,
      body: (
        <>
          <ResultHead visit={visit} name={name} />
          <Rows
            rows={[
              rowOf(statusRow(visit.t, { known: true, state, asOf, stale: false }, formats)),
              ...whyRows(visit, status),
              {
                label: status.detach === 'unconfirmed' ? words.serviceEndUnconfirmed : text.serviceEnd,
                value: <strong>{formats.exact(status.serviceEndedAt)}</strong>,
              },
              { label: text.billingEnd, value: <strong>{formats.date(status.billingEndedOn)}</strong> },
              ...(status.numberReleasedOn === null
                ? []
                : [
                    {
                      label: text.release,
                      value: <strong>{formats.date(status.numberReleasedOn as LocalDate)}</strong>,
                    },
                  ]),
              {
                label: words.network,
                value: visit.t.networkAnswers.detachments[status.detach].short,
                hint: visit.t.networkAnswers.detachments[status.detach].plain,
              },
            ]}
          />
          <Rows
            rows={[
              { label: text.issuer, value: visit.portal.trust().issuer.name },
              { label: words.id, value: <span class="code">{status.certificateId}</span> },
              { label: words.issued, value: formats.exact(status.issuedAt) },
              { label: text.key, value: <span class="code">{status.keyId}</span> },
            ]}
          />
          <p class="hint">{text.personNotShown}</p>
          <LinkButton href="/verify" second>
            {text.title}
          </LinkButton>
          <Clock visit={visit} />
        </>
      ),
    };
  },
};
