import { HandbackError } from '../../../../domain/errors.ts';
import { plainText } from '../../../../domain/values/pasted-text.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import { takeExtension } from '../../../../store/desks/hotline-calls.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';

/** As a telephone system names a place, in ASCII. */
const EXTENSION = /^[A-Za-z0-9_.-]{1,32}$/;

/**
 * The agent says at which telephone they sit: calls to it come to their desk, and to nobody's who sat there before.
 * @throws HandbackError `role_needed`, `forbidden`, `request_invalid`
 */
export async function sitAtExtension(
  op: Operations,
  actor: Actor,
  request: { readonly extension: string },
): Promise<void> {
  requireAccess(actor, 'sitAtExtension');
  const extension = plainText(request.extension);
  if (!EXTENSION.test(extension)) throw new HandbackError('request_invalid', { field: 'extension' });
  await inTransaction(op.pool, async (tx) => {
    await takeExtension(tx, actor.person.subject, extension);
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'extension_taken' },
        facts: { extension },
      },
    ]);
  });
}
