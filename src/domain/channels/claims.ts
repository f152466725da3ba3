import type { Owner } from './registry.ts';
import { CLAIMS, type Claim, holds, holdsAny, type Known, type ScamWords } from './words.ts';

/** As whom a text speaks. */
export interface Speaker {
  readonly claims: ReadonlySet<Claim>;
  /** Those of the registry whose names it uses for itself. */
  readonly owners: readonly Owner[];
  /** Those known elsewhere. */
  readonly known: readonly Known[];
  /** Signed as a message of a business is: a name in heavy brackets. */
  readonly signed: boolean;
}

const SIGNED_FIRST = /^\s{0,5}[[【]([^\]】\n]{1,24})[\]】]/u;
const SIGNED_LAST = /[[【]([^\]】\n]{1,24})[\]】]\s{0,5}$/u;
/** `Guiyi: ...`, as senders that are names begin; also with the colon of Chinese. */
const SIGNED_PLAIN = /^\s{0,5}([\p{L}][\p{L} .&']{1,24})[:：]/u;

/** @param text plain, in small letters */
export function spokenBy(text: string, owners: readonly Owner[], words: ScamWords): Speaker {
  const signature =
    (SIGNED_FIRST.exec(text) ?? SIGNED_LAST.exec(text) ?? SIGNED_PLAIN.exec(text))?.[1] ?? null;
  const bracketed = signature !== null && !SIGNED_PLAIN.test(text);
  const within = signature === null ? null : namedIn(signature, owners, words);
  if (within !== null && within.claims.size > 0) return { ...within, signed: true };
  if (bracketed && words.signatures.includes(signature.trim()))
    return { ...NOBODY, claims: new Set(['operator']), signed: true };
  // A name alone is talked about; with words that address a customer somebody speaks in it.
  if (bracketed || !holdsAny(text, words.address)) return { ...NOBODY, signed: bracketed };
  return { ...namedIn(text, owners, words), signed: false };
}

const NOBODY = { claims: new Set<Claim>(), owners: [], known: [] } as const;

function namedIn(text: string, owners: readonly Owner[], words: ScamWords): Omit<Speaker, 'signed'> {
  const claims = new Set<Claim>();
  const named = owners.filter(({ called }) => called.some((name) => holds(text, name.toLowerCase())));
  for (const { role } of named)
    if (role !== 'reporting') claims.add(role === 'authority' ? 'authority' : 'operator');
  const known = words.known.filter(({ called }) => called.some((name) => holds(text, name.toLowerCase())));
  for (const { claim } of known) claims.add(claim);
  for (const claim of CLAIMS) if (holdsAny(text, words.claims[claim])) claims.add(claim);
  return { claims, owners: named, known };
}
