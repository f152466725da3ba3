import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeOtherSignedNotification, signNotification } from '../../src/rsp/notification-writer.ts';
import { readTrustAnchors } from '../../src/rsp/trust-anchors.ts';
import { NotificationVerifier, REFUSALS } from '../../src/rsp/verify-notification.ts';
import {
  issueEuicc,
  issueEum,
  issueSubCi,
  issueSubEum,
  makeCi,
  makeTestChain,
  type TestCertificate,
} from '../../src/simulators/pki/rsp-chain.ts';
import {
  AT,
  EID,
  eidFrom,
  ICCID,
  installationResult,
  metadata,
  notificationOf,
  reasonOf,
  verifierOf,
} from './fixtures.ts';

const CURVES = ['P-256', 'brainpoolP256r1'] as const;

describe.each(CURVES)('an eUICC on %s', (curve) => {
  test.each(['v2', 'v3'] as const)('proves its notification with certificates of %s', (generation) => {
    const { ci, eum, euicc } = makeTestChain({ curve, generation, eid: EID });
    const tbs = metadata({ seqNumber: 12, event: 'delete' });
    const verifier = verifierOf(ci);
    const expected = {
      ok: true,
      eid: EID,
      notification: { event: 'delete', seqNumber: 12, address: 'rsp.operator.example', iccid: ICCID, tbs },
      chain: { curve, eumSerial: eum.serial.toString('hex'), crlThisUpdate: null, crlStale: false },
    };
    expect(verifier.verify(notificationOf(euicc, [eum], tbs), AT)).toMatchObject(expected);
    // The chain is remembered now.
    expect(verifier.verify(notificationOf(euicc, [eum], tbs), AT)).toMatchObject(expected);
  });

  test('may have a sub EUM and a sub CI above it (Variants A, B, C)', () => {
    const ci = makeCi({ generation: 'v3', faults: { curve } });
    const subCi = issueSubCi(ci);
    const prefix = EID.slice(0, 8);
    const eumOf = (issuer: TestCertificate) => issueEum(issuer, { prefix, faults: { pathLength: 1 } });
    const verifier = verifierOf(ci);
    const verdict = (issuers: TestCertificate[]) =>
      reasonOf(verifier.verify(notificationOf(issueEuicc(issuers[0]!, EID), issuers), AT));

    const eumA = eumOf(ci);
    expect(verdict([issueSubEum(eumA), eumA])).toBe('ok');
    expect(verdict([issueEum(subCi, { prefix }), subCi])).toBe('ok');
    const eumC = eumOf(subCi);
    const subEumC = issueSubEum(eumC);
    expect(verdict([subEumC, eumC, subCi])).toBe('ok');
    expect(verdict([subEumC, subCi, eumC])).toBe('ok');
    expect(verdict([subEumC, subCi])).toBe('chain_incomplete');
    expect(verdict([subEumC, eumC])).toBe('anchor_unknown');
    expect(verdict([eumA])).toBe('chain_usage');
  });

  test('is told the same on another thread', async () => {
    const { ci, eum, euicc } = makeTestChain({ curve, eid: EID });
    const stranger = makeTestChain({ curve, eid: EID, eum: { signedBy: euicc.key } });
    const good = notificationOf(euicc, [eum]);
    const altered = Buffer.from(good);
    altered[9]! ^= 1; // the sequence number
    const cases = [good, altered, notificationOf(stranger.euicc, [stranger.eum]), Buffer.alloc(1)];
    const anchors = readTrustAnchors([ci.der, stranger.ci.der]);
    const verifier = new NotificationVerifier({ anchors });
    const answers = await Promise.all(cases.map((one) => verifier.verifyAsync(one, AT)));
    expect(answers).toEqual(cases.map((one) => new NotificationVerifier({ anchors }).verify(one, AT)));
    expect(answers.map(reasonOf)).toEqual(['ok', 'signature_invalid', 'chain_signature', 'not_der']);
  });
});

describe('a signature', () => {
  const { ci, eum, euicc } = makeTestChain({ eid: EID });
  const verifier = verifierOf(ci);

  test('counts for the bytes as received only', () => {
    const good = notificationOf(euicc, [eum]);
    const at = good.indexOf(metadata());
    for (let i = at; i < at + metadata().length; i++) {
      const altered = Buffer.from(good);
      altered[i]! ^= 0x01;
      expect(verifier.verify(altered, AT).ok, `byte ${i}`).toBe(false);
    }
  });

  test('of another eUICC of the same EUM is refused, with what it claims', () => {
    const other = issueEuicc(eum, eidFrom('89049032', 5));
    const tbs = metadata();
    const forged = encodeOtherSignedNotification({
      tbs,
      signature: signNotification(tbs, other.key),
      euiccCertificate: euicc.der,
      eumCertificate: eum.der,
    });
    const verdict = verifier.verify(forged, AT);
    expect(verdict).toMatchObject({ ok: false, reason: 'signature_invalid', eid: EID });
    expect(verdict.notification).toMatchObject({ event: 'delete', iccid: ICCID });
  });

  test('of zeros, or of ones, is refused', () => {
    for (const fill of [0x00, 0xff]) {
      const der = encodeOtherSignedNotification({
        tbs: metadata(),
        signature: Buffer.alloc(64, fill),
        euiccCertificate: euicc.der,
        eumCertificate: eum.der,
      });
      expect(reasonOf(verifier.verify(der, AT))).toBe('signature_invalid');
    }
  });
});

describe('what was verified before', () => {
  const eidOf = (number: number) => eidFrom('89049032', number);

  test('is not believed after it has expired', () => {
    const { ci, eum, euicc } = makeTestChain({ eid: EID, euicc: { notAfter: AT } });
    const verifier = verifierOf(ci);
    const der = notificationOf(euicc, [eum]);
    expect(reasonOf(verifier.verify(der, AT))).toBe('ok');
    expect(reasonOf(verifier.verify(der, new Date(AT.getTime() + 1)))).toBe('chain_expired');
    expect(reasonOf(verifier.verify(der, AT))).toBe('ok');
    expect(reasonOf(verifier.verify(der, new Date(Number.NaN)))).toBe('chain_not_yet_valid');
  });

  test('decides nothing for certificates that came without their issuer', () => {
    const ci = makeCi({ generation: 'v3' });
    const subCi = issueSubCi(ci);
    const eum = issueEum(subCi, { prefix: '89049032' });
    const euicc = issueEuicc(eum, EID);
    const verifier = verifierOf(ci);
    const alone = notificationOf(euicc, [eum]);
    expect(reasonOf(verifier.verify(alone, AT))).toBe('anchor_unknown');
    expect(reasonOf(verifier.verify(notificationOf(euicc, [eum, subCi]), AT))).toBe('ok');
    expect(reasonOf(verifier.verify(alone, AT))).toBe('anchor_unknown');
  });

  test('is forgotten in favour of what is newer, and verified again', () => {
    const { ci, eum } = makeTestChain({ eid: EID });
    const verifier = verifierOf(ci);
    // One key for all: what is told apart is the certificate.
    const { key } = issueEuicc(eum, EID);
    const first = notificationOf(issueEuicc(eum, eidOf(0), { key }), [eum]);
    expect(reasonOf(verifier.verify(first, AT))).toBe('ok');
    for (let i = 1; i <= 4096; i++) {
      const verdict = verifier.verify(notificationOf(issueEuicc(eum, eidOf(i), { key }), [eum]), AT);
      if (reasonOf(verdict) !== 'ok' || verdict.eid !== eidOf(i)) throw new Error(`eUICC ${i}`);
    }
    expect(verifier.verify(first, AT)).toMatchObject({ ok: true, eid: eidOf(0) });
  });
});

describe('the test certificates of SGP.26', () => {
  const vector = (name: string) =>
    readFileSync(join(import.meta.dirname, '..', 'vectors', 'sgp26', `${name}.der`));
  // Nobody here has the key of the eUICC: its chain is good, and the signature is not its own.
  const der = encodeOtherSignedNotification({
    tbs: metadata(),
    signature: Buffer.alloc(64, 1),
    euiccCertificate: vector('euicc'),
    eumCertificate: vector('eum'),
  });

  test.each([['ci'], ['ci-2017']])('are a chain under %s where test anchors are allowed', (ci) => {
    const anchors = readTrustAnchors([vector(ci)], { allowTestAnchors: true });
    const verifier = new NotificationVerifier({ anchors });
    expect(verifier.verify(der, AT)).toMatchObject({ reason: 'signature_invalid', eid: EID });
    expect(reasonOf(verifier.verify(der, new Date('2026-08-01')))).toBe('chain_not_yet_valid');
    expect(reasonOf(verifier.verify(der, new Date('2051-09-01')))).toBe('chain_expired');
    const damaged = Buffer.from(der);
    damaged[damaged.length - 1]! ^= 1; // in the CI's signature of the EUM
    expect(reasonOf(verifier.verify(damaged, AT))).toBe('chain_signature');
  });

  test('are no chain under another CI', () => {
    expect(reasonOf(verifierOf(makeCi()).verify(der, AT))).toBe('anchor_unknown');
  });
});

test('an installation result is read, and refused as it carries no certificates', () => {
  expect(verifierOf(makeCi()).verify(installationResult(), AT)).toMatchObject({
    ok: false,
    reason: 'installation_result_unsupported',
    notification: { kind: 'installation', succeeded: true, event: 'install', iccid: ICCID },
    eid: undefined,
  });
});

test('the list of reasons names each one once', () => {
  expect(new Set(REFUSALS).size).toBe(REFUSALS.length);
});
