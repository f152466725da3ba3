import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../../src/certificate/sign/canonical.ts';
import { issueBatch } from '../../../src/certificate/sign/issue.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { signCanonical } from '../../../src/certificate/sign/signer.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import { commitmentsOf, discloseOnly } from '../../../src/certificate/verify/holder-copy.ts';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { type VerifyOptions, verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import type { CertificateFile, Statement } from '../../../src/domain/certificates/certificate.ts';
import { bytesOf, certificate, draft, NOW, NUMBER, newRing, OPERATOR, OTHER } from '../fixtures.ts';

let ring: KeyRing;
let trust: Trust;
let file: CertificateFile;

beforeAll(async () => {
  ring = await newRing();
  trust = readTrust(ring.publicKeys());
  file = certificate(ring.signer());
});

const verify = (value: unknown, options: Partial<VerifyOptions> = {}): Verdict =>
  verifyCertificate(Buffer.isBuffer(value) ? value : bytesOf(value), { trust, now: NOW, ...options });
const copy = (): Mutable => JSON.parse(JSON.stringify(file));
const outcome = (verdict: Verdict) =>
  verdict.result === 'altered' ? `altered ${verdict.where}` : verdict.result;

// biome-ignore lint/suspicious/noExplicitAny: tests change every member of a certificate
type Mutable = any;

/** Every place of a JSON value, as the object that holds it and its key. */
function places(value: Mutable, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.keys(value).flatMap((key) => places(value[key], [...path, key])),
  ];
}

function changed(value: unknown): unknown {
  if (typeof value === 'string')
    return /^[0-9a-f]{32,}$/.test(value) ? value.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')) : `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  return Array.isArray(value) ? [...value, 'x'] : { ...value, x: 'x' };
}

describe('an authentic certificate', () => {
  test('says who issued it, when, and what it states', () => {
    const verdict = verify(file);
    expect(verdict).toMatchObject({
      result: 'authentic',
      source: 'json',
      issuer: OPERATOR,
      keyId: ring.signer().keyId,
      signedAt: NOW.toISOString(),
      status: { known: false, why: 'no_list' },
      number: null,
    });
    expect(verdict).toHaveProperty('statement.caseReference', 'HB-2026-004217');
  });

  test('stays so in any layout and order of members', () => {
    expect(outcome(verify(Buffer.from(JSON.stringify(file, null, 4))))).toBe('authentic');
    expect(outcome(verify(canonicalBytes(file)))).toBe('authentic');
    // An editor saved it with a byte order mark.
    expect(outcome(verify(Buffer.from(`\uFEFF${JSON.stringify(file, null, 2)}\r\n`)))).toBe('authentic');
  });

  test('stays so after rotation of the key, and with members that a later version adds to the statement', async () => {
    const later = await newRing();
    const made = draft();
    const old = certificate(later.signer(), {
      ...made,
      statement: { ...made.statement, added: { in: [1.5, 'later'] } } as Statement,
    });
    await later.rotate(NOW);
    const fresh = certificate(later.signer());
    const both = readTrust(later.publicKeys());
    expect(outcome(verify(old, { trust: both }))).toBe('authentic');
    expect(outcome(verify(fresh, { trust: both }))).toBe('authentic');
    expect(old.proof.keyId).not.toBe(fresh.proof.keyId);
  });

  test('verifies from any place of a batch of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, seed) => {
        const statements = Array.from({ length: size }, (_, i) => ({
          ...file.statement,
          certificateId: `c-${i}`,
        }));
        const proofs = issueBatch(statements, ring.signer(), NOW);
        expect(new Set(proofs.map((proof) => proof.signature)).size).toBe(1);
        const i = seed % size;
        const one = { ...file, statement: statements[i]!, proof: proofs[i]!, openings: {} };
        expect(outcome(verify(one))).toBe('authentic');
        const swapped = { ...one, proof: proofs[(i + 1) % size]! };
        expect(outcome(verify(swapped))).toBe(size === 1 ? 'authentic' : outcome(verify(swapped)));
        if (size > 1) expect(outcome(verify(swapped))).not.toBe('authentic');
      }),
      { numRuns: 40 },
    );
  });

  test('shows only what its holder discloses', () => {
    const shown = discloseOnly(file, ['/subject/msisdn']);
    expect(Object.keys(shown.openings)).toEqual(['/subject/msisdn']);
    expect(verify(shown, { number: NUMBER })).toMatchObject({ result: 'authentic', number: 'match' });
    expect(JSON.stringify(discloseOnly(file, []))).not.toContain('13812341234');
  });

  test('tells whether a number is the one, or that it cannot tell', async () => {
    expect(verify(file, { number: NUMBER })).toMatchObject({ number: 'match' });
    expect(verify(file, { number: '+8613812341235' })).toMatchObject({ number: 'no_match' });
    expect(verify(file, { number: '\ud800' })).toMatchObject({ number: 'no_match' });
    expect(verify(discloseOnly(file, []), { number: NUMBER })).toMatchObject({ number: 'no_salt' });
    const dataOnly = certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null));
    expect(verify(dataOnly, { number: NUMBER })).toMatchObject({ number: 'no_number' });
  });
});

describe('an altered certificate', () => {
  test('is never authentic, whichever field was changed, removed or added', () => {
    const seen = new Map<string, number>();
    for (const path of places(file)) {
      for (const change of ['change', 'remove'] as const) {
        const damaged = copy();
        const key = path[path.length - 1]!;
        const holder = path.slice(0, -1).reduce((value, step) => value[step], damaged);
        if (change === 'change') holder[key] = changed(holder[key]);
        else if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        const verdict = verify(damaged);
        // A holder may leave out a whole opening: that is disclosure, not alteration.
        const left = change === 'remove' && path.length === 2 && path[0] === 'openings';
        expect([path.join('/'), change, verdict.result === 'authentic']).toEqual([
          path.join('/'),
          change,
          left,
        ]);
        seen.set(outcome(verdict), (seen.get(outcome(verdict)) ?? 0) + 1);
      }
    }
    expect(seen.get('altered statement')).toBeGreaterThan(80);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([
        'altered proof',
        'altered statement',
        'altered opening',
        'altered subject',
        'unknown_issuer',
      ]),
    );
  });

  test('is never authentic when any byte of its canonical form is flipped', () => {
    const bytes = canonicalBytes(file);
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1 << (at % 7);
      expect([at, verify(damaged).result]).not.toEqual([at, 'authentic']);
    }
  });

  test('says where', () => {
    const change = (make: (value: Mutable) => void) => {
      const damaged = copy();
      make(damaged);
      return verify(damaged);
    };
    const withOpening = (pointer: string, opening: unknown) =>
      change((value) => (value.openings[pointer] = opening));
    const opening = file.openings['/subject/msisdn'];
    const cases: readonly (readonly [Verdict, string, string])[] = [
      [
        change((value) => (value.statement.numberReleasedOn = '2027-02-21')),
        'statement',
        'not_under_signed_root',
      ],
      [change((value) => (value.proof.signedAt = '2026-11-22T02:30:00.001Z')), 'proof', 'signature_invalid'],
      [change((value) => (value.proof.treeSize = 2)), 'proof', 'signature_invalid'],
      [change((value) => (value.proof.leafIndex = 1)), 'proof', 'path_length'],
      [change((value) => value.proof.path.push('0'.repeat(64))), 'proof', 'path_length'],
      [change((value) => (value.proof.signature += '=')), 'proof', 'signature_invalid'],
      [change((value) => (value.note = 'PAID')), 'file', 'unknown_member'],
      [change((value) => (value.openings['/subject/holder'].value = '李娜')), 'subject', '/subject/holder'],
      [change((value) => (value.openings['/accesses/0/iccid'].value = '1')), 'opening', '/accesses/0/iccid'],
      [
        change((value) => (value.openings['/accesses/0/evidence/1/hash'].value += '\n')),
        'opening',
        '/accesses/0/evidence/1/hash',
      ],
      [withOpening('/bill/invoiceId', opening), 'opening', '/bill/invoiceId'],
      [withOpening('/accesses/00/imsi', file.openings['/accesses/0/imsi']), 'opening', '/accesses/00/imsi'],
      [withOpening('/accesses/9/imsi', opening), 'opening', '/accesses/9/imsi'],
      [withOpening('/subject/__proto__', opening), 'subject', '/subject/__proto__'],
      [withOpening('/subject/holder', { ...opening, note: 'x' }), 'subject', '/subject/holder'],
      [withOpening('/subject/lineId', null), 'subject', '/subject/lineId'],
    ];
    for (const [verdict, where, detail] of cases)
      expect(verdict).toEqual({ result: 'altered', where, detail });
  });

  test('with a proof signed before its key existed is not believed', () => {
    const early = certificate(ring.signer(), draft(), new Date(NOW.getTime() - 2 * 3_600_000));
    expect(verify(early)).toEqual({ result: 'altered', where: 'proof', detail: 'signed_before_key_existed' });
  });
});

describe('an unknown issuer', () => {
  test('is another operator, a revoked key, or a claim to be this operator', async () => {
    const other = await newRing(OTHER);
    expect(verify(certificate(other.signer()))).toMatchObject({
      result: 'unknown_issuer',
      reason: 'key_unknown',
    });
    const impostor = await newRing(OPERATOR);
    expect(outcome(verify(certificate(impostor.signer())))).toBe('unknown_issuer');
    const forged = certificate(other.signer());
    expect(outcome(verify({ ...forged, proof: { ...forged.proof, keyId: ring.signer().keyId } }))).toBe(
      'altered proof',
    );

    const leaking = await newRing();
    const old = certificate(leaking.signer());
    await leaking.revoke(leaking.signer().keyId, NOW);
    expect(verify(old, { trust: readTrust(leaking.publicKeys()) })).toMatchObject({ reason: 'key_revoked' });
  });

  test('cannot speak for another operator that is trusted too', async () => {
    const other = await newRing(OTHER);
    const both = readTrust(ring.publicKeys(), other.publicKeys());
    expect(verify(certificate(other.signer()), { trust: both })).toMatchObject({
      result: 'authentic',
      issuer: OTHER,
    });
    const made = draft(OPERATOR);
    expect(() => issueBatch([made.statement], other.signer(), NOW)).toThrow(
      expect.objectContaining({ code: 'statement_invalid' }),
    );
    const posing = { ...other.signer(), issuer: OPERATOR };
    expect(outcome(verify(certificate(posing, made), { trust: both }))).toBe('altered proof');
    // Even a batch head that is right for the other operator's key carries no statement in this one's name.
    const [proof] = issueBatch([made.statement], posing, NOW);
    const head = {
      format: 'handback-batch/1',
      issuer: OTHER.id,
      keyId: proof!.keyId,
      root: proof!.root,
      signedAt: proof!.signedAt,
      treeSize: 1,
    } as const;
    const signature = signCanonical(head, other.signer());
    expect(
      verify(
        { ...file, statement: made.statement, proof: { ...proof!, signature }, openings: {} },
        { trust: both },
      ),
    ).toMatchObject({ where: 'statement' });
  });
});

test('the holder copy opens each commitment of its statement', () => {
  expect([...commitmentsOf(file.statement).keys()].sort()).toEqual(Object.keys(file.openings).sort());
});
