import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { linesOfNumber, type NumberHolder } from '../../store/lines/lines-of-number.ts';
import type { Actor } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

const MOST = 100;

/**
 * The lines of a number: the one that has it now, then those that had it before.
 * @throws HandbackError `forbidden`, `msisdn_invalid`
 */
export async function findLines(
  op: Operations,
  actor: Actor,
  request: { readonly number: string },
): Promise<readonly NumberHolder[]> {
  requireAccess(actor, 'findLines');
  const found = await linesOfNumber(op.pool, parseMsisdn(request.number, op.defaultCallingCode), MOST);
  if (seesConfidential(actor)) return found;
  return found.flatMap((line): NumberHolder[] => {
    if (!line.confidential) return [line];
    const untold = { openCase: null, confidential: false };
    return line.status === 'ended' ? [] : [{ ...line, ...untold, status: 'active' }];
  });
}
