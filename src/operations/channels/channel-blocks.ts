import { blockKey } from '../../domain/channels/report.ts';
import { HandbackError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import {
  addBlocks,
  type ChannelBlock,
  listedBlocks,
  removeBlocks,
} from '../../store/channels/channel-blocks.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

export type { ChannelBlock } from '../../store/channels/channel-blocks.ts';

const PAGE = 1_000;
/** Rows of one list. */
export const MOST_BLOCKS = 50_000;

/** What is blocked, in the order in which it was added. @throws HandbackError `role_needed`, `forbidden` */
export async function* exportBlocks(op: Operations, actor: Actor): AsyncGenerator<ChannelBlock> {
  requireAccess(actor, 'exportBlocks');
  await insertAudit(op.pool, [audited(actor, 'viewed', { what: 'channel_blocks' })]);
  let after: ChannelBlock | null = null;
  for (;;) {
    const page: readonly ChannelBlock[] = await listedBlocks(op.pool, { after, limit: PAGE });
    // A text is blocked here by a hash that only these keys make: it means nothing anywhere else.
    yield* page.filter(({ key }) => !key.startsWith('text:'));
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}

export interface GivenBlock {
  readonly kind: string;
  readonly value: string;
  readonly note: string;
}

export interface ImportedBlocks {
  readonly rows: number;
  readonly added: number;
  /** Rows that name nothing that could be blocked, counted from 1. */
  readonly wrong: readonly number[];
}

/**
 * Adds a list to what is blocked. Rows that name nothing are told and left out; a channel of the registry is never blocked.
 * @param request.source the name of the list, e.g. of whom it is from
 * @throws HandbackError `role_needed`, `forbidden`, `field_missing` without a source, `payload_too_large`
 */
export async function importBlocks(
  op: Operations,
  actor: Actor,
  request: { readonly source: string; readonly rows: readonly GivenBlock[] },
): Promise<ImportedBlocks> {
  requireAccess(actor, 'importBlocks');
  const source = cleanText(request.source, 60);
  if (source === '') throw new HandbackError('field_missing', { field: 'source' });
  if (request.rows.length > MOST_BLOCKS) throw new HandbackError('payload_too_large');
  const own = new Set(
    op.channels.registry.owners.flatMap(({ channels }) =>
      channels.map(({ kind, value, at }) =>
        kind === 'account' ? `account:${at}/${value.toLowerCase()}` : `${kind}:${value.toLowerCase()}`,
      ),
    ),
  );
  const by = auditName(actor);
  const wrong: number[] = [];
  const blocks = request.rows.flatMap(({ kind, value, note }, i) => {
    const key = blockKey(kind, value);
    if (key !== null && !own.has(key)) return [{ key, source, note: cleanText(note, 200), addedBy: by }];
    wrong.push(i + 1);
    return [];
  });
  const added = await inTransaction(op.pool, async (tx) => {
    const count = await addBlocks(tx, blocks, op.clock.now());
    await insertAudit(tx, [
      audited(actor, 'channel_blocks_added', { source, rows: request.rows.length, added: count }),
    ]);
    return count;
  });
  return { rows: request.rows.length, added, wrong };
}

/** Takes one back. @throws HandbackError `role_needed`, `forbidden`, `channel_block_unknown` */
export async function removeBlock(
  op: Operations,
  actor: Actor,
  { kind, value }: { readonly kind: string; readonly value: string },
): Promise<void> {
  requireAccess(actor, 'removeBlock');
  const key = blockKey(kind, value);
  await inTransaction(op.pool, async (tx) => {
    if (key === null || (await removeBlocks(tx, [key])) === 0)
      throw new HandbackError('channel_block_unknown');
    await insertAudit(tx, [audited(actor, 'channel_block_removed', { key })]);
  });
}

const audited = (actor: Actor, action: string, facts: Readonly<Record<string, unknown>>) => ({
  ...{ caseId: null, lineId: null, actor: auditName(actor), action },
  facts,
});
