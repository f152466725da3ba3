import { insertAudit } from '../../../store/audit.ts';
import { findCase } from '../../../store/cases/cases.ts';
import type { Db } from '../../../store/database/database.ts';
import {
  type CaseFound,
  casesOfFoundLines,
  type LineFound,
  type LineKey,
  linesByKey,
  type RequestFound,
  requestsByName,
} from '../../../store/oversight/search.ts';
import { someNamesUnindexed } from '../../../store/people/name-indexes.ts';
import { nameIndex } from '../../../store/people/parties.ts';
import { findRequest } from '../../../store/special/requests.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { type SearchKey, type SearchKind, searchKey } from './search-key.ts';

export type { CaseFound, RequestFound } from '../../../store/oversight/search.ts';

/** A line with its open and closed cases, the newest first. */
export interface FoundLine extends Omit<LineFound, 'confidential'> {
  readonly cases: readonly CaseFound[];
}

/** What was found. */
export interface SearchResult {
  /** As what the text was taken. */
  readonly kind: SearchKind;
  /** The case of a reference, or the special request: to be opened. */
  readonly case: { readonly reference: string } | null;
  readonly request: { readonly requestId: string } | null;
  readonly lines: readonly FoundLine[];
  /** Of a name: what somebody of that name asked for. */
  readonly requests: readonly RequestFound[];
  /** There are more than are shown. */
  readonly more: boolean;
  /** Some people are not found by name yet: their names are being read. */
  readonly namesMissing: boolean;
}

const MOST = 50;
const MOST_CASES = 500;
const NOTHING = {
  case: null,
  request: null,
  lines: [],
  requests: [],
  more: false,
  namesMissing: false,
} as const;

/**
 * Lines and their cases by what somebody has of them: a number, also one that a line had, the reference of a case or a special request, a
 * card, an eUICC, a subscriber of the network, or exactly a name. The same questions are asked of the database whether or not anything
 * is there. That somebody looked, and by which kind of key, is in the audit log; the key is not.
 *
 * @throws HandbackError `forbidden`, `role_needed`, and what `searchKey` throws
 */
export async function searchCases(
  op: Operations,
  actor: Actor,
  request: { readonly key: string },
): Promise<SearchResult> {
  requireAccess(actor, 'searchCases');
  const key = searchKey(request.key, op.defaultCallingCode);
  const confidential = seesConfidential(actor);
  const found = await foundBy(op, key, confidential);
  const seen = found.lines.length === 0 ? [null] : found.lines.map(({ lineId }) => lineId);
  await insertAudit(
    op.pool,
    seen.map((lineId) => ({
      ...{ caseId: null, lineId, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'search', by: key.kind },
    })),
  );
  return { ...NOTHING, kind: key.kind, ...found };
}

type Found = Partial<SearchResult> & Pick<SearchResult, 'lines'>;

async function foundBy({ pool, vault }: Operations, key: SearchKey, confidential: boolean): Promise<Found> {
  switch (key.kind) {
    case 'case': {
      const found = await findCase(pool, key);
      return { lines: [], case: found !== null && (confidential || !found.confidential) ? found : null };
    }
    case 'request': {
      const found = await findRequest(pool, key);
      return { lines: [], request: found !== null && (confidential || !found.confidential) ? found : null };
    }
    case 'number':
      return linesWith(pool, { kind: 'number', value: key.msisdn }, confidential);
    case 'iccid':
      return linesWith(pool, { kind: 'iccid', value: key.iccid }, confidential);
    case 'eid':
      return linesWith(pool, { kind: 'eid', value: key.eid }, confidential);
    case 'imsi':
      return linesWith(pool, { kind: 'imsi', value: key.imsi }, confidential);
    case 'name': {
      const value = nameIndex(vault, key.name);
      const [found, requests, namesMissing] = await Promise.all([
        linesWith(pool, { kind: 'name', value }, confidential),
        requestsByName(pool, value, { confidential, limit: MOST + 1 }),
        someNamesUnindexed(pool),
      ]);
      return {
        ...{ lines: found.lines, requests: requests.slice(0, MOST), namesMissing },
        more: found.more || requests.length > MOST,
      };
    }
  }
}

async function linesWith(
  db: Db,
  key: LineKey,
  confidential: boolean,
): Promise<Pick<SearchResult, 'lines' | 'more'>> {
  const found = await linesByKey(db, key, { confidential, limit: MOST + 1 });
  const lines = found.slice(0, MOST);
  const cases = await casesOfFoundLines(
    db,
    lines.map(({ lineId }) => lineId),
    { confidential, limit: MOST_CASES },
  );
  return {
    lines: lines.map(({ confidential: secret, ...line }) => ({
      ...line,
      // As in the list of a number: the line as if nothing was asked for.
      ...(secret && !confidential ? { status: 'active' as const } : {}),
      cases: cases.filter(({ lineId }) => lineId === line.lineId),
    })),
    more: found.length > MOST,
  };
}
