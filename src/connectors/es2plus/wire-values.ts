import { HandbackError } from '../../domain/errors.ts';
import { type Eid, parseEid } from '../../domain/values/eid.ts';
import { type Iccid, parseIccid } from '../../domain/values/iccid.ts';

/**
 * How an ICCID of 19 places is sent. SGP.22 section 5.2.1 allows both, but only from v2.2 on; peers differ in which
 * one they take.
 */
export type IccidForm = 'padded' | 'bare';

/**
 * SGP.22 describes an ICCID as 19 or 20 digits, the 20th perhaps an `F` of padding (`^[0-9]{19}[0-9F]?$`).
 * 18 places and hexadecimal letters are outside of that and are sent as they are: issuers that print such ICCIDs
 * take them on their own SM-DP+, and any other peer says itself that it does not.
 */
export function iccidOnWire(iccid: Iccid, form: IccidForm): string {
  return form === 'padded' && iccid.length === 19 ? `${iccid}F` : iccid;
}

/** `null` where the value is no ICCID. A person's separators are not accepted from a machine. */
export function iccidFromWire(value: unknown): Iccid | null {
  return typeof value === 'string' && /^[0-9A-Fa-f]{18,20}$/.test(value) ? parsed(parseIccid, value) : null;
}

export function eidFromWire(value: unknown): Eid | null {
  return typeof value === 'string' && /^[0-9]{32}$/.test(value) ? parsed(parseEid, value) : null;
}

function parsed<T>(parse: (text: string) => T, value: string): T | null {
  try {
    return parse(value);
  } catch (error) {
    if (error instanceof HandbackError) return null;
    throw error;
  }
}

const ISO_INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
const EPOCH_SECONDS = /^\d{10}$/;

/**
 * W3C date and time with a time zone (SGP.22 section 5.3.5), or, as China Mobile International's published interface
 * has it, seconds since 1970 in ten digits. `null` for anything else, also for the 30th of February.
 */
export function instantFromWire(value: unknown): Date | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  if (EPOCH_SECONDS.test(text)) return new Date(Number(text) * 1000);
  const local = ISO_INSTANT.exec(text)?.[1];
  if (local === undefined) return null;
  // `Date` rolls impossible days over into the next month, and makes hour 24 the next day.
  const asUtc = new Date(`${local}Z`);
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) return null;
  return new Date(text);
}

const CODE = /^\d{1,3}(?:\.\d{1,3}){0,3}$/;

/** `subject/reason`, as in `8.2.1/3.3`; `null` where either is no status code (SGP.22 section 5.2.6). */
export function statusCodeFromWire(data: unknown): string | null {
  if (!isObject(data)) return null;
  const { subjectCode, reasonCode } = data;
  const isCode = (value: unknown): value is string => typeof value === 'string' && CODE.test(value);
  return isCode(subjectCode) && isCode(reasonCode) ? `${subjectCode}/${reasonCode}` : null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
