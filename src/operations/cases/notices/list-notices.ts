import { HandbackError } from '../../../domain/errors.ts';
import type { NoticeKind } from '../../../domain/notices.ts';
import { type AskedNotices, listedNotices, type NoticeRecord } from '../../../store/notices.ts';
import type { Actor } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { isUuid } from '../../is-uuid.ts';

export type { NoticeRecord } from '../../../store/notices.ts';

export interface NoticePage {
  readonly notices: readonly NoticeRecord[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * A page of the messages that wait to be sent, or that were given up, over all cases and people, the oldest first. Nobody is named
 * and nothing of what they say is shown.
 * @throws HandbackError `forbidden`, `request_invalid` for a limit or a place that is none
 */
export async function listNotices(
  op: Operations,
  actor: Actor,
  request: {
    readonly state: AskedNotices['state'];
    readonly kind: NoticeKind | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<NoticePage> {
  requireAccess(actor, 'listNotices');
  const { after, limit } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  const found = await listedNotices(op.pool, {
    ...request,
    limit: limit + 1,
    confidential: seesConfidential(actor),
  });
  const notices = found.slice(0, limit);
  return { notices, next: found.length > limit ? notices.at(-1)!.noticeId : null };
}
