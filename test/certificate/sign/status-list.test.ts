import { beforeAll, describe, expect, test } from 'vitest';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { issueStatusList, statusListBytes } from '../../../src/certificate/sign/status-list.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { type VerifyOptions, verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import type { CertificateFile } from '../../../src/domain/certificates/certificate.ts';
import { bytesOf, certificate, NOW, newRing, OPERATOR, OTHER } from '../fixtures.ts';

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

describe('the status list', () => {
  const later = new Date(NOW.getTime() + 60_000);
  const at = '2026-11-22T02:30:30.000Z';
  const list = (signer = ring.signer(), when = later, id = file.statement.certificateId) =>
    statusListBytes(
      issueStatusList(
        {
          revoked: [{ certificateId: id, at, reason: 'issued_in_error' }],
          superseded: [{ certificateId: id, by: 'c-2' }],
        },
        signer,
        when,
      ),
    );

  test('tells revocation and replacement as of its time, and when it is stale', () => {
    const status = {
      known: true,
      asOf: later.toISOString(),
      stale: false,
      revoked: { at, reason: 'issued_in_error' },
      supersededBy: 'c-2',
    };
    expect(verify(file, { statusList: list() })).toMatchObject({ result: 'authentic', status });
    const old = new Date(later.getTime() + 25 * 3_600_000);
    expect(verify(file, { statusList: list(), now: old })).toMatchObject({
      status: { ...status, stale: true },
    });
    expect(verify(file, { statusList: list(ring.signer(), later, 'another') })).toMatchObject({
      status: { known: true, revoked: null, supersededBy: null },
    });
  });

  test('is never trusted when foreign, tampered, older than the certificate, or unreadable', async () => {
    const other = await newRing(OTHER);
    const both = readTrust(ring.publicKeys(), other.publicKeys());
    const why = (statusList: Buffer, options: Partial<VerifyOptions> = {}) => {
      const verdict = verify(file, { statusList, ...options });
      return verdict.result === 'authentic' && !verdict.status.known ? verdict.status.why : verdict;
    };
    expect(why(list(other.signer()))).toBe('list_of_unknown_issuer');
    expect(why(list(other.signer()), { trust: both })).toBe('list_of_other_issuer');
    expect(why(list(ring.signer(), new Date(NOW.getTime() - 1)))).toBe('list_older_than_certificate');
    expect(why(Buffer.from('{"format":'))).toBe('list_unreadable');
    expect(why(Buffer.from('null'))).toBe('list_unreadable');
    const text = list().toString();
    for (const tampered of [
      text.replace('issued_in_error', 'withdrawn'),
      text.replace(/"revoked":\[.*?\]/, '"revoked":[]'),
      text.replace(later.toISOString(), '2027-01-01T00:00:00.000Z'),
      text.replace('"issuer":"lakeside.example"', '"issuer":"hillside.example"'),
      text.replace('"signature":"', '"signature":"A'),
      text.replace('{', '{"x":1,'),
    ]) {
      expect(tampered).not.toBe(text);
      expect(why(Buffer.from(tampered))).toBe('list_altered');
    }
    const posing = issueStatusList(
      { revoked: [], superseded: [] },
      { ...other.signer(), issuer: OPERATOR },
      later,
    );
    expect(why(statusListBytes(posing), { trust: both })).toBe('list_altered');
    const leaking = await newRing();
    const leaked = list(leaking.signer());
    await leaking.revoke(leaking.signer().keyId, NOW);
    expect(why(leaked, { trust: readTrust(ring.publicKeys(), leaking.publicKeys()) })).toBe(
      'list_of_unknown_issuer',
    );
    // A signature over a certificate is no signature over a list.
    const crossed = { ...JSON.parse(text), signature: file.proof.signature };
    expect(why(bytesOf(crossed))).toBe('list_altered');
  });
});
