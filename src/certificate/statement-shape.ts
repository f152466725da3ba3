import type { ProfileStatement, Statement } from '../domain/certificate.ts';
import { UNBINDING_RESULTS } from '../domain/unbinding.ts';

type Check = (value: unknown) => boolean;

/** What the value must be; true, or the first member that is not. Members beyond these are allowed: the signature covers them. */
type Shape = { readonly [member: string]: Check | Shape };

const text: Check = (value) => typeof value === 'string' && value.length <= 4096 && value.isWellFormed();
const word: Check = (value) => text(value) && value !== '';
const hash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const truth: Check = (value) => typeof value === 'boolean';
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const day: Check = (value) => typeof value === 'string' && isDay(value);
const listOf =
  (shape: Shape): Check =>
  (value) =>
    Array.isArray(value) &&
    value.length <= 10_000 &&
    value.every((item) => mismatch(item, shape, '') === null);

export const isInstant: Check = (value) =>
  typeof value === 'string' &&
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/.test(value) &&
  isDay(value.slice(0, 10)) &&
  !Number.isNaN(Date.parse(value));

const MONEY: Shape = {
  currency: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
  minor: (value) => Number.isSafeInteger(value),
};
const money: Check = (value) => mismatch(value, MONEY, '') === null;

const EVIDENCE: Shape = { stage: word, meaning: word, element: word, at: isInstant, hash };

const ACCESS: Shape = {
  kind: oneOf('sim', 'esim', 'companion'),
  imsi: hash,
  iccid: hash,
  detach: oneOf('confirmed', 'not_attached', 'unconfirmed'),
  absentAtEnd: truth,
  evidence: listOf(EVIDENCE),
};

const PROOF: Shape = { event: oneOf('delete'), sequenceNumber: count, receivedAt: isInstant, hash };
const proof: Check = (value) => mismatch(value, PROOF, '') === null;

const PROFILE: Shape = {
  iccid: hash,
  eid: orNull(hash),
  result: oneOf(...UNBINDING_RESULTS),
  proof: orNull(proof),
};
/** "Proven" without a proof would be a bare claim, and a proof beside any other result a contradiction. */
const profiles: Check = (value) =>
  listOf(PROFILE)(value) &&
  (value as ProfileStatement[]).every((one) => (one.result === 'proven') === (one.proof !== null));

const STATEMENT: Shape = {
  version: oneOf(1),
  certificateId: word,
  supersedes: orNull(word),
  issuer: { name: word, id: word },
  caseReference: word,
  issuedAt: isInstant,
  declaredAt: isInstant,
  confirmedAt: isInstant,
  serviceEndedAt: isInstant,
  billingEndedOn: day,
  numberReleasedOn: orNull(day),
  timeZone: isTimeZone,
  rulebook: { jurisdiction: word, version: word },
  subject: { msisdn: orNull(hash), lineId: hash, holder: orNull(hash) },
  accesses: listOf(ACCESS),
  profiles,
  bill: { invoiceId: text, total: MONEY, refund: orNull(money) },
  number: oneOf('quarantined', 'returned_to_range_holder', 'none'),
  withdrawals: count,
};

/** The first member, in dotted form, that keeps a value from being a `Statement` of version 1; null if it is one. */
export function faultOf(value: unknown): string | null {
  return mismatch(value, STATEMENT, 'statement');
}

export function isStatement(value: unknown): value is Statement {
  return faultOf(value) === null;
}

function mismatch(value: unknown, shape: Shape, path: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path || 'object';
  for (const [member, check] of Object.entries(shape)) {
    const held = Object.hasOwn(value, member) ? (value as Record<string, unknown>)[member] : undefined;
    const fault =
      typeof check === 'function'
        ? check(held)
          ? null
          : `${path}.${member}`
        : mismatch(held, check, `${path}.${member}`);
    if (fault !== null) return fault;
  }
  return null;
}

function isDay(value: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return false;
  const instant = new Date(`${value}T00:00:00.000Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value);
}

const knownZones = new Map<string, boolean>();

/** An IANA zone that this runtime knows; remembered, since asking costs 20 microseconds. */
function isTimeZone(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 64) return false;
  const known = knownZones.get(value);
  if (known !== undefined) return known;
  let valid = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    valid = false;
  }
  if (knownZones.size < 1000) knownZones.set(value, valid);
  return valid;
}
