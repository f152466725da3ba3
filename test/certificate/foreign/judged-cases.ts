import { createHmac, createPublicKey } from 'node:crypto';
import { discloseOnly } from '../../../src/certificate/credential/choice.ts';
import { compactOf } from '../../../src/certificate/credential/sd-jwt.ts';
import { issueStatusToken, type StatusEntry } from '../../../src/certificate/credential/status-list.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { signJwt } from '../../../src/certificate/sign/sign-jwt.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificate, draft, NOW, newRing, STATUS } from '../fixtures.ts';

/** What a certificate must be called, by programs that look at what is named. */
export interface JudgedCase {
  readonly name: string;
  readonly compact: string;
  /** The status list at hand. */
  readonly status: string;
  /** Where it is at fault; null: it stands. */
  readonly fault: 'signature' | 'disclosures' | 'status' | null;
}

export const LATER = new Date(NOW.getTime() + 3_600_000);

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Certificates that stand, and the ways in which one does not. */
export async function judgedCases(ring: KeyRing): Promise<readonly JudgedCase[]> {
  const stranger = await newRing();
  const copy = await certificate(ring.signer());
  const chained = await certificate(ring.signer(), draft(), NOW, true);
  const numberOnly = await discloseOnly(copy, ['number'], nodeVerifyCrypto);
  const listed = (...entries: readonly StatusEntry[]): string =>
    issueStatusToken(STATUS.uri, entries, ring.signer(), LATER);
  const status = listed();
  const of = (
    name: string,
    fault: JudgedCase['fault'],
    made: Pick<CertificateCopy, 'jwt' | 'disclosures'>,
    list = status,
  ): JudgedCase => ({ name, fault, compact: compactOf(made), status: list });

  const [header = '', payload = '', signature = ''] = copy.jwt.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const resigned = (alg: string, sign: (signed: string) => string): string => {
    const signed = `${part({ alg, typ: 'dc+sd-jwt', kid: ring.signer().keyId })}.${payload}`;
    return `${signed}.${sign(signed)}`;
  };
  const secret = createPublicKey({ key: { ...ring.publicKeys().keys[0]! }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const [first = '', ...others] = copy.disclosures;
  const [salt, name] = JSON.parse(Buffer.from(first, 'base64url').toString());

  return [
    of('a full copy', null, copy),
    of('a copy with the chain of its key', null, chained),
    of('a copy that shows the number only', null, numberOnly),
    of('a copy that shows nothing', null, { jwt: copy.jwt, disclosures: [] }),
    of('a revoked one', 'status', copy, listed({ idx: STATUS.idx, state: 'revoked' })),
    of('a superseded one', 'status', copy, listed({ idx: STATUS.idx, state: 'superseded' })),
    of(
      'one whose neighbours in the list are revoked',
      null,
      copy,
      listed({ idx: STATUS.idx - 1, state: 'revoked' }, { idx: STATUS.idx + 1, state: 'superseded' }),
    ),
    of('a changed claim', 'signature', {
      jwt: `${header}.${part({ ...claims, serviceEndedAt: '2026-11-21T02:14:07.902Z' })}.${signature}`,
      disclosures: copy.disclosures,
    }),
    of('a changed signature', 'signature', {
      jwt: `${header}.${payload}.${Buffer.alloc(64, 7).toString('base64url')}`,
      disclosures: copy.disclosures,
    }),
    of("a stranger's signature under our key's name", 'signature', {
      jwt: signJwt({ alg: 'ES256', typ: 'dc+sd-jwt', kid: ring.signer().keyId }, claims, stranger.signer()),
      disclosures: copy.disclosures,
    }),
    of("a stranger's certificate", 'signature', await certificate(stranger.signer())),
    of('no algorithm', 'signature', { jwt: resigned('none', () => ''), disclosures: [] }),
    of('no algorithm, and the signature of another', 'signature', {
      jwt: resigned('none', () => signature),
      disclosures: [],
    }),
    of('HS256 with the public key for a secret', 'signature', {
      jwt: resigned('HS256', (signed) => createHmac('sha256', secret).update(signed).digest('base64url')),
      disclosures: [],
    }),
    of('a changed disclosure', 'disclosures', {
      jwt: copy.jwt,
      disclosures: [part([salt, name, '+8613900000000']), ...others],
    }),
    of('a disclosure of something that nobody signed', 'disclosures', {
      jwt: copy.jwt,
      disclosures: [...copy.disclosures, part([salt, 'deceased', 'true'])],
    }),
  ];
}
