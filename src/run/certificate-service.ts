import { type CertificateService, openCertificateService } from '../certificate/service.ts';
import { systemClock } from '../ports/clock.ts';
import { statusesOfList } from '../store/certificates/status-places.ts';
import type { Base } from './compose.ts';

/**
 * Verification, papers and status of this operator's certificates.
 *
 * @param specimen whether it is all a demonstration, and papers say so
 */
export function certificateServiceOf(base: Base, specimen = false): CertificateService {
  return openCertificateService({
    keyRing: base.keyRing,
    trust: base.trust,
    clock: systemClock,
    certificateUrl: base.operations.certificateUrl,
    seal: base.operations.house.seal,
    specimen,
    channels: base.operations.channels.registry,
    statusUri: (list) => base.operations.issuer.statusUri(list),
    statuses: (list) => statusesOfList(base.database.pool, list),
  });
}
