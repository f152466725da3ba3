import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitString, context, contextPrimitive, sequence, tlv } from '../../src/asn1/der.ts';
import { parseIccid } from '../../src/domain/values/iccid.ts';
import { NotificationFault } from '../../src/rsp/faults.ts';
import { iccidFromBytes, iccidToBytes } from '../../src/rsp/iccid-bytes.ts';
import { MAX_NOTIFICATION_BYTES, parsePendingNotification } from '../../src/rsp/notification.ts';
import { EVENT_BITS } from '../../src/rsp/notification-tags.ts';
import {
  encodeNotificationMetadata,
  encodeOtherSignedNotification,
} from '../../src/rsp/notification-writer.ts';
import { ICCID, metadata } from './fixtures.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const SIGNATURE = Buffer.alloc(64, 1);
const CERTIFICATE = hex('3003020101');

/** A notification around these metadata, with certificates that nobody reads here. */
const around = (tbs: Buffer, changes: { signature?: Buffer; otherCertificates?: Buffer[] } = {}): Buffer =>
  encodeOtherSignedNotification({
    tbs,
    signature: SIGNATURE,
    euiccCertificate: CERTIFICATE,
    eumCertificate: CERTIFICATE,
    ...changes,
  });

/** `BF2F` around members given in hexadecimal. */
const withMembers = (...members: string[]): Buffer => around(tlv(0xbf2f, hex(members.join(''))));
const NUMBER = '800107';
const DELETE = '81020410';
const ADDRESS = '0c0161';
const ICCID_TLV = '5a0a989444999999990920f3';

function faultOf(der: Buffer): string {
  try {
    parsePendingNotification(der);
  } catch (error) {
    if (error instanceof NotificationFault) return error.code;
    throw error;
  }
  return 'none';
}

describe('a notification of SGP.22', () => {
  test('is read to the byte from what lpac sends', () => {
    const tbs = hex(`bf2f 1a ${NUMBER} ${DELETE} 0c05 612e622e63 ${ICCID_TLV}`);
    expect(parsePendingNotification(around(tbs))).toEqual({
      kind: 'other',
      tbs,
      seqNumber: 7,
      event: 'delete',
      origin: 'local',
      address: 'a.b.c',
      iccid: '8949449999999990023',
      signature: SIGNATURE,
      euiccCertificate: CERTIFICATE,
      issuerCertificates: [CERTIFICATE],
    });
  });

  test('has each event as its one DER bit string', () => {
    const bits = (event: 'install' | 'enable' | 'disable' | 'delete', origin: 'local' | 'remote' = 'local') =>
      metadata({ event, origin }).subarray(6, 10).toString('hex');
    expect(bits('install')).toBe('81020780');
    expect(bits('enable')).toBe('81020640');
    expect(bits('disable')).toBe('81020520');
    expect(bits('delete')).toBe('81020410');
    expect(bits('enable', 'remote')).toBe('81020308');
    expect(bits('disable', 'remote')).toBe('81020204');
    expect(bits('delete', 'remote')).toBe('81020102');
    expect(() => bits('install', 'remote')).toThrow(RangeError);
    for (const { bits: content } of EVENT_BITS) {
      const [unused = 0, octet = 0] = hex(content);
      expect(bitString(Buffer.of(octet), unused).subarray(2)).toEqual(hex(content));
    }
  });

  test('is read as written, whatever it says', () => {
    const anything = fc.record({
      seqNumber: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 127, 128, 255, 256, Number.MAX_SAFE_INTEGER)),
      kind: fc.constantFrom(...EVENT_BITS),
      address: fc.stringMatching(/^[a-z0-9.-]{1,60}$/),
      iccid: fc.option(fc.stringMatching(/^89[0-9]{4}[0-9A-F][0-9]{11,13}$/)),
    });
    fc.assert(
      fc.property(anything, ({ seqNumber, kind: { event, origin }, address, iccid: digits }) => {
        const iccid = digits === null ? null : parseIccid(digits);
        const written = { seqNumber, event, origin, address, iccid };
        const tbs = encodeNotificationMetadata(written);
        expect(parsePendingNotification(around(tbs))).toMatchObject({ kind: 'other', ...written, tbs });
      }),
    );
  });

  test('may have more certificates in the shape of v3', () => {
    const other = hex('3003020102');
    const read = parsePendingNotification(around(metadata(), { otherCertificates: [other, CERTIFICATE] }));
    expect(read).toMatchObject({ issuerCertificates: [CERTIFICATE, other, CERTIFICATE] });
    expect(faultOf(around(metadata(), { otherCertificates: [other, other, other] }))).toBe(
      'certificates_too_many',
    );
  });

  test('reads the result of an installation, which has no certificates', () => {
    const result = (outcome: Buffer): Buffer =>
      tlv(
        0xbf37,
        tlv(
          0xbf27,
          contextPrimitive(0, Buffer.of(1)),
          metadata({ event: 'install' }),
          hex('0603883701'),
          outcome,
        ),
        tlv(0x5f37, SIGNATURE),
      );
    const installed = parsePendingNotification(
      result(context(2, context(0, hex('4f05a000000559'), hex('0400')))),
    );
    expect(installed).toMatchObject({
      kind: 'installation',
      succeeded: true,
      event: 'install',
      iccid: ICCID,
    });
    const failed = parsePendingNotification(result(context(2, context(1, hex('800102'), hex('81010c')))));
    expect(failed).toMatchObject({ kind: 'installation', succeeded: false, seqNumber: 7 });
    expect(faultOf(result(context(2, hex('0500'))))).toBe('unknown_shape');
    expect(faultOf(result(context(2)))).toBe('not_der');
    expect(faultOf(tlv(0xbf37, tlv(0xbf27, hex('800101')), tlv(0x5f37, SIGNATURE)))).toBe('unknown_shape');
  });
});

describe('a notification is refused as', () => {
  test.each([
    ['too_large', 'too large', Buffer.alloc(MAX_NOTIFICATION_BYTES + 1, 0x30)],
    ['not_der', 'empty', Buffer.alloc(0)],
    ['not_der', 'cut off', around(metadata()).subarray(0, -1)],
    ['not_der', 'of indefinite length', hex('30800000')],
    ['not_der', 'with a cut off member', hex('30 03 bf2f 05')],
    ['bytes_after', 'with a byte after it', Buffer.concat([around(metadata()), Buffer.of(0)])],
    ['unknown_shape', 'a result of remote profile management', hex('bf44 00')],
    ['unknown_shape', 'of no members', hex('3000')],
    ['unknown_shape', 'without metadata', sequence(tlv(0x5f37, SIGNATURE))],
    [
      'unknown_shape',
      'with a member of another tag',
      sequence(metadata(), tlv(0x5f37, SIGNATURE), CERTIFICATE, CERTIFICATE, context(2, CERTIFICATE)),
    ],
    [
      'unknown_shape',
      'with a sixth member',
      sequence(
        metadata(),
        tlv(0x5f37, SIGNATURE),
        CERTIFICATE,
        CERTIFICATE,
        context(1, CERTIFICATE),
        CERTIFICATE,
      ),
    ],
    ['metadata_malformed', 'without a sequence number', withMembers(DELETE, ADDRESS, ICCID_TLV)],
    ['metadata_malformed', 'without an event', withMembers(NUMBER, ADDRESS, ICCID_TLV)],
    ['metadata_malformed', 'in another order', withMembers(DELETE, NUMBER, ADDRESS, ICCID_TLV)],
    ['metadata_malformed', 'with another member', withMembers(NUMBER, DELETE, ADDRESS, ICCID_TLV, '820101')],
    ['metadata_malformed', 'with a cut off member', withMembers(NUMBER, DELETE, '0c0261')],
    [
      'metadata_malformed',
      'with a space in the address',
      withMembers(NUMBER, DELETE, '0c03612062', ICCID_TLV),
    ],
    [
      'metadata_malformed',
      'with an address not in ASCII',
      withMembers(NUMBER, DELETE, '0c02c3a4', ICCID_TLV),
    ],
    ['metadata_malformed', 'with an address too long', around(metadata({ address: 'a'.repeat(256) }))],
    ['sequence_number', 'with a negative number', withMembers('8001ff', DELETE, ADDRESS)],
    ['sequence_number', 'with a number written too long', withMembers('80020007', DELETE, ADDRESS)],
    ['sequence_number', 'with no number', withMembers('8000', DELETE, ADDRESS)],
    ['sequence_number', 'with 2^53', withMembers('800720000000000000', DELETE, ADDRESS)],
    ['sequence_number', 'with eight bytes', withMembers('80080100000000000000', DELETE, ADDRESS)],
    ['event_not_exactly_one', 'with no event', withMembers(NUMBER, '810100', ADDRESS)],
    ['event_not_exactly_one', 'with two events', withMembers(NUMBER, '81020430', ADDRESS)],
    ['event_not_exactly_one', 'with trailing zero bits', withMembers(NUMBER, '81020010', ADDRESS)],
    ['event_not_exactly_one', 'with a bit in the unused ones', withMembers(NUMBER, '81020411', ADDRESS)],
    ['address_missing', 'without an address', withMembers(NUMBER, DELETE, ICCID_TLV)],
    ['address_missing', 'with an empty address', withMembers(NUMBER, DELETE, '0c00', ICCID_TLV)],
    ['iccid_malformed', 'with nine bytes', withMembers(NUMBER, DELETE, ADDRESS, '5a09989444999999990920')],
    [
      'iccid_malformed',
      'with nibbles not swapped',
      withMembers(NUMBER, DELETE, ADDRESS, '5a0a8949449999999990023f'),
    ],
    ['iccid_malformed', 'with 17 places', withMembers(NUMBER, DELETE, ADDRESS, '5a0a98944499999999f9ffff')],
    ['signature_form', 'with 63 bytes of signature', around(metadata(), { signature: Buffer.alloc(63) })],
    ['signature_form', 'without a signature', sequence(metadata(), CERTIFICATE, CERTIFICATE)],
    [
      'certificate_missing',
      'without an EUM certificate',
      sequence(metadata(), tlv(0x5f37, SIGNATURE), CERTIFICATE),
    ],
    [
      'certificate_missing',
      'with an octet string for a certificate',
      sequence(metadata(), tlv(0x5f37, SIGNATURE), CERTIFICATE, hex('040101')),
    ],
    [
      'certificate_missing',
      'with an empty list of others',
      sequence(metadata(), tlv(0x5f37, SIGNATURE), CERTIFICATE, CERTIFICATE, context(1)),
    ],
  ])('%s when it is %s', (code, _, der) => {
    expect(faultOf(der)).toBe(code);
  });

  test('nothing but a fault, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => faultOf(Buffer.from(bytes)) !== 'none'),
    );
    const members = fc.array(
      fc.tuple(
        fc.constantFrom(0xbf2f, 0x5f37, 0x30, 0xa1, 0x80, 0x81, 0x5a),
        fc.uint8Array({ maxLength: 70 }),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        members,
        (parts) => faultOf(sequence(...parts.map(([tag, bytes]) => tlv(tag, bytes)))) !== 'none',
      ),
    );
  });
});

describe('an ICCID in bytes', () => {
  test('has its nibbles swapped and is padded with F', () => {
    expect(iccidToBytes(ICCID).toString('hex')).toBe('989444999999990920f3');
    expect(iccidToBytes(parseIccid('898600D6991330001234')).toString('hex')).toBe('9868006d993103002143');
    expect(iccidToBytes(parseIccid('898600D69913300012')).toString('hex')).toBe('9868006d9931030021ff');
  });

  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^89[0-9]{4}[0-9A-F][0-9]{11,13}$/), (digits) => {
        expect(iccidFromBytes(iccidToBytes(parseIccid(digits)))).toBe(digits);
      }),
    );
  });
});
