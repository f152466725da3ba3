import { readTlv } from '../../asn1/der.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';

/** Where the one signature of a certificate PDF is, and whether it spans the whole file. */
export type SignatureSpan =
  | { readonly ok: true; readonly cms: Buffer; readonly digest: Uint8Array }
  | { readonly ok: false; readonly fault: 'unsigned' | 'span' | 'bytes_after_signature' };

/** A CMS signature of ours takes some 1.7 kB; the room for it is 4 kB. */
const MAX_CMS_BYTES = 16 * 1024;
const MARK = '/ByteRange';

/**
 * Finds the signature and digests everything around it (ISO 32000-1 section 12.8.1). The two ranges must be the whole
 * file but for the bracketed hex string, and that string must be lower-case hex of one DER value and zeros: so each byte
 * of the file is either digested or compared, and none can be changed unseen.
 */
export async function readSignatureSpan(
  pdf: Buffer,
  crypto: Pick<VerifyCrypto, 'sha256'>,
): Promise<SignatureSpan> {
  const mark = pdf.indexOf(MARK);
  if (mark < 0) return { ok: false, fault: 'unsigned' };
  const text = pdf.toString('latin1', mark + MARK.length, mark + MARK.length + 48);
  const match = /^ ?\[0 ([0-9]{1,9}) ([0-9]{1,9}) ([0-9]{1,9})\]/.exec(text);
  if (match === null) return { ok: false, fault: 'span' };
  const [first = 0, second = 0, length = 0] = match.slice(1).map(Number);
  if (second + length < pdf.length) return { ok: false, fault: 'bytes_after_signature' };
  const room = second - first - 2;
  if (
    second + length !== pdf.length ||
    first >= second ||
    room < 0 ||
    room > 2 * MAX_CMS_BYTES ||
    room % 2 !== 0
  ) {
    return { ok: false, fault: 'span' };
  }
  if (pdf[first] !== 0x3c || pdf[second - 1] !== 0x3e) return { ok: false, fault: 'span' };
  const cms = readHexDer(pdf.toString('latin1', first + 1, second - 1));
  if (cms === null) return { ok: false, fault: 'span' };
  const digest = await crypto.sha256(Buffer.concat([pdf.subarray(0, first), pdf.subarray(second)]));
  return { ok: true, cms, digest };
}

function readHexDer(hex: string): Buffer | null {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.toString('hex') !== hex) return null;
  try {
    const { raw } = readTlv(bytes);
    return bytes.subarray(raw.length).every((byte) => byte === 0) ? raw : null;
  } catch {
    return null;
  }
}
