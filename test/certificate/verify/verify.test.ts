import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { DISCLOSABLE, discloseOnly } from '../../../src/certificate/credential/choice.ts';
import { digestText, disclosureOf } from '../../../src/certificate/credential/disclosure.ts';
import { compactOf, discloseClaims, jsonOf, readJwt } from '../../../src/certificate/credential/sd-jwt.ts';
import { SELECTIVE } from '../../../src/certificate/credential/type-metadata.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { signJwt } from '../../../src/certificate/sign/sign-jwt.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { type VerifyOptions, verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import type { CertificateCopy, Claims } from '../../../src/domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import {
  bytesOf,
  certificate,
  compactBytes,
  draft,
  jsonBytes,
  NOW,
  NUMBER,
  newRing,
  OPERATOR,
  OTHER,
} from '../fixtures.ts';

let ring: KeyRing;
let trust: Trust;
let copy: CertificateCopy;

beforeAll(async () => {
  ring = await newRing();
  trust = await readTrust([ring.publicKeys()], nodeVerifyCrypto);
  copy = await certificate(ring.signer());
});

const verify = (value: Uint8Array | string, options: Partial<VerifyOptions> = {}): Promise<Verdict> =>
  verifyCertificate(typeof value === 'string' ? Buffer.from(value) : value, {
    trust,
    crypto: nodeVerifyCrypto,
    now: NOW,
    ...options,
  });
const outcome = (verdict: Verdict) =>
  verdict.result === 'altered' ? `altered ${verdict.where} ${verdict.detail}` : verdict.result;
const judge = async (value: Uint8Array | string, options?: Partial<VerifyOptions>) =>
  outcome(await verify(value, options));

const HEADER = () => ({ alg: 'ES256', typ: 'dc+sd-jwt', kid: ring.signer().keyId });
/** What the operator's key would sign if somebody could make it. */
const signed = (claims: object, header: object = HEADER()): string =>
  signJwt({ ...header }, claims, ring.signer());
const unsigned = (): Claims => draft().claims;
const salt = Buffer.alloc(16, 7);

describe('an authentic certificate', () => {
  test('says who issued it, when, and what it states', async () => {
    const verdict = await verify(compactBytes(copy));
    expect(verdict).toMatchObject({
      result: 'authentic',
      source: 'compact',
      issuer: OPERATOR,
      keyId: ring.signer().keyId,
      issuedAt: NOW.toISOString(),
      copy: {
        claims: {
          caseReference: 'HB-2026-004217',
          subject: { msisdn: NUMBER, holderName: '张伟', documentEnding: '123X' },
          accesses: [
            { imsi: '460001234567890', iccid: '89860012345678901234' },
            { iccid: '89860012345678905678' },
          ],
        },
      },
      status: { known: false, why: 'no_list' },
      number: null,
    });
    expect(JSON.stringify(verdict)).not.toContain('"_sd"');
  });

  test('stays so in either form, in any layout, with its disclosures in any order', async () => {
    expect(await judge(jsonBytes(copy))).toBe('authentic');
    expect(await judge(JSON.stringify(jsonOf(copy), null, 4))).toBe('authentic');
    // An editor saved it with a byte order mark, or ended the line.
    expect(await judge(`\uFEFF${JSON.stringify(jsonOf(copy), null, 2)}\r\n`)).toBe('authentic');
    expect(await judge(`${' '.repeat(500)}${JSON.stringify(jsonOf(copy))}`)).toBe('authentic');
    expect(await judge(`${compactOf(copy)}\n`)).toBe('authentic');
    const reversed = { ...copy, disclosures: copy.disclosures.toReversed() };
    expect(await judge(compactBytes(reversed))).toBe('authentic');
  });

  test('stays so after rotation of the key, and with claims that a later version adds', async () => {
    const later = await newRing();
    const made = draft();
    const old = await certificate(later.signer(), {
      ...made,
      claims: { ...made.claims, added: { in: [1.5, 'later'] } } as Claims,
    });
    await later.rotate(NOW);
    const fresh = await certificate(later.signer());
    const both = await readTrust([later.publicKeys()], nodeVerifyCrypto);
    expect(await judge(compactBytes(old), { trust: both })).toBe('authentic');
    expect(await judge(compactBytes(fresh), { trust: both })).toBe('authentic');
    expect(readJwt(old.jwt)!.header['kid']).not.toBe(readJwt(fresh.jwt)!.header['kid']);
  });

  test('may carry the chain of its key, and no other', async () => {
    const chained = await certificate(ring.signer(), draft(), NOW, true);
    expect(readJwt(chained.jwt)!.header['x5c']).toHaveLength(2);
    expect(await judge(compactBytes(chained))).toBe('authentic');
    const other = (await newRing(OTHER)).signer();
    const x5c = [other.certificate, other.root].map((one) => one.toString('base64'));
    expect(await judge(`${signed(unsigned(), { ...HEADER(), x5c })}~`)).toBe(
      'altered signature certificate_chain',
    );
  });

  test('shows only what its holder picks', async () => {
    const shown = await discloseOnly(copy, ['number'], nodeVerifyCrypto);
    expect(shown.disclosures).toHaveLength(1);
    expect(shown.jwt).toBe(copy.jwt);
    expect(await verify(compactBytes(shown), { number: NUMBER })).toMatchObject({
      result: 'authentic',
      number: 'match',
      copy: { claims: { subject: { msisdn: NUMBER } } },
    });
    expect(JSON.stringify(shown)).not.toMatch(/张伟|4600012345|898600123/);
    const all = await Promise.all(DISCLOSABLE.map((kind) => discloseOnly(copy, [kind], nodeVerifyCrypto)));
    expect(all.flatMap(({ disclosures }) => disclosures).toSorted()).toEqual(copy.disclosures.toSorted());
    for (const one of all) expect(await judge(compactBytes(one))).toBe('authentic');
    const decoded = Buffer.from(copy.jwt.split('.')[1]!, 'base64url').toString();
    expect(decoded).not.toMatch(/13812341234|张伟|4600012345|898600123/);
  });

  test('discloses by choice exactly what its type metadata says', async () => {
    const { disclosed } = await discloseClaims(
      readJwt(copy.jwt)!.payload,
      copy.disclosures,
      nodeVerifyCrypto,
    );
    const path = ({ path: steps }: (typeof disclosed)[number]) =>
      steps.map((step) => (typeof step === 'number' ? null : step));
    const found = new Set(disclosed.map((one) => JSON.stringify(path(one))));
    const promised = SELECTIVE.filter(([first]) => first !== 'cards').map((one) => JSON.stringify(one));
    expect([...found].toSorted()).toEqual(promised.toSorted());
  });

  test('tells whether a number is the one, or that it cannot tell', async () => {
    const whole = compactBytes(copy);
    expect(await verify(whole, { number: NUMBER })).toMatchObject({ number: 'match' });
    expect(await verify(whole, { number: '+8613812341235' })).toMatchObject({ number: 'no_match' });
    expect(await verify(whole, { number: '\ud800' })).toMatchObject({ number: 'no_match' });
    const nothing = await discloseOnly(copy, [], nodeVerifyCrypto);
    expect(await verify(compactBytes(nothing), { number: NUMBER })).toMatchObject({ number: 'undisclosed' });
    const dataOnly = await certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null));
    expect(await verify(compactBytes(dataOnly), { number: NUMBER })).toMatchObject({ number: 'no_number' });
  });
});

describe('an altered certificate', () => {
  test('is never authentic, whichever claim was changed or removed', async () => {
    const [head, payload, signature] = copy.jwt.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    for (const path of places(claims)) {
      for (const change of ['change', 'remove'] as const) {
        const damaged = structuredClone(claims);
        const key = path.at(-1)!;
        // biome-ignore lint/suspicious/noExplicitAny: tests change every claim of a certificate
        const holder = path.slice(0, -1).reduce((value: any, step) => value[step], damaged);
        if (change === 'change') holder[key] = changed(holder[key]);
        else if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        const part = Buffer.from(JSON.stringify(damaged)).toString('base64url');
        const verdict = await verify(compactOf({ ...copy, jwt: `${head}.${part}.${signature}` }));
        expect([path.join('/'), change, verdict.result]).not.toEqual([path.join('/'), change, 'authentic']);
      }
    }
    expect(places(claims).length).toBeGreaterThan(90);
  });

  test('is never authentic when any letter of it is another', async () => {
    const bytes = compactBytes(copy);
    for (let at = 0; at < bytes.length - 1; at += 3) {
      const damaged = Buffer.from(bytes);
      damaged[at] = damaged[at] === 0x41 ? 0x42 : 0x41;
      if (damaged.equals(bytes)) continue;
      expect([at, await judge(damaged)]).not.toEqual([at, 'authentic']);
    }
  });

  test('is never authentic with a second spelling of its signature', async () => {
    // The last letter of 64 bytes in base64url has four bits that mean nothing.
    const last = copy.jwt.at(-1)!;
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twin = letters[letters.indexOf(last) ^ 1]!;
    const [signature, other] = [copy.jwt, copy.jwt.slice(0, -1) + twin].map((jwt) =>
      Buffer.from(jwt.split('.')[2]!, 'base64url'),
    );
    expect(other).toEqual(signature);
    expect(await judge(compactOf({ ...copy, jwt: copy.jwt.slice(0, -1) + twin }))).toBe('not_a_certificate');
  });

  test.each<[string, (copy: CertificateCopy) => readonly string[], string]>([
    [
      'matches no digest',
      ({ disclosures }) => [...disclosures, disclosureOf(salt, 'msisdn', NUMBER).text],
      'disclosure_matches_no_digest',
    ],
    ['is there twice', ({ disclosures }) => [...disclosures, disclosures[0]!], 'disclosure_twice'],
    [
      'is no JSON',
      ({ disclosures }) => [...disclosures, Buffer.from('x').toString('base64url')],
      'disclosure_unreadable',
    ],
    ['is of a list', () => [Buffer.from('["c2FsdA","x"]').toString('base64url')], 'disclosure_unreadable'],
    [
      'is named _sd',
      () => [Buffer.from('["c2FsdA","_sd","x"]').toString('base64url')],
      'claim_name_reserved',
    ],
    [
      'is named ...',
      () => [Buffer.from('["c2FsdA","...","x"]').toString('base64url')],
      'claim_name_reserved',
    ],
    [
      'has another value',
      ({ disclosures: [first, ...rest] }) => [
        Buffer.from(Buffer.from(first!, 'base64url').toString().replace(/..\]$/, '9"]')).toString(
          'base64url',
        ),
        ...rest,
      ],
      'disclosure_matches_no_digest',
    ],
  ])('is refused where a disclosure %s', async (_, change, detail) => {
    const changedCopy = { ...copy, disclosures: change(copy) };
    expect(await judge(compactBytes(changedCopy))).toBe(`altered disclosures ${detail}`);
    expect(await judge(jsonBytes(changedCopy))).toBe(`altered disclosures ${detail}`);
  });

  test.each<[string, (claims: Claims) => { claims: object; disclosures: readonly string[] }, string]>([
    [
      'a claim that is there already',
      (claims) => {
        const one = disclosureOf(salt, 'number', 'none');
        return { claims: { ...claims, _sd: [digestText(one.digest)] }, disclosures: [one.text] };
      },
      'disclosures claim_twice',
    ],
    [
      'one digest in two places',
      (claims) => {
        const digest = claims.subject._sd![0]!;
        return { claims: { ...claims, _sd: [digest] }, disclosures: [] };
      },
      'disclosures digest_twice',
    ],
    ...(['iss', 'vct', 'cnf', 'exp', 'nbf', 'status'] as const).map(
      (name): [string, (claims: Claims) => { claims: object; disclosures: readonly string[] }, string] => [
        `${name} by choice`,
        (claims) => {
          const one = disclosureOf(salt, name, 'x');
          const { [name as 'iss']: _, ...rest } = claims;
          // Without its type nobody would look at it at all.
          const kept = name === 'vct' ? claims : rest;
          return { claims: { ...kept, _sd: [digestText(one.digest)] }, disclosures: [one.text] };
        },
        name === 'vct' ? 'disclosures claim_twice' : 'disclosures claim_not_selective',
      ],
    ),
    [
      'a part of status by choice',
      (claims) => {
        const one = disclosureOf(salt, 'uri', claims.status.status_list.uri);
        const list = { idx: 1, _sd: [digestText(one.digest)] };
        return { claims: { ...claims, status: { status_list: list } }, disclosures: [one.text] };
      },
      'disclosures claim_not_selective',
    ],
    [
      'digests that are no list',
      (claims) => ({ claims: { ...claims, _sd: 'x' }, disclosures: [] }),
      'disclosures claim_name_reserved',
    ],
    [
      'another hash algorithm',
      (claims) => ({ claims: { ...claims, _sd_alg: 'sha-1' }, disclosures: [] }),
      'disclosures hash_algorithm',
    ],
    [
      'claims that are not a certificate’s',
      ({ bill: _, ...claims }) => ({ claims, disclosures: [] }),
      'signature claims_unreadable',
    ],
    [
      'claims in another operator’s name',
      (claims) => ({
        claims: { ...claims, operator: { ...claims.operator, id: OTHER.id } },
        disclosures: [],
      }),
      'signature claims_of_another_operator',
    ],
  ])('is refused although it is signed, with %s', async (_, make, expected) => {
    const { claims, disclosures } = make(unsigned());
    expect(await judge(compactOf({ jwt: signed(claims), disclosures }))).toBe(`altered ${expected}`);
  });

  test('holds nothing in its JSON form that is under no signature', async () => {
    const json = jsonOf(copy);
    for (const odd of [
      { ...json, note: 'PAID' },
      { ...json, header: { ...json.header, note: 'PAID' } },
    ])
      expect(await judge(bytesOf(odd))).toBe('altered file unknown_member');
    const twice = JSON.stringify(json).replace('"payload"', '"payload":"x","payload"');
    expect(await verify(twice)).toEqual({ result: 'not_a_certificate', reason: 'duplicate_key' });
  });

  test('carries no signature of somebody else', async () => {
    const holder = (await newRing(OTHER)).signer();
    const keyBinding = signJwt({ alg: 'ES256', typ: 'kb+jwt' }, { aud: 'bank', nonce: 'n' }, holder);
    expect(await judge(compactOf(copy) + keyBinding)).toBe('altered file key_binding_unexpected');
    const json = jsonOf(copy);
    expect(await judge(bytesOf({ ...json, header: { ...json.header, kb_jwt: keyBinding } }))).toBe(
      'altered file key_binding_unexpected',
    );
  });

  test('is not believed when it is dated before its key existed', async () => {
    const early = await certificate(ring.signer(), draft(), new Date(NOW.getTime() - 2 * 3_600_000));
    expect(await judge(compactBytes(early))).toBe('altered signature signed_before_key_existed');
  });
});

describe('the header of a certificate', () => {
  const claims = unsigned();
  const body = (header: object) =>
    [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

  test('chooses no algorithm: neither none, nor a secret that is the public key', async () => {
    const [, , own] = copy.jwt.split('.');
    for (const alg of ['none', 'None', 'HS256', 'RS256', 'ES384', undefined]) {
      const input = body({ ...HEADER(), alg });
      const key = JSON.stringify(ring.publicKeys().keys[0]);
      for (const secret of [key, ring.publicKeys().keys[0]!.x5c[0]]) {
        const mac = createHmac('sha256', secret).update(input).digest('base64url');
        for (const signature of [mac, own, 'AA'])
          expect(await judge(`${input}.${signature}~`)).toBe('altered signature header');
      }
      expect(await judge(`${input}.~`)).toBe('not_a_certificate');
    }
  });

  test.each<[string, object]>([
    ['a key of its own', { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }],
    ['an address of keys', { jku: 'https://evil.example/jwks' }],
    ['an address of certificates', { x5u: 'https://evil.example/x5c' }],
    ['extensions that must be understood', { crit: ['exp'], exp: 1 }],
    ['a payload that is not encoded', { b64: false }],
    ['a key id that is no text', { kid: 7 }],
  ])('may not hold %s, even where it is signed', async (_, added) => {
    expect(await judge(`${signed(claims, { ...HEADER(), ...added })}~`)).toBe('altered signature header');
  });

  test('of another kind of document is no certificate', async () => {
    for (const typ of ['JWT', 'vc+sd-jwt', 'statuslist+jwt', undefined])
      expect(await verify(`${signed(claims, { ...HEADER(), typ })}~`)).toEqual({
        result: 'not_a_certificate',
        reason: 'type_unknown',
      });
    const other = { ...claims, vct: 'https://lakeside.example/vct/membership/1' };
    expect(await verify(`${signed(other)}~`)).toMatchObject({ reason: 'type_unknown' });
  });
});

describe('an unknown issuer', () => {
  test('is another operator, a revoked key, or a claim to be this operator', async () => {
    const other = await newRing(OTHER);
    expect(await verify(compactBytes(await certificate(other.signer())))).toMatchObject({
      result: 'unknown_issuer',
      reason: 'key_unknown',
      keyId: other.signer().keyId,
    });
    const impostor = await newRing(OPERATOR);
    expect(await judge(compactBytes(await certificate(impostor.signer())))).toBe('unknown_issuer');
    const forged = signJwt(HEADER(), unsigned(), other.signer());
    expect(await judge(`${forged}~`)).toBe('altered signature signature_invalid');

    const leaking = await newRing();
    const old = await certificate(leaking.signer());
    await leaking.revoke(leaking.signer().keyId, NOW);
    expect(
      await verify(compactBytes(old), { trust: await readTrust([leaking.publicKeys()], nodeVerifyCrypto) }),
    ).toMatchObject({
      reason: 'key_revoked',
    });
  });

  test('cannot speak for another operator that is trusted too', async () => {
    const other = await newRing(OTHER);
    const both = await readTrust([ring.publicKeys(), other.publicKeys()], nodeVerifyCrypto);
    expect(await verify(compactBytes(await certificate(other.signer())), { trust: both })).toMatchObject({
      result: 'authentic',
      issuer: OTHER,
    });
    const header = { ...HEADER(), kid: other.signer().keyId };
    const posing = signJwt(header, draft(OPERATOR).claims, other.signer());
    expect(await judge(`${posing}~`, { trust: both })).toBe('altered signature claims_of_another_operator');
  });
});

test('more disclosures than digests are refused before one of them is looked at', async () => {
  const junk = Array.from({ length: 200_000 }, (_, i) => Buffer.from(`["","${i}",0]`).toString('base64url'));
  let hashed = 0;
  const counting = {
    ...nodeVerifyCrypto,
    sha256: (data: Uint8Array) => {
      hashed += 1;
      return nodeVerifyCrypto.sha256(data);
    },
  };
  const bytes = compactBytes({ ...copy, disclosures: [...copy.disclosures, ...junk] });
  expect(await judge(bytes, { crypto: counting })).toBe('altered disclosures disclosure_matches_no_digest');
  expect(hashed).toBe(0);
});

test('whatever the bytes are, there is a verdict', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ maxLength: 300 }).map((text) => Buffer.from(text)),
        fc.json().map((text) => Buffer.from(text)),
        fc.array(fc.base64String({ maxLength: 40 })).map((parts) => Buffer.from(`${parts.join('.')}~`)),
      ),
      async (bytes) => {
        expect(['not_a_certificate', 'altered', 'unknown_issuer']).toContain((await verify(bytes)).result);
      },
    ),
    { numRuns: 500 },
  );
  expect(await verify('')).toEqual({ result: 'not_a_certificate', reason: 'empty' });
  expect(await verify(Buffer.alloc(5 * 1024 * 1024, '{'))).toMatchObject({ reason: 'too_large' });
  expect(await verify('['.repeat(100))).toMatchObject({ reason: 'too_deep' });
});

/** Every place of a JSON value, as the steps to it. */
function places(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [
    ...(path.length > 0 ? [[...path]] : []),
    ...Object.entries(value).flatMap(([key, member]) => places(member, [...path, key])),
  ];
}

function changed(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  return Array.isArray(value) ? [...value, 'x'] : { ...value, x: 'x' };
}
