import { readTlvs, valueOfTag } from './tlv.ts';

/** What a card says of a file when it is selected. */
export type FileDescription =
  | { readonly kind: 'folder'; readonly pin: PinStatus | null }
  | { readonly kind: 'transparent'; readonly size: number }
  | {
      readonly kind: 'records';
      readonly recordLength: number;
      /** Null where the card does not say. */
      readonly recordCount: number | null;
    };

/** How a folder is protected. */
export interface PinStatus {
  /** The key reference for VERIFY (ETSI TS 102 221 table 9.3). */
  readonly keyReference: number;
  /** Tries left, where the description says (class A0 only). */
  readonly triesLeft: number | null;
}

/** The application PIN of the first application, and PIN1 of a 2G card. */
const PIN1 = 0x01;
const UNIVERSAL_PIN = 0x11;

/**
 * The file control parameters of ETSI TS 102 221 section 11.1.1.3 (template 62).
 * @returns null where the bytes describe no file
 */
export function parseFcp(bytes: Buffer): FileDescription | null {
  const template = valueOfTag(readTlvs(bytes), 0x62);
  if (template === undefined) return null;
  const parameters = readTlvs(template);
  const descriptor = valueOfTag(parameters, 0x82);
  const first = descriptor?.[0];
  if (descriptor === undefined || first === undefined) return null;
  // Bits 6 to 4 all set: an MF, DF or ADF (table 11.5).
  if ((first & 0x38) === 0x38) return { kind: 'folder', pin: pinOf(valueOfTag(parameters, 0xc6)) };
  const structure = first & 0x07;
  if (structure === 1) {
    const size = valueOfTag(parameters, 0x80);
    if (size === undefined || size.length === 0 || size.length > 4) return null;
    return { kind: 'transparent', size: size.readUIntBE(0, size.length) };
  }
  // Linear fixed, or cyclic.
  if ((structure !== 2 && structure !== 6) || descriptor.length < 4) return null;
  return {
    kind: 'records',
    recordLength: descriptor.readUInt16BE(2),
    recordCount: descriptor[4] ?? null,
  };
}

/**
 * The PIN status template DO (section 11.1.1.4.10): which key a holder proves to be one with. The universal PIN counts where
 * it is enabled and the application's own is not.
 */
function pinOf(template: Buffer | undefined): PinStatus | null {
  if (template === undefined) return null;
  const objects = readTlvs(template);
  const enabled = valueOfTag(objects, 0x90);
  const keys = objects.filter(({ tag }) => tag === 0x83).map(({ value }) => value[0] ?? 0);
  const isEnabled = (key: number): boolean => {
    const at = keys.indexOf(key);
    return at >= 0 && (((enabled?.[at >> 3] ?? 0) << (at & 7)) & 0x80) !== 0;
  };
  const application = keys.find((key) => key >= 0x01 && key <= 0x08);
  const keyReference =
    isEnabled(UNIVERSAL_PIN) && !(application !== undefined && isEnabled(application))
      ? UNIVERSAL_PIN
      : (application ?? PIN1);
  return { keyReference, triesLeft: null };
}

/**
 * What GET RESPONSE gives after SELECT in class A0 (3GPP TS 51.011 section 9.2.1).
 * @returns null where the bytes describe no file
 */
export function parse2gDescription(bytes: Buffer): FileDescription | null {
  const type = bytes[6];
  if (type === 0x01 || type === 0x02) {
    // Byte 19: the status of CHV1; its low four bits count the tries left.
    const chv1 = bytes[18];
    return {
      kind: 'folder',
      pin: { keyReference: PIN1, triesLeft: chv1 === undefined ? null : chv1 & 0x0f },
    };
  }
  const structure = bytes[13];
  if (type !== 0x04 || structure === undefined) return null;
  const size = bytes.readUInt16BE(2);
  if (structure === 0x00) return { kind: 'transparent', size };
  const recordLength = bytes[14];
  if ((structure !== 0x01 && structure !== 0x03) || recordLength === undefined) return null;
  // A file of length 0 has records of length 0.
  const recordCount = recordLength === 0 ? 0 : Math.floor(size / recordLength);
  return { kind: 'records', recordLength, recordCount };
}
