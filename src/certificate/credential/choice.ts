import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { type Disclosed, discloseClaims, readJwt, SdJwtError } from './sd-jwt.ts';

/** What a holder may show or keep to themselves, in the words of pages and the command line. */
export const DISCLOSABLE = ['number', 'holder', 'line', 'cards', 'devices', 'network', 'esim'] as const;
export type Disclosable = (typeof DISCLOSABLE)[number];

/** What somebody picked: `all`, `none`, or some of `DISCLOSABLE` with commas between them; null for anything else. */
export function readChoice(text: string): readonly Disclosable[] | null {
  if (text === 'all') return DISCLOSABLE;
  if (text === 'none') return [];
  const picked = text.split(',').map((word) => word.trim());
  const known = DISCLOSABLE.filter((word) => picked.includes(word));
  return picked.every((word) => (DISCLOSABLE as readonly string[]).includes(word)) ? known : null;
}

/** To which of them a disclosed member belongs. */
function kindOf(path: Disclosed['path']): Disclosable {
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

/** What a copy could show. */
export async function disclosableIn(
  copy: CertificateCopy,
  crypto: Pick<VerifyCrypto, 'sha256'>,
): Promise<readonly Disclosable[]> {
  const { disclosed } = await claimsOf(copy.jwt, copy.disclosures, crypto);
  const kinds = new Set(disclosed.map(({ path }) => kindOf(path)));
  return DISCLOSABLE.filter((kind) => kinds.has(kind));
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
