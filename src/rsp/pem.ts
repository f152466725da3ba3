/**
 * The DER values in a file: the file itself, or each PEM block with this label (RFC 7468).
 *
 * @throws RangeError where PEM holds no such block.
 */
export function derValues(file: Buffer, label: 'CERTIFICATE' | 'X509 CRL'): Buffer[] {
  // DER of both begins with a SEQUENCE, which no text does: 0x30 is the digit 0.
  if (file[0] === 0x30 && !file.includes('-----BEGIN')) return [file];
  const block = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'g');
  const found = [...file.toString('latin1').matchAll(block)].map(([, body = '']) =>
    Buffer.from(body, 'base64'),
  );
  if (found.length === 0) throw new RangeError(`no ${label}`);
  return found;
}
