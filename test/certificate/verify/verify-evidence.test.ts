import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Disclosable,
  copyOf as disclosed,
  discloseOnly,
} from '../../../src/certificate/credential/choice.ts';
import { notificationDisclosure } from '../../../src/certificate/credential/disclosure.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { type EvidenceOptions, verifyEvidence } from '../../../src/certificate/verify/verify-evidence.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import { parseIccid } from '../../../src/domain/values/iccid.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { readTrustAnchors } from '../../../src/rsp/trust-anchors.ts';
import {
  issueEuicc,
  makeCi,
  makeCrl,
  makeTestChain,
  type TestChain,
} from '../../../src/simulators/pki/rsp-chain.ts';
import { EID, eidFrom, installationResult, metadata, notificationOf } from '../../rsp/fixtures.ts';
import { judged } from '../../support/certificates.ts';
import { certificate, draft, NOW, newRing, OPERATOR } from '../fixtures.ts';
import { CHAIN, deletion, ICCIDS, type ProfileDraft, RECEIVED_AT } from '../profile-fixtures.ts';

let ring: KeyRing;
beforeAll(async () => {
  ring = await newRing();
});

const PROVEN: ProfileDraft = { result: 'proven', notification: deletion(CHAIN) };
const copyOf = (...profiles: readonly ProfileDraft[]): Promise<CertificateCopy> =>
  certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null, profiles));
const trusting = (chain: Pick<TestChain, 'ci'> | null, crls: readonly Buffer[] = []): EvidenceOptions => ({
  anchors: readTrustAnchors(chain === null ? [] : [chain.ci.der]),
  crls,
  at: NOW,
});
/** The one finding of a copy with one proven profile. */
const findingOf = async (copy: CertificateCopy, options: EvidenceOptions = trusting(CHAIN)) => {
  expect(await judged(copy, ring)).toMatchObject({ result: 'authentic' });
  const findings = verifyEvidence(copy.claims, options);
  expect(findings).toHaveLength(1);
  return findings[0]!;
};
const ofDraft = async (change: Partial<ProfileDraft>, options?: EvidenceOptions) =>
  findingOf(await copyOf({ ...PROVEN, ...change }), options);
const picking = (copy: CertificateCopy, ...picked: readonly Disclosable[]) =>
  discloseOnly(copy, picked, nodeVerifyCrypto);

describe.each(['P-256', 'brainpoolP256r1'] as const)('a deletion that an eUICC on %s signed', (curve) => {
  test.each(['v2', 'v3'] as const)(
    'verifies again from the copy alone, with certificates of %s',
    async (generation) => {
      const chain = makeTestChain({ eid: EID, curve, generation });
      expect(await ofDraft({ notification: deletion(chain) }, trusting(chain))).toEqual({
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
  test('has a finding for each proven profile, and for no other', async () => {
    const { claims } = await copyOf(
      { result: 'unreachable' },
      { ...PROVEN, iccid: ICCIDS[0] },
      { result: 'cancelled', eid: null },
      { ...PROVEN, iccid: ICCIDS[0] },
    );
    expect(verifyEvidence(claims, trusting(CHAIN))).toMatchObject([
      { profile: 1, verdict: 'signature_verified' },
      { profile: 3, verdict: 'signature_verified' },
    ]);
    expect(verifyEvidence((await copyOf()).claims, trusting(CHAIN))).toEqual([]);
  });

  test('without the notification leaves nothing to verify', async () => {
    const copy = await picking(await copyOf(PROVEN), 'devices');
    expect(await findingOf(copy)).toEqual({
      profile: 0,
      verdict: 'undisclosed',
      reason: 'notification_not_disclosed',
      undisclosed: [],
    });
    expect(await findingOf(await picking(copy))).toMatchObject({
      verdict: 'undisclosed',
      undisclosed: ['iccid', 'eid'],
    });
  });

  test('says what it does not disclose, and is not taken to match it', async () => {
    const whole = await copyOf(PROVEN);
    for (const hidden of ['iccid', 'eid'] as const) {
      const shown = whole.disclosures.filter(
        (text) => JSON.parse(Buffer.from(text, 'base64url').toString())[1] !== hidden,
      );
      expect(await findingOf(await disclosed(whole.jwt, shown, null, nodeVerifyCrypto))).toMatchObject({
        verdict: 'signature_verified',
        undisclosed: [hidden],
      });
    }
  });

  test('of hostile bytes has findings all the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.nat({ max: PROVEN.notification!.length - 1 }).map((at) => {
            const damaged = Buffer.from(PROVEN.notification!);
            damaged[at]! ^= 1 << (at % 8);
            return damaged;
          }),
        ),
        async (notification) => {
          const { claims } = await copyOf({ ...PROVEN, notification });
          const [finding] = verifyEvidence(claims, trusting(CHAIN));
          expect(['failed', 'does_not_match']).toContain(finding!.verdict);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('whose notification was exchanged is seen through its digest', async () => {
    const copy = await copyOf(PROVEN);
    const other = notificationDisclosure(randomBytes(16), deletion(CHAIN, ICCIDS[0], 13)).text;
    const disclosures = copy.disclosures.map((text) =>
      Buffer.from(text, 'base64url').toString().includes('"notification"') ? other : text,
    );
    expect(await judged({ ...copy, disclosures }, ring)).toMatchObject({
      result: 'altered',
      detail: 'disclosure_matches_no_digest',
    });
  });
});

describe('a deletion is not believed', () => {
  const failed = (reason: string) => ({ verdict: 'failed', reason });

  test('when its bytes were altered before they were committed to', async () => {
    const altered = Buffer.from(deletion(CHAIN));
    altered[altered.indexOf(Buffer.of(0x80, 1, 12)) + 2]! = 13;
    expect(await ofDraft({ notification: altered, sequenceNumber: 13 })).toMatchObject(
      failed('signature_invalid'),
    );
    const unsigned = Buffer.from(deletion(CHAIN));
    unsigned[unsigned.indexOf(Buffer.of(0x5f, 0x37, 0x40)) + 20]! ^= 1;
    expect(await ofDraft({ notification: unsigned })).toMatchObject(failed('signature_invalid'));
    expect(await ofDraft({ notification: Buffer.from('deleted') })).toMatchObject({ verdict: 'failed' });
    expect(await ofDraft({ notification: installationResult() })).toMatchObject(
      failed('installation_result_unsupported'),
    );
  });

  test('when its CI is not trusted, or none is', async () => {
    expect(await ofDraft({}, trusting(makeTestChain({ eid: EID })))).toMatchObject(failed('anchor_unknown'));
    expect(await ofDraft({}, trusting(null))).toMatchObject(failed('anchor_unknown'));
  });

  test('when a certificate had run out at its receipt; what ran out since counts', async () => {
    const receivedAt = new Date(RECEIVED_AT).getTime();
    const until = (notAfter: number) => {
      const chain = makeTestChain({ eid: EID, eum: { notAfter: new Date(notAfter) } });
      return ofDraft({ notification: deletion(chain) }, trusting(chain));
    };
    expect(await until(receivedAt - 60_000)).toMatchObject(failed('chain_expired'));
    expect(await until(receivedAt + 60_000)).toMatchObject({ verdict: 'signature_verified' });
    const unborn = makeTestChain({ eid: EID, euicc: { notBefore: new Date(receivedAt + 60_000) } });
    expect(await ofDraft({ notification: deletion(unborn) }, trusting(unborn))).toMatchObject(
      failed('chain_not_yet_valid'),
    );
  });

  test('when the maker of its eUICC was revoked, even since', async () => {
    const thisUpdate = new Date('2026-11-21T00:00:00Z');
    const crl = (serials: readonly Buffer[], nextUpdate = '2026-12-21T00:00:00Z') =>
      makeCrl(CHAIN.ci, serials, thisUpdate, new Date(nextUpdate));
    expect(await ofDraft({}, trusting(CHAIN, [crl([CHAIN.eum.serial])]))).toMatchObject(
      failed('chain_revoked'),
    );
    const asOf = thisUpdate.toISOString();
    expect((await ofDraft({}, trusting(CHAIN, [crl([])]))).signed?.revocation).toEqual({
      asOf,
      stale: false,
    });
    expect(
      (await ofDraft({}, trusting(CHAIN, [crl([], '2026-11-22T00:00:00Z')]))).signed?.revocation,
    ).toEqual({
      asOf,
      stale: true,
    });
  });

  test('when it is yet to be received', async () => {
    expect(await ofDraft({ receivedAt: '2026-11-22T02:34:00.000Z' })).toMatchObject({
      verdict: 'signature_verified',
    });
    expect(await ofDraft({ receivedAt: '2026-11-22T02:36:00.000Z' })).toMatchObject(
      failed('received_in_future'),
    );
    expect(await ofDraft({ receivedAt: '9999-12-31T23:59:59.999Z' })).toMatchObject(
      failed('received_in_future'),
    );
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

  test('another profile, or one that is not named', async () => {
    expect(await ofDraft({ notification: deletion(CHAIN, ICCIDS[1]) })).toMatchObject(other('iccid'));
    expect(await ofDraft({ notification: deletion(CHAIN, null) })).toMatchObject(other('iccid_not_signed'));
    const hidden = await picking(await copyOf({ ...PROVEN, notification: deletion(CHAIN, null) }), 'esim');
    expect(await findingOf(hidden)).toMatchObject(other('iccid_not_signed'));
  });

  test('another device, or one that the certificate does not know', async () => {
    const eid = eidFrom('89049032', 5);
    expect(await ofDraft({ eid })).toMatchObject(other('eid'));
    const second = { ...CHAIN, eid, euicc: issueEuicc(CHAIN.eum, eid) };
    expect(await ofDraft({ notification: deletion(second) })).toMatchObject({
      reason: 'eid',
      signed: { eid },
    });
    expect(await ofDraft({ eid: null })).toMatchObject(other('eid_not_stated'));
  });

  test('another event or sequence number', async () => {
    expect(await ofDraft({ notification: signing({ event: 'disable' }) })).toMatchObject(other('event'));
    expect(await ofDraft({ sequenceNumber: 13 })).toMatchObject(other('sequence_number_differs'));
    expect(await ofDraft({ notification: signing({ origin: 'remote' }) })).toMatchObject({
      verdict: 'signature_verified',
      signed: { origin: 'remote' },
    });
  });
});

test('a CRL that cannot be used is the verifier’s to put right', async () => {
  const stranger = makeCi();
  const crl = makeCrl(stranger, [], NOW, NOW);
  const { claims } = await copyOf(PROVEN);
  expect(() => verifyEvidence(claims, trusting(CHAIN, [crl]))).toThrow(
    expect.objectContaining({ code: 'crl_not_of_anchor' }),
  );
});
