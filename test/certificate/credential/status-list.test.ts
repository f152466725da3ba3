import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { readJwt } from '../../../src/certificate/credential/sd-jwt.ts';
import { issueStatusToken } from '../../../src/certificate/credential/status-list.ts';
import { LIST_SIZE, readStatusToken, stateIn } from '../../../src/certificate/credential/status-token.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { signJwt } from '../../../src/certificate/sign/sign-jwt.ts';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificate, compactBytes, draft, NOW, newRing, OTHER, STATUS } from '../fixtures.ts';

let ring: KeyRing;
beforeAll(async () => {
  ring = await newRing();
});

const LATER = new Date(NOW.getTime() + 3_600_000);
const token = (entries: Parameters<typeof issueStatusToken>[1] = [], at = LATER, uri = STATUS.uri) =>
  issueStatusToken(uri, entries, ring.signer(), at);
const read = async (text: string, ...rings: readonly KeyRing[]) => {
  const trust = await readTrust(
    [ring, ...rings].map((one) => one.publicKeys()),
    nodeVerifyCrypto,
  );
  return readStatusToken(text, trust, nodeVerifyCrypto);
};

async function statusBy(statusList: string, idx = STATUS.idx, now = LATER) {
  const claims = { status: { status_list: { ...STATUS, idx } } };
  const copy = await certificate(ring.signer(), draft(undefined, claims));
  const verdict = await verifyCertificate(compactBytes(copy), {
    trust: await readTrust([ring.publicKeys()], nodeVerifyCrypto),
    crypto: nodeVerifyCrypto,
    statusList,
    now,
  });
  return (verdict as { status?: unknown }).status;
}

describe('a status list token', () => {
  test('has the claims of the draft, and packs its bits from the lowest', () => {
    const jwt = readJwt(
      token([
        { idx: 0, state: 'revoked' },
        { idx: 5, state: 'superseded' },
      ]),
    )!;
    expect(jwt.header).toEqual({ alg: 'ES256', typ: 'statuslist+jwt', kid: ring.signer().keyId });
    const iat = LATER.getTime() / 1000;
    expect(jwt.payload).toMatchObject({
      sub: STATUS.uri,
      iat,
      exp: iat + 86_400,
      ttl: 300,
      status_list: { bits: 2 },
    });
  });

  test('tells each certificate of its own place, as the bytes of the draft’s example do', async () => {
    const entries = [
      { idx: 0, state: 'revoked' },
      { idx: 5, state: 'superseded' },
      { idx: LIST_SIZE - 1, state: 'revoked' },
    ] as const;
    const reading = await read(token(entries));
    if (!reading.ok) throw new Error(reading.fault);
    expect([...reading.list.bytes.subarray(0, 3)]).toEqual([0b01, 0b1100, 0]);
    const states = [0, 1, 4, 5, 6, LIST_SIZE - 2, LIST_SIZE - 1].map(
      (idx) => stateIn(reading.list, { ...STATUS, idx }) as { state?: string },
    );
    expect(states.map(({ state }) => state)).toEqual([
      'revoked',
      'valid',
      'valid',
      'superseded',
      'valid',
      'valid',
      'revoked',
    ]);
  });

  test('says what it says as of when, and when it is stale', async () => {
    const asOf = LATER.toISOString();
    expect(await statusBy(token())).toEqual({ known: true, state: 'valid', asOf, stale: false });
    expect(await statusBy(token([{ idx: STATUS.idx, state: 'revoked' }]))).toMatchObject({
      state: 'revoked',
    });
    expect(await statusBy(token([{ idx: STATUS.idx, state: 'superseded' }]))).toMatchObject({
      state: 'superseded',
    });
    expect(await statusBy(token([{ idx: STATUS.idx + 1, state: 'revoked' }]))).toMatchObject({
      state: 'valid',
    });
    const dayAfter = new Date(LATER.getTime() + 86_400_000);
    expect(await statusBy(token(), STATUS.idx, dayAfter)).toMatchObject({ stale: true });
  });

  test('is small', () => {
    const entries = Array.from({ length: 100 }, (_, i) => ({ idx: i * 10_007, state: 'revoked' as const }));
    expect(token(entries).length).toBeLessThan(3_000);
  });
});

describe('a status list is not believed', () => {
  test.each<[string, () => string | Promise<string>, string]>([
    ['that is no token', () => 'x', 'list_unreadable'],
    [
      'that was altered',
      () => token().replace(/\.([\w-])/, (_, one) => `.${one === 'e' ? 'f' : 'e'}`),
      'list_unreadable',
    ],
    [
      'whose signature was exchanged',
      () => {
        const [head, body] = token().split('.');
        return `${head}.${body}.${token([{ idx: 1, state: 'revoked' }]).split('.')[2]}`;
      },
      'list_altered',
    ],
    [
      'of a key that nobody knows',
      async () => issueStatusToken(STATUS.uri, [], (await newRing(OTHER)).signer(), LATER),
      'list_of_unknown_issuer',
    ],
    [
      'of another address',
      () => token([], LATER, 'https://lakeside.example/status-lists/1'),
      'list_of_another_address',
    ],
    [
      'from before the certificate',
      () => token([], new Date(NOW.getTime() - 1_000)),
      'list_older_than_certificate',
    ],
    ['that is a certificate', async () => (await certificate(ring.signer())).jwt, 'list_unreadable'],
    [
      'with a value that means nothing to us',
      () => list({ bits: 2, lst: deflateSync(Buffer.alloc(2_000, 0xaa)).toString('base64url') }),
      'status_unknown',
    ],
    [
      'with bits that do not exist',
      () => list({ bits: 3, lst: deflateSync(Buffer.alloc(9)).toString('base64url') }),
      'list_unreadable',
    ],
    [
      'that is not compressed',
      () => list({ bits: 2, lst: Buffer.alloc(90).toString('base64url') }),
      'list_unreadable',
    ],
    [
      'that would fill the memory',
      () => list({ bits: 2, lst: deflateSync(Buffer.alloc(2 ** 25)).toString('base64url') }),
      'list_unreadable',
    ],
  ])('%s', async (_, make, why) => {
    expect(await statusBy(await make())).toEqual({ known: false, why });
  });

  test.each([LIST_SIZE, LIST_SIZE * 4, 2 ** 40, Number.MAX_SAFE_INTEGER])(
    'where the index %d is beyond its end',
    async (idx) => {
      expect(await statusBy(token(), idx)).toEqual({ known: false, why: 'index_out_of_range' });
    },
  );

  test('that a key signed after its end', async () => {
    const own = await newRing();
    const copy = await certificate(own.signer());
    const old = own.signer();
    await own.rotate(LATER);
    const options = {
      trust: await readTrust([own.publicKeys()], nodeVerifyCrypto),
      crypto: nodeVerifyCrypto,
      now: LATER,
    };
    const signedAt = async (at: Date) => {
      const statusList = issueStatusToken(STATUS.uri, [], old, at);
      return verifyCertificate(compactBytes(copy), { ...options, statusList });
    };
    expect(await signedAt(LATER)).toMatchObject({ status: { known: true, state: 'valid' } });
    expect(await signedAt(new Date(LATER.getTime() + 86_400_000))).toMatchObject({
      status: { known: false, why: 'list_of_unknown_issuer' },
    });
  });

  test('of another operator, whose key is trusted too', async () => {
    const other = await newRing(OTHER);
    const copy = await certificate(ring.signer());
    const verdict = await verifyCertificate(compactBytes(copy), {
      trust: await readTrust([ring.publicKeys(), other.publicKeys()], nodeVerifyCrypto),
      crypto: nodeVerifyCrypto,
      statusList: issueStatusToken(STATUS.uri, [], other.signer(), LATER),
      now: LATER,
    });
    expect(verdict).toMatchObject({ status: { known: false, why: 'list_of_another_operator' } });
  });

  function list(inner: object): string {
    const iat = Math.floor(LATER.getTime() / 1000);
    return signJwt(
      { alg: 'ES256', typ: 'statuslist+jwt', kid: ring.signer().keyId },
      { sub: STATUS.uri, iat, status_list: inner },
      ring.signer(),
    );
  }
});
