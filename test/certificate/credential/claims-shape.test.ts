import { describe, expect, test } from 'vitest';
import { faultOf } from '../../../src/certificate/credential/claims-shape.ts';
import { issueCertificate } from '../../../src/certificate/credential/issue.ts';
import { UNBINDING_RESULTS } from '../../../src/domain/esim/unbinding.ts';
import { draft, newRing, OTHER } from '../fixtures.ts';

const { claims } = draft();
const [proven, unreachable] = claims.profiles;
const faultWith = (...profiles: readonly unknown[]) => faultOf({ ...claims, profiles });

describe('what a certificate says of eSIM profiles', () => {
  test('may be nothing, but is never left out', () => {
    expect(faultWith()).toBeNull();
    const { profiles: _, ...without } = claims;
    expect(faultOf(without)).toBe('claims.profiles');
    expect(faultOf({ ...claims, profiles: null })).toBe('claims.profiles');
  });

  test('is a proof exactly where it says proven', () => {
    for (const result of UNBINDING_RESULTS) {
      expect(faultWith({ ...proven, result }), result).toBe(result === 'proven' ? null : 'claims.profiles');
      expect(faultWith({ ...unreachable, result }), result).toBe(
        result === 'proven' ? 'claims.profiles' : null,
      );
    }
  });

  test.each<[string, object]>([
    ['a result of no name', { result: 'gone' }],
    ['an ICCID that is no text', { iccid: 1 }],
    ['no word on whether a device is known', { deviceKnown: undefined }],
    [
      'the EID of a device that is not known',
      { deviceKnown: false, eid: '89049032123451234512345678901235' },
    ],
    ['another event', { proof: { ...proven!.proof, event: 'disable' } }],
    ['a negative sequence number', { proof: { ...proven!.proof, sequenceNumber: -1 } }],
    ['a time without its zone', { proof: { ...proven!.proof, receivedAt: '2026-11-20T09:31:15' } }],
    ['a notification that is not base64', { proof: { ...proven!.proof, notification: 'a-b' } }],
    ['a proof without a sequence number', { proof: { ...proven!.proof, sequenceNumber: undefined } }],
  ])('is not %s', (_, change) => {
    expect(faultWith({ ...proven, ...change })).toBe('claims.profiles');
  });

  test('is the first sequence number too, and a device that nobody knows', () => {
    expect(faultWith({ ...proven, proof: { ...proven!.proof, sequenceNumber: 0 } })).toBeNull();
    expect(faultWith({ ...unreachable, deviceKnown: false })).toBeNull();
  });
});

describe('what is issued', () => {
  test.each<[string, object, string]>([
    ['a bare claim of a deletion', { profiles: [{ ...proven!, proof: null }] }, 'claims.profiles'],
    ['another operator', { operator: { ...claims.operator, id: OTHER.id } }, 'operator.id'],
    ['an address that is none', { iss: 'lakeside' }, 'claims.iss'],
    ['no place in a status list', { status: {} }, 'claims.status.status_list'],
    [
      'a name in one language only',
      { operator: { ...claims.operator, name: { en: 'Lakeside' } } },
      'claims.operator.name.zh-CN',
    ],
  ])('is never %s', async (_, change, fault) => {
    const signer = (await newRing()).signer();
    expect(() => issueCertificate({ ...claims, ...change }, signer)).toThrow(
      expect.objectContaining({
        code: 'statement_invalid',
        facts: expect.objectContaining({ certificateId: claims.jti, fault }),
      }),
    );
  });
});
