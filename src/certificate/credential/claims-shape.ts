import { DETACHMENTS } from '../../domain/cases/detachment.ts';
import { CARD_CONDITIONS, DESTRUCTION_METHODS } from '../../domain/certificates/card-words.ts';
import type { CardStatement, Claims, ProfileStatement } from '../../domain/certificates/certificate.ts';
import { UNBINDING_RESULTS } from '../../domain/esim/unbinding.ts';
import { LANGUAGES } from '../../domain/values/language.ts';

type Check = (value: unknown) => boolean;

/** What each member must be. Members beyond these are allowed: the signature covers them. */
type Shape = readonly (readonly [member: string, check: Check | Shape])[];

const shapeOf = (members: Readonly<Record<string, Check | Shape>>): Shape => Object.entries(members);

const text: Check = (value) => typeof value === 'string' && value.length <= 4096 && value.isWellFormed();
const word: Check = (value) => text(value) && value !== '';
/** A member that its holder may leave out. */
const byChoice =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
/** Only as long as a mobile network's answer, which the longest of claims is. */
const bytes: Check = (value) =>
  typeof value === 'string' && value.length <= 2 ** 20 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
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
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/.test(value) &&
  isDay(value.slice(0, 10));

const MONEY = shapeOf({
  currency: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
  minor: (value) => Number.isSafeInteger(value),
});
const money: Check = (value) => mismatch(value, MONEY, '') === null;

const NODE = shapeOf({ domain: oneOf('cs', 'ps'), name: word });
const EVIDENCE = shapeOf({
  stage: word,
  meaning: word,
  element: word,
  node: (value) => value === undefined || mismatch(value, NODE, '') === null,
  at: isInstant,
  answer: byChoice(bytes),
});

const ACCESS = shapeOf({
  kind: oneOf('sim', 'esim', 'companion'),
  imsi: byChoice(word),
  iccid: byChoice(word),
  detach: oneOf(...DETACHMENTS),
  absentAtEnd: truth,
  evidence: listOf(EVIDENCE),
});

const PROOF = shapeOf({
  event: oneOf('delete'),
  sequenceNumber: count,
  receivedAt: isInstant,
  notification: byChoice(bytes),
});
const proof: Check = (value) => mismatch(value, PROOF, '') === null;

const PROFILE = shapeOf({
  iccid: byChoice(word),
  eid: byChoice(word),
  deviceKnown: truth,
  result: oneOf(...UNBINDING_RESULTS),
  proof: orNull(proof),
});
/** "Proven" without a proof would be a bare claim, and a proof beside any other result a contradiction. */
const profiles: Check = (value) =>
  listOf(PROFILE)(value) &&
  (value as ProfileStatement[]).every(
    (one) => (one.result === 'proven') === (one.proof !== null) && (one.deviceKnown || one.eid === undefined),
  );

const DESTROYED = shapeOf({
  on: day,
  method: oneOf(...DESTRUCTION_METHODS),
  particleClass: orNull(word),
});
const CARD = shapeOf({
  iccid: byChoice(word),
  condition: oneOf(...CARD_CONDITIONS),
  takenInOn: day,
  destroyed: orNull((value) => mismatch(value, DESTROYED, '') === null),
});
/** What is missing cannot have been destroyed by anybody that we know of. */
const cards: Check = (value) =>
  value === undefined ||
  (listOf(CARD)(value) &&
    (value as CardStatement[]).every((one) => one.condition !== 'missing' || one.destroyed === null));

const address: Check = (value) => word(value) && URL.canParse(value as string);

const CLAIMS = shapeOf({
  iss: address,
  iat: count,
  vct: address,
  jti: word,
  status: shapeOf({ status_list: shapeOf({ idx: count, uri: address }) }),
  supersedes: orNull(word),
  operator: shapeOf({
    id: word,
    name: shapeOf(Object.fromEntries(LANGUAGES.map((language) => [language, word]))),
    contact: orNull(word),
  }),
  caseReference: word,
  declaredAt: isInstant,
  confirmedAt: isInstant,
  serviceEndedAt: isInstant,
  billingEndedOn: day,
  numberReleasedOn: orNull(day),
  timeZone: isTimeZone,
  rulebook: shapeOf({ jurisdiction: word, version: word }),
  subject: shapeOf({
    msisdn: byChoice(word),
    lineId: byChoice(word),
    holderId: byChoice(word),
    holderName: byChoice(word),
    documentEnding: byChoice(word),
  }),
  accesses: listOf(ACCESS),
  profiles,
  cards,
  bill: shapeOf({ invoiceId: text, total: MONEY, refund: orNull(money) }),
  number: oneOf('quarantined', 'returned_to_range_holder', 'none'),
  withdrawals: count,
});

/** The first member, in dotted form, that keeps a value from being the claims of a certificate; null if it is that. */
export function faultOf(value: unknown): string | null {
  return mismatch(value, CLAIMS, 'claims');
}

export function isClaims(value: unknown): value is Claims {
  return faultOf(value) === null;
}

function mismatch(value: unknown, shape: Shape, path: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path || 'object';
  for (const [member, check] of shape) {
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

/** A day that the calendar has, years 0000 to 9999; by hand, since claims have a dozen of them. */
function isDay(value: string): boolean {
  if (value.length !== 10 || value[4] !== '-' || value[7] !== '-') return false;
  const year = number(value, 0, 4);
  const month = number(value, 5, 7);
  const date = number(value, 8, 10);
  if (!(year >= 0 && month >= 1 && month <= 12 && date >= 1)) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return date <= (month === 2 && leap ? 29 : MONTH_DAYS[month - 1]!);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The decimal number in this part of a text; NaN where there is anything but digits. */
function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) {
    const digit = text.charCodeAt(i) - 0x30;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
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
