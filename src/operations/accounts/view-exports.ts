import { HandbackError } from '../../domain/errors.ts';
import {
  type AccountExport,
  countDownload,
  exportBytes,
  exportsOfParty,
  findExport,
} from '../../store/accounts/account-exports.ts';
import { insertAudit } from '../../store/audit.ts';
import type { Actor } from '../access/actor.ts';
import type { MissingFactors } from '../access/factors.ts';
import { type KeyedLink, keyedToken, referenceOfLink } from '../access/keyed-token.ts';
import { missingProof, requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { lineFor } from '../lines/line-for.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

export type { AccountExport } from '../../store/accounts/account-exports.ts';

const PURPOSE = 'account export';

export const exportToken = (op: Pick<Operations, 'vault'>, reference: string): string =>
  keyedToken(op.vault, PURPOSE, reference);

/** The path at which an archive lies for its week; whoever has it gets what only the passphrase opens. */
export const exportPath = (op: Pick<Operations, 'vault'>, reference: string): string =>
  `/export/${reference}/${exportToken(op, reference)}`;

/**
 * The archives that the holder asked for, the newest first, and what is still to be proven before they can ask for one.
 * @throws HandbackError `not_signed_in`
 */
export async function myExports(
  op: Operations,
  actor: Actor,
): Promise<{ readonly exports: readonly AccountExport[]; readonly missing: MissingFactors }> {
  requireAccess(actor, 'myExports');
  const record = await lineFor(op.pool, actor, actor.lineId);
  const missing = missingProof(actor, 'askForExport', rulesOfLine(op, record, op.clock.now()));
  return { exports: await exportsOfParty(op.pool, actor.partyId), missing };
}

/**
 * The archive of a link: how far it is.
 * @throws HandbackError `export_unknown`, also for a link that is not ours
 */
export async function exportOfLink(op: Operations, actor: Actor, link: KeyedLink): Promise<AccountExport> {
  requireAccess(actor, 'exportOfLink');
  const reference = referenceOfLink(op.vault, PURPOSE, link);
  const found = reference === null ? null : await findExport(op.pool, reference);
  if (found === null) throw new HandbackError('export_unknown');
  return found;
}

/**
 * The bytes of the archive of a link, part by part. Each download is counted, and audited.
 * @throws HandbackError `export_unknown`; `export_not_there` before it is made, and when its week is over
 */
export async function downloadExport(
  op: Operations,
  actor: Actor,
  link: KeyedLink,
): Promise<{ readonly archive: AccountExport; readonly bytes: AsyncIterable<Uint8Array> }> {
  const archive = await exportOfLink(op, actor, link);
  const over = archive.expiresAt === null || archive.expiresAt <= op.clock.now();
  if (archive.state !== 'ready' || over)
    throw new HandbackError('export_not_there', { state: over ? 'expired' : archive.state });
  const { reference, exportId } = archive;
  await countDownload(op.pool, exportId);
  await insertAudit(op.pool, [
    { caseId: null, lineId: null, actor: 'link', action: 'export_downloaded', facts: { reference } },
  ]);
  return { archive, bytes: exportBytes(op.pool, exportId) };
}
