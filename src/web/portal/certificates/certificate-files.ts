import { ON_PAPER } from '../../../certificate/credential/choice.ts';
import { COMPACT_TYPE, compactOf, jsonOf } from '../../../certificate/credential/sd-jwt.ts';
import type { CertificateCopy } from '../../../domain/certificates/certificate.ts';
import { holderCopy } from '../../../operations/certificates/holder-copy.ts';
import type { Page } from '../../kit/page.ts';
import { asFollower, caseIdOf, type Visit } from '../../kit/visit.ts';

/** A certificate as a file, with what was picked; where nothing was said, with what goes without saying for its kind. */
function file(
  ending: string,
  type: string,
  unsaid: string,
  make: (visit: Visit, copy: CertificateCopy) => Promise<Uint8Array> | string,
): Page {
  return {
    path: `/cases/:caseId/certificate.${ending}`,
    async show(visit) {
      const said = visit.url.searchParams.getAll('disclose');
      const disclose = said.length === 0 ? unsaid : said.join(',');
      const caseId = caseIdOf(visit);
      const copy = await asFollower(visit, (actor) => holderCopy(visit.op, actor, { caseId, disclose }));
      const bytes = await make(visit, copy);
      const name = `handback-${copy.claims.caseReference.replace(/[^\w-]/g, '')}.${ending}`;
      return { kind: 'file', type, name, bytes };
    },
  };
}

export const certificatePdf = file('pdf', 'application/pdf', ON_PAPER, (visit, copy) =>
  visit.portal.renderPdf(copy, visit.language, visit.client),
);

export const certificateSdJwt = file('sdjwt', COMPACT_TYPE, 'all', (_, copy) => compactOf(copy));

export const certificateJson = file('json', 'application/json; charset=utf-8', 'all', (_, copy) =>
  JSON.stringify(jsonOf(copy)),
);
