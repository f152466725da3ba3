import { commonKey } from '../../domain/channels/report.ts';
import { HandbackError } from '../../domain/errors.ts';
import { addReport, lockReporter, reportsOfClient } from '../../store/channels/scam-campaigns.ts';
import { inTransaction } from '../../store/database/database.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { newCampaignReference } from '../cases/receipt.ts';
import type { Operations } from '../context.ts';
import { checkedText, type TextToCheck } from './check-text.ts';

const DAY_MS = 86_400_000;

/**
 * Keeps a text that somebody reports, encrypted and for as many days as the settings say, with those of its kind. A client that reports the same a
 * thousand times counts once.
 *
 * @param client who reports, as `clientOf` names it
 * @throws HandbackError `text_missing`, `text_too_long`, `reports_exhausted` with `retryAt`
 */
export async function reportText(
  op: Operations,
  actor: Actor,
  given: TextToCheck & { readonly client: string },
): Promise<void> {
  requireAccess(actor, 'reportText');
  const { answer, textKey } = await checkedText(op, given);
  const now = op.clock.now();
  const clientBidx = op.vault.index('scam reporter', given.client);
  const { operatorKey } = op.vault;
  await inTransaction(op.pool, async (tx) => {
    await lockReporter(tx, clientBidx);
    if ((await reportsOfClient(tx, clientBidx, new Date(now.getTime() - DAY_MS))) >= op.scamReports.perDay)
      throw new HandbackError('reports_exhausted', {
        retryAt: new Date(now.getTime() + DAY_MS).toISOString(),
      });
    await addReport(
      tx,
      { key: commonKey(answer.ways) ?? textKey, reference: newCampaignReference(op.vault), at: now },
      {
        clientBidx,
        textEnc: op.vault.encrypt(operatorKey, 'scam report', given.text),
        senderEnc: given.sender === null ? null : op.vault.encrypt(operatorKey, 'scam sender', given.sender),
        ...{ verdict: answer.verdict, reasons: answer.reasons },
        keepUntil: new Date(now.getTime() + op.scamReports.keepDays * DAY_MS),
      },
    );
  });
}
