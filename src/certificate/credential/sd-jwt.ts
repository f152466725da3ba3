import type { CertificateCopy, Claims } from '../../domain/certificates/certificate.ts';
import { JsonFaultError, parseStrictJson } from '../../domain/values/strict-json.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { fromBase64url, toBase64url } from '../sign/base64url.ts';

/** Media type of the compact form (draft-ietf-oauth-sd-jwt-vc). */
export const COMPACT_TYPE = 'application/dc+sd-jwt';

/** What stands in an SD-JWT of either form, unread. */
export interface SdJwt {
  /** Header, payload and signature, compact. */
  readonly jwt: string;
  readonly disclosures: readonly string[];
  /** A key binding JWT (RFC 9901 section 4.3); certificates have none. */
  readonly keyBinding: string | null;
  /** The proof of the public log that the JSON form carries beside it. */
  readonly logProof: string | null;
}

/** Why bytes are no SD-JWT that means one thing only; the set is closed. */
export type SdJwtFault =
  | 'not_an_sd_jwt'
  | 'unknown_member'
  | 'disclosure_unreadable'
  | 'disclosure_matches_no_digest'
  | 'disclosure_twice'
  | 'digest_twice'
  | 'claim_name_reserved'
  | 'claim_twice'
  | 'claim_not_selective'
  | 'hash_algorithm';

export class SdJwtError extends Error {
  readonly fault: SdJwtFault;

  constructor(fault: SdJwtFault) {
    super(fault);
    this.name = 'SdJwtError';
    this.fault = fault;
  }
}

const COMPACT = /^([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)((?:~[A-Za-z0-9_-]+)*)~([A-Za-z0-9_.-]*)$/;
const JWT_PART = /^[A-Za-z0-9_-]+$/;

/** Reads the compact form: `<JWT>~<disclosure>~…~` (RFC 9901 section 4). One line end after it is passed over. @throws SdJwtError */
export function readCompact(text: string): SdJwt {
  const [, jwt, listed, keyBinding] = COMPACT.exec(text.replace(/\r?\n$/, '')) ?? [];
  if (jwt === undefined) throw new SdJwtError('not_an_sd_jwt');
  const disclosures = listed === '' ? [] : listed!.slice(1).split('~');
  return { jwt, disclosures, keyBinding: keyBinding === '' ? null : keyBinding!, logProof: null };
}

/**
 * Reads the flattened JSON form (RFC 9901 section 8.1). Nothing around the JWT is under its signature, so there may be
 * nothing that is not checked afterwards.
 * @throws SdJwtError
 */
export function readJson(value: unknown): SdJwt {
  const outer = members(value, ['payload', 'protected', 'signature', 'header']);
  const header = members(outer['header'], ['disclosures', 'kb_jwt', 'tlog_proof']);
  const { payload, protected: head, signature } = outer;
  if (!isPart(head) || !isPart(payload) || !isPart(signature)) throw new SdJwtError('not_an_sd_jwt');
  const { disclosures = [], kb_jwt: keyBinding = null, tlog_proof: logProof = null } = header;
  if (!Array.isArray(disclosures) || !isTextOrNull(keyBinding) || !isTextOrNull(logProof))
    throw new SdJwtError('not_an_sd_jwt');
  if (!disclosures.every(isPart)) throw new SdJwtError('disclosure_unreadable');
  return { jwt: `${head}.${payload}.${signature}`, disclosures, keyBinding, logProof };
}

const isPart = (value: unknown): value is string => typeof value === 'string' && JWT_PART.test(value);
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

function members(value: unknown, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SdJwtError('not_an_sd_jwt');
  if (Object.keys(value).some((name) => !known.includes(name))) throw new SdJwtError('unknown_member');
  return value as Record<string, unknown>;
}

/**
 * Reads either form: what begins with a brace, after white space, is JSON; anything else is compact.
 * @throws SdJwtError, JsonFaultError
 */
export function readSdJwt(bytes: Uint8Array): { readonly read: SdJwt; readonly form: 'compact' | 'json' } {
  // The compact form is ASCII; of JSON only the first letter is looked at so. A byte order mark is not ASCII.
  const text = new TextDecoder('latin1').decode(bytes);
  const json = /^(?:\u00ef\u00bb\u00bf)?\s*[{[]/.test(text);
  return json
    ? { read: readJson(parseStrictJson(bytes)), form: 'json' }
    : { read: readCompact(text), form: 'compact' };
}

/** The compact form. */
export function compactOf({ jwt, disclosures }: Pick<CertificateCopy, 'jwt' | 'disclosures'>): string {
  return `${[jwt, ...disclosures].join('~')}~`;
}

/** The flattened JSON form; the proof of the log in its unprotected header, since it comes after the signature. */
export function jsonOf({ jwt, disclosures, logProof }: Omit<CertificateCopy, 'claims'>): {
  readonly payload: string;
  readonly protected: string;
  readonly signature: string;
  readonly header: { readonly disclosures: readonly string[]; readonly tlog_proof?: string };
} {
  const [head = '', payload = '', signature = ''] = jwt.split('.');
  return {
    ...{ payload, protected: head, signature },
    header: { disclosures, ...(logProof === null ? {} : { tlog_proof: logProof }) },
  };
}

/** The parts of a compact JWT. */
export interface JwtParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What is signed: ASCII. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** Takes a compact JWT apart; null for what is none. Nothing of it is to be believed yet. */
export function readJwt(jwt: string): JwtParts | null {
  const parts = jwt.split('.');
  const [head, body, end] = parts.map(fromBase64url);
  if (parts.length !== 3 || !head || !body || !end) return null;
  try {
    const [header, payload] = [parseStrictJson(head), parseStrictJson(body)];
    if (!isObject(header) || !isObject(payload)) return null;
    const signed = new TextEncoder().encode(jwt.slice(0, jwt.lastIndexOf('.')));
    return { header, payload, signed, signature: end };
  } catch (error) {
    if (error instanceof JsonFaultError) return null;
    throw error;
  }
}

/** The claims that somebody signed, of a JWT of our own making or one whose signature holds. @throws SdJwtError */
export function signedClaims(jwt: string): Claims {
  const parts = readJwt(jwt);
  if (parts === null) throw new SdJwtError('not_an_sd_jwt');
  return parts.payload as unknown as Claims;
}

/** By which key it says it is signed. */
export function signingKeyOf(jwt: string): string {
  return String(readJwt(jwt)?.header['kid']);
}

/** A disclosure, and the member that it discloses. */
export interface Disclosed {
  readonly text: string;
  /** Names and indices from the claims down. */
  readonly path: readonly (string | number)[];
}

/** Never by choice, in whatever they hold (draft-ietf-oauth-sd-jwt-vc, section 3.2.2.2). */
const NEVER_SELECTIVE = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'aka_vcts', 'status'];

/**
 * Puts disclosures in the place of their digests (RFC 9901 section 7.1). Digests without a disclosure fall away: what they
 * hide, and whether they hide anything, only their holder knows.
 * @throws SdJwtError
 */
export async function discloseClaims(
  signed: Readonly<Record<string, unknown>>,
  disclosures: readonly string[],
  crypto: Pick<VerifyCrypto, 'sha256'>,
): Promise<{ readonly claims: Readonly<Record<string, unknown>>; readonly disclosed: readonly Disclosed[] }> {
  const { _sd_alg: algorithm = 'sha-256', ...rest } = signed;
  if (algorithm !== 'sha-256') throw new SdJwtError('hash_algorithm');
  // Before any of them is looked at: a genuine certificate beside a million disclosures is no work.
  if (disclosures.length > digestsIn(rest) + SURPLUS) throw new SdJwtError('disclosure_matches_no_digest');
  const hidden = await byDigest(disclosures, crypto);
  const seen = new Set<string>();
  const disclosed: Disclosed[] = [];

  const walk = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, i]));
    if (!isObject(value)) return value;
    const { _sd: digests = [], ...plain } = value;
    if (!Array.isArray(digests)) throw new SdJwtError('claim_name_reserved');
    const out: Record<string, unknown> = Object.create(null);
    for (const [name, member] of Object.entries(plain)) out[name] = walk(member, [...path, name]);
    for (const digest of digests) {
      if (typeof digest !== 'string' || seen.has(digest)) throw new SdJwtError('digest_twice');
      seen.add(digest);
      const found = hidden.get(digest);
      if (found === undefined) continue;
      const { name, member, text } = found;
      if (name in out) throw new SdJwtError('claim_twice');
      if (path.length === 0 && NEVER_SELECTIVE.includes(name)) throw new SdJwtError('claim_not_selective');
      if (path[0] === 'status') throw new SdJwtError('claim_not_selective');
      disclosed.push({ text, path: [...path, name] });
      out[name] = walk(member, [...path, name]);
    }
    return out;
  };

  const claims = walk(rest, []) as Readonly<Record<string, unknown>>;
  if (disclosed.length !== disclosures.length) throw new SdJwtError('disclosure_matches_no_digest');
  return { claims, disclosed };
}

/** So many that belong to nothing are looked at, to say what is wrong with them. */
const SURPLUS = 100;

/** How many digests there are; a disclosed value has none of its own in a certificate. */
function digestsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const { _sd: digests, ...members } = value as { readonly _sd?: unknown };
  return Object.values(members).reduce(
    (sum: number, member) => sum + digestsIn(member),
    Array.isArray(digests) ? digests.length : 0,
  );
}

async function byDigest(
  disclosures: readonly string[],
  crypto: Pick<VerifyCrypto, 'sha256'>,
): Promise<ReadonlyMap<string, { readonly name: string; readonly member: unknown; readonly text: string }>> {
  const encoder = new TextEncoder();
  const digests = await Promise.all(disclosures.map((text) => crypto.sha256(encoder.encode(text))));
  const found = new Map<string, { name: string; member: unknown; text: string }>();
  disclosures.forEach((text, i) => {
    const digest = toBase64url(digests[i]!);
    if (found.has(digest)) throw new SdJwtError('disclosure_twice');
    found.set(digest, { ...readDisclosure(text), text });
  });
  return found;
}

function readDisclosure(text: string): { readonly name: string; readonly member: unknown } {
  const bytes = fromBase64url(text);
  let value: unknown = null;
  try {
    value = bytes === null ? null : parseStrictJson(bytes);
  } catch (error) {
    if (!(error instanceof JsonFaultError)) throw error;
  }
  if (!Array.isArray(value) || value.length !== 3) throw new SdJwtError('disclosure_unreadable');
  const [salt, name, member] = value as unknown[];
  if (typeof salt !== 'string' || typeof name !== 'string') throw new SdJwtError('disclosure_unreadable');
  if (name === '_sd' || name === '...') throw new SdJwtError('claim_name_reserved');
  return { name, member };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
