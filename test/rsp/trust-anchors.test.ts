import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { context, integer, octetString, sequence, time } from '../../src/asn1/der.ts';
import { TrustFault } from '../../src/rsp/faults.ts';
import { OID } from '../../src/rsp/gsma-oids.ts';
import { readRevocationLists } from '../../src/rsp/revocation.ts';
import { readTrustAnchors } from '../../src/rsp/trust-anchors.ts';
import {
  critical,
  issueEuicc,
  issueEum,
  issueSubCi,
  keyIdOf,
  makeCi,
  makeCrl,
  makeTestChain,
} from '../../src/simulators/pki/rsp-chain.ts';
import { AT, EID, notificationOf, reasonOf, verifierOf } from './fixtures.ts';

const DAY = 86_400_000;
const vector = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'vectors', 'sgp26', `${name}.der`));
const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----\n`;

function offCurve(): Buffer {
  const { der, key } = makeCi();
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  der[der.indexOf(spki) + spki.length - 1]! ^= 1;
  return der;
}

function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof TrustFault) return error.code;
    throw error;
  }
  return 'none';
}

describe('the anchors', () => {
  test('are told by their key, in DER and PEM, several in a file', () => {
    const [first, second] = [makeCi(), makeCi({ faults: { curve: 'brainpoolP256r1' } })];
    const both = Buffer.from(`GSMA CIs\n${pem('CERTIFICATE', first.der)}\n${pem('CERTIFICATE', second.der)}`);
    const ids = [first, second].map((one) => keyIdOf(one.key).toString('hex'));
    expect([...readTrustAnchors([both]).keys()]).toEqual(ids);
    expect([...readTrustAnchors([first.der, second.der]).values()]).toMatchObject([
      { keyId: ids[0], curve: 'P-256' },
      { keyId: ids[1], curve: 'brainpoolP256r1' },
    ]);
  });

  test('may have several certificates of one key', () => {
    const anchors = readTrustAnchors([vector('ci'), vector('ci-2017')], { allowTestAnchors: true });
    expect([...anchors.values()]).toMatchObject([
      {
        keyId: 'f54172bdf98a95d65cbeb88a38a1c11d800a85c3',
        validity: [
          { notBefore: Date.parse('2020-04-01T08:27:51Z'), notAfter: Date.parse('2055-04-01T08:27:51Z') },
          { notBefore: Date.parse('2017-02-01T15:39:42Z'), notAfter: Date.parse('2052-02-01T15:39:42Z') },
        ],
      },
    ]);
  });

  test.each(['ci', 'ci-2017', 'ci-brainpool'])(
    'of SGP.26 (%s) are refused unless they are allowed',
    (name) => {
      expect(faultOf(() => readTrustAnchors([vector(name)]))).toBe('anchor_test');
      expect(readTrustAnchors([vector(name)], { allowTestAnchors: true }).size).toBe(1);
    },
  );

  test.each<[string, string, () => Buffer]>([
    ['anchor_malformed', 'no certificate', () => Buffer.from('hello')],
    ['anchor_malformed', 'an empty file', () => Buffer.alloc(0)],
    ['anchor_malformed', 'a file that is cut off', () => makeCi().der.subarray(0, -1)],
    ['anchor_malformed', 'a CI whose point is not on the curve', offCurve],
    ['anchor_malformed', 'PEM of something else', () => Buffer.from(pem('PRIVATE KEY', makeCi().der))],
    ['anchor_not_ci', 'an EUM', () => makeTestChain({ eid: EID }).eum.der],
    [
      'anchor_not_ci',
      'a CI that another has signed',
      () => makeCi({ faults: { signedBy: makeCi().key } }).der,
    ],
    ['anchor_not_ci', 'a CI without a policy', () => makeCi({ faults: { policy: null } }).der],
    ['anchor_not_ci', 'a CI that is no authority', () => makeCi({ faults: { authority: false } }).der],
    ['anchor_not_ci', 'a CI that may not certify', () => makeCi({ faults: { keyUsage: 0x02 } }).der],
    ['anchor_not_ci', 'a CI without a key identifier', () => makeCi({ faults: { subjectKeyId: null } }).der],
  ])('%s: %s', (code, _, file) => {
    expect(faultOf(() => readTrustAnchors([file()]))).toBe(code);
  });

  test('may not share an identifier between two keys', () => {
    const subjectKeyId = Buffer.alloc(20, 7);
    const files = [makeCi({ faults: { subjectKeyId } }).der, makeCi({ faults: { subjectKeyId } }).der];
    expect(faultOf(() => readTrustAnchors(files))).toBe('anchor_key_conflict');
  });
});

describe('a revocation list', () => {
  const [yesterday, tomorrow] = [new Date(AT.getTime() - DAY), new Date(AT.getTime() + DAY)];
  const { ci, eum, euicc } = makeTestChain({ eid: EID });
  const der = notificationOf(euicc, [eum]);
  const other = issueEum(ci, { prefix: '89049032' });

  test('revokes an EUM, also in PEM and out of two lists', () => {
    const revoking = makeCrl(ci, [Buffer.of(5), eum.serial], yesterday, tomorrow);
    const nobody = makeCrl(ci, [], yesterday, tomorrow);
    expect(reasonOf(verifierOf(ci, [revoking]).verify(der, AT))).toBe('chain_revoked');
    const file = Buffer.from(pem('X509 CRL', revoking));
    expect(reasonOf(verifierOf(ci, [file]).verify(der, AT))).toBe('chain_revoked');
    expect(reasonOf(verifierOf(ci, [revoking, nobody]).verify(der, AT))).toBe('chain_revoked');
    expect(reasonOf(verifierOf(ci, [nobody]).verify(der, AT))).toBe('ok');
    const spared = notificationOf(issueEuicc(other, EID), [other]);
    expect(reasonOf(verifierOf(ci, [revoking]).verify(spared, AT))).toBe('ok');
  });

  test('revokes a sub CI with all below it', () => {
    const root = makeCi({ generation: 'v3' });
    const subCi = issueSubCi(root);
    const below = issueEum(subCi, { prefix: '89049032' });
    const sent = notificationOf(issueEuicc(below, EID), [below, subCi]);
    const crl = makeCrl(root, [subCi.serial], yesterday, tomorrow);
    expect(reasonOf(verifierOf(root).verify(sent, AT))).toBe('ok');
    expect(reasonOf(verifierOf(root, [crl]).verify(sent, AT))).toBe('chain_revoked');
  });

  test('that has run out counts, and the verdict says so', () => {
    const stale = makeCrl(ci, [other.serial], new Date(yesterday.getTime() - DAY), yesterday);
    const fresh = makeCrl(ci, [other.serial], yesterday, tomorrow);
    expect(verifierOf(ci, [stale]).verify(der, AT)).toMatchObject({
      ok: true,
      chain: { crlStale: true, crlThisUpdate: new Date(yesterday.getTime() - DAY) },
    });
    expect(verifierOf(ci, [fresh]).verify(der, AT)).toMatchObject({
      ok: true,
      chain: { crlStale: false, crlThisUpdate: yesterday },
    });
    expect(verifierOf(ci, [fresh, stale]).verify(der, AT)).toMatchObject({
      ok: true,
      chain: { crlStale: true },
    });
    const revoking = makeCrl(ci, [eum.serial], new Date(yesterday.getTime() - DAY), yesterday);
    expect(reasonOf(verifierOf(ci, [revoking]).verify(der, AT))).toBe('chain_revoked');
  });

  test('must be of a CI that is trusted, and be a whole list', () => {
    const anchors = readTrustAnchors([ci.der]);
    const read = (file: Buffer) => faultOf(() => readRevocationLists([file], anchors));
    expect(read(makeCrl(ci, [], yesterday, tomorrow))).toBe('none');
    expect(read(makeCrl(makeCi(), [], yesterday, tomorrow))).toBe('crl_not_of_anchor');
    expect(read(makeCrl(ci, [], yesterday, tomorrow, eum.key))).toBe('crl_not_of_anchor');
    expect(read(makeCrl(ci, [], yesterday, tomorrow).subarray(0, -1))).toBe('crl_malformed');
    expect(read(Buffer.alloc(0))).toBe('crl_malformed');
    expect(read(ci.der)).toBe('crl_malformed');
    const number = integer(Buffer.of(1));
    const delta = critical(OID.deltaCrl, number);
    const body = sequence(
      number,
      sequence(),
      ci.name,
      time(yesterday),
      time(tomorrow),
      context(0, sequence(delta)),
    );
    expect(read(sequence(body, sequence(), octetString(Buffer.of(0))))).toBe('crl_malformed');
  });
});
