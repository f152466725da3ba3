import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import { commitBytes } from '../../../src/certificate/verify/commitment.ts';
import { discloseOnly } from '../../../src/certificate/verify/holder-copy.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import { type EvidenceOptions, verifyEvidence } from '../../../src/certificate/verify/verify-evidence.ts';
import type { CertificateFile } from '../../../src/domain/certificates/certificate.ts';
import { parseIccid } from '../../../src/domain/values/iccid.ts';
import { readTrustAnchors } from '../../../src/rsp/trust-anchors.ts';
import {
  issueEuicc,
  makeCi,
  makeCrl,
  makeTestChain,
  type TestChain,
} from '../../../src/simulators/pki/rsp-chain.ts';
import { EID, eidFrom, installationResult, metadata, notificationOf } from '../../rsp/fixtures.ts';
import { certificate, draft, NOW, newRing, OPERATOR } from '../fixtures.ts';
import { CHAIN, deletion, ICCIDS, type ProfileDraft, RECEIVED_AT } from '../profile-fixtures.ts';

let ring: KeyRing;
beforeAll(async () => {
  ring = await newRing();
});

const PROVEN: ProfileDraft = { result: 'proven', notification: deletion(CHAIN) };
const copyOf = (...profiles: readonly ProfileDraft[]): CertificateFile =>
  certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null, profiles));
const trusting = (chain: Pick<TestChain, 'ci'> | null, crls: readonly Buffer[] = []): EvidenceOptions => ({
  anchors: readTrustAnchors(chain === null ? [] : [chain.ci.der]),
  crls,
  at: NOW,
});
/** The one finding of a copy with one proven profile. */
const findingOf = (file: CertificateFile, options: EvidenceOptions = trusting(CHAIN)) => {
  expect(
    verifyCertificate(Buffer.from(JSON.stringify(file)), { trust: readTrust(ring.publicKeys()), now: NOW }),
  ).toMatchObject({ result: 'authentic' });
  const findings = verifyEvidence(file, options);
  expect(findings).toHaveLength(1);
  return findings[0]!;
};
const ofDraft = (change: Partial<ProfileDraft>, options?: EvidenceOptions) =>
  findingOf(copyOf({ ...PROVEN, ...change }), options);

describe.each(['P-256', 'brainpoolP256r1'] as const)('a deletion that an eUICC on %s signed', (curve) => {
  test.each(['v2', 'v3'] as const)(
    'verifies again from the copy alone, with certificates of %s',
    (generation) => {
      const chain = makeTestChain({ eid: EID, curve, generation });
      expect(ofDraft({ notification: deletion(chain) }, trusting(chain))).toEqual({
        profile: 0,
        verdict: 'signature_verified',
        undisclosed: [],
        signed: {
          eid: EID,
          iccid: ICCIDS[0],
          event: 'delete',
          origin: 'local',
          sequenceNumber: 12,
          address: 'rsp.operator.example',
          ciKeyId: [...trusting(chain).anchors.keys()][0],
          eumSerial: chain.eum.serial.toString('hex'),
          curve,
          revocation: null,
        },
      });
    },
  );
});

describe('a copy', () => {
  test('has a finding for each proven profile, and for no other', () => {
    const file = copyOf(
      { result: 'unreachable' },
      { ...PROVEN, iccid: ICCIDS[0] },
      { result: 'cancelled', eid: null },
      { ...PROVEN, iccid: ICCIDS[0] },
    );
    expect(verifyEvidence(file, trusting(CHAIN))).toMatchObject([
      { profile: 1, verdict: 'signature_verified' },
      { profile: 3, verdict: 'signature_verified' },
    ]);
    expect(verifyEvidence(copyOf(), trusting(CHAIN))).toEqual([]);
  });

  test('without the notification leaves nothing to verify', () => {
    const file = discloseOnly(copyOf(PROVEN), ['/profiles/0/iccid', '/profiles/0/eid']);
    expect(findingOf(file)).toEqual({
      profile: 0,
      verdict: 'not_opened',
      reason: 'notification_not_disclosed',
      undisclosed: [],
    });
    expect(findingOf(discloseOnly(file, []))).toMatchObject({
      verdict: 'not_opened',
      undisclosed: ['iccid', 'eid'],
    });
  });

  test('says what it does not disclose, and is not taken to match it', () => {
    const all = ['iccid', 'eid', 'proof/hash'] as const;
    for (const closed of ['iccid', 'eid'] as const) {
      const shown = all.filter((name) => name !== closed).map((name) => `/profiles/0/${name}`);
      expect(findingOf(discloseOnly(copyOf(PROVEN), shown))).toMatchObject({
        verdict: 'signature_verified',
        undisclosed: [closed],
      });
    }
  });

  test('of hostile bytes has findings all the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.nat({ max: PROVEN.notification!.length - 1 }).map((at) => {
            const damaged = Buffer.from(PROVEN.notification!);
            damaged[at]! ^= 1 << (at % 8);
            return damaged;
          }),
        ),
        (notification) => {
          const [finding] = verifyEvidence(copyOf({ ...PROVEN, notification }), trusting(CHAIN));
          expect(['failed', 'does_not_match']).toContain(finding!.verdict);
        },
      ),
      { numRuns: 300 },
    );
    // Nobody verified this one before.
    for (const opening of [null, 7, {}, { salt: 'x', value: 'x' }, { salt: 1, value: null }]) {
      const file = copyOf(PROVEN);
      const openings = { ...file.openings, '/profiles/0/proof/hash': opening } as CertificateFile['openings'];
      expect(verifyEvidence({ ...file, openings }, trusting(CHAIN))).toMatchObject([
        { verdict: 'failed', reason: 'opening_invalid' },
      ]);
    }
  });

  test('whose notification was exchanged is seen through its commitment', () => {
    const file = copyOf(PROVEN);
    const other = commitBytes(deletion(CHAIN, ICCIDS[0], 13)).opening;
    const openings = { ...file.openings, '/profiles/0/proof/hash': other };
    expect(verifyEvidence({ ...file, openings }, trusting(CHAIN))).toMatchObject([
      { verdict: 'failed', reason: 'opening_invalid' },
    ]);
  });
});

describe('a deletion is not believed', () => {
  const failed = (reason: string) => ({ verdict: 'failed', reason });

  test('when its bytes were altered before they were committed to', () => {
    const altered = Buffer.from(deletion(CHAIN));
    altered[altered.indexOf(Buffer.of(0x80, 1, 12)) + 2]! = 13;
    expect(ofDraft({ notification: altered, sequenceNumber: 13 })).toMatchObject(failed('signature_invalid'));
    const unsigned = Buffer.from(deletion(CHAIN));
    unsigned[unsigned.indexOf(Buffer.of(0x5f, 0x37, 0x40)) + 20]! ^= 1;
    expect(ofDraft({ notification: unsigned })).toMatchObject(failed('signature_invalid'));
    expect(ofDraft({ notification: Buffer.from('deleted') })).toMatchObject({ verdict: 'failed' });
    expect(ofDraft({ notification: installationResult() })).toMatchObject(
      failed('installation_result_unsupported'),
    );
  });

  test('when its CI is not trusted, or none is', () => {
    expect(ofDraft({}, trusting(makeTestChain({ eid: EID })))).toMatchObject(failed('anchor_unknown'));
    expect(ofDraft({}, trusting(null))).toMatchObject(failed('anchor_unknown'));
  });

  test('when a certificate had run out at its receipt; what ran out since counts', () => {
    const receivedAt = new Date(RECEIVED_AT).getTime();
    const until = (notAfter: number) => {
      const chain = makeTestChain({ eid: EID, eum: { notAfter: new Date(notAfter) } });
      return ofDraft({ notification: deletion(chain) }, trusting(chain));
    };
    expect(until(receivedAt - 60_000)).toMatchObject(failed('chain_expired'));
    expect(until(receivedAt + 60_000)).toMatchObject({ verdict: 'signature_verified' });
    const unborn = makeTestChain({ eid: EID, euicc: { notBefore: new Date(receivedAt + 60_000) } });
    expect(ofDraft({ notification: deletion(unborn) }, trusting(unborn))).toMatchObject(
      failed('chain_not_yet_valid'),
    );
  });

  test('when the maker of its eUICC was revoked, even since', () => {
    const thisUpdate = new Date('2026-11-21T00:00:00Z');
    const crl = (serials: readonly Buffer[], nextUpdate = '2026-12-21T00:00:00Z') =>
      makeCrl(CHAIN.ci, serials, thisUpdate, new Date(nextUpdate));
    expect(ofDraft({}, trusting(CHAIN, [crl([CHAIN.eum.serial])]))).toMatchObject(failed('chain_revoked'));
    const asOf = thisUpdate.toISOString();
    expect(ofDraft({}, trusting(CHAIN, [crl([])])).signed?.revocation).toEqual({ asOf, stale: false });
    expect(ofDraft({}, trusting(CHAIN, [crl([], '2026-11-22T00:00:00Z')])).signed?.revocation).toEqual({
      asOf,
      stale: true,
    });
  });

  test('when it is yet to be received', () => {
    expect(ofDraft({ receivedAt: '2026-11-22T02:34:00.000Z' })).toMatchObject({
      verdict: 'signature_verified',
    });
    expect(ofDraft({ receivedAt: '2026-11-22T02:36:00.000Z' })).toMatchObject(failed('received_in_future'));
    expect(ofDraft({ receivedAt: '9999-12-31T23:59:59.999Z' })).toMatchObject(failed('received_in_future'));
  });
});

describe('a deletion does not match', () => {
  const other = (reason: string) => ({ verdict: 'does_not_match', reason, signed: { eid: EID } });
  const signing = (changes: Parameters<typeof metadata>[0]) =>
    notificationOf(
      CHAIN.euicc,
      [CHAIN.eum],
      metadata({ iccid: parseIccid(ICCIDS[0]), seqNumber: 12, ...changes }),
    );

  test('another profile, or one that is not named', () => {
    expect(ofDraft({ notification: deletion(CHAIN, ICCIDS[1]) })).toMatchObject(other('iccid'));
    expect(ofDraft({ notification: deletion(CHAIN, null) })).toMatchObject(other('iccid_not_signed'));
    const hidden = discloseOnly(copyOf({ ...PROVEN, notification: deletion(CHAIN, null) }), [
      '/profiles/0/proof/hash',
    ]);
    expect(findingOf(hidden)).toMatchObject(other('iccid_not_signed'));
  });

  test('another device, or one that the certificate does not know', () => {
    const eid = eidFrom('89049032', 5);
    expect(ofDraft({ eid })).toMatchObject(other('eid'));
    const second = { ...CHAIN, eid, euicc: issueEuicc(CHAIN.eum, eid) };
    expect(ofDraft({ notification: deletion(second) })).toMatchObject({ reason: 'eid', signed: { eid } });
    expect(ofDraft({ eid: null })).toMatchObject(other('eid_not_stated'));
  });

  test('another event or sequence number', () => {
    expect(ofDraft({ notification: signing({ event: 'disable' }) })).toMatchObject(other('event'));
    expect(ofDraft({ sequenceNumber: 13 })).toMatchObject(other('sequence_number_differs'));
    expect(ofDraft({ notification: signing({ origin: 'remote' }) })).toMatchObject({
      verdict: 'signature_verified',
      signed: { origin: 'remote' },
    });
  });
});

test('a CRL that cannot be used is the verifier’s to put right', () => {
  const stranger = makeCi();
  const crl = makeCrl(stranger, [], NOW, NOW);
  expect(() => verifyEvidence(copyOf(PROVEN), trusting(CHAIN, [crl]))).toThrow(
    expect.objectContaining({ code: 'crl_not_of_anchor' }),
  );
});
