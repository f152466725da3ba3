import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  bitString,
  context,
  contextPrimitive,
  octetString,
  oid,
  readMembers,
  readOnly,
  sequence,
  setOf,
  tlv,
  utf8String,
} from '../../src/asn1/der.ts';
import { CHAIN_FAULTS } from '../../src/rsp/faults.ts';
import { OID } from '../../src/rsp/gsma-oids.ts';
import {
  critical,
  issueEuicc,
  issueEum,
  issueSubCi,
  issueSubEum,
  keyIdOf,
  makeCi,
  makeTestChain,
  type TestCertificate,
  type TestChain,
  type TestChainRequest,
} from '../../src/simulators/pki/rsp-chain.ts';
import { AT, EID, eidFrom, notificationOf, reasonOf, verifierOf } from './fixtures.ts';

const before = new Date(AT.getTime() - 1000);
const after = new Date(AT.getTime() + 1000);
const k1 = () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
const otherKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const printable = (text: string) => tlv(0x13, Buffer.from(text));
const named = (type: string, value: Buffer) => setOf(sequence(oid(type), value));
/** nameConstraints of this body. */
const constraints = (...body: Buffer[]) => ({
  permits: null,
  extensions: [critical(OID.nameConstraints, sequence(...body))],
});
const subtree = (...names: Buffer[]) => sequence(context(4, sequence(...names)));

type Faults = Omit<TestChainRequest, 'eid'> & { eid?: string };

const FAULTS: [(typeof CHAIN_FAULTS)[number], string, Faults][] = [
  ['anchor_unknown', 'an EUM names another CI', { eum: { authorityKeyId: Buffer.alloc(20, 1) } }],
  ['chain_incomplete', 'an eUICC names another EUM', { euicc: { authorityKeyId: Buffer.alloc(20, 1) } }],
  ['chain_incomplete', 'an eUICC names no issuer', { euicc: { authorityKeyId: null } }],
  ['chain_incomplete', 'an EUM names no issuer', { eum: { authorityKeyId: null } }],
  ['chain_incomplete', 'an EUM has no key identifier', { eum: { subjectKeyId: null } }],
  ['chain_signature', 'the EUM is signed by another key', { eum: { signedBy: otherKey() } }],
  ['chain_signature', 'the eUICC is signed by another key', { euicc: { signedBy: otherKey() } }],
  ['chain_policy', 'an SM-DP+ stands for the EUM', { eum: { policy: '2.23.146.1.2.1.4' } }],
  ['chain_policy', 'the EUM has no policy', { eum: { policy: null } }],
  ['chain_policy', 'a CI stands for the EUM', { eum: { policy: '2.23.146.1.2.1.0' } }],
  ['chain_policy', 'an EUM stands for the eUICC', { euicc: { policy: '2.23.146.1.2.1.2' } }],
  ['chain_policy', 'the eUICC has no policy', { euicc: { policy: null } }],
  ['chain_usage', 'the EUM is no authority', { eum: { authority: false } }],
  ['chain_usage', 'the EUM has no path length', { eum: { pathLength: null } }],
  ['chain_usage', 'the EUM may have authorities below it', { eum: { pathLength: 1 } }],
  ['chain_usage', 'the EUM may not sign certificates', { eum: { keyUsage: 0x02 } }],
  ['chain_usage', 'the EUM has no key usage', { eum: { keyUsage: null } }],
  ['chain_usage', 'the eUICC may not sign', { euicc: { keyUsage: 0x08 } }],
  ['chain_usage', 'the eUICC has no key usage', { euicc: { keyUsage: null } }],
  ['chain_usage', 'the eUICC is an authority', { euicc: { authority: true } }],
  [
    'chain_constraint',
    'the EID is of another EUM',
    { eum: { permits: { prefix: '89044000', organization: 'Handback Test EUM' } } },
  ],
  [
    'chain_constraint',
    'the EID is of another EUM (v3)',
    { generation: 'v3', eum: { permits: { prefix: '89044000', organization: '' } } },
  ],
  ['chain_constraint', 'the EUM says nothing of EIDs', { eum: { permits: null } }],
  ['chain_constraint', 'the EUM permits nobody', { eum: constraints(context(0)) }],
  ['chain_constraint', 'the organization is another', { euicc: { organization: 'Another EUM' } }],
  [
    'chain_constraint',
    'nameConstraints permit it and the list of EINs does not',
    { eum: { extensions: [critical(OID.permittedEins, sequence(printable('89044000')))] } },
  ],
  [
    'certificate_malformed',
    'the EUM permits an empty prefix',
    { eum: { permits: { prefix: '', organization: 'Handback Test EUM' } } },
  ],
  [
    'certificate_malformed',
    'the EUM permits by another attribute too',
    {
      eum: constraints(
        context(
          0,
          subtree(named(OID.commonName, utf8String('x')), named(OID.serialNumber, printable('89049032'))),
        ),
      ),
    },
  ],
  [
    'certificate_malformed',
    'the EUM permits by organization only',
    { eum: constraints(context(0, subtree(named(OID.organization, utf8String('Handback Test EUM'))))) },
  ],
  [
    'certificate_malformed',
    'the EUM permits mail addresses',
    { eum: constraints(context(0, sequence(contextPrimitive(1, Buffer.from('x'))))) },
  ],
  [
    'certificate_malformed',
    'the EUM excludes names',
    { eum: constraints(context(0, subtree(named(OID.serialNumber, printable('89049032')))), context(1)) },
  ],
  [
    'certificate_malformed',
    'the EUM excludes names only',
    { eum: constraints(context(1, subtree(named(OID.serialNumber, printable('89044000'))))) },
  ],
  [
    'certificate_malformed',
    'an extension is there twice',
    { euicc: { extensions: [critical(OID.policies, sequence(sequence(oid('2.23.146.1.2.1.1'))))] } },
  ],
  [
    'chain_extension',
    'the EUM has a critical extension of its own',
    { eum: { extensions: [critical('1.2.3.4', octetString(Buffer.of(1)))] } },
  ],
  [
    'chain_extension',
    'the eUICC has a critical extension of its own',
    { euicc: { extensions: [critical('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1')))] } },
  ],
  ['chain_expired', 'the eUICC has expired', { euicc: { notAfter: before } }],
  ['chain_expired', 'the EUM has expired', { eum: { notAfter: before } }],
  ['chain_expired', 'the CI has expired', { ci: { notAfter: before } }],
  ['chain_not_yet_valid', 'the eUICC is not yet valid', { euicc: { notBefore: after } }],
  ['chain_not_yet_valid', 'the EUM is not yet valid', { eum: { notBefore: after } }],
  ['chain_not_yet_valid', 'the CI is not yet valid', { ci: { notBefore: after } }],
  ['chain_curve', 'the eUICC is on another curve than its EUM', { euicc: { curve: 'brainpoolP256r1' } }],
  ['chain_curve', 'the EUM is on another curve than its CI', { eum: { curve: 'brainpoolP256r1' } }],
  ['chain_curve', 'the eUICC is on a curve that GSMA does not use', { euicc: { key: k1() } }],
  ['chain_curve', 'the EUM is on a curve that GSMA does not use', { eum: { key: k1() } }],
  [
    'eid_malformed',
    'the check digits of the EID are wrong',
    { euicc: { subjectSerial: `${EID.slice(0, 30)}36` } },
  ],
  ['eid_malformed', 'the EID has spaces', { euicc: { subjectSerial: `8904 9032 ${EID.slice(8)}` } }],
  ['eid_malformed', 'the eUICC has no EID', { euicc: { subjectSerial: null } }],
];

const verdictOn = ({ ci, eum, euicc }: TestChain) => verifierOf(ci).verify(notificationOf(euicc, [eum]), AT);

describe.each(['P-256', 'brainpoolP256r1'] as const)('on %s a chain is refused as', (curve) => {
  test.each(FAULTS)('%s when %s', (reason, _, faults) => {
    const given = { curve, eid: EID, ...faults };
    // Faults of a curve are told against the first of the two.
    if (reason === 'chain_curve') given.curve = 'P-256';
    expect(verdictOn(makeTestChain(given))).toMatchObject({ ok: false, reason });
  });
});

describe('a chain', () => {
  test('is refused for every reason that there is', () => {
    const elsewhere = ['chain_revoked'];
    expect(CHAIN_FAULTS.filter((one) => !FAULTS.some(([reason]) => reason === one))).toEqual(elsewhere);
  });

  test('tells which EID a refused eUICC claims, unless it is none', () => {
    expect(verdictOn(makeTestChain({ eid: EID, eum: { policy: null } })).eid).toBe(EID);
    expect(verdictOn(makeTestChain({ eid: EID, euicc: { subjectSerial: '1' } })).eid).toBeUndefined();
  });

  test('holds up to the last moment of its validity, and from the first', () => {
    const chain = makeTestChain({ eid: EID, euicc: { notBefore: AT, notAfter: AT } });
    expect(reasonOf(verdictOn(chain))).toBe('ok');
  });

  test('holds while any certificate of the key of its CI is valid', () => {
    const ci = makeCi({ faults: { notAfter: before } });
    const renewed = makeCi({ faults: { key: ci.key, organization: 'Renamed CI' } });
    const eum = issueEum(ci, { prefix: '89049032' });
    const der = notificationOf(issueEuicc(eum, EID), [eum]);
    expect(reasonOf(verifierOf(ci).verify(der, AT))).toBe('chain_expired');
    expect(reasonOf(verifierOf(renewed).verify(der, AT))).toBe('ok');
    expect(reasonOf(verifierOf(ci, [], [renewed]).verify(der, AT))).toBe('ok');
  });

  test('is matched by key identifiers, so that a stranger who claims one fails by the signature', () => {
    const { ci, eum } = makeTestChain({ eid: EID });
    const trustedKeyId = keyIdOf(ci.key);
    const stranger = makeCi({ faults: { subjectKeyId: trustedKeyId } });
    const forged = issueEum(stranger, { prefix: '89049032', faults: { authorityKeyId: trustedKeyId } });
    expect(reasonOf(verdictOn({ ci, eum: forged, euicc: issueEuicc(forged, EID), eid: EID }))).toBe(
      'chain_signature',
    );
    const lesser = issueEum(stranger, {
      prefix: '89049032',
      faults: { subjectKeyId: keyIdOf(eum.key), authorityKeyId: trustedKeyId },
    });
    const euicc = issueEuicc(lesser, EID, { authorityKeyId: keyIdOf(eum.key) });
    expect(reasonOf(verdictOn({ ci, eum, euicc, eid: EID }))).toBe('chain_signature');
  });

  test('permits by any of several prefixes, of any length', () => {
    const eins = (...prefixes: string[]) => ({
      permits: null,
      extensions: [critical(OID.permittedEins, sequence(...prefixes.map(printable)))],
    });
    const reason = (...prefixes: string[]) =>
      reasonOf(verdictOn(makeTestChain({ generation: 'v3', eid: EID, eum: eins(...prefixes) })));
    expect(reason('89044000', '89049032')).toBe('ok');
    expect(reason('8904903')).toBe('ok');
    expect(reason(EID)).toBe('ok');
    expect(reason('89044000', '8904903211')).toBe('chain_constraint');
    expect(reason()).toBe('chain_constraint');
    expect(reason('8904903x')).toBe('certificate_malformed');
  });

  test('binds an eUICC to the constraints of the sub EUM as well', () => {
    const ci = makeCi({ generation: 'v3' });
    const eum = issueEum(ci, { prefix: '8904', faults: { pathLength: 1 } });
    const subEum = issueSubEum(eum, { permits: { prefix: '89049032', organization: '' } });
    const reason = (eid: string) =>
      reasonOf(verifierOf(ci).verify(notificationOf(issueEuicc(subEum, eid), [subEum, eum]), AT));
    expect(reason(EID)).toBe('ok');
    expect(reason(eidFrom('89044000', 1))).toBe('chain_constraint');
  });

  test('may name its role in the old way and in the new, and no second role', () => {
    const policies = (...roles: string[]) => ({
      policy: null,
      extensions: [critical(OID.policies, sequence(...roles.map((role) => sequence(oid(role)))))],
    });
    const reason = (...roles: string[]) =>
      reasonOf(verdictOn(makeTestChain({ eid: EID, euicc: policies(...roles) })));
    expect(reason('1.2.3', '2.23.146.1.2.1.1', '2.23.146.1.2.1.0.0.0.0.0')).toBe('ok');
    expect(reason('2.23.146.1.2.1.1', '2.23.146.1.2.1.2')).toBe('chain_policy');
    expect(reason('2.23.146.1.2.1')).toBe('chain_policy');
  });

  test('cannot be led in a circle', () => {
    const ci = makeCi({ generation: 'v3' });
    const [first, second] = [otherKey(), otherKey()];
    const a = issueSubCi(ci, { key: first, authorityKeyId: keyIdOf(second) });
    const b = issueSubCi(ci, { key: second, authorityKeyId: keyIdOf(first) });
    const itself = issueSubCi(ci, { key: first, authorityKeyId: keyIdOf(first) });
    const reason = (issuer: TestCertificate, ...more: TestCertificate[]) => {
      const eum = issueEum(issuer, { prefix: '89049032' });
      return reasonOf(
        verifierOf(ci).verify(notificationOf(issueEuicc(eum, EID), [eum, issuer, ...more]), AT),
      );
    };
    expect(reason(a, b)).toBe('anchor_unknown');
    expect(reason(itself)).toBe('anchor_unknown');
    expect(reason(itself, itself)).toBe('anchor_unknown');
  });

  test('with two sub CIs, or with constraints on a sub CI, is none that GSMA makes', () => {
    const ci = makeCi({ generation: 'v3' });
    const upper = issueSubCi(ci);
    const lower = issueSubCi(upper);
    const reason = (...above: TestCertificate[]) => {
      const eum = issueEum(above[0]!, { prefix: '89049032' });
      return reasonOf(verifierOf(ci).verify(notificationOf(issueEuicc(eum, EID), [eum, ...above]), AT));
    };
    expect(reason(upper)).toBe('ok');
    expect(reason(lower, upper)).toBe('chain_policy');
    expect(reason(issueSubCi(ci, { permits: { prefix: '8904', organization: '' } }))).toBe('chain_extension');
    expect(reason(issueSubCi(ci, { pathLength: 0 }))).toBe('chain_usage');
    expect(reason(issueSubCi(ci, { pathLength: 1 }))).toBe('ok');
  });

  test('with a point that is not on the curve is refused', () => {
    const { ci, eum, euicc } = makeTestChain({ eid: EID });
    const der = Buffer.from(euicc.der);
    der[der.indexOf(createPublicKey(euicc.key).export({ format: 'der', type: 'spki' })) + 90]! ^= 1;
    expect(reasonOf(verdictOn({ ci, eum, euicc: { ...euicc, der }, eid: EID }))).toBe('chain_curve');
  });

  test('of certificates that are not quite X.509 is refused', () => {
    const { ci, eum, euicc } = makeTestChain({ eid: EID });
    const [body, algorithm, signature] = readMembers(readOnly(euicc.der), 0x30).map((one) => one.raw);
    const members = readMembers(readOnly(body!), 0x30).map((one) => one.raw);
    const reason = (...changed: Buffer[]) => {
      const der = sequence(sequence(...changed), algorithm!, signature!);
      return reasonOf(verdictOn({ ci, eum, euicc: { ...euicc, der }, eid: EID }));
    };
    const [version, serial, inner, issuer, validity, subject, spki, extensions] = members as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    const rest = [issuer, validity, subject, spki, extensions] as const;
    expect(reason(version, serial, inner, ...rest)).toBe('ok');
    expect(reason(serial, inner, ...rest)).toBe('certificate_malformed');
    expect(reason(context(0, Buffer.from('020101', 'hex')), serial, inner, ...rest)).toBe(
      'certificate_malformed',
    );
    const sha384 = sequence(oid('1.2.840.10045.4.3.3'));
    expect(reason(version, serial, sha384, ...rest)).toBe('certificate_malformed');
    const bad = (time: string) =>
      sequence(tlv(0x17, Buffer.from(time)), tlv(0x18, Buffer.from('20500101000000Z')));
    for (const time of ['200230000000Z', '20010100000Z', '2001010000000Z', '200101000000+', '200101240000Z'])
      expect(reason(version, serial, inner, issuer, bad(time), subject, spki, extensions), time).toBe(
        'certificate_malformed',
      );
    expect(
      reason(version, serial, inner, issuer, validity, subject, spki, context(3, octetString(Buffer.of(1)))),
    ).toBe('certificate_malformed');
    const flag = (value: number) =>
      context(
        3,
        sequence(
          sequence(
            oid(OID.keyUsage),
            tlv(0x01, Buffer.of(value)),
            octetString(bitString(Buffer.of(0x80), 7)),
          ),
        ),
      );
    expect(reason(version, serial, inner, issuer, validity, subject, spki, flag(1))).toBe(
      'certificate_malformed',
    );
  });
});
