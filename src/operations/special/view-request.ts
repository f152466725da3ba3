import type { Finding } from '../../domain/cases/finding.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { LineStatus } from '../../domain/lines/line.ts';
import { type LineFault, type RequestBody, SETTLED } from '../../domain/special/special-request.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import {
  findRequestPhoto,
  openRequestPhoto,
  photosOfRequest,
  type RequestPhotoMark,
} from '../../store/special/request-photos.ts';
import {
  type ListedRequest,
  linesOfRequest,
  listedRequests,
  namesOfStaff,
  type RequestLine,
  readBody,
  type SpecialRequest,
} from '../../store/special/requests.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { candidatesOf, eligibilitiesOnRoute } from './candidates.ts';
import { ownOnly, type RequestName, requestFor } from './request-for.ts';

export type { RequestPhotoMark } from '../../store/special/request-photos.ts';
export type { ListedRequest, RequestLine, SpecialRequest } from '../../store/special/requests.ts';

export interface RequestPage {
  readonly requests: readonly (ListedRequest & { readonly overdue: boolean })[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;
const LONGEST_REASON = 200;

/**
 * Special requests: those that wait, the most urgent first, or those that were decided, the newest first. Nobody is named. Whoever
 * took some in at a desk sees those alone.
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid` for a limit or a place that is none
 */
export async function listSpecialRequests(
  op: Operations,
  actor: Actor,
  request: {
    readonly state: 'waiting' | 'decided';
    readonly after: string | null;
    /** 1 to 1,000. */
    readonly limit: number;
  },
): Promise<RequestPage> {
  requireAccess(actor, 'listSpecialRequests');
  const { state, after, limit } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  const takenBy = ownOnly(actor);
  const found = await listedRequests(op.pool, {
    ...{ state, after, takenBy, limit: limit + 1 },
    confidential: takenBy !== null || seesConfidential(actor),
  });
  const now = op.clock.now();
  const requests = found.slice(0, limit).map((one) => ({ ...one, overdue: isOverdue(one, now) }));
  return { requests, next: found.length > limit ? requests.at(-1)!.requestId : null };
}

function isOverdue({ state, decideBy }: SpecialRequest, now: Date): boolean {
  return state === 'received' && decideBy <= now;
}

/** One line that a request may be about. */
export interface RequestCandidate {
  readonly number: Msisdn | null;
  readonly lineId: string | null;
  readonly status: LineStatus | null;
  readonly openCase: boolean;
  readonly holderMatches: boolean | null;
  readonly inHand: boolean;
  readonly fault: LineFault | null;
  /** Whether it can be among the lines of an acceptance now: asked for, fit, and not done with. */
  readonly choosable: boolean;
  /** What stands in the way, or is only told, on this route; empty for a line that cannot be chosen. */
  readonly findings: readonly Finding[];
  /** What became of it, where it was tried. */
  readonly outcome: RequestLine | null;
}

export interface SpecialRequestView {
  readonly request: SpecialRequest;
  /** Null once the requester is erased. */
  readonly body: RequestBody | null;
  readonly refusal: string | null;
  readonly photos: readonly RequestPhotoMark[];
  readonly candidates: readonly RequestCandidate[];
  readonly overdue: boolean;
  /** Who took it in and who decided it, as colleagues know them; a token by its name, the requester as `receipt`. */
  readonly takenByName: string | null;
  readonly decidedByName: string | null;
  readonly timeZone: string;
}

/**
 * A special request with all that is needed to decide it. That it was looked at is in the audit log.
 * @throws HandbackError `forbidden`, `role_needed`, `special_request_unknown`
 */
export async function viewSpecialRequest(
  op: Operations,
  actor: Actor,
  request: RequestName,
): Promise<SpecialRequestView> {
  requireAccess(actor, 'viewSpecialRequest');
  const now = op.clock.now();
  const found = await requestFor(op.pool, actor, request);
  const { requestId, state } = found;
  const party = await findParty(op.pool, op.vault, found.requesterId);
  const said =
    party === null ? null : await readBody(op.pool, op.vault, { requestId, dataKey: party.dataKey });
  const done = new Map((await linesOfRequest(op.pool, requestId)).map((line) => [line.lineId, line]));
  const candidates = said === null ? [] : await candidatesOf(op, op.pool, found, said.body);
  // Who only took it in sees which lines it may be about; what else there is to know of a line is for who decides.
  const decides = ownOnly(actor) === null;
  const ends = decides && state === 'received' && found.wish === 'end';
  const isDone = (record: LineRecord): boolean => {
    const outcome = done.get(record.line.lineId)?.outcome;
    return outcome !== undefined && SETTLED.includes(outcome);
  };
  // A line that is done with stands in nobody's way.
  const asked = candidates.flatMap(({ fault, record }) =>
    ends && fault === null && record !== null && !isDone(record) ? [record] : [],
  );
  const told = await eligibilitiesOnRoute(op, asked, found, now);
  const names = await namesOfStaff(
    op.pool,
    [found.takenBy, found.decidedBy].flatMap((one) => one ?? []),
  );
  const nameOf = (one: string | null): string | null =>
    one === null ? null : (names.get(one) ?? one.replace(/^(staff|system):/, ''));
  const findings = new Map(asked.map((record, i) => [record, told[i]!.findings]));
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'special_request', requestId },
    },
  ]);
  return {
    request: found,
    body: said?.body ?? null,
    refusal: said?.refusal ?? null,
    photos: await photosOfRequest(op.pool, requestId, now),
    candidates: candidates.map(({ number, record, holderMatches, inHand, fault }): RequestCandidate => {
      const lineId = record?.line.lineId ?? null;
      const outcome = lineId === null ? null : (done.get(lineId) ?? null);
      const waits = state === 'received' && (outcome === null || !SETTLED.includes(outcome.outcome));
      // One that was tried and has ended since is settled by trying it again.
      const fits = fault === null || (fault === 'ended' && outcome !== null);
      return {
        ...{ number, lineId, holderMatches, inHand, fault, outcome },
        status: decides ? (record?.line.status ?? null) : null,
        openCase: decides && (record?.openCase ?? null) !== null,
        findings: (record === null ? undefined : findings.get(record)) ?? [],
        choosable: lineId !== null && waits && fits,
      };
    }),
    overdue: isOverdue(found, now),
    takenByName: nameOf(found.takenBy),
    decidedByName: nameOf(found.decidedBy),
    timeZone: rulesOfLine(op, null, now).timeZone,
  };
}

/**
 * A picture of a request, with a reason that the audit log keeps.
 * @throws HandbackError `photo_unknown`, `field_missing` without a reason, `forbidden`, `role_needed`
 */
export async function viewRequestPhoto(
  op: Operations,
  actor: Actor,
  request: {
    readonly photoId: string;
    /** Where it is given, only a picture of this one. */
    readonly requestId?: string | undefined;
    readonly why: string;
  },
): Promise<RequestPhotoMark & { readonly bytes: Uint8Array }> {
  requireAccess(actor, 'viewRequestPhoto');
  const why = cleanText(request.why, LONGEST_REASON);
  if (why === '') throw new HandbackError('field_missing', { field: 'why' });
  const found = isUuid(request.photoId) ? await findPhotoOf(op, actor, request) : null;
  if (found === null) throw new HandbackError('photo_unknown');
  const { photoId, requestId, material } = found;
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'special_request_photo', photoId, requestId, material, why },
    },
  ]);
  return found;
}

async function findPhotoOf(
  op: Operations,
  actor: Actor,
  { photoId, requestId }: { readonly photoId: string; readonly requestId?: string | undefined },
): Promise<(RequestPhotoMark & { readonly bytes: Uint8Array }) | null> {
  const mark = await findRequestPhoto(op.pool, photoId, op.clock.now());
  if (mark === null || (requestId ?? mark.requestId) !== mark.requestId) return null;
  const { requesterId } = await requestFor(op.pool, actor, mark);
  const party = await findParty(op.pool, op.vault, requesterId);
  if (party === null) return null;
  const { bytesEnc, ...rest } = mark;
  return { ...rest, bytes: openRequestPhoto(op.vault, party.dataKey, { bytesEnc }) };
}
