import { HandbackError } from '../../domain/errors.ts';
import type { TextOutcome } from '../../domain/texts/text-outcome.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findText, listedTexts, type TextRecord } from '../../store/texts/inbound-texts.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';

export type { TextRecord } from '../../store/texts/inbound-texts.ts';

export interface TextPage {
  readonly texts: readonly TextRecord[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * Texts that came in, the newest first, with who wrote and what became of them, without what they say. The look is audited.
 * @throws HandbackError `forbidden`, `role_needed`, `msisdn_invalid`, `request_invalid` for a limit or a place that is none
 */
export async function listTexts(
  op: Operations,
  actor: Actor,
  request: {
    readonly outcome: TextOutcome | 'waiting' | null;
    readonly number: string | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<TextPage> {
  requireAccess(actor, 'listTexts');
  const { outcome, after, limit } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  const number = request.number === null ? null : parseMsisdn(request.number, op.defaultCallingCode);
  const found = await listedTexts(op.pool, op.vault, { outcome, number, after, limit: limit + 1 });
  const texts = found.slice(0, limit);
  await viewed(op, actor, { texts: texts.length, ofOneNumber: number !== null });
  return { texts, next: found.length > limit ? texts.at(-1)!.textId : null };
}

/**
 * One text with what it says; null for one whose words are not kept. The look is audited.
 * @throws HandbackError `forbidden`, `role_needed`, `text_unknown`
 */
export async function viewText(
  op: Operations,
  actor: Actor,
  { textId }: { readonly textId: string },
): Promise<TextRecord & { readonly body: string | null }> {
  requireAccess(actor, 'viewText');
  const found = isUuid(textId) ? await findText(op.pool, op.vault, textId) : null;
  if (found === null) throw new HandbackError('text_unknown');
  await viewed(op, actor, { textId }, found.lineId);
  return found;
}

async function viewed(
  op: Operations,
  actor: Actor,
  facts: Readonly<Record<string, unknown>>,
  lineId: string | null = null,
): Promise<void> {
  await inTransaction(op.pool, (tx) =>
    insertAudit(tx, [
      { caseId: null, lineId, actor: auditName(actor), action: 'viewed', facts: { what: 'texts', ...facts } },
    ]),
  );
}
