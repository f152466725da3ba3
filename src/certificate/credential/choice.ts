import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { type Disclosed, discloseClaims, readJwt, SdJwtError } from './sd-jwt.ts';
import { SELECTIVE, type SelectivePath } from './type-metadata.ts';

/** What a holder may show or keep to themselves, in the words of pages and the command line. */
export const DISCLOSABLE = ['number', 'holder', 'line', 'cards', 'devices', 'network', 'esim'] as const;
export type Disclosable = (typeof DISCLOSABLE)[number];

/** What a paper shows where nothing was picked: it goes from hand to hand. */
export const ON_PAPER = 'number' satisfies Disclosable;

/**
 * What was picked, in words: `all`, `none`, or some of them with commas between. `none` beside others adds nothing, as a form
 * without scripts sends it.
 *
 * @throws HandbackError `disclosure_unknown` with the first `word` that is none of them
 */
export function pickedOf(words: string): readonly Disclosable[] {
  const given = words.split(',').map((word) => word.trim());
  const known: readonly string[] = ['all', 'none', ...DISCLOSABLE];
  const word = given.find((one) => !known.includes(one));
  if (word !== undefined) throw new HandbackError('disclosure_unknown', { word });
  return given.includes('all') ? DISCLOSABLE : DISCLOSABLE.filter((kind) => given.includes(kind));
}

/** To which of them a disclosed member belongs. */
function kindOf(path: Disclosed['path'] | SelectivePath): Disclosable {
  const [group] = path;
  switch (path.at(-1)) {
    case 'msisdn':
      return 'number';
    case 'lineId':
      return 'line';
    case 'answer':
      return 'network';
    case 'notification':
      return 'esim';
    case 'imsi':
    case 'iccid':
      return group === 'profiles' ? 'devices' : 'cards';
    case 'eid':
      return 'devices';
    default:
      return 'holder';
  }
}

/** What a copy shows of all that may be kept back. */
export function disclosableIn({ claims }: Pick<CertificateCopy, 'claims'>): readonly Disclosable[] {
  const kinds = new Set(SELECTIVE.filter((path) => isThere(claims, path)).map(kindOf));
  return DISCLOSABLE.filter((kind) => kinds.has(kind));
}

function isThere(value: unknown, [name, ...rest]: SelectivePath): boolean {
  if (name === undefined) return value !== undefined;
  if (name === null) return Array.isArray(value) && value.some((one) => isThere(one, rest));
  return (
    typeof value === 'object' && value !== null && isThere((value as Record<string, unknown>)[name], rest)
  );
}

/** A copy that shows what was picked and no more. It verifies like the whole. */
export async function discloseOnly(
  copy: CertificateCopy,
  picked: readonly Disclosable[],
  crypto: Pick<VerifyCrypto, 'sha256'>,
): Promise<CertificateCopy> {
  const { disclosed } = await claimsOf(copy.jwt, copy.disclosures, crypto);
  const shown = disclosed.filter(({ path }) => picked.includes(kindOf(path))).map(({ text }) => text);
  return copyOf(copy.jwt, shown, copy.logProof, crypto);
}

/** A certificate with those of the disclosures that belong to it. */
export async function copyOf(
  jwt: string,
  disclosures: readonly string[],
  logProof: string | null,
  crypto: Pick<VerifyCrypto, 'sha256'>,
): Promise<CertificateCopy> {
  const { claims } = await claimsOf(jwt, disclosures, crypto);
  return { jwt, disclosures, claims: claims as unknown as CertificateCopy['claims'], logProof };
}

function claimsOf(jwt: string, disclosures: readonly string[], crypto: Pick<VerifyCrypto, 'sha256'>) {
  const parts = readJwt(jwt);
  if (parts === null) throw new SdJwtError('not_an_sd_jwt');
  return discloseClaims(parts.payload, disclosures, crypto);
}
