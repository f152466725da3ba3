/** Whether a text can be the number of a certificate at all, in small letters as it is stored. */
export function isCertificateId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
