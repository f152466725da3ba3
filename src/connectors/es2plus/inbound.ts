import type { Eid } from '../../domain/values/eid.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import { executionFromWire } from './answer.ts';
import {
  type Es2PlusNotification,
  HANDLE_DOWNLOAD_PROGRESS_INFO,
  HANDLE_NOTIFICATION,
  type RequestHeader,
} from './functions.ts';
import { eidFromWire, iccidFromWire, instantFromWire, isObject } from './wire-values.ts';

/** What a reported step did to the profile; `failed` if the step was not reached, `ignored` if it changes nothing. */
export type Happening = PointMeaning | 'failed';

/** What a number means when its step succeeded. */
export const POINT_MEANINGS = [
  'downloaded',
  'installed',
  'enabled',
  'disabled',
  'deleted',
  'ignored',
] as const;
export type PointMeaning = (typeof POINT_MEANINGS)[number];

/**
 * The vendor's numbers, from its interface description. Vendors do not agree: 5 is the deletion at one and a confirmed
 * installation at another. A number that is missing here is `ignored`.
 */
export type PointMap = Readonly<Record<number, PointMeaning>>;

/** Steps of the standard, which no vendor's map changes. SGP.22 v2 section 5.3.5. */
export const STANDARD_POINTS: PointMap = {
  1: 'ignored', // eligibility and retry limit check
  2: 'ignored', // confirmation failure
  3: 'downloaded', // download of the bound profile package
  4: 'installed', // its installation
};

/** What an SM-DP+ says of a profile: hearsay, not signed by the eUICC. */
export interface SmdpEvent {
  readonly requester: string;
  /** Does not tell events apart: some vendors send the function's name in it. Profile, number and time do. */
  readonly callId: string;
  readonly iccid: Iccid;
  /** Where the peer gives it. */
  readonly eid: Eid | null;
  readonly profileType: string | null;
  readonly happened: Happening;
  /** Step or event by its number. */
  readonly point: number;
  /** When it happened, by the SM-DP+. */
  readonly at: Date;
  /** Subject and reason, as in `8.2.7/6.4`, where it failed and they are given. */
  readonly code: string | null;
  /** Base64 as received: what the eUICC answered to the installation or to remote management. */
  readonly resultData: string | null;
}

/** Why a body is no event, and the field that is missing or not of its form. */
export interface InboundFault {
  readonly fault: 'not_an_object' | 'field_missing' | 'field_invalid';
  readonly field: string | null;
}

export type Inbound = { readonly event: SmdpEvent } | InboundFault;

/** handleDownloadProgressInfo, SGP.22 v2 section 5.3.5. `body` is parsed JSON. */
export function parseDownloadProgress(body: unknown, points: PointMap): Inbound {
  return parse(HANDLE_DOWNLOAD_PROGRESS_INFO, body, points);
}

/**
 * handleNotification, SGP.22 v3 section 5.3.5. `body` is parsed JSON. An event that is of no profile is the fault
 * `field_missing` of `iccid`: there is nothing to note it with.
 */
export function parseSmdpNotification(body: unknown, points: PointMap): Inbound {
  return parse(HANDLE_NOTIFICATION, body, points);
}

/**
 * Fields that say nothing to Handback are not insisted on, though the standard does: an SM-DP+ that leaves out the
 * profile's type must not make a deletion unheard.
 */
function parse({ eventField, statusField }: Es2PlusNotification, body: unknown, points: PointMap): Inbound {
  if (!isObject(body)) return { fault: 'not_an_object', field: null };
  const header = headerFromWire(body['header']);
  const iccid = iccidFromWire(body['iccid']);
  const eid = body['eid'] === undefined ? null : eidFromWire(body['eid']);
  // China Mobile International's published interface writes `timeStamp`.
  const timeField = body['timestamp'] === undefined && 'timeStamp' in body ? 'timeStamp' : 'timestamp';
  const at = instantFromWire(body[timeField]);
  const point = pointFromWire(body[eventField]);
  const execution = executionFromWire(body[statusField]);
  const unreadable = (field: string): InboundFault => ({
    fault: body[field] === undefined ? 'field_missing' : 'field_invalid',
    field,
  });
  if (header === null) return unreadable('header');
  if (iccid === null) return unreadable('iccid');
  if (eid === null && body['eid'] !== undefined) return unreadable('eid');
  if (at === null) return unreadable(timeField);
  if (point === null) return unreadable(eventField);
  if (execution === null) return unreadable(statusField);
  const executed = execution.status === 'Executed-Success' || execution.status === 'Executed-WithWarning';
  return {
    event: {
      requester: header.functionRequesterIdentifier,
      callId: header.functionCallIdentifier,
      iccid,
      eid,
      profileType: textOrNull(body['profileType']),
      happened: happening(point, executed, points),
      point,
      at,
      code: execution.code,
      resultData: textOrNull(body['resultData']),
    },
  };
}

/** A failed step that is not known to change anything leaves the profile as it was. */
function happening(point: number, executed: boolean, points: PointMap): Happening {
  const standard = STANDARD_POINTS[point];
  const meaning = standard ?? points[point] ?? 'ignored';
  if (executed) return meaning;
  return standard === undefined && meaning === 'ignored' ? 'ignored' : 'failed';
}

function headerFromWire(value: unknown): RequestHeader | null {
  if (!isObject(value)) return null;
  const { functionRequesterIdentifier, functionCallIdentifier } = value;
  if (typeof functionRequesterIdentifier !== 'string' || typeof functionCallIdentifier !== 'string')
    return null;
  return { functionRequesterIdentifier, functionCallIdentifier };
}

/** The standard has a number; peers send it as text too. */
function pointFromWire(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,4}$/.test(text) ? Number(text) : null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
