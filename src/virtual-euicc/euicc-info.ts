import { contextPrimitive, octetString, tlv, utf8String } from '../asn1/der.ts';
import { readCertificate } from '../rsp/certificate.ts';
import type { EuiccState } from './euicc-state.ts';

/** The version of SGP.22 that this eUICC follows: 2.2.2, what LPAs of v2 know. */
export const SGP22_VERSION = Buffer.of(2, 2, 2);

/** EUICCInfo1 (SGP.22 section 5.7.8, annex H). */
export function euiccInfo1(state: EuiccState): Buffer {
  return tlv(0xbf20, contextPrimitive(2, SGP22_VERSION), ...ciKeyIds(state));
}

/** EUICCInfo2 (SGP.22 section 5.7.8, annex H), with the memory of a card of 512 kB that nothing fills. */
export function euiccInfo2(state: EuiccState): Buffer {
  const extendedCardResources = Buffer.concat([
    contextPrimitive(1, Buffer.of(state.profiles.length)),
    contextPrimitive(2, Buffer.of(0x00, 0x08, 0x00, 0x00)),
    contextPrimitive(3, Buffer.of(0x20, 0x00)),
  ]);
  return tlv(
    0xbf22,
    contextPrimitive(1, Buffer.of(2, 1, 0)), // profile package
    contextPrimitive(2, SGP22_VERSION),
    contextPrimitive(3, Buffer.of(1, 0, 0)), // firmware
    contextPrimitive(4, extendedCardResources), // ETSI TS 102 226 section 8.2.1.7.2
    contextPrimitive(5, Buffer.of(0x06, 0x40)), // usimSupport
    contextPrimitive(8, Buffer.of(0x04, 0x90)), // additionalProfile, testProfileSupport
    ...ciKeyIds(state),
    contextPrimitive(11, Buffer.of(1)), // basicEuicc
    octetString(Buffer.of(0, 0, 1)), // protection profile
    utf8String('HB-TEST-0000'), // SAS accreditation
  );
}

/** euiccCiPKIdListForVerification and ...ForSigning: the one CI that this eUICC has. */
function ciKeyIds({ ciCertificate }: EuiccState): readonly Buffer[] {
  const { subjectKeyId } = readCertificate(Buffer.from(ciCertificate, 'base64'));
  const list = octetString(Buffer.from(subjectKeyId ?? '', 'hex'));
  return [tlv(0xa9, list), tlv(0xaa, list)];
}
