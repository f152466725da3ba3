import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  context,
  contextPrimitive,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  time,
  trueValue,
  utf8String,
} from '../../asn1/der.ts';
import type { TlsIdentity } from '../../connectors/es2plus/https-peer.ts';

/**
 * Certificates for mutual TLS between a simulated SM-DP+ and an operator, for tests and the demo. Keys come out in
 * clear text and nothing is ever revoked: never trust such a root anywhere else.
 */
export interface TestPki {
  readonly caPem: string;
  /** A server certificate for these DNS names and IPv4 addresses. */
  server(hosts: readonly string[], validity?: Validity): TlsIdentity;
  client(name: string, validity?: Validity): TlsIdentity;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** From an hour ago, because clocks differ, for a year. */
const current = (now = Date.now()): Validity => ({
  notBefore: new Date(now - HOUR_MS),
  notAfter: new Date(now + YEAR_MS),
});

/** A certificate that ended an hour ago. */
export const expired = (now = Date.now()): Validity => ({
  notBefore: new Date(now - YEAR_MS),
  notAfter: new Date(now - HOUR_MS),
});

/** A new root (P-256), self-signed under the given name. */
export function makeTestPki(name: string): TestPki {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = (
    subject: string,
    publicKey: KeyObject,
    validity: Validity,
    extensions: readonly Buffer[],
  ): string => {
    const keys = [
      plain('2.5.29.14', octetString(keyIdentifier(publicKey))),
      plain('2.5.29.35', sequence(contextPrimitive(0, keyIdentifier(root.publicKey)))),
    ];
    const body = sequence(
      context(0, integer(Uint8Array.of(2))),
      integer(randomBytes(16)),
      ECDSA_WITH_SHA256,
      commonName(name),
      sequence(time(validity.notBefore), time(validity.notAfter)),
      commonName(subject),
      publicKey.export({ format: 'der', type: 'spki' }),
      context(3, sequence(...extensions, ...keys)),
    );
    const signature = sign('sha256', body, { key: root.privateKey, dsaEncoding: 'der' });
    return pem(sequence(body, ECDSA_WITH_SHA256, bitString(signature)));
  };
  const identity = (subject: string, validity: Validity, extensions: readonly Buffer[]): TlsIdentity => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
      certPem: certificate(subject, publicKey, validity, [...LEAF, ...extensions]),
      keyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    };
  };
  return {
    caPem: certificate(name, root.publicKey, current(), ROOT),
    server: (hosts, validity = current()) =>
      identity(hosts[0]!, validity, [
        plain('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))), // serverAuth
        plain('2.5.29.17', sequence(...hosts.map(generalName))),
      ]),
    client: (subject, validity = current()) =>
      identity(subject, validity, [plain('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.2')))]), // clientAuth
  };
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const critical = (type: string, value: Buffer): Buffer =>
  sequence(oid(type), trueValue(), octetString(value));
const plain = (type: string, value: Buffer): Buffer => sequence(oid(type), octetString(value));

/** RFC 5280 sections 4.2.1.9 and 4.2.1.3. */
const ROOT = [
  critical('2.5.29.19', sequence(trueValue(), integer(Uint8Array.of(0)))),
  critical('2.5.29.15', bitString(Uint8Array.of(0x06), 1)), // keyCertSign, cRLSign
];
const LEAF = [
  critical('2.5.29.19', sequence()),
  critical('2.5.29.15', bitString(Uint8Array.of(0x80), 7)), // digitalSignature
];

const commonName = (name: string): Buffer => sequence(setOf(sequence(oid('2.5.4.3'), utf8String(name))));

/** dNSName or iPAddress. RFC 5280 section 4.2.1.6. */
const generalName = (host: string): Buffer =>
  isIP(host) === 4
    ? contextPrimitive(7, Uint8Array.from(host.split('.').map(Number)))
    : contextPrimitive(2, Buffer.from(host, 'ascii'));

/** RFC 7093 section 2 method 1, over the 65-byte point in which a P-256 SubjectPublicKeyInfo ends. */
const keyIdentifier = (publicKey: KeyObject): Buffer =>
  createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }).subarray(-65))
    .digest()
    .subarray(0, 20);

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
