import type { Stage } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type ListedCase, listedCases } from '../../store/cases/case-list.ts';
import { findCase } from '../../store/cases/cases.ts';
import type { Actor } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { normaliseReference } from './receipt.ts';

export const CASE_STATES = ['open', 'stuck', 'closed', 'all'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export interface CaseListRequest {
  /** `stuck`: those that wait for a person of the operator. */
  readonly state: CaseState;
  readonly stage: Stage | null;
  readonly lineId: string | null;
  /** The reference of the last case of the page before; null for the first page. */
  readonly after: string | null;
  /** 1 to 1,000. */
  readonly limit: number;
}

export interface CasePage {
  readonly cases: readonly ListedCase[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * A page of cases, the newest first; nothing of the person or the number is in it.
 * @throws HandbackError `forbidden`, `request_invalid` for a limit that is none, `case_unknown` for an `after` that is none
 */
export async function listCases(op: Operations, actor: Actor, request: CaseListRequest): Promise<CasePage> {
  requireAccess(actor, 'listCases');
  const { state, stage, lineId, limit } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  const last =
    request.after === null ? null : await findCase(op.pool, { reference: normaliseReference(request.after) });
  const confidential = seesConfidential(actor);
  if (request.after !== null && (last === null || (last.confidential && !confidential)))
    throw new HandbackError('case_unknown');
  const found = await listedCases(
    op.pool,
    {
      open: state !== 'closed',
      closed: state === 'closed' || state === 'all',
      stuck: state === 'stuck',
      stage,
      lineId,
      confidential,
      after: last?.caseId ?? null,
    },
    limit + 1,
  );
  const cases = found.slice(0, limit);
  return { cases, next: found.length > limit ? cases.at(-1)!.reference : null };
}
