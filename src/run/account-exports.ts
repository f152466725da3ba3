import type { CertificateService } from '../certificate/service.ts';
import { ENGINE } from '../operations/access/actor.ts';
import { makeExports } from '../operations/accounts/make-exports.ts';
import type { Operations } from '../operations/context.ts';
import type { CustomerRecords } from '../ports/customer-records.ts';
import { accountArchive } from '../reports/account/account-archive.ts';
import { WakingLoop } from '../workflow/waking-loop.ts';

/** How soon an archive is begun that nobody announced: its maker died, or it failed before. */
const IDLE_MS = 5_000;

/**
 * Makes archives of accounts, one after another in each worker. It is a loop and no job of the housekeeping, which a long one would keep
 * waiting.
 *
 * @param records null where the operator's systems are not connected
 */
export function accountExports(
  operations: Operations,
  records: CustomerRecords | null,
  papers: Pick<CertificateService, 'renderPdf'>,
  onFault: (error: unknown) => void,
): WakingLoop {
  const parts = {
    records,
    pdf: papers.renderPdf.bind(papers),
    archive: accountArchive,
  };
  return new WakingLoop(() => makeExports(operations, ENGINE, parts), IDLE_MS, onFault);
}
